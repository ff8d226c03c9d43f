#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we count in a capture, and between which ends, with TShark.

    conversations.py QUAYWATCH CORPUS

Frames and octets of the whole capture; for each unordered pair of TCP or UDP ends
the frames, by the innermost packet; and the conversations of each pair. Duplicates
of a mirror port are counted, as TShark does (`--keep-duplicates`).

TShark's stream ends only where a new SYN has another sequence number; ours also ends
when it was idle or has closed. So we may never have fewer than TShark, and how often
both numbers are equal is a share that is told, not demanded ("streams equal"). Of UDP
only that share: TShark numbers a stream anew where a dissector, as that of SNMP, keeps a
conversation of its own.
"""
import collections

import decode
import oracle

FIELDS = decode.FIELDS + ["frame.len", "tcp.stream", "udp.stream"]
THEMES = {"modbus", "s7comm", "s7comm-plus", "enip-cip", "profinet", "bacnet", "mixed-ot", "mixed-it",
          "snmp", "rdp", "scan", "remote-access", "ads", "attack", "melsec"}
VXLAN_OF_LINUX = ("-d", "udp.port==8472,vxlan")
TRANSPORTS = ("tcp", "udp")


def pair_of(transport, one, other):
    return (transport,) + tuple(sorted((one, other)))


class Theirs:
    """Sums of TShark's rows."""

    def __init__(self, case):
        self.frames = self.octets = 0
        self.packets = collections.Counter()
        self.streams = collections.defaultdict(set)
        arguments = ["-T", "fields", "-E", "occurrence=a", *VXLAN_OF_LINUX]
        for name in FIELDS:
            arguments += ["-e", name]
        with case.tshark(*arguments) as lines:
            for line in lines:
                cells = line.decode(errors="replace").rstrip("\n").split("\t")
                if len(cells) == len(FIELDS) and cells[0].isdigit():
                    self.add(dict(zip(FIELDS, cells)))

    def add(self, row):
        self.frames += 1
        self.octets += int(row["frame.len"])
        layers = row["frame.protocols"].split(":")
        packet = decode.innermost(row)
        if packet is None or packet[2] == "0" and packet[3] == "0":
            return
        quoted = min((layers.index(each) for each in decode.QUOTES if each in layers),
                     default=len(layers))
        transport = [each for each in layers[:quoted] if each in decode.TRANSPORTS][-1]
        if transport not in TRANSPORTS:
            return
        source, destination, source_port, destination_port = packet
        pair = pair_of(transport, (source, int(source_port)), (destination, int(destination_port)))
        self.packets[pair] += 1
        index = layers[:quoted].count(transport) - 1
        streams = row[transport + ".stream"].split(",")
        self.streams[pair].add(streams[min(index, len(streams) - 1)])


def end_of(text):
    """10.0.0.1:502 or [2001:db8::1]:502, taken apart."""
    host, _, port = text.rpartition(":")
    return (host.strip("[]"), int(port))


class Ours:
    """Sums of our conversation events, each of which counts what is new since the last."""

    def __init__(self, case):
        _, study = case.study()
        self.readable = study is not None
        if not self.readable:
            return
        self.frames, self.octets = study["frames"], study["octets"]
        duplicates = sum(each["duplicates"]["frames"] for each in study["captures"])
        self.packets = collections.Counter()
        self.conversations = collections.defaultdict(set)
        switches = ("--keep-duplicates",) if duplicates else ()
        for event in case.events("flow", *switches):
            if event["kind"] != "conversation" or event["transport"] not in TRANSPORTS:
                continue
            pair = pair_of(event["transport"], end_of(event["speaker"]), end_of(event["listener"]))
            self.packets[pair] += event["frames_out"] + event["frames_in"]
            self.conversations[pair].add(event["conversation"])
        self.packets += collections.Counter()  # without those that count nothing


def compare(case):
    result = oracle.Comparison()
    ours, theirs = Ours(case), Theirs(case)
    if not ours.readable or theirs.frames == 0:
        return result
    result.same("frames", ours.frames == theirs.frames, f"we {ours.frames}, tshark {theirs.frames}")
    result.same("octets", ours.octets == theirs.octets, f"we {ours.octets}, tshark {theirs.octets}")
    for pair in sorted(set(ours.packets) | set(theirs.packets)):
        we, they = ours.packets[pair], theirs.packets[pair]
        result.same("packets", we == they, f"{pair}: we {we}, tshark {they}")
    for pair in sorted(set(ours.conversations) & set(theirs.streams)):
        we, they = len(ours.conversations[pair]), len(theirs.streams[pair])
        if pair[0] == "tcp":
            result.same("streams", we >= they, f"{pair}: we {we}, tshark {they}")
        result.compared["streams equal"] += 1
        result.agreed["streams equal"] += we == they
    return result


if __name__ == "__main__":
    oracle.main("conversations", __doc__.splitlines()[0],
                lambda case: case.path.split("/")[0] in THEMES, compare)
