#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about TLS with three independent readers.

    tls.py QUAYWATCH CORPUS

For each capture of the corpus: TShark (run here), and the outputs of nDPI and
Zeek that lie beside it. Compared are server name, JA3, JA4, version, cipher and
the SHA-256 of the first certificate, as sets over the capture. Prints each
difference and a line of counts; exit status 1 if there was one.

Not compared: QUIC and DTLS, which the TLS room does not read.
"""
import pathlib
import re
import subprocess
import sys

from events import events_of

ZEEK_VERSIONS = {"SSLv2": "SSL 2.0", "SSLv3": "SSL 3.0", "TLSv10": "TLS 1.0", "TLSv11": "TLS 1.1",
                 "TLSv12": "TLS 1.2", "TLSv13": "TLS 1.3"}


def ours(quaywatch, capture):
    """Sets by topic, out of our own events."""
    said = {"sni": set(), "ja3": set(), "ja4": set(), "version": set(), "cipher": set(),
            "certificate": set()}
    for event in events_of(quaywatch, capture, "tls"):
        if event["kind"] != "handshake":
            continue
        part = event["part"]
        if part == "client":
            said["sni"].add(event.get("server_name") or "")
            said["ja3"].add(event.get("fingerprint_old") or "")
            said["ja4"].add(event.get("fingerprint") or "")
        elif part == "server":
            said["version"].add(event.get("version") or "")
            said["cipher"].add(event.get("cipher") or "")
        else:
            said["certificate"].add(event.get("certificate") or "")
    for values in said.values():
        values.discard("")
    return said


def tshark(capture):
    fields = ["tls.handshake.extensions_server_name", "tls.handshake.ja3"]
    command = ["tshark", "-r", capture, "-Y", "tcp && tls.handshake.type == 1", "-T", "fields",
               "-E", "separator=/t", "-E", "aggregator=;"]
    for field in fields:
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    said = {"sni": set(), "ja3": set()}
    for line in run.stdout.splitlines():
        names, prints = (line.split("\t") + [""])[:2]
        said["sni"].update(name for name in names.split(";") if name)
        said["ja3"].update(name for name in prints.split(";") if name)
    return said


def ndpi(oracle):
    said = {"sni": set(), "ja3": set(), "ja4": set()}
    for path in oracle.glob("ndpi/*.out"):
        for line in path.read_text(errors="replace").splitlines():
            if not re.match(r"\s*\d+\s+TCP ", line):
                continue
            for topic, label in (("ja3", "JA3C"), ("ja4", "JA4")):
                said[topic].update(re.findall(rf"\[{label}: ([^\]]+)\]", line))
    return said


def zeek(oracle):
    said = {"sni": set(), "version": set(), "cipher": set(), "certificate": set()}
    for path in oracle.glob("zeek/*/*ssl.log"):
        names = []
        for line in path.read_text(errors="replace").splitlines():
            if line.startswith("#fields"):
                names = line.split("\t")[1:]
            if line.startswith("#") or not names:
                continue
            row = dict(zip(names, line.split("\t")))
            add_zeek_row(said, row)
    return said


def add_zeek_row(said, row):
    if row.get("version") in ZEEK_VERSIONS:
        said["version"].add(ZEEK_VERSIONS[row["version"]])
    for topic, column in (("sni", "server_name"), ("cipher", "cipher")):
        if row.get(column, "-") != "-":
            said[topic].add(row[column])
    chain = row.get("cert_chain_fps", "-")
    if chain not in ("-", "(empty)"):
        said["certificate"].add(chain.split(",")[0])


def same_ja4(theirs, mine):
    """nDPI always writes `d`, also without a server name, the first two letters of the
    ALPN name instead of its first and last, and the digest of no extensions instead of
    zeros; all else must agree."""
    def comparable(text):
        return (text[:3] + text[4:8] + text[10:]).replace("_e3b0c44298fc", "_000000000000")

    return comparable(theirs) in {comparable(each) for each in mine}


def main():
    quaywatch, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    compared = {}
    differences = 0
    for line in (corpus / "MANIFEST.tsv").read_text().splitlines()[1:]:
        columns = line.split("\t")
        path, protocols = columns[0], columns[7].split(",")
        capture = corpus / path
        oracle = corpus / (path + ".oracle")
        if "tls" not in protocols and not (oracle / "ndpi").is_dir():
            continue
        readers = {"ndpi": ndpi(oracle), "zeek": zeek(oracle)}
        if "tls" in protocols:
            readers["tshark"] = tshark(str(capture))
        if not any(values for said in readers.values() for values in said.values()):
            continue
        mine = ours(quaywatch, str(capture))
        for reader, said in readers.items():
            for topic, values in said.items():
                for value in sorted(values):
                    key = (reader, topic)
                    agreed, total = compared.get(key, (0, 0))
                    found = value in mine[topic] or (topic == "ja4" and
                                                     same_ja4(value, mine[topic]))
                    compared[key] = (agreed + found, total + 1)
                    if not found:
                        differences += 1
                        print(f"{path}: {reader} says {topic} {value}, we do not: "
                              f"{sorted(mine[topic])[:3]}")
    for (reader, topic), (agreed, total) in sorted(compared.items()):
        print(f"{reader:8} {topic:12} {agreed} of {total}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
