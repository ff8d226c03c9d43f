#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares decode's innermost packet of each frame with tshark's.

    decode.py DECODE_FIELDS CORPUS [THEME_OR_FILE...]

Addresses, protocol and ports of every frame that holds IP must agree. A file whose
difference is understood stands in decode_known.tsv beside this script, with the
number of differing frames and the reason; anything else fails.
"""

import concurrent.futures
import functools
import pathlib
import subprocess
import sys

CAPTURES_AT_ONCE = 2
THEMES = ["encap", "reassembly", "malformed", "network-control"]
FIELDS = ["frame.number", "frame.protocols", "ip.src", "ip.dst", "ip.proto", "ipv6.src",
          "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport",
          "sctp.srcport", "sctp.dstport"]
# Behind these, tshark shows packets that somebody quotes or that lie in a payload.
QUOTES = {"icmp", "icmpv6", "pim", "sflow", "openflow"}
TRANSPORTS = {"tcp", "udp", "sctp"}


def innermost(row):
    """(source, destination, source port, destination port) of the last IP header."""
    lists = {name: row[name].split(",") for name in FIELDS[2:]}
    seen = {"ip": 0, "ipv6": 0, "tcp": 0, "udp": 0, "sctp": 0}
    network = transport = None
    for layer in row["frame.protocols"].split(":"):
        if layer in QUOTES:
            break
        if layer == "eth":  # a frame within a tunnel need not hold IP
            network = transport = None
        if layer not in seen:
            continue
        if layer in TRANSPORTS:
            transport = (layer, seen[layer])
        else:
            network, transport = (layer, seen[layer]), None
        seen[layer] += 1
    if network is None:
        return None

    def value(name, index):
        values = lists[name]
        return (values[index] if index < len(values) else "") or "0"  # cut in the middle

    addresses = tuple(value(f"{network[0]}.{end}", network[1]) for end in ("src", "dst"))
    if "0" in addresses:  # a header that is cut before its addresses end
        return None
    ports = ("0", "0")
    if transport:
        ports = tuple(value(f"{transport[0]}.{end}port", transport[1]) for end in ("src", "dst"))
    return addresses + ports


def rows_of_tshark(path):
    command = ["tshark", "-n", "-r", str(path), "-T", "fields", "-E", "occurrence=a",
               "-d", "udp.port==8472,vxlan"]
    for name in FIELDS:
        command += ["-e", name]
    text = subprocess.run(command, capture_output=True, text=True, errors="replace").stdout
    for line in text.splitlines():
        yield dict(zip(FIELDS, line.split("\t")))


def rows_of_decode(program, path):
    text = subprocess.run([program, str(path)], capture_output=True, text=True).stdout
    for line in text.splitlines():
        cells = line.split("\t")
        yield cells[0], cells[1], int(cells[2]), tuple(cell or "0" for cell in cells[5:9])


def differences(program, path):
    expected = {row["frame.number"]: row for row in rows_of_tshark(path)}
    compared = 0
    found = []
    for number, cause, layer, ours in rows_of_decode(program, path):
        if number not in expected:
            continue
        theirs = innermost(expected[number])
        mine = ours if layer != 0 else None
        compared += theirs is not None
        if mine != theirs:
            found.append((number, cause, mine, theirs, expected[number]["frame.protocols"]))
    return compared, found


def captures(corpus, wanted):
    for name in wanted or THEMES:
        path = corpus / name
        if path.is_file():
            yield path
            continue
        for file in sorted(path.iterdir()):
            if file.is_file():
                yield file


def known_differences():
    known = {}
    for line in pathlib.Path(__file__).with_name("decode_known.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            path, frames, _reason = line.split("\t")
            known[path] = int(frames)
    return known


def main():
    program, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    known = known_differences()
    files = frames = failures = 0
    paths = list(captures(corpus, sys.argv[3:]))
    with concurrent.futures.ProcessPoolExecutor(CAPTURES_AT_ONCE) as pool:
        answers = list(pool.map(functools.partial(differences, program), paths))
    for path, (compared, found) in zip(paths, answers):
        files += 1
        frames += compared
        name = str(path.relative_to(corpus))
        if len(found) == known.get(name, 0):
            continue
        failures += 1
        print(f"{name}: {len(found)} frames differ, {known.get(name, 0)} are known")
        for number, cause, mine, theirs, layers in found[:3]:
            print(f"  frame {number} ({cause}): {mine}, tshark {theirs} {layers}")
    print(f"{files} files, {frames} frames with IP, {failures} files differ from what is known")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
