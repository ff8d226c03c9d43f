#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we count in each capture, and between which ends, with TShark.

    conversations.py QUAYWATCH CORPUS

Frames and octets of the whole capture; for each unordered pair of TCP or UDP ends, by
the innermost packet, the frames, the octets and where its conversations begin. A pair
is one comparison of each. Duplicates of a mirror port are counted, as TShark does
(`--keep-duplicates`), and the fragments of a datagram belong to its pair.

TShark's stream of TCP ends only where a SYN has another sequence number; ours ends also
by time. A conversation of ours that begins after such a silence goes on with the one
before it, by TShark's definition; all others must begin at the same frames.
"""
import collections
import datetime
import re

import decode
import oracle

FIELDS = decode.FIELDS + ["frame.len", "tcp.stream", "udp.stream"]
VXLAN_OF_LINUX = ("-d", "udp.port==8472,vxlan")
TRANSPORTS = ("tcp", "udp")
FRAGMENTS = ("ip.fragment", "ipv6.fragment")
OF_FRAGMENTS = ("ip:data", "ipv6.fraghdr")  # in the protocols of a frame that may be one
# Shorter silence ends no conversation of ours: src/flow/limits.hpp, `closed` and `brief`.
SILENCE_NS = {"tcp": 10_000_000_000, "udp": 30_000_000_000}


def pair_of(transport, one, other):
    return (transport,) + tuple(sorted((one, other)))


class Theirs:
    """Sums of TShark's rows. `pairs`: frames, octets, first frames of its streams."""

    def __init__(self, case):
        self.frames = self.octets = 0
        self.pairs = {}
        self.seen = {}  # pair, None if the frame has none, and octets of each frame
        self.streams = set()
        fragments = False
        arguments = ["-T", "fields", "-E", "occurrence=a", *VXLAN_OF_LINUX]
        for name in FIELDS:
            arguments += ["-e", name]
        with case.tshark(*arguments) as lines:
            for line in lines:
                cells = line.decode(errors="replace").rstrip("\n").split("\t")
                if len(cells) == len(FIELDS) and cells[0].isdigit():
                    row = dict(zip(FIELDS, cells))
                    fragments |= any(each in row["frame.protocols"] for each in OF_FRAGMENTS)
                    self.add(row)
        if fragments:
            self.add_fragments(case)

    def add(self, row):
        frame, octets = int(row["frame.number"]), int(row["frame.len"])
        self.frames += 1
        self.octets += octets
        self.seen[frame] = (None, octets)
        layers = row["frame.protocols"].split(":")
        packet = decode.innermost(row)
        quoted = min((layers.index(each) for each in decode.QUOTES if each in layers),
                     default=len(layers))
        transports = [each for each in layers[:quoted] if each in decode.TRANSPORTS]
        if packet is None or packet[2] == "0" and packet[3] == "0":
            return
        transport = transports[-1]
        if transport not in TRANSPORTS:
            return
        source, destination, source_port, destination_port = packet
        pair = pair_of(transport, (source, int(source_port)), (destination, int(destination_port)))
        index = layers[:quoted].count(transport) - 1
        streams = row[transport + ".stream"].split(",")
        stream = (pair, streams[min(index, len(streams) - 1)])
        sums = self.pairs.setdefault(pair, [0, 0, []])
        if stream not in self.streams:
            self.streams.add(stream)
            sums[2].append(frame)
        self.seen[frame] = (pair, octets)
        self.count(pair, octets)

    def count(self, pair, octets):
        self.pairs[pair][0] += 1
        self.pairs[pair][1] += octets

    def add_fragments(self, case):
        """The frames that TShark put together, which is told with the last one."""
        condition = " || ".join(FRAGMENTS)
        for row in case.ask_fields(condition, ("frame.number", *FRAGMENTS),
                                   VXLAN_OF_LINUX):
            last = int(row[0][0])
            pair = self.seen[last][0]
            for frame in {int(each) for cell in row[1:] for each in cell} - {last}:
                if pair is not None and self.seen[frame][0] is None:
                    self.count(pair, self.seen[frame][1])

    def answer(self):
        """As it is kept: lists only, in order."""
        pairs = [[pair[0], *pair[1], *pair[2], *sums]
                 for pair, sums in sorted(self.pairs.items())]
        return {"frames": self.frames, "octets": self.octets, "pairs": pairs}


def pairs_of(answer):
    return {(transport, (one, one_port), (other, other_port)): (frames, octets, begins)
            for transport, one, one_port, other, other_port, frames, octets, begins
            in answer["pairs"]}


def end_of(text):
    """10.0.0.1:502 or [2001:db8::1]:502, taken apart; port 0 is not written."""
    host, _, port = text.rpartition(":")
    if text.startswith("[") or text.count(":") == 1:
        return (host.strip("[]"), int(port))
    return (text, 0)


def nanoseconds(stamp):
    """Of 2023-11-14T22:13:20.000000001Z."""
    text, fraction = re.fullmatch(r"(.*)\.(\d{9})Z", stamp).groups()
    seconds = datetime.datetime.fromisoformat(text) - datetime.datetime(1970, 1, 1)
    return (seconds.days * 86_400 + seconds.seconds) * 1_000_000_000 + int(fraction)


class Ours:
    """Sums of our conversation events, each of which counts what is new since the last."""

    def __init__(self, case):
        _, study = case.study()
        self.readable = study is not None
        if not self.readable:
            return
        self.frames, self.octets = study["frames"], study["octets"]
        duplicates = sum(each["duplicates"]["frames"] for each in study["captures"])
        self.sums = collections.defaultdict(lambda: [0, 0])
        self.spans = collections.defaultdict(dict)  # by pair and first frame: first, last
        switches = ("--keep-duplicates",) if duplicates else ()
        for event in case.events("flow", *switches):
            if event["kind"] == "conversation" and event["transport"] in TRANSPORTS:
                self.add(event)

    def add(self, event):
        pair = pair_of(event["transport"], end_of(event["speaker"]), end_of(event["listener"]))
        self.sums[pair][0] += event["frames_out"] + event["frames_in"]
        self.sums[pair][1] += event["octets_out"] + event["octets_in"]
        begin = int(event["conversation"].split(":")[1])
        first, last = event["first"], event["last"]
        known = self.spans[pair].get(begin, (first, last))
        self.spans[pair][begin] = (min(known[0], first), max(known[1], last))

    def begins(self, pair, theirs):
        """First frames of our conversations, without those that only time has parted from
        the one before."""
        found, until = [], None
        for begin, (first, last) in sorted(self.spans[pair].items()):
            silent = until is not None and nanoseconds(first) - until >= SILENCE_NS[pair[0]]
            if begin in theirs or not silent:
                found.append(begin)
            until = nanoseconds(last)
        return found


def compare(case):
    result = oracle.Comparison()
    ours = Ours(case)
    answer = case.answer("conversations", lambda: Theirs(case).answer())
    if not ours.readable or answer["frames"] == 0:
        return result
    theirs = pairs_of(answer)
    for topic, we, they in (("frames", ours.frames, answer["frames"]),
                            ("octets", ours.octets, answer["octets"])):
        result.same(topic, we == they, f"we {we}, tshark {they}")
    for pair in sorted({pair for pair, sums in ours.sums.items() if sums[0]} | set(theirs)):
        frames, octets, begins = theirs.get(pair, (0, 0, []))
        we = ours.sums[pair]
        result.same("pair frames", we[0] == frames, f"{pair}: we {we[0]}, tshark {frames}")
        if we[0] != frames:
            continue  # one difference, not three
        result.same("pair octets", we[1] == octets, f"{pair}: we {we[1]}, tshark {octets}")
        mine = ours.begins(pair, set(begins))
        result.same(f"{pair[0]} conversations", mine == begins,
                    f"{pair}: ours begin at {mine[:8]}, tshark's at {begins[:8]}")
    return result


if __name__ == "__main__":
    oracle.main("conversations", __doc__.splitlines()[0], lambda case: True, compare)
