# SPDX-License-Identifier: Apache-2.0
"""Panels of curves, bars and rows, as SVG: no more than the simulator's pictures need."""
import math
from html import escape

WIDTH, LEFT, RIGHT, TOP, GAP, PANEL, ROW = 900, 64, 16, 40, 56, 150, 20
COLOURS = ("#0a6f8a", "#c2571a")
LABEL = 118  # room for a service's name
MARK, MARK_ROWS = 12, 3


def ticks(low, high, about=5):
    """Round numbers within low..high, some `about` of them."""
    step = 10 ** math.floor(math.log10((high - low) / about))
    step *= min((1, 2, 5, 10), key=lambda m: abs((high - low) / (step * m) - about))
    first = math.ceil(low / step - 1e-9)
    return [i * step for i in range(first, math.floor(high / step + 1e-9) + 1)]


def words(x, y, text, anchor="start", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'


def size_words(octets):
    for unit, name in ((1e6, "MB"), (1e3, "kB")):
        if octets >= unit:
            return f"{octets / unit:.1f} {name}"
    return f"{octets:.0f} octets"


class Panel:
    """Curves over x, with marks along it, or bars over it, with a band across."""

    def __init__(self, title, span, curves=(), names=(), bars=(), marks=(), band=None, x_name=""):
        self.title, self.span, self.curves, self.names = title, span, curves, names
        self.bars, self.marks, self.band, self.x_name = bars, marks, band, x_name
        values = [y for curve in curves for _, y in curve] + [y for _, _, y in bars]
        values += list(band or ()) + ([0] if bars else [])
        self.low, self.high = min(values), max(values)
        if self.low == self.high:
            self.high += 1
        if curves:
            room = 0.05 * (self.high - self.low)
            self.low, self.high = self.low - room, self.high + room
        else:
            self.high *= 1.05

    def height(self):
        return PANEL + (MARK * MARK_ROWS if any(text for _, text in self.marks) else 0)

    def draw(self, top):
        yield words(LEFT, top - 8, self.title, more=' font-weight="bold"')
        base = top + self.height()
        top = base - PANEL
        left, right = LEFT, WIDTH - RIGHT

        def x(value):
            return left + (right - left) * (value - self.span[0]) / (self.span[1] - self.span[0])

        def y(value):
            return base - PANEL * (value - self.low) / (self.high - self.low)

        if self.band:
            yield (f'<rect x="{left}" y="{y(self.band[1]):.1f}" width="{right - left}" '
                   f'height="{y(self.band[0]) - y(self.band[1]):.1f}" fill="#e3efd8"/>')
        for value in ticks(self.low, self.high, 4):
            yield f'<path d="M{left} {y(value):.1f}H{right}" stroke="#ddd"/>'
            yield words(left - 6, y(value) + 4, f"{value:g}", "end")
        for value in ticks(*self.span, 9):
            yield f'<path d="M{x(value):.1f} {base}v4" stroke="#888"/>'
            yield words(x(value), base + 16, f"{value:g}", "middle")
        if self.x_name:
            yield words(right, base + 32, self.x_name, "end")
        yield from self.draw_marks(x, base, top)
        for begin, end, value in self.bars:
            yield (f'<rect x="{x(begin) + 1:.1f}" y="{y(value):.1f}" width="{x(end) - x(begin) - 2:.1f}" '
                   f'height="{base - y(value):.1f}" fill="{COLOURS[0]}"/>')
        for curve, colour in zip(self.curves, COLOURS):
            points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in curve)
            yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
        yield f'<rect x="{left}" y="{top}" width="{right - left}" height="{PANEL}" fill="none" stroke="#888"/>'
        if len(self.names) > 1:
            for i, name in enumerate(reversed(self.names)):
                colour = COLOURS[len(self.names) - 1 - i]
                yield words(right - 60 * i, base - self.height() - 8, name, "end", f' fill="{colour}"')

    def draw_marks(self, x, base, top):
        """A line where each begins, with its name in the first row that has room."""
        free = [-1e9] * MARK_ROWS
        for at, text in self.marks:
            yield f'<path d="M{x(at):.1f} {top}V{base}" stroke="#bbb" stroke-dasharray="2 3"/>'
            width = 6.2 * len(text) + 6
            left = min(x(at), WIDTH - RIGHT - width)
            row = next((row for row in range(MARK_ROWS) if free[row] <= left), None)
            if text and row is not None:
                free[row] = left + width
                yield words(left, top - MARK * (MARK_ROWS - row) + 8, text, more=' font-size="11" fill="#555"')


class Picture:
    """Panels below one another."""

    def __init__(self, title):
        self.lines = [words(LEFT, 22, title, more=' font-size="16" font-weight="bold"')]
        self.below = TOP

    def add(self, panel):
        self.below += 26
        self.lines += panel.draw(self.below)
        self.below += panel.height() + GAP - 26

    def add_rows(self, title, rows):
        """Horizontal bars with their sizes; `rows` are (octets, name), largest first."""
        self.below += 26
        self.lines.append(words(LEFT, self.below - 8, title, more=' font-weight="bold"'))
        room = WIDTH - RIGHT - LEFT - LABEL - 80
        for value, name in rows:
            width = max(0.5, room * value / rows[0][0])
            self.lines += [
                words(LEFT + LABEL - 8, self.below + 14, name, "end"),
                f'<rect x="{LEFT + LABEL}" y="{self.below + 3}" width="{width:.1f}" height="{ROW - 6}" '
                f'fill="{COLOURS[0]}"/>',
                words(LEFT + LABEL + width + 6, self.below + 14, size_words(value))]
            self.below += ROW
        self.below += 10

    def text(self):
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.below + 4}" '
                f'viewBox="0 0 {WIDTH} {self.below + 4}" font-family="sans-serif" font-size="12">'
                '<rect width="100%" height="100%" fill="white"/>')
        return "\n".join([head, *self.lines, "</svg>", ""])
