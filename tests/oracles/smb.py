#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about SMB 2 and 3 with TShark.

    smb.py QUAYWATCH CORPUS

Compared over each capture, as multisets: shares of TREE_CONNECT requests, names
of CREATE requests without their share, accounts of NTLM, dialects chosen. Prints
each difference and a line of counts; exit status 1 if there was one.
"""
import collections
import pathlib
import subprocess
import sys

from events import captures_with, events_of

DIALECTS = {"0x0202": "SMB 2.0.2", "0x0210": "SMB 2.1", "0x0300": "SMB 3.0", "0x0302": "SMB 3.0.2",
            "0x0311": "SMB 3.1.1"}
TOPICS = ("share", "name", "account", "dialect")


def ours(quaywatch, capture):
    said = {topic: collections.Counter() for topic in TOPICS}
    for event in events_of(quaywatch, capture, "smb"):
        if event["kind"] == "command":
            symbol = event.get("object", {}).get("symbol", "")
            if event["operation"] == "TREE_CONNECT":
                said["share"][symbol] += 1
            elif event["operation"].startswith("CREATE"):
                said["name"][symbol] += 1
        elif event["kind"] == "login" and event.get("account"):
            said["account"][event["account"].split("\\")[-1]] += 1
        elif event["kind"] == "handshake" and event["part"] == "server":
            if event.get("version", "") in DIALECTS.values():
                said["dialect"][event["version"]] += 1
    return said


def fields(capture, condition, field):
    run = subprocess.run(["tshark", "-r", capture, "-Y", condition, "-T", "fields", "-E",
                          "aggregator=\x02", "-E", "occurrence=a", "-e", field],
                         capture_output=True, text=True, errors="replace", check=False)
    for line in run.stdout.splitlines():
        yield from (value for value in line.split("\x02") if value)


def tshark(capture):
    said = {topic: collections.Counter() for topic in TOPICS}
    request = "smb2.flags.response == 0 && !icmp && !_ws.malformed"
    for share in fields(capture, f"smb2.cmd == 3 && {request}", "smb2.tree"):
        said["share"][share] += 1
    for name in fields(capture, f"smb2.cmd == 5 && {request}", "smb2.filename"):
        said["name"][name] += 1
    for account in fields(capture, "smb2.cmd == 1 && ntlmssp.messagetype == 3",
                          "ntlmssp.auth.username"):
        if account != "NULL":
            said["account"][account] += 1
    for dialect in fields(capture, "smb2.cmd == 0 && smb2.flags.response == 1", "smb2.dialect"):
        if dialect in DIALECTS:
            said["dialect"][DIALECTS[dialect]] += 1
    return said


def without_share(mine, names):
    """Our names end in those of TShark, which leaves the share out."""
    found = collections.Counter()
    left = mine.copy()
    for name, count in names.items():
        for symbol in list(left):
            if count > found[name] and (symbol == name or symbol.endswith("\\" + name)):
                taken = min(left[symbol], count - found[name])
                found[name] += taken
                left[symbol] -= taken
    return found


def main():
    quaywatch, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    compared, agreed = collections.Counter(), collections.Counter()
    for path in captures_with(corpus, {"smb2"}):
        theirs = tshark(str(corpus / path))
        mine = ours(quaywatch, str(corpus / path))
        mine["name"] = without_share(mine["name"], theirs["name"])
        for topic in TOPICS:
            compared[topic] += sum(theirs[topic].values())
            agreed[topic] += sum((theirs[topic] & mine[topic]).values())
            missing = theirs[topic] - mine[topic]
            if missing:
                print(f"{path}: {topic}: we lack {dict(list(missing.items())[:4])}")
    for topic in TOPICS:
        print(f"tshark {topic:8} {agreed[topic]} of {compared[topic]}")
    return 0 if compared == agreed else 1


if __name__ == "__main__":
    sys.exit(main())
