#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real clients read a served controller while time passes, and get the values that the truth
has within a second: pymodbus, and for S7 a small client that knows nothing of ours."""
import bisect
import datetime
import json
import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time

from dissect import decoded
from made import SKIPPED

FACTOR = 20
HOURS = 0.08
ROUNDS = 40
BETWEEN = 0.3  # seconds, six of the crane
LEAST_LEFT = 1.5
USAGE, FAILED = 2, 1


def seconds(text):
    """RFC 3339 with nanoseconds; their last three digits do not matter here."""
    return datetime.datetime.fromisoformat(text[:26] + "+00:00").timestamp()


class Served:
    """A controller that answers, and what the truth says of it afterwards."""

    def __init__(self, program, protocol, build):
        self.folder = tempfile.TemporaryDirectory()
        self.ends = time.monotonic() + HOURS * 3600 / FACTOR  # no sooner
        self.process = subprocess.Popen(
            [program, "--hours", str(HOURS), "--factor", str(FACTOR), "--build", build,
             "--seed", "5", "--serve", f"{protocol}=0", "--out", self.folder.name],
            stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r"port (\d+)", self.process.stderr.readline())[1])

    def truth(self):
        said = self.process.communicate(timeout=60)[1]
        assert self.process.returncode == 0, said
        lines = pathlib.Path(self.folder.name, "truth.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


def registers_of(program, build):
    """The map, from a run of the same seed that only writes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "--hours", "0.001", "--build", build, "--seed", "5", "--out",
                        folder], check=True, stderr=subprocess.DEVNULL)
        lines = pathlib.Path(folder, "truth.jsonl").read_text().splitlines()
    return [line for line in map(json.loads, lines)
            if line["kind"] == "register" and line["controller"] == "crane-1.plc"]


def ranges(registers, longest):
    """Runs of octets that hold all registers: (block, offset, size), both even."""
    runs = []
    for line in sorted(registers, key=lambda line: (line["block"], line["offset"])):
        start = line["offset"] // 2 * 2
        end = (line["offset"] + line["size"] + 1) // 2 * 2
        if runs and runs[-1][0] == line["block"] and end - runs[-1][1] <= longest:
            runs[-1] = (line["block"], runs[-1][1], max(end - runs[-1][1], runs[-1][2]))
        else:
            runs.append((line["block"], start, end - start))
    return runs


class S7Client:
    def __init__(self, port):
        self.talk = socket.create_connection(("127.0.0.1", port), timeout=5)
        confirm = self.ask(bytes.fromhex("03000016 11e00000 000100c0 010ac102 0300c202 0303"))
        assert confirm[5] == 0xd0, confirm.hex()
        setup = self.job(bytes.fromhex("f000 0001 0001 01e0"))
        self.pdu = struct.unpack(">H", setup[-2:])[0]
        assert 240 <= self.pdu <= 480

    def ask(self, message):
        self.talk.sendall(message)
        head = self.exactly(4)
        return head + self.exactly(struct.unpack(">H", head[2:])[0] - 4)

    def exactly(self, size):
        octets = b""
        while len(octets) < size:
            piece = self.talk.recv(size - len(octets))
            assert piece, "the controller hung up"
            octets += piece
        return octets

    def job(self, parameters):
        head = struct.pack(">BBHHHH", 0x32, 1, 0, 77, len(parameters), 0)
        unit = bytes.fromhex("02f080") + head + parameters
        answer = self.ask(struct.pack(">BBH", 3, 0, len(unit) + 4) + unit)
        kind, _, reference = struct.unpack(">BHH", answer[8:13])
        assert (kind, reference) == (3, 77), answer.hex()
        return answer

    def item(self, block, offset, size):
        """The result of one Read Var item and its octets."""
        answer = self.job(struct.pack(">BBBBBBHHBBH", 4, 1, 0x12, 10, 0x10, 2, size, block, 0x84,
                                      offset * 8 >> 16, offset * 8 & 0xffff))
        assert answer[17:19] == b"\0\0", answer.hex()
        return answer[21], answer[25:]

    def read(self, block, offset, size):
        result, octets = self.item(block, offset, size)
        assert result == 0xff and len(octets) == size, (result, len(octets), size)
        return octets


class ModbusClient:
    @staticmethod
    def need():
        try:
            import pymodbus.client
        except ImportError:
            # Debian's package is for Debian's interpreter, which may not be the first found.
            debian = "/usr/bin/python3"
            if pathlib.Path(debian).exists() and sys.executable != debian:
                os.execv(debian, [debian, *sys.argv])
            print("python3-pymodbus is not installed")
            sys.exit(SKIPPED)

    def __init__(self, port):
        from pymodbus.client import ModbusTcpClient
        self.client = ModbusTcpClient("127.0.0.1", port=port)
        assert self.client.connect()

    def read(self, block, offset, size):
        answer = self.client.read_holding_registers(block + offset // 2, size // 2, slave=1)
        assert not answer.isError(), answer
        return struct.pack(f">{size // 2}H", *answer.registers)


class Samples:
    """What each signal was, second by second; a sample has what changed."""

    def __init__(self, truth):
        self.times, self.values, now = [], [], {}
        for line in truth:
            if line["kind"] == "sample":
                now = {**now, **line["values"]}
                self.times.append(seconds(line["at"]))
                self.values.append(now)

    def around(self, at, signal):
        """Its values within a second, and those just outside."""
        first = max(bisect.bisect_left(self.times, at - 1) - 1, 0)
        last = bisect.bisect_right(self.times, at + 1) + 1
        return [values[signal] for values in self.values[first:last]]


def near(register, shown, seen):
    if isinstance(shown, str):
        return shown in seen
    slack = register["scale"] if register["type"] != "real32" else 0
    slack += (max(seen) - min(seen)) + max(map(abs, seen)) * 1e-5 + 1e-6
    return min(seen) - slack <= shown <= max(seen) + slack


def compare(registers, reads, truth):
    served = [line for line in truth if line["kind"] == "served"]
    assert len(served) == len(reads), f"{len(served)} lines of {len(reads)} reads"
    samples, checked, off, moved = Samples(truth), 0, [], {}
    for line, (run, octets) in zip(served, reads):
        block, offset, size = run
        assert (line["block"], line["offset"], line["size"]) == run
        at = seconds(line["at"])
        for register in registers:
            start = register["offset"] - offset
            if register["block"] != block or start < 0 or start + register["size"] > size:
                continue
            shown = decoded(register, bytes(offset) + octets)
            seen = samples.around(at, register["signal"])
            checked += 1
            moved.setdefault(register["signal"], set()).add(shown)
            if not near(register, shown, seen):
                off.append(f"{line['at']} {register['signal']}: {shown}, not of {seen}")
    # What goes up and comes down within a second is in no sample.
    assert len(off) <= checked / 200, "\n".join(off[:20])
    changing = sum(len(values) > 3 for values in moved.values())
    print(f"{checked} values, {len(off)} between the samples; {changing} signals changed")
    assert checked > 1000 and changing > 10 and len(moved) == len(registers)


def hostile(port, messages):
    """Each ends its own connection, and no other; too many connections are not taken."""
    for message in messages:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as talk:
            talk.sendall(message)
            try:
                assert talk.recv(64) == b"", f"{message.hex()} was answered"
            except ConnectionResetError:
                pass
    crowd = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(8)]
    try:
        assert crowd[-1].recv(1) == b"", "the ninth connection was taken"
    except ConnectionResetError:
        pass
    for talk in crowd:
        talk.close()


def check(program, protocol, build, client_of, messages):
    registers = registers_of(program, build)
    server = Served(program, protocol, build)
    try:
        client = client_of(server.port)
        hostile(server.port, messages)
        reads = []
        for _ in range(ROUNDS):
            if time.monotonic() > server.ends - LEAST_LEFT:
                break  # a slow machine: fewer rounds, and none when it is over
            for run in ranges(registers, 200):
                reads.append((run, client.read(*run)))
            time.sleep(BETWEEN)
        print(protocol, end=": ")
        compare(registers, reads, server.truth())
    finally:
        server.process.kill()
        server.process.communicate()


def refusals(program):
    out = ["--out", "/nowhere"]
    for words, wanted in ((["--serve", "modbus=0"], "--build abb"),
                          (["--serve", "s8=0"], "there are modbus, s7, opcua"),
                          (["--serve", "s7"], "needs a port"),
                          (["--serve", "s7=70000"], "needs a port"),
                          (["--serve", "s7=0", "--live", "lo"], "cannot be combined")):
        ended = subprocess.run([program, *words, *out], capture_output=True, text=True)
        assert ended.returncode == USAGE and wanted in ended.stderr, ended.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken, tempfile.TemporaryDirectory() as folder:
        port = taken.getsockname()[1]
        ended = subprocess.run([program, "--serve", f"s7={port}", "--out", folder],
                               capture_output=True, text=True, timeout=30)
        assert ended.returncode == FAILED and "in use" in ended.stderr, ended.stderr


MALFORMED = {
    "modbus": ["0001 0001 0006 01 03 0000 0001", "0001 0000 0001 01", "0001 0000 ffff 0103",
               "0001 0000 0007 01 03 0000 0001 00"],
    "s7": ["04000007", "0300ffff", "03000005 00", "0300001f 02f080 3201 0000 004d 000e 0000 0401",
           "03000016 11e00000 000140c0 010ac102 0300c202 0303"],
}


def main(program, protocol):
    if protocol == "modbus":
        ModbusClient.need()
        client, build = ModbusClient, "abb"
    else:
        client, build = S7Client, "siemens"
        refusals(program)
    # Enough of anything is a message; too little of one is only waited for.
    messages = [bytes.fromhex(message).ljust(64, b"\0") for message in MALFORMED[protocol]]
    check(program, protocol, build, client, messages)


if __name__ == "__main__":
    main(*sys.argv[1:])
