#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that others wrote, in Node.js, read what is served while time passes, and get the values
that the truth has within a second: node-opcua's of the OPC UA server, nodes7 of an S7 controller."""
import json
import pathlib
import shutil
import socket
import subprocess
import sys

from made import SKIPPED
from serve import Samples, Served, hostile, near, registers_of, seconds

HERE = pathlib.Path(__file__).resolve().parent
NODES7_TYPES = {"bit": "X", "int16": "INT", "uint16": "WORD", "int32": "DINT", "uint32": "DWORD",
                "real32": "REAL", "text": "CHAR", "counted_text": "S"}
# Whatever is wrong, the connection ends: no message, too long a one, one that is not the last of
# its chunks, a channel before the greeting, a message before the channel.
MALFORMED_OPCUA = ["474554202f20485454502f312e310d0a", "48454c46 00000100", "48454c43 20000000",
                   "4f504e46 40000000", "4d534746 40000000", "48454c46 20000000 00000000 00010000"]


class NodeClient:
    """Loads its modules first, so that the served time is spent on reading."""

    def __init__(self, script):
        if shutil.which("node") is None:
            print("Node.js is absent")
            sys.exit(SKIPPED)
        fetched = subprocess.run([HERE.parent.parent / "tools" / "fetch_clients"],
                                 capture_output=True, text=True, check=False)
        if fetched.returncode != 0:
            print("the clients cannot be had")
            sys.exit(SKIPPED)
        self.process = subprocess.Popen(
            ["node", HERE / "clients" / script, fetched.stdout.strip()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert json.loads(self.process.stdout.readline())["kind"] == "ready"

    def run(self, words):
        """All that it said until it was done."""
        said = self.process.communicate(f"{words}\n", timeout=60)[0]
        lines = [json.loads(line) for line in said.splitlines()]
        assert self.process.returncode == 0 and lines[-1]["kind"] == "end", "the client gave up"
        return lines


def judge(off, checked, moved, allowed):
    # What goes up and comes down within a second is in no sample.
    assert len(off) <= checked * allowed, f"{len(off)} of {checked}: " + "\n".join(off[:20])
    changing = sum(len(values) > 3 for values in moved.values())
    print(f"{checked} values, {len(off)} between the samples; {changing} signals changed")
    assert checked > 500 and changing > 5


def compare_opcua(said, truth):
    nodes = {line["item"]: line for line in truth
             if line["kind"] == "node" and line["controller"].startswith("crane-1.")}
    alone = {line["kind"]: line for line in said}
    assert set(alone["browsed"]["items"]) == nodes.keys()
    assert len(alone["endpoints"]["urls"]) == 1
    assert alone["unknown"]["status"] == "BadNodeIdUnknown"
    assert alone["name"]["name"] == alone["name"]["item"]
    assert alone["written"]["status"] == "refused", "a value was written"
    # The client's times have milliseconds.
    served = {(line["item"], line["at"][:23]) for line in truth if line["kind"] == "served"}
    samples, off, moved, checked = Samples(truth), [], {}, 0
    sampled = {line["at"][:23]: line["values"] for line in truth if line["kind"] == "sample"}
    for line in said:
        if line["kind"] not in ("read", "told"):
            continue
        assert line["status"] == "Good", line
        assert (line["item"], line["at"][:23]) in served, f"{line} is not in the truth"
        signal, shown = nodes[line["item"]]["signal"], line["value"]
        seen = samples.around(seconds(line["at"][:23] + "000"), signal)
        checked += 1
        moved.setdefault(signal, set()).add(shown)
        exact = sampled.get(line["at"][:23], {}).get(signal)
        if exact is not None:
            assert near({"type": "real32"}, shown, [exact]), f"{line}: {signal} was {exact}"
        elif not near({"type": "real32"}, shown, seen):
            off.append(f"{line['at']} {signal}: {shown}, not of {seen}")
    assert len(moved) == len(nodes), "some nodes were never read"
    assert any(line["kind"] == "told" for line in said)
    # Only what changes is told, so the noise of load cells is a larger part of it.
    judge(off, checked, moved, 1 / 25)


def nodes7_address(register):
    place = f"DB{register['block']},{NODES7_TYPES[register['type']]}{register['offset']}"
    if register["type"] == "bit":
        return f"{place}.{register['bit']}"
    if register["type"] == "counted_text":
        return f"{place}.{register['size'] - 2}"
    return f"{place}.{register['size']}" if register["type"] == "text" else place


def compare_nodes7(said, registers, truth):
    served = [line for line in truth if line["kind"] == "served"]
    samples, off, moved, checked = Samples(truth), [], {}, 0
    rounds = [line["values"] for line in said if line["kind"] == "round"]
    for register in registers:
        start, signal = register["offset"], register["signal"]
        # Each round reads it once.
        times = [line["at"] for line in served if line["block"] == register["block"]
                 and line["offset"] <= start
                 and start + register["size"] <= line["offset"] + line["size"]]
        assert len(times) == len(rounds), f"{signal} was served {len(times)} times"
        for at, values in zip(times, rounds):
            shown = values[signal]
            if isinstance(shown, str):
                shown = shown.rstrip(" ")
            else:
                shown *= register["scale"]
            seen = samples.around(seconds(at), signal)
            checked += 1
            moved.setdefault(signal, set()).add(shown)
            if not near(register, shown, seen):
                off.append(f"{at} {signal}: {shown}, not of {seen}")
    # A round that falls on a landing shows several signals at their peak.
    judge(off, checked, moved, 1 / 100)


def main(program, protocol):
    client = NodeClient(f"{protocol}.mjs")
    try:
        registers = registers_of(program, "siemens") if protocol == "s7" else []
        server = Served(program, protocol, "siemens")
        try:
            if protocol == "s7":
                addresses = {line["signal"]: nodes7_address(line) for line in registers}
                said = client.run(json.dumps({"port": server.port, "addresses": addresses}))
                compare_nodes7(said, registers, server.truth())
            else:
                # One that says nothing is the first of nine.
                with socket.create_connection(("127.0.0.1", server.port)):
                    hostile(server.port, [bytes.fromhex(text).ljust(64, b"\0")
                                          for text in MALFORMED_OPCUA])
                said = client.run(server.port)
                compare_opcua(said, server.truth())
        finally:
            server.process.kill()
            server.process.communicate()
    finally:
        client.process.kill()
        client.process.communicate()


if __name__ == "__main__":
    main(*sys.argv[1:])
