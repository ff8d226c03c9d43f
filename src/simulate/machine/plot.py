#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws curves of a crane as SVG.

    plot.py TABLE.csv > PICTURE.svg

The first column is time in seconds, each other one a curve in a panel of its own; the first line
holds the names."""
import csv
import sys

WIDTH, PANEL, LEFT, GAP = 960, 150, 90, 34


def draw(table):
    names, rows = table[0], [[float(cell) for cell in row] for row in table[1:]]
    start, end = rows[0][0], rows[-1][0]
    height = GAP + (PANEL + GAP) * (len(names) - 1)
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
           'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>')
    for panel, name in enumerate(names[1:], 1):
        values = [row[panel] for row in rows]
        low, high = min(values), max(values)
        high += (high == low)
        top = GAP + (PANEL + GAP) * (panel - 1)
        points = " ".join(
            f"{LEFT + (WIDTH - LEFT - 20) * (row[0] - start) / (end - start):.1f},"
            f"{top + PANEL * (high - row[panel]) / (high - low):.1f}" for row in rows)
        yield (f'<text x="{LEFT}" y="{top - 8}">{name}</text>'
               f'<text x="8" y="{top + 10}">{high:.1f}</text><text x="8" y="{top + PANEL}">{low:.1f}</text>'
               f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - 20}" height="{PANEL}" fill="none" '
               f'stroke="#ccc"/><polyline points="{points}" fill="none" stroke="#0a5"/>')
    yield f'<text x="{LEFT}" y="{height - 8}">{start:.0f} s … {end:.0f} s</text></svg>'


print("\n".join(draw(list(csv.reader(open(sys.argv[1]))))))
