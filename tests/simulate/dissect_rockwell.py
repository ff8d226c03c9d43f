#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A Rockwell crane: tshark reads every frame without a mark, and finds the tags and the
cyclic inputs that the truth names."""
import sys

from dissect import decoded, marked, same
from made import Made, fields, need_tshark

DINT = bytes([0xC4, 0])


def tag_readings(capture):
    """Answers to Read Tag as ((client, sequence), octets behind the type)."""
    for client, sequence, data in fields(capture, ["ip.dst", "cip.seq", "cip.data"],
                                         "cip.rr == 1 and cip.seq and cip.data"):
        octets = bytes.fromhex(data[-1])
        assert octets.startswith(DINT), octets[:4].hex()
        yield (client[0], int(sequence[0])), octets[len(DINT):]


def io_readings(capture):
    wanted = ["enip.cpf.sai.connid", "enip.cpf.sai.seq", "cipio.data"]
    for connection, sequence, data in fields(capture, wanted, "cipio"):
        yield (int(connection[0], 16), int(sequence[0])), bytes.fromhex(data[0])


def compare(readings, truths, registers):
    checked = 0
    for key, octets in readings:
        for truth in truths.pop(key, ()):
            block = bytes(truth.get("offset", 0)) + octets
            for signal, true in truth["values"].items():
                shown = decoded(registers[signal], block)
                assert same(registers[signal], shown, true), f"{key} {signal}: {shown}, not {true}"
                checked += 1
    assert not truths, f"{len(truths)} readings of the truth are not in the capture"
    return checked


def check(made):
    capture = made.folder / "crane-1-ehouse.pcapng"
    address = {line["name"]: line["ip"] for line in made.lines("device")}
    client = {line["flow"]: address.get(line["client"]) for line in made.lines("flow")}
    by_owner = {}
    for line in made.lines("register"):
        by_owner.setdefault(line["controller"].split(".")[1], {})[line["signal"]] = line
    tags, inputs = {}, {}
    for line in made.lines("reading"):
        if "connection" in line:
            inputs.setdefault((line["connection"], line["sequence"]), []).append(line)
        elif "sequence" in line:
            tags.setdefault((client[line["flow"]], line["sequence"]), []).append(line)
    return (compare(tag_readings(capture), tags, by_owner["plc"]),
            compare(io_readings(capture), inputs, by_owner["rack"]))


def main(program):
    need_tshark()
    with Made(program, "--hours", "0.2", "--seed", "5", "--build", "rockwell") as made:
        for capture in made.captures():
            marks = marked(capture)
            assert not marks, f"{capture.name}: frames {', '.join(marks[:10])}"
        tags, inputs = check(made)
        print(f"{tags} values of tags, {inputs} cyclic inputs as the truth has them")
        assert tags > 500 and inputs >= 8


if __name__ == "__main__":
    main(sys.argv[1])
