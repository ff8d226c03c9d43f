#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tshark reads every frame without a mark, and finds the S7 values that the truth names."""
import struct
import sys

from made import Made, fields, need_tshark
from opcua import compare_opcua
from telegrams import compare_telegrams

FORMATS = {"int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "real32": "f"}
# A lost segment is no mark: the simulated fibre loses some, and TCP repeats them.
MARKS = ("_ws.malformed or _ws.expert.severity == error or tcp.analysis.ack_lost_segment or "
         "ip.checksum.status == Bad or tcp.checksum.status == Bad or udp.checksum.status == Bad or _ws.unreassembled")


def marked(capture):
    # tshark 4.0 does not see that RDP goes on in TLS, and takes some ciphertext for messages.
    return [frame[0][0] for frame in fields(capture, ["frame.number"], MARKS,
                                            ("-d", "tcp.port==3389,tls"))]


def decoded(register, block):
    """One value out of a data block's octets, by what the truth says of the register."""
    octets = block[register["offset"]:register["offset"] + register["size"]]
    kind = register["type"]
    if kind == "bit":
        return octets[0] >> register["bit"] & 1
    if kind == "text":
        return octets.decode("ascii").rstrip(" ")
    if kind == "counted_text":
        return octets[2:2 + octets[1]].decode("ascii")
    if register["order"] == "swapped" and len(octets) == 4:
        octets = octets[2:] + octets[:2]
    if register["order"] == "little":
        octets = octets[::-1]
    return struct.unpack(">" + FORMATS[kind], octets)[0] * register["scale"]


def readings(capture):
    """Answers to S7 reads as {(client, reference, block, offset): octets}."""
    asked = {}
    wanted = ["ip.src", "ip.dst", "s7comm.header.rosctr", "s7comm.header.pduref",
              "s7comm.param.item.db", "s7comm.param.item.address.byte", "s7comm.resp.data",
              "s7comm.param.func"]
    for source, target, kind, reference, blocks, offsets, data, function in fields(
            capture, wanted, "s7comm.param.func == 4"):
        if kind[0] == "1":
            asked[source[0], reference[0]] = list(zip(map(int, blocks), map(int, offsets)))
            continue
        items = asked.pop((target[0], reference[0]))
        assert len(items) == len(data), f"{len(items)} items asked, {len(data)} answered"
        for (block, offset), octets in zip(items, data):
            yield (target[0], int(reference[0]), block, offset), bytes.fromhex(octets)


def same(register, shown, true):
    if isinstance(true, str):
        return shown == true
    # Half a step of the register, and what six digits of the truth leave out.
    slack = register["scale"] / 2 if register["type"] != "real32" else 0
    return abs(shown - true) <= slack + abs(true) * 1e-5 + 1e-6


def equal_values(registers, truth, key, octets):
    """How many values of one reading there are; each must be what the octets say."""
    block = bytes(truth["offset"]) + octets
    for signal, true in truth["values"].items():
        shown = decoded(registers[signal], block)
        assert same(registers[signal], shown, true), f"{key} {signal}: {shown}, not {true}"
    return len(truth["values"])


def compare(made, crane):
    registers = {line["signal"]: line for line in made.lines("register")
                 if line["controller"] == crane + ".plc"}
    address = {line["name"]: line["ip"] for line in made.lines("device")}
    client = {line["flow"]: address.get(line["client"]) for line in made.lines("flow")}
    truths = {(client[line["flow"]], line["reference"], line["block"], line["offset"]): line
              for line in made.lines("reading")
              if line["crane"] == crane and "reference" in line}
    checked = 0
    for key, octets in readings(made.folder / f"{crane}-ehouse.pcapng"):
        truth = truths.pop(key, None)
        if truth is None:
            continue
        checked += equal_values(registers, truth, key, octets)
    assert not truths, f"{len(truths)} readings of the truth are not in the capture"
    return checked


def main(program):
    need_tshark()
    with Made(program, "--hours", "0.25", "--cranes", "2", "--seed", "11",
              "--scenario", "unlisted-session") as made:
        for capture in made.captures():
            marks = marked(capture)
            assert not marks, f"{capture.name}: frames {', '.join(marks[:10])}"
        for crane in ("crane-1", "crane-2"):
            checked = compare(made, crane)
            print(f"{crane}: {checked} values as the truth has them")
            assert checked > 500
            checked, seen = compare_opcua(made, crane)
            print(f"{crane}: {checked} of {seen} values over OPC UA compared")
            assert checked > 100
        compare_telegrams(made, "crane-1")


if __name__ == "__main__":
    main(sys.argv[1])
