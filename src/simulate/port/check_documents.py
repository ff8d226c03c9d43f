#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads EDIFACT interchanges strictly, knowing nothing of the program that wrote them.

    check_documents.py FILE.edi...

Splits by the service characters of ISO 9735 and demands: UNB and UNZ that agree, every UNH
closed by an UNT with the right count and reference, only segments that BAPLIE D.95B or COARRI
D.95B know and in the order of their groups, check digits of ISO 6346, cells that occur once,
and the count that CNT states. Says what each file holds, or what is wrong and where."""
import re
import sys

# Segments in the order of the message, each repeatable; the repeating group begins at its first.
HEAD = {"BAPLIE": ["BGM", "DTM", "TDT", "LOC", "DTM", "RFF"],
        "COARRI": ["BGM", "TDT", "LOC", "DTM", "NAD"]}
GROUP = {"BAPLIE": ["LOC", "MEA", "TMP", "LOC", "RFF", "EQD", "NAD", "DGS"],
         "COARRI": ["EQD", "RFF", "TMD", "DTM", "LOC", "MEA", "SEL", "DGS"]}
BEGINS = {"BAPLIE": ("LOC", "147"), "COARRI": ("EQD", "CN")}


def fail(text):
    raise SystemExit(f"check_documents: {text}")


def split(text, mark):
    """Splits at unreleased marks, keeping release characters."""
    parts, part, released = [], "", False
    for letter in text:
        if not released and letter == mark:
            parts.append(part)
            part = ""
            continue
        released = not released and letter == "?"
        part += letter
    return parts + [part]


def segments(text, name):
    if not text.startswith("UNA:+.? '"):
        fail(f"{name}: no service string advice")
    pieces = split(text[9:], "'")
    if pieces.pop().strip():
        fail(f"{name}: text behind the last segment")
    for number, piece in enumerate(pieces, 1):
        yield number, [split(element, ":") for element in split(piece.strip("\n"), "+")]


def check_digit(ten):
    values = {letter: value for letter, value in
              zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [n for n in range(10, 39) if n % 11])}
    total = sum((int(c) if c.isdigit() else values[c]) << i for i, c in enumerate(ten))
    return total % 11 % 10


def in_order(tags, grammar, where):
    place = 0
    for tag in tags:
        while place < len(grammar) and grammar[place] != tag:
            place += 1
        if place == len(grammar):
            fail(f"{where}: {tag} out of order in {tags}")


def check_message(kind, body, where):
    first, qualifier = BEGINS[kind]
    starts = [i for i, s in enumerate(body) if s[0][0] == first and s[1][0] == qualifier]
    tail = [i for i, s in enumerate(body) if s[0][0] == "CNT"]
    end = tail[0] if tail else len(body)
    in_order([s[0][0] for s in body[:starts[0] if starts else end]], HEAD[kind], where)
    boxes, cells = set(), set()
    for i, start in enumerate(starts):
        group = body[start:starts[i + 1] if i + 1 < len(starts) else end]
        in_order([s[0][0] for s in group], GROUP[kind], f"{where}, group {i + 1}")
        number = next(s[2][0] for s in group if s[0][0] == "EQD")
        if not re.fullmatch(r"[A-Z]{3}[UJZ]\d{7}", number):
            fail(f"{where}: {number} is no container number")
        if check_digit(number[:10]) != int(number[10]):
            fail(f"{where}: check digit of {number}")
        cell = next(s[2][0] for s in group if s[0][0] == "LOC" and s[1][0] == "147")
        if not re.fullmatch(r"\d{7}", cell) or cell in cells or number in boxes:
            fail(f"{where}: cell {cell} or container {number} wrong or twice")
        if not any(s[0][0] == "MEA" and int(s[-1][1]) > 2000 for s in group):
            fail(f"{where}: {number} has no weight")
        boxes.add(number)
        cells.add(cell)
    if kind == "COARRI" and int(body[end][1][1]) != len(boxes):
        fail(f"{where}: CNT says {body[end][1][1]}, there are {len(boxes)}")
    return len(boxes)


def check(name):
    rows = list(segments(open(name, encoding="ascii").read(), name))
    if rows[0][1][0][0] != "UNB" or rows[-1][1][0][0] != "UNZ":
        fail(f"{name}: not framed by UNB and UNZ")
    if rows[0][1][5] != rows[-1][1][2]:
        fail(f"{name}: references of UNB and UNZ differ")
    messages, opened, total = 0, None, 0
    for number, row in rows[1:-1]:
        tag = row[0][0]
        if tag == "UNH":
            opened, messages = number, messages + 1
            reference, kind, body = row[1][0], row[2][0], []
            if row[2][1:4] != ["D", "95B", "UN"] or kind not in HEAD:
                fail(f"{name}: unknown message {row[2]}")
        elif tag == "UNT":
            if int(row[1][0]) != number - opened + 1 or row[2][0] != reference:
                fail(f"{name}: UNT in segment {number} does not fit UNH")
            total += check_message(kind, body, name)
            opened = None
        elif opened is None:
            fail(f"{name}: {tag} outside a message")
        else:
            body.append(row)
    if opened is not None or int(rows[-1][1][1][0]) != messages:
        fail(f"{name}: messages not closed or not counted")
    print(f"{name}: {messages} messages, {total} containers")


for argument in sys.argv[1:]:
    check(argument)
