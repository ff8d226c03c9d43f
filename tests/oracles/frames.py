#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what the capture room reads with what capinfos reads.

    tests/oracles/frames.py QW_FRAMES CORPUS [--cache DIR]

Frames, captured octets, wire octets, earliest and latest stamp of every capture must
agree. capinfos is run once per capture; its answers are kept in the cache by the
capture's SHA-256 and the version of capinfos. Captures named in capture_exceptions.tsv
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

# capinfos rounds to nanoseconds as we do, but for units that are no power of ten.
STAMP_SLACK_NS = 1
MEMBERS = ("frames", "captured", "wire", "earliest", "latest")


def version_of_capinfos():
    text = subprocess.run(["capinfos", "--version"], capture_output=True, text=True, check=True)
    return text.stdout.splitlines()[0].strip()


def nanoseconds(text):
    return 0 if text in ("", "n/a") else int(decimal.Decimal(text).scaleb(9))


def ask_capinfos(path):
    """The account of one capture, or None where capinfos cannot read it to its end."""
    run = subprocess.run(
        ["capinfos", "-T", "-m", "-Q", "-c", "-d", "-s", "-a", "-e", "-S", str(path)],
        capture_output=True, text=True, check=False)
    rows = list(csv.reader(run.stdout.splitlines()))
    if run.returncode != 0 or len(rows) < 2:
        return None
    row = dict(zip(rows[0], rows[1]))
    return {
        "frames": int(row["Number of packets"]),
        "wire": int(row["Data size (bytes)"]),
        "earliest": nanoseconds(row["Start time"]),
        "latest": nanoseconds(row["End time"]),
    }


def ask_tshark(path):
    """Captured octets, which capinfos does not sum up where frames were cut."""
    run = subprocess.run(["tshark", "-n", "-r", str(path), "-T", "fields", "-e", "frame.cap_len"],
                         capture_output=True, text=True, check=False)
    return sum(int(line) for line in run.stdout.split())


def account(path, cache, version):
    digest = hashlib.sha256(version.encode() + path.read_bytes()).hexdigest()
    kept = cache / f"{digest}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    theirs = ask_capinfos(path)
    if theirs is not None:
        theirs["captured"] = ask_tshark(path)
    kept.write_text(json.dumps(theirs))
    return theirs


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
        names = [row["path"] for row in rows if int(row["packets"]) > 0]
    ours = ours_of(options.program, [options.corpus / name for name in names])
    reviewed = exceptions()
    version = version_of_capinfos()
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
        elif (theirs := account(options.corpus / name, options.cache, version)) is None:
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
