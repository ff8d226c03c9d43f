#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/simulator.md, "Ten minutes", as a newcomer follows it: its command makes what it shows, and
tshark finds at the frames that it names what it says of them."""
import pathlib
import re
import shlex
import sys

from made import Made, fields, need_tshark

PAGE = pathlib.Path("docs/simulator.md")


def frames_of(section):
    """First, last and how many, as the page shows the line of the truth."""
    shown = re.search(r'"crane-1-ehouse":\{"first":(\d+),"last":(\d+),\s+"frames":(\d+)', section)
    return [int(number) for number in shown.groups()]


def named(section, words):
    return re.search(words, section.replace("\n", " ")).group(1)


def main(program):
    need_tshark()
    section = PAGE.read_text(encoding="utf-8").split("## Ten minutes")[1].split("| Option")[0]
    command = re.search(r"^quaywatch-simulate (.*) --out quay42$", section, re.MULTILINE).group(1)
    with Made(program, *shlex.split(command)) as made:
        line, = made.lines("planted")
        told = line["points"]["crane-1-ehouse"]
        shown = frames_of(section)
        assert [told[key] for key in ("first", "last", "frames")] == shown, (told, shown)
        capture = made.folder / "crane-1-ehouse.pcapng"
        address = named(section, r"`eth\.addr == ([0-9a-f:]+)`")
        seen = [[field[0] for field in row]
                for row in fields(capture, ["frame.number", "_ws.col.Protocol", "_ws.col.Info"],
                                  f"eth.addr == {address}")]
        assert [int(seen[0][0]), int(seen[-1][0]), len(seen)] == shown, "the filter of the page"
        assert seen[0][1] == "ARP", seen[0]
        connects = named(section, r"port 102 in frame (\d+)")
        speaks = named(section, r"S7comm in frame (\d+)")
        first = {protocol: next(row for row in seen if row[1] == protocol)
                 for protocol in ("TCP", "S7COMM")}
        assert first["TCP"][0] == connects and "[SYN]" in first["TCP"][2], first
        assert first["S7COMM"][0] == speaks and "Setup communication" in first["S7COMM"][2], first
        site = (made.folder / "site.toml").read_text(encoding="utf-8")
        assert address not in site, "the notebook is listed"
    print("the page's example is the program's")


if __name__ == "__main__":
    main(sys.argv[1])
