#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what a truth.jsonl of the simulator says of one crane, as SVG, and prints the figures.

    docs/pictures/draw.py TRUTH.jsonl FOLDER [--crane crane-1]

Writes cycle.svg (a lift of median length: heights, position, speeds, load), shift.svg (boxes an
hour, and how long lifts take) and services.svg (megabytes an hour of each service at each point).
"""
import argparse
import json
import statistics
from datetime import datetime
from pathlib import Path

from svg import Panel, Picture

SLOT = 1800  # seconds of one bar of boxes
SIGNALS = ("hoist_height", "trolley_position", "hoist_speed", "trolley_speed", "net_load")
AT_WORK = ("idle", "to_pick", "over_pick", "locking", "taking_up", "to_set", "over_set", "unlocking",
           "clearing", "waiting", "gantry")
FINE = ("over_pick", "locking", "taking_up", "over_set", "unlocking")
HOURLY = (25, 35)  # boxes an hour that terminals report


def seconds(text):
    """Of an RFC 3339 stamp with nanoseconds, to the microsecond."""
    return datetime.fromisoformat(text[:26] + "+00:00").timestamp()


class Truth:
    """What the pictures need of the file; a crane's samples are filled up to whole rows."""

    def __init__(self, path, crane):
        self.moves, self.phases, self.rows, self.flows = [], [], [], []
        state = {}
        with open(path, encoding="utf-8") as file:
            for line in map(json.loads, file):
                kind = line["kind"]
                if kind == "run":
                    self.run = line
                elif kind == "flow":
                    self.flows.append(line)
                elif line.get("crane") != crane:
                    continue
                elif kind == "crane":
                    self.crane = line
                elif kind == "move":
                    self.moves.append(line)
                elif kind == "event" and line["event"] == "phase":
                    self.phases.append((seconds(line["at"]), line["phase"]))
                elif kind == "sample":
                    state.update((k, v) for k, v in line["values"].items() if k in SIGNALS)
                    if len(state) == len(SIGNALS):
                        self.rows.append((seconds(line["at"]), dict(state)))
        self.start = seconds(self.run["start"])
        self.hours = self.run["hours"]
        self.lifts = [m for m in self.moves if m["done"]]
        if not self.lifts:
            raise SystemExit(f"draw.py: {path}: {crane} finished no lift")

    def length(self, move):
        return seconds(move["ended"]) - seconds(move["begun"])

    def at_work(self):
        """Hours in which the crane is neither off, nor with its boom moving, nor stopped."""
        ends = [at for at, _ in self.phases[1:]] + [self.start + self.hours * 3600]
        return sum(end - at for (at, phase), end in zip(self.phases, ends) if phase in AT_WORK) / 3600

    def fine_share(self):
        """Share of all lifts' time that goes into aligning, locking and taking up."""
        ends = [at for at, _ in self.phases[1:]] + [self.start + self.hours * 3600]
        fine = sum(end - at for (at, phase), end in zip(self.phases, ends) if phase in FINE)
        return fine / sum(map(self.length, self.lifts))


def cycle(truth):
    """The lift of median length, second by second."""
    move = sorted(truth.lifts, key=truth.length)[len(truth.lifts) // 2]
    begin, end = seconds(move["begun"]), seconds(move["ended"])
    rows = [(at - begin, row) for at, row in truth.rows if begin <= at <= end]
    picture = Picture(f"One lift of {truth.crane['model']}: {move['task']}, {move['lift']}, "
                      f"{end - begin:.0f} s")

    def curve(*names):
        return [[(at, row[name]) for at, row in rows] for name in names]

    ends = [at for at, _ in truth.phases[1:]] + [end]
    marks = [(max(0, at - begin), phase.replace("_", " "))
             for (at, phase), until in zip(truth.phases, ends) if until > begin + 1 and at < end]
    span = (0, end - begin)
    picture.add(Panel("Height of the hoist and position of the trolley, m", span,
                      curve("hoist_height", "trolley_position"), ["hoist", "trolley"], marks=marks))
    picture.add(Panel("Speed, m/s (hoist: up, trolley: to the water)", span,
                      curve("hoist_speed", "trolley_speed"), ["hoist", "trolley"],
                      marks=[(at, "") for at, _ in marks]))
    tonnes = [[(at, row["net_load"] / 1000) for at, row in rows]]
    picture.add(Panel("Load under the spreader, t", span, tonnes, ["load"],
                      marks=[(at, "") for at, _ in marks], x_name="seconds"))
    return picture


def shift(truth):
    """Boxes an hour in each half hour, and a histogram of the lifts' lengths."""
    picture = Picture(f"{truth.hours:g} hours of {truth.crane['model']}: {len(truth.lifts)} lifts, "
                      f"{sum(len(m['boxes']) for m in truth.lifts)} boxes")
    slots = [0] * max(1, round(truth.hours * 3600 / SLOT))
    for move in truth.lifts:
        slot = int((seconds(move["ended"]) - truth.start) // SLOT)
        slots[min(slot, len(slots) - 1)] += len(move["boxes"])
    bars = [(i * SLOT / 3600, (i + 1) * SLOT / 3600, n * 3600 / SLOT) for i, n in enumerate(slots)]
    picture.add(Panel("Boxes an hour, in each half hour (band: 25 to 35, as terminals report)",
                      (0, truth.hours), bars=bars, band=HOURLY, x_name="hours from the start"))
    counts = {}
    for move in truth.lifts:
        counts[int(truth.length(move) // 10)] = counts.get(int(truth.length(move) // 10), 0) + 1
    last = 30  # what takes longer than 300 s stands in the last bar
    rest = sum(n for slot, n in counts.items() if slot >= last)
    bars = [(slot * 10, slot * 10 + 10, n) for slot, n in sorted(counts.items()) if slot < last]
    bars += [(last * 10, last * 10 + 10, rest)] if rest else []
    picture.add(Panel("Lifts, by their length in steps of 10 s (the last bar: 300 s and longer)",
                      (0, last * 10 + 10), bars=bars, x_name="seconds"))
    return picture


def services(truth):
    """Megabytes an hour of each protocol, a panel for each kind of point."""
    octets = {}
    for flow in truth.flows:
        for point, count in flow["points"].items():
            where = "quay" if point == "quay" else "e-house"
            key = (where, flow["protocol"])
            octets[key] = octets.get(key, 0) + count["octets"]
    cranes = truth.run["cranes"]
    picture = Picture(f"Octets of each service, {truth.run['build']}, {cranes} "
                      f"crane{'s' if cranes > 1 else ''}, {truth.hours:g} hours")
    for where in ("e-house", "quay"):
        rows = sorted(((n / truth.hours, protocol) for (w, protocol), n in octets.items() if w == where),
                      reverse=True)
        picture.add_rows(f"{where}: {sum(n for n, _ in rows) / 1e6:.1f} MB an hour", rows)
    return picture


def figures(truth):
    lengths = sorted(map(truth.length, truth.lifts))
    tenths = statistics.quantiles(lengths, n=10)
    boxes = sum(len(m["boxes"]) for m in truth.lifts)
    return (f"{truth.crane['model']}: {len(lengths)} lifts, {boxes} boxes in {truth.hours:g} h; "
            f"{boxes / truth.hours:.1f} boxes an hour of all time, {boxes / truth.at_work():.1f} of the "
            f"{truth.at_work():.1f} h at work; lifts of {tenths[0]:.0f}, {statistics.median(lengths):.0f} "
            f"and {tenths[8]:.0f} s (10 %, median, 90 %); {100 * truth.fine_share():.0f} % of them in "
            "fine positioning, locking and taking up")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("truth", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--crane", default="crane-1")
    asked = words.parse_args()
    truth = Truth(asked.truth, asked.crane)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, draw in (("cycle", cycle), ("shift", shift), ("services", services)):
        (asked.folder / f"{name}.svg").write_text(draw(truth).text(), encoding="utf-8")
    print(figures(truth))


if __name__ == "__main__":
    main()
