#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An ABB crane: tshark reads every frame without a mark, and finds the Modbus registers and
the MMS variables that the truth names."""
import struct
import sys

from dissect import equal_values, marked, same
from made import Made, fields, need_tshark

# tshark's number of an MMS data type: its field there.
MMS_DATA = {"3": "mms.boolean", "5": "mms.integer", "6": "mms.unsigned",
            "7": "mms.floating_point", "10": "mms.data.visible-string"}


def modbus_readings(capture):
    """Replies as ((client, transaction, first register), octets)."""
    wanted = ["ip.dst", "mbtcp.trans_id", "modbus.regnum16", "modbus.regval_uint16"]
    for client, transactions, numbers, values in fields(capture, wanted, "tcp.srcport == 502 and modbus"):
        assert len(transactions) == 1, "two messages in a segment are not told apart here"
        octets = b"".join(struct.pack(">H", int(value)) for value in values)
        yield (client[0], int(transactions[0]), int(numbers[0])), octets


def compare_modbus(made, crane):
    registers = {line["signal"]: line for line in made.lines("register")}
    address = {line["name"]: line["ip"] for line in made.lines("device")}
    client = {line["flow"]: address.get(line["client"]) for line in made.lines("flow")}
    truths = {(client[line["flow"]], line["transaction"], line["block"] + line["offset"] // 2): line
              for line in made.lines("reading") if "transaction" in line}
    checked = 0
    for key, octets in modbus_readings(made.folder / f"{crane}-ehouse.pcapng"):
        truth = truths.pop(key, None)
        if truth is None:
            continue
        assert len(octets) == truth["size"], f"{key}: {len(octets)} octets, not {truth['size']}"
        checked += equal_values(registers, truth, key, octets)
    assert not truths, f"{len(truths)} readings of the truth are not in the capture"
    return checked


def mms_value(kind, text):
    if kind == "3":
        return int(text in ("True", "1"))
    if kind == "7":
        octets = bytes.fromhex(text)
        assert octets[0] == 8, "the exponent of a single has eight bits"
        return struct.unpack(">f", octets[1:])[0]
    return text if kind == "10" else int(text)


def mms_readings(capture):
    """Replies to reads as (client, invoke, [(item, type, value)])."""
    asked = {}
    wanted = ["ip.src", "ip.dst", "mms.invokeID", "mms.itemId", "mms.success",
              *MMS_DATA.values()]
    for source, target, invoke, items, kinds, *data in fields(capture, wanted, "mms"):
        if items:
            asked[source[0], invoke[0]] = items
        elif kinds:
            # A lone empty text leaves tshark's cell empty.
            left = {kind: cells or [""] for kind, cells in zip(MMS_DATA, data)}
            values = [(kind, mms_value(kind, left[kind].pop(0))) for kind in kinds]
            names = asked.pop((target[0], invoke[0]))
            assert len(names) == len(values), f"{len(names)} asked, {len(values)} answered"
            yield target[0], int(invoke[0]), dict(zip(names, values))


def compare_mms(made, crane):
    nodes = {line["signal"]: line for line in made.lines("node") if "domain" in line}
    truths = {line["invoke"]: line for line in made.lines("reading") if "invoke" in line}
    checked = 0
    for _, invoke, values in mms_readings(made.folder / f"{crane}-ehouse.pcapng"):
        truth = truths.pop(invoke, None)
        if truth is None:
            continue
        for signal, true in truth["values"].items():
            kind, raw = values[nodes[signal]["item"]]
            # A single's scale is 1, and so is a text's.
            register = {"type": "real32" if kind == "7" else "whole", "scale": nodes[signal]["scale"]}
            shown = raw.rstrip() if kind == "10" else raw * nodes[signal]["scale"]
            assert same(register, shown, true), f"{invoke} {signal}: {shown}, not {true}"
            checked += 1
    assert not truths, f"{len(truths)} readings of the truth are not in the capture"
    return checked


def main(program):
    need_tshark()
    for seed in ("5", "6"):
        with Made(program, "--hours", "0.2", "--seed", seed, "--build", "abb") as made:
            for capture in made.captures():
                marks = marked(capture)
                assert not marks, f"{capture.name}: frames {', '.join(marks[:10])}"
            registers, variables = compare_modbus(made, "crane-1"), compare_mms(made, "crane-1")
            print(f"seed {seed}: {registers} registers, {variables} variables as the truth has them")
            assert registers > 500 and variables > 100


if __name__ == "__main__":
    main(sys.argv[1])
