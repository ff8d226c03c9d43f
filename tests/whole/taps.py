#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mirrors that are broken in one way each are named so, and healthy ones are not.

taps.py QUAYWATCH: real captures whose mirror was good are broken here, by this script
alone: `quaywatch tap` must call the one thing wrong that is, and nothing else; of the
capture as it was, or mended in the same way, it must call nothing wrong."""
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import captures
import whole

HEALTHY = (
    "mixed-ot/iti--ModbusTCP--mb2.pcap",
    "enip-cip/iti--EthernetIP--EthernetIP-CIP.pcap",
    "s7comm/iti--s7--s7comm_varservice_libnodavedemo_bench.pcap",
    "synchrophasor/iti--C37.118--C37.118_2PMUsInSync_TCP.pcap",
    "mixed-it/mercury--smb.pcap",
)
FRAMES = 4000
YEAR = 365 * 86_400 * 10**9
NOBODY = "203.0.113.9"


class Mirror:
    """A healthy capture and what there is to break in it."""

    def __init__(self, frames):
        self.frames = frames
        count = collections.Counter()
        for frame in frames:
            if frame.is_tcp():
                count.update(frame.ends())
        self.busiest = count.most_common(1)[0][0]
        network = self.busiest.rsplit(".", 1)[0]
        self.halves = (f"{network}.0/25", f"{network}.128/25")
        upper = {int(end.rsplit(".", 1)[1]) >= 128 for end in count if end.startswith(network)}
        self.has_both_halves = len(upper) == 2
        self.network = network

    def is_upper(self, frame):
        ends = frame.ends() or ()
        return any(end.startswith(self.network) and int(end.rsplit(".", 1)[1]) >= 128
                   for end in ends)

    def tagged(self, frame):
        tag = bytes([0x81, 0, 0, 20 if self.is_upper(frame) else 10])
        return captures.Frame(frame.at, frame.octets[:12] + tag + frame.octets[12:], frame.wire + 4)

    def site(self):
        return f'[[crane]]\nname = "STS 3"\nnetworks = {json.dumps(self.halves)}\n'


def later(frame, ns):
    return captures.Frame(frame.at + ns, frame.octets, frame.wire)


def healthy(mirror, path):
    captures.write(path, mirror.frames)


def one_direction(mirror, path):
    captures.write(path, [each for each in mirror.frames
                          if not each.is_ipv4() or each.ends()[0] == mirror.busiest])


def twice(mirror, path):
    captures.write(path, [again for each in mirror.frames for again in (each, later(each, 2_000))])


def few_twice(mirror, path):
    """One frame of a hundred, as a mirror does that is changed while it runs."""
    captures.write(path, [again for number, each in enumerate(mirror.frames)
                          for again in (each, later(each, 2_000))[:1 + (number % 100 == 7)]])


def overloaded(mirror, path):
    dice = random.Random(5)
    captures.write(path, [each for each in mirror.frames if dice.random() > 0.03])


def drops_counted(mirror, path):
    captures.write_pcapng(path, mirror.frames, dropped=17)


def no_drops_counted(mirror, path):
    captures.write_pcapng(path, mirror.frames, dropped=0)


def cut_short(mirror, path):
    captures.write(path, [captures.Frame(each.at, each.octets[:64], each.wire)
                          for each in mirror.frames])


def file_cut(mirror, path):
    captures.write(path, mirror.frames)
    path.write_bytes(path.read_bytes()[:-11])


def never_set(mirror, path):
    first = mirror.frames[0].at
    captures.write(path, [later(each, -first) for each in mirror.frames])


def tomorrow(mirror, path):
    captures.write(path, [later(each, 60 * YEAR) for each in mirror.frames])


def set_back(mirror, path):
    half = len(mirror.frames) // 2
    captures.write(path, mirror.frames[:half] + [later(each, -7 * 10**9)
                                                 for each in mirror.frames[half:]])


def several_queues(mirror, path):
    """A card with two queues hands over a few neighbours the wrong way round."""
    frames = list(mirror.frames)
    for number in range(1, len(frames), 400):
        frames[number - 1], frames[number] = frames[number], frames[number - 1]
    captures.write(path, frames)


def broadcast_only(mirror, path):
    captures.write(path, [each for each in mirror.frames if each.octets[0] & 1])


def both_vlans(mirror, path):
    captures.write(path, [mirror.tagged(each) for each in mirror.frames])


def one_vlan(mirror, path):
    captures.write(path, [mirror.tagged(each) for each in mirror.frames
                          if not mirror.is_upper(each)])


# What is done, the options beside it, the aspect that must be called wrong (or none), and
# aspects of which it may be called wrong as well, for it follows.
CASES = (
    (healthy, (), None, ()),
    (one_direction, (), "directions", ()),
    (twice, (), "duplicates", ()),
    (few_twice, (), None, ()),
    (overloaded, (), "gaps", ()),
    (drops_counted, (), "drops", ()),
    (no_drops_counted, (), None, ()),
    (cut_short, (), "length", ()),
    (file_cut, (), "frames", ()),
    (never_set, (), "clock", ()),
    (tomorrow, (), "clock", ()),
    (set_back, (), "clock", ()),
    (several_queues, (), None, ()),
    (broadcast_only, (), "traffic", ()),
    (healthy, ("--expect", NOBODY), "devices", ()),
    (healthy, ("--expect", "BUSIEST"), None, ()),
    (both_vlans, ("--site", "SITE"), None, ()),
    (one_vlan, ("--site", "SITE"), "VLANs", ()),
)


def fits(make, mirror):
    """Can this capture be broken so?"""
    if make is broadcast_only:
        return any(each.octets[0] & 1 for each in mirror.frames)
    return make not in (both_vlans, one_vlan) or mirror.has_both_halves


def wrong(quaywatch, path, options):
    done = subprocess.run([quaywatch, "tap", path, "--json", *options], capture_output=True,
                          check=False, timeout=whole.LIMIT_S * 3)
    if done.returncode != 0:
        raise RuntimeError(f"exit status {done.returncode}: {done.stderr.decode()[-300:]}")
    told = json.loads(done.stdout)
    named = [each for each in told["checks"] if each["verdict"] == "wrong"]
    if told["usable"] != (not named) or any(not each["move"] for each in named):
        raise RuntimeError(f"it is not told what to move: {told}")
    return {each["aspect"]: each["statement"] for each in named}


def complaints(quaywatch, mirror, folder):
    (folder / "site.toml").write_text(mirror.site(), encoding="utf-8")
    words = {"SITE": str(folder / "site.toml"), "BUSIEST": mirror.busiest}
    tried = 0
    for make, options, aspect, consequences in CASES:
        if not fits(make, mirror):
            continue
        tried += 1
        path = folder / "mirror.pcap"
        make(mirror, path)
        named = wrong(quaywatch, path, [words.get(each, each) for each in options])
        case = " ".join([make.__name__, *options])
        if aspect is not None and aspect not in named:
            yield f"{case}: {aspect} is not called wrong, but {named}"
        for each in named.keys() - {aspect, *consequences}:
            yield f"{case}: {each} is called wrong: {named[each]}"
    if tried < len(CASES) - 3:
        yield f"only {tried} of {len(CASES)} cases can be made of it"


def main():
    corpus = whole.corpus()
    quaywatch = pathlib.Path(sys.argv[1]).resolve()

    def judge(capture):
        with tempfile.TemporaryDirectory(prefix="taps.") as name:
            mirror = Mirror(captures.read(corpus / capture)[:FRAMES])
            return list(complaints(quaywatch, mirror, pathlib.Path(name)))

    return whole.judge_all(judge, HEALTHY)


if __name__ == "__main__":
    sys.exit(main())
