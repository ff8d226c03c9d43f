#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""port/switch_counters.csv: each port counted what tshark finds of its device where the mirror
shows everything, and what the mirror lost is missing from the capture and not from the counters."""
import collections
import csv
import sys

from made import Made, fields, need_tshark


def counted(made):
    """By point, switch and port: frames of each reading, in order of time."""
    readings = collections.defaultdict(list)
    with open(made.folder / "port/switch_counters.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = row["point"], row["switch"], row["port"]
            readings[place].append((row["time"], int(row["in_frames"])))
    for place, rows in readings.items():
        assert rows == sorted(rows) and rows[0][1] == 0, (place, rows)
        assert len(rows) == len({at for at, _ in rows}) == 2, (place, rows)
    return {place: rows[-1][1] for place, rows in readings.items()}


def sockets(made):
    with open(made.folder / "port/assets.csv", encoding="utf-8", newline="") as file:
        found = {(row["switch"], row["port"]): row["mac"] for row in csv.DictReader(file)}
    assert len(found) > 40 and ("", "") not in found, found
    return found


def main(program):
    need_tshark()
    with Made(program, "--cranes", "2", "--hours", "0.25", "--seed", "7", "--scenario",
              "mirror-loses-frames,crane=1,at=120,for=300") as made:
        frames = counted(made)
        points = {point["name"]: point for point in made.lines("point")}
        assert points["crane-1-ehouse"]["missed"] > 1000, points
        for name, point in points.items():
            sum_of_ports = sum(count for place, count in frames.items() if place[0] == name)
            assert sum_of_ports == point["frames"] + point["missed"], (name, sum_of_ports, point)
        senders = collections.Counter(
            row[0][0] for row in fields(made.folder / "crane-2-ehouse.pcapng", ["eth.src"], "eth"))
        plugged = sockets(made)
        compared = 0
        for (point, switch, port), count in frames.items():
            mac = plugged.get((switch, port))
            if point == "crane-2-ehouse" and mac is not None:
                assert senders[mac] == count, (switch, port, mac, senders[mac], count)
                compared += 1
        assert compared >= 10, compared
    print(f"{len(frames)} ports, {compared} of them compared with tshark")


if __name__ == "__main__":
    main(sys.argv[1])
