#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A study of an earlier version is still read.

old_store.py QUAYWATCH: exports the store of version 1 (tests/stores) as JSON lines and CSV, and
holds its rows against a study that the present program makes of the same frames: what version 1
had is there and equal, and what came later is absent. Then serves the folder of the old study."""
import gzip
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import urllib.request

STORE = pathlib.Path(__file__).resolve().parent.parent / "stores/version_1.duckdb.gz"
CLIENT, SERVER = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
CLIENT_MAC, SERVER_MAC = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
SYN, FIN, PSH, ACK = 2, 1, 8, 16
READ, READ_REPLY = "000100000006110300030002", "0001000000071103040102fffe"
WRITE = "0002000000061106000a0064"
FRAMES = (  # by the client, sequence, acknowledgment, flags, payload
    (True, 100, 0, SYN, ""), (False, 500, 101, SYN | ACK, ""), (True, 101, 501, ACK, ""),
    (True, 101, 501, PSH | ACK, READ), (False, 501, 113, PSH | ACK, READ_REPLY),
    (True, 113, 514, PSH | ACK, WRITE), (False, 514, 125, PSH | ACK, WRITE),
    (True, 125, 526, FIN | ACK, ""), (False, 526, 126, FIN | ACK, ""), (True, 126, 527, ACK, ""))
FIRST_SECOND = 1772323200


def capture():
    """The frames as a pcap file, a second apart."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for number, (by_client, sequence, acknowledgment, flags, payload) in enumerate(FRAMES):
        ports = (40000, 502) if by_client else (502, 40000)
        ends = (CLIENT, SERVER) if by_client else (SERVER, CLIENT)
        macs = SERVER_MAC + CLIENT_MAC if by_client else CLIENT_MAC + SERVER_MAC
        tcp = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledgment, 5 << 4, flags, 8192, 0, 0)
        tcp += bytes.fromhex(payload)
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), number + 1, 0, 64, 6, 0, *ends)
        frame = macs + b"\x08\x00" + ip + tcp
        out += struct.pack("<IIII", FIRST_SECOND + number, 1000, len(frame), len(frame)) + frame
    return out


def run(*words, folder=None):
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def rows(folder, table):
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().splitlines()]


def without(row, names):
    return {name: value for name, value in row.items() if name not in names}


def compare(table, old, new, later):
    """What the old program wrote is what the present one writes, but for what came later."""
    if [without(row, later) for row in new] != old:
        sys.exit(f"{table}: the rows differ\n{old}\n{new}")
    if any(name in row for row in old for name in later):
        sys.exit(f"{table}: a member of version 2 in a store of version 1")
    if not all(any(name in row for name in later) for row in new):
        sys.exit(f"{table}: no member of version 2 in a store of version 2")


def serve(quaywatch, folder):
    server = subprocess.Popen([quaywatch, "serve", folder, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        return urllib.request.urlopen(address.rstrip(';,.'), timeout=30).read().decode()
    finally:
        server.terminate()
        server.wait()


def main():
    quaywatch = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        old, new = scratch / "old", scratch / "new"
        (scratch / "exchange.pcap").write_bytes(capture())
        run(quaywatch, "study", "exchange.pcap", "--out", new, folder=scratch)  # named as it was then
        run(quaywatch, "export", new, "--out", scratch / "new_rows")
        old.mkdir()
        (old / "study.duckdb").write_bytes(gzip.decompress(STORE.read_bytes()))
        run(quaywatch, "export", old, "--format", "csv", "--out", scratch / "old_csv")
        run(quaywatch, "export", old, "--out", scratch / "old_rows")

        of_old = lambda table: rows(scratch / "old_rows", table)
        of_new = lambda table: rows(scratch / "new_rows", table)
        compare("command", of_old("command"), of_new("command"), {"transaction", "function"})
        compare("conversation", of_old("conversation"), of_new("conversation"), {"history", "ip_protocol"})
        if {row["key"]: row["value"] for row in of_old("store")}["schema_version"] != "1":
            sys.exit("the export does not say which version the store has")
        if not (scratch / "old_csv/command.csv").read_text().startswith('step,'):
            sys.exit("command.csv has no head line")

        (old / "report.html").write_text("<p>kept</p>")
        if serve(quaywatch, old) != "<p>kept</p>":
            sys.exit("the report of an old study is not served as it is")
    print("a store of version 1 is exported and served")


main()
