#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The pictures of docs/simulator.md can be drawn of any run, and show what its truth says."""
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from made import Made

DRAW = Path(__file__).parents[2] / "docs/pictures/draw.py"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(folder, name):
    root = ElementTree.parse(Path(folder) / f"{name}.svg").getroot()
    wide, high = float(root.get("width")), float(root.get("height"))
    curves = [[tuple(map(float, pair.split(","))) for pair in line.get("points").split()]
              for line in root.iter(f"{SVG}polyline")]
    assert all(0 <= x <= wide and 0 <= y <= high for curve in curves for x, y in curve), name
    for box in root.iter(f"{SVG}rect"):
        if "x" in box.keys():
            left, top = float(box.get("x")), float(box.get("y"))
            assert 0 <= left <= left + float(box.get("width")) <= wide, f"{name}: {box.attrib}"
            assert 0 <= top <= top + float(box.get("height")) <= high, f"{name}: {box.attrib}"
    return [text.text for text in root.iter(f"{SVG}text")], curves


with Made(sys.argv[1], "--hours", "0.5", "--seed", "1") as made, tempfile.TemporaryDirectory() as folder:
    said = subprocess.run([DRAW, made.folder / "truth.jsonl", folder], check=True, capture_output=True,
                          text=True).stdout
    lifts = [move for move in made.lines("move") if move["done"]]
    boxes = sum(len(move["boxes"]) for move in lifts)
    assert lifts and f"{len(lifts)} lifts, {boxes} boxes" in said, said

    words, curves = drawn(folder, "cycle")
    length = int(re.search(r", (\d+) s$", words[0])[1])
    assert len(curves) == 5, len(curves)
    assert all(abs(len(curve) - length) <= 2 for curve in curves), "a point for each second of the lift"

    words, _ = drawn(folder, "shift")
    assert f"{len(lifts)} lifts, {boxes} boxes" in words[0], words[0]

    words, _ = drawn(folder, "services")
    for flow in made.lines("flow"):
        assert not flow["points"] or flow["protocol"] in words, flow["protocol"]
    for point in made.lines("point"):
        # Of the file's octets, those that are no frame (blocks' headers) are not a service's.
        total = sum(flow["points"].get(point["name"], {}).get("octets", 0) for flow in made.lines("flow"))
        where = "quay" if point["name"] == "quay" else "e-house"
        assert f"{where}: {total / 0.5e6:.1f} MB an hour" in words, words
print(f"{len(lifts)} lifts drawn")
