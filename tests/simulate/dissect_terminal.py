#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What goes on around the cranes, read by programs that we did not write: tshark finds no
mark, and the files and messages that the truth names."""
import collections
import sys

from dissect import marked
from made import Made, fields, need_tshark

OPERATIONS = {"8": "read", "9": "write", "14": "list", "17": "remove"}


def addresses(made):
    return {line["name"]: line["ip"] for line in made.lines("device")}


def file_operations(capture):
    """Requests about open files, as (client, operation, path, octets)."""
    wanted = ["ip.src", "tcp.stream", "smb2.cmd", "smb2.flags.response", "smb2.msg_id",
              "smb2.filename", "smb2.fid", "smb2.read_length", "smb2.write_length",
              "smb2.rename.replace_if"]
    asked, opened = {}, {}
    for (source, stream, command, reply, message, name, handle, reads, writes,
         replaces) in fields(capture, wanted, "smb2.cmd in {5, 8, 9, 14, 17}"):
        question = stream[0], message[0]
        if command[0] == "5":
            if reply[0] == "0":
                asked[question] = name[0] if name else ""
            elif handle:
                opened[stream[0], handle[0]] = asked.pop(question)
        elif reply[0] == "0":
            operation = "rename" if replaces else OPERATIONS[command[0]]
            path = opened[stream[0], handle[0]]
            yield source[0], operation, path, int((reads or writes or ["0"])[0])


def files(made):
    """SMB2: who read, wrote, listed, renamed and removed what, and how much."""
    ip = addresses(made)
    told, seen = collections.Counter(), collections.Counter()
    for line in made.lines("file"):
        told[ip[line["host"]], line["operation"], line["path"]] += line["octets"]
    for source, operation, path, octets in file_operations(made.folder / "quay.pcapng"):
        seen[source, operation, path] += octets
    assert seen == told, f"{set(seen.items()) ^ set(told.items())}"
    kinds = collections.Counter(key[1] for key in told)
    assert len(kinds) == 5, kinds
    return f"SMB2: {sum(told.values())} octets of files, {dict(kinds)}"


def main(program):
    need_tshark()
    with Made(program, "--hours", "0.4", "--seed", "1") as made:
        for capture in made.captures():
            marks = marked(capture)
            assert not marks, f"{capture.name}: frames {', '.join(marks[:10])}"
        for check in (files,):
            print(check(made))


if __name__ == "__main__":
    main(sys.argv[1])
