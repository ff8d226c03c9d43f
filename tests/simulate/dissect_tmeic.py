#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A TMEIC crane: tshark reads every frame without a mark, and finds the global data (EGD) and
the drives' Modbus registers that the truth names. tshark has no dissector of SRTP: a decoder
of its own stands here, written from DFRWS 2017 (Denton and others), tables 1 and 4, and the
answers with text that gesrtp-py and icsnpp-ge-srtp describe."""
import datetime
import os
import struct
import sys

from dissect import equal_values, marked
from dissect_abb import modbus_readings
from made import Made, fields, need_tshark

MESSAGE = 56
CONNECT, CONNECTED, REQUEST, REPLY = range(4)
SMALL, SMALL_REPLY, REPLY_WITH_TEXT = 0xC0, 0xD4, 0x94
READ, REGISTERS = 0x04, 0x08


def streams(capture):
    """The octets of each direction of each SRTP connection: {(stream, sender port): octets}."""
    parts = {}
    wanted = ["tcp.stream", "tcp.srcport", "tcp.seq", "ip.src", "ip.dst", "tcp.payload"]
    for stream, port, sequence, source, target, payload in fields(
            capture, wanted, "tcp.port == 18245 and tcp.len > 0"):
        side = parts.setdefault((int(stream[0]), port[0] == "18245"),
                                (target[0] if port[0] == "18245" else source[0], {}))
        side[1].setdefault(int(sequence[0]), bytes.fromhex(payload[0]))
    for key, (client, segments) in parts.items():
        octets = bytearray()
        for sequence in sorted(segments):
            assert sequence == len(octets) + 1, f"{key}: a gap before {sequence}"
            octets += segments[sequence]
        yield key, client, bytes(octets)


def messages(octets):
    """(kind, sequence, mail, message, text) of each; a capture may end within one."""
    at = 0
    while at + MESSAGE <= len(octets):
        kind, sequence, text = struct.unpack_from("<HHH", octets, at)
        assert kind <= REPLY, f"octet {at}: packet type {kind}"
        message = octets[at:at + MESSAGE]
        yield kind, sequence, message[31], message, octets[at + MESSAGE:at + MESSAGE + text]
        at += MESSAGE + text


def srtp_readings(capture):
    """Answers to reads of registers as ((client, sequence), first register, octets)."""
    asked, answered = {}, []
    for (stream, from_server), client, octets in streams(capture):
        for place, (kind, sequence, mail, message, text) in enumerate(messages(octets)):
            assert kind == (int(from_server) if place == 0 else REQUEST + from_server)
            if kind in (CONNECT, CONNECTED):
                assert not any(message[1:8]) and not text
            elif kind == REQUEST and mail == SMALL and message[42] == READ:
                assert message[43] == REGISTERS
                asked[stream, sequence] = struct.unpack_from("<HH", message, 44)
            elif kind == REPLY:
                assert message[54:56] == b"\0\1", "the controller runs, with its switch at run"
                answered.append((stream, client, sequence, mail, message, text))
    for stream, client, sequence, mail, message, text in answered:
        if (stream, sequence) not in asked:
            continue
        first, count = asked[stream, sequence]
        assert mail == (REPLY_WITH_TEXT if count > 3 else SMALL_REPLY)
        octets = text if mail == REPLY_WITH_TEXT else message[44:44 + 2 * count]
        if len(octets) == 2 * count:
            yield (client, sequence), first, octets


def compare(readings, truths, registers):
    """How many values are the same. `readings` as (key, first register or None, octets)."""
    checked = 0
    for key, first, octets in readings:
        truth = truths.get(key)
        if truth is None or first not in (None, truth["block"] + truth["offset"] // 2):
            continue
        del truths[key]
        assert len(octets) == truth["size"], f"{key}: {len(octets)} octets, not {truth['size']}"
        checked += equal_values(registers, truth, key, octets)
    assert not truths, f"{len(truths)} readings of the truth are not in the capture"
    return checked


def seconds_of(text):
    """tshark's words for a time, with TZ=UTC: "Mar  1, 2026 06:59:59.745900489 UTC"."""
    whole, rest = text.removesuffix(" UTC").split(".")
    date = datetime.datetime.strptime(whole, "%b %d, %Y %H:%M:%S")
    return date.replace(tzinfo=datetime.timezone.utc).timestamp() + float("0." + rest)


def egd_readings(capture):
    """Samples as ((producer, exchange, request), octets); tests what is in front of them."""
    wanted = ["ip.src", "egd.pid", "egd.exid", "egd.rid", "egd.type", "egd.ver", "egd.stat",
              "egd.csig", "egd.time", "frame.time_epoch", "data.data"]
    last, signatures = {}, {}
    for source, producer, exchange, request, kind, version, status, signature, time, at, data in fields(
            capture, wanted, "egd"):
        key = producer[0], int(exchange[0], 16)
        assert source == producer and (kind, version, status) == (["13"], ["1"], ["1"])
        assert signatures.setdefault(producer[0], signature) == signature
        assert int(request[0]) == last.get(key, int(request[0]) - 1) + 1, f"{key}: {request} out of turn"
        last[key] = int(request[0])
        # A producer's own clock starts up to 0.3 s wrong.
        assert abs(seconds_of(time[0]) - float(at[0])) < 0.31, f"{key}: {time[0]} at {at[0]}"
        yield (*key, int(request[0])), None, bytes.fromhex(data[0])
    assert len(last) == 3, f"{len(last)} exchanges"


def check(made):
    capture = made.folder / "crane-1-ehouse.pcapng"
    marks = [frame for each in made.captures() for frame in marked(each)]
    assert not marks, f"frames {', '.join(marks[:10])}"
    address = {line["name"]: line["ip"] for line in made.lines("device")}
    flows = {line["flow"]: line for line in made.lines("flow")}
    registers = {}
    for line in made.lines("register"):
        registers.setdefault(line["controller"], {})[line["signal"]] = line
    srtp, egd, inputs, modbus = {}, {}, {}, {}
    for line in made.lines("reading"):
        flow = flows[line["flow"]]
        client = address[flow["client"]]
        if "sequence" in line:
            srtp[client, line["sequence"]] = line
        elif "transaction" in line:
            modbus[client, line["transaction"]] = line
        elif flow["protocol"] == "EGD":
            own = flow["client"] == "crane-1.station"
            (inputs if own else egd)[client, 1, line["request"]] = line
    samples = list(egd_readings(capture))
    polled = [((client, transaction), first, octets)
              for (client, transaction, first), octets in modbus_readings(capture)]
    return (compare(srtp_readings(capture), srtp, registers["crane-1.plc"]),
            compare(samples, egd, registers["crane-1.plc"]),
            compare(samples, inputs, registers["crane-1.station"]),
            compare(polled, modbus, registers["crane-1.drives"]))


def main(program):
    need_tshark()
    os.environ["TZ"] = "UTC"
    for seed in ("5", "6"):
        with Made(program, "--hours", "0.08", "--seed", seed, "--build", "tmeic") as made:
            read, shown, inputs, drives = check(made)
            print(f"seed {seed}: as the truth has them: {read} values over SRTP, {shown} produced "
                  f"by the controller, {inputs} by its station, {drives} of the drives")
            assert read > 500 and shown > 500 and inputs > 40 and drives > 40


if __name__ == "__main__":
    main(sys.argv[1])
