#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what the capture room reads with what capinfos reads.

    tests/oracles/frames.py QW_FRAMES CORPUS [--cache DIR]

Frames, captured octets, wire octets, earliest and latest stamp of every capture must
agree. Where no frame was cut captured and wire octets are the same; where one was, tshark
says how many were captured. Each capture is asked about once: answers are kept in the
cache by the capture's SHA-256 (as in the manifest) and the version of capinfos. Captures named in capture_exceptions.tsv
are compared with the frame count there. Exit status 1 if anything differs.
"""

import argparse
import csv
import decimal
import hashlib
import json
import pathlib
import subprocess
import sys

# Units that are no power of ten are rounded one way or the other.
STAMP_SLACK_NS = 1
CAPTURES_AT_ONCE = 100
LATEST_STAMP_NS = 2**63 - 1  # ours end there
MEMBERS = ("frames", "captured", "wire", "earliest", "latest")


def version_of_capinfos():
    text = subprocess.run(["capinfos", "--version"], capture_output=True, text=True, check=True)
    return text.stdout.splitlines()[0].strip()


def nanoseconds(text):
    """None where capinfos has no stamp to show, or one that is no number."""
    try:
        return min(int(decimal.Decimal(text).scaleb(9)), LATEST_STAMP_NS)
    except decimal.InvalidOperation:
        return None


def ask_capinfos(paths):
    """The accounts of captures by path; those it cannot read to their end are missing."""
    run = subprocess.run(
        ["capinfos", "-T", "-m", "-Q", "-c", "-d", "-a", "-e", "-S", *map(str, paths)],
        capture_output=True, text=True, check=False)
    rows = csv.DictReader(run.stdout.splitlines())
    return {
        row["File name"]: {
            "frames": int(row["Number of packets"]),
            "wire": int(row["Data size (bytes)"]),
            "earliest": nanoseconds(row["Start time"]),
            "latest": nanoseconds(row["End time"]),
        }
        for row in rows
    }


def ask_tshark(path):
    """Captured octets, which capinfos does not sum up."""
    run = subprocess.run(["tshark", "-n", "-r", str(path), "-T", "fields", "-e", "frame.cap_len"],
                         capture_output=True, text=True, check=False)
    return sum(int(line) for line in run.stdout.split())


def accounts_of(rows, corpus, cache):
    """Accounts by path, from the cache or asked for now; None where there is none."""
    version = version_of_capinfos()
    kept = {
        row["path"]: cache / (hashlib.sha256(f"{version} {row['sha256']}".encode()).hexdigest()
                              + ".json")
        for row in rows
    }
    missing = [row for row in rows if not kept[row["path"]].exists()]
    for start in range(0, len(missing), CAPTURES_AT_ONCE):
        part = missing[start:start + CAPTURES_AT_ONCE]
        answers = ask_capinfos([corpus / row["path"] for row in part])
        for row in part:
            theirs = answers.get(str(corpus / row["path"]))
            if theirs is not None:
                snapped = "snapped" in row["features"].split(",")
                theirs["captured"] = (ask_tshark(corpus / row["path"]) if snapped
                                      else theirs["wire"])
            kept[row["path"]].write_text(json.dumps(theirs))
    return {name: json.loads(path.read_text()) for name, path in kept.items()}


def ours_of(program, paths):
    run = subprocess.run([program, *map(str, paths)], capture_output=True, text=True, check=False)
    accounts = {}
    for line in run.stdout.splitlines():
        fields = line.split("\t")
        if fields[1] == "error":
            continue
        frames, captured, wire, earliest, latest = map(int, fields[1:6])
        accounts[fields[0]] = {"frames": frames, "captured": captured, "wire": wire,
                               "earliest": earliest, "latest": latest}
    return accounts


def differences(ours, theirs):
    for member in MEMBERS:
        if theirs[member] is None:
            continue
        slack = STAMP_SLACK_NS if member in ("earliest", "latest") else 0
        if abs(ours[member] - theirs[member]) > slack:
            yield f"{member}: ours {ours[member]}, theirs {theirs[member]}"


def exceptions():
    path = pathlib.Path(__file__).with_name("capture_exceptions.tsv")
    rows = [line.split("\t") for line in path.read_text().splitlines() if not line.startswith("#")]
    return {row[0]: int(row[1]) for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the built qw_frames")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path("build/oracles"))
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)

    with (options.corpus / "MANIFEST.tsv").open(newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [row for row in rows if int(row["packets"]) > 0]
    names = [row["path"] for row in rows]
    ours = ours_of(options.program, [options.corpus / name for name in names])
    reviewed = exceptions()
    accounts = accounts_of(rows, options.corpus, options.cache)
    compared = excepted = unreadable = failed = 0
    for name in names:
        mine = ours.get(str(options.corpus / name))
        found = []
        if mine is None:
            found = ["not read by us"]
        elif name in reviewed:
            excepted += 1
            if mine["frames"] != reviewed[name]:
                found = [f"frames: ours {mine['frames']}, reviewed {reviewed[name]}"]
        elif (theirs := accounts[name]) is None:
            unreadable += 1
            print(f"{name}: capinfos cannot read it")
        else:
            compared += 1
            found = list(differences(mine, theirs))
        for text in found:
            print(f"{name}: {text}")
        failed += bool(found)
    print(f"{compared} compared, {excepted} reviewed exceptions, "
          f"{unreadable} unreadable to capinfos, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
