#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No frame and no octet is lost between what was read and what is told.

accounts.py QUAYWATCH: for every seventh capture of the corpus, with QW_LONG=yes for each:
the frames that were read are those that were used, the copies, and those not decoded, by
cause; the conversations add up to those that were used, without a mirror's headers; the ledger's
rows add up to what crossed; no event stands in frames whose first comes after its last; what is
claimed has frames, and one of them has an address that the claim names; the exit status is 0, or
1 with nothing read; and no run takes long."""
import re
import struct
import subprocess
import sys

import captures
import whole

EVERY = 7  # captures of a run of usual length
MOST_SHOWN = 1000  # frames of one proof that are looked at
ADDRESS = re.compile(r"(?<![\d.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{2}:){5}[0-9a-f]{2})(?![\d.:])")


def not_decoded(source, what):
    return sum(each["tally"][what] for each in source["undecoded"])


def check_frames(source):
    for what in ("frames", "octets"):
        told = (source["unique"][what] + source["duplicates"][what] + not_decoded(source, what))
        if source["read"][what] != told:
            yield f"{source['read'][what]} {what} were read and {told} are accounted for"


def check_events(study, result):
    sums = {"frames": 0, "octets": 0}
    for event in study.events():
        first, last = event.get("frames", (0, 0))
        if first > last:
            yield f"a {event['kind']} of {event.get('protocol')} stands in frames {first} to {last}"
        if event["kind"] == "conversation":
            for what in sums:
                sums[what] += event[f"{what}_out"] + event[f"{what}_in"]
    for what, told in sums.items():
        used = sum(source["unique"][what] for source in result["captures"])
        if what == "octets":
            used -= sum(source["mirror_octets"] for source in result["captures"])
        if used != told:
            yield f"{used} {what} were used, and the conversations have {told}"


def check_ledger(ledger):
    for row in (ledger, *ledger["boundaries"]):
        if row["boundary_octets"] != row["rows_octets"]:
            yield f"{row['boundary_octets']} octets crossed, the rows have {row['rows_octets']}"


def check_status(study, result):
    if study.status not in (0, 1):
        yield f"exit status {study.status}: {study.stderr[-400:]}"
    if study.status == 1 and result is not None and result["frames"] != 0:
        yield f"exit status 1 with {result['frames']} frames read"
    if study.status == 1 and result is None and not study.stderr:
        yield "exit status 1 without a word"
    if study.status == 0 and result is None:
        yield "exit status 0 without study.json"
    for word in ("Sanitizer", "runtime error", "QW_CHECK", "terminate called"):
        if word in study.stderr:
            yield f"standard error has '{word}': {study.stderr[-400:]}"


def shown(finding):
    """Numbers of the frames that are to prove it."""
    for proof in finding["evidence"]:
        first, last = proof["frames"]
        yield from range(first, min(last, first + MOST_SHOWN) + 1)
        if "reply" in proof:
            yield proof["reply"]


def check_findings(result, frames):
    """Whatever is claimed has frames of the capture, and one of them has an address that the
    claim names. `frames` are those of the capture as read here, if it can be."""
    last = sum(source["read"]["frames"] for source in result["captures"])
    for finding in result["findings"]:
        if finding["grade"] == "not observable from here":
            continue
        if not finding.get("evidence"):
            yield f"a finding without frames: {finding['claim']}"
            continue
        numbers = list(shown(finding))
        if min(numbers) < 1 or max(numbers) > last:
            yield f"a finding with frames that are none: {finding['claim']}"
            continue
        words = finding["subject"] + finding["claim"]
        named = [captures.octets_of(each) for each in ADDRESS.findall(words)]
        if frames and named and not any(address in frames[number - 1].octets
                                        for number in numbers for address in named):
            yield f"a finding of which no frame has an address: {finding['claim']}"


def frames_of(capture):
    try:
        return captures.read(capture)
    except (ValueError, IndexError, struct.error):
        return []  # no pcap of Ethernet


def check(study, capture):
    result = study.result()
    yield from check_status(study, result)
    if result is None:
        return
    for source in result["captures"]:
        yield from check_frames(source)
    yield from check_events(study, result)
    yield from check_ledger(result["ledger"])
    yield from check_findings(result, frames_of(capture))


def main():
    corpus = whole.corpus()
    paths = whole.all_captures(corpus)
    if not whole.is_long():
        paths = paths[::EVERY]

    def judge(capture):
        try:
            with whole.study(sys.argv[1], corpus / capture) as study:
                return list(check(study, corpus / capture))
        except subprocess.TimeoutExpired:
            return [f"takes longer than {whole.LIMIT_S} s"]

    return whole.judge_all(judge, paths)


if __name__ == "__main__":
    sys.exit(main())
