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
import re

import oracle

ZEEK_VERSIONS = {"SSLv2": "SSL 2.0", "SSLv3": "SSL 3.0", "TLSv10": "TLS 1.0", "TLSv11": "TLS 1.1",
                 "TLSv12": "TLS 1.2", "TLSv13": "TLS 1.3"}


def ours(case):
    """Sets by topic, out of our own events."""
    said = {"sni": set(), "ja3": set(), "ja4": set(), "version": set(), "cipher": set(),
            "certificate": set()}
    for event in case.events("tls"):
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


def tshark(case):
    said = {"sni": set(), "ja3": set()}
    for names, prints in case.fields("tcp && tls.handshake.type == 1",
                                     "tls.handshake.extensions_server_name", "tls.handshake.ja3"):
        said["sni"].update(filter(None, names))
        said["ja3"].update(filter(None, prints))
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


def zeek_rows(path):
    names = []
    for line in path.read_text(errors="replace").splitlines():
        if line.startswith("#fields"):
            names = line.split("\t")[1:]
        elif not line.startswith("#") and names:
            yield dict(zip(names, line.split("\t")))


def zeek_logs(kept, capture):
    """A test of several captures has a log for each: `ssl-digicert.log`, `tls-12.ssl.log`."""
    logs = sorted(kept.glob("zeek/*/*ssl*.log"))
    marks = {path: path.stem.replace("ssl", "").strip("-.") for path in logs}
    own = [path for path, mark in marks.items() if mark and mark in capture]
    return own or [path for path in logs if path.name == "ssl.log"]


def zeek(kept, capture):
    said = {"sni": set(), "version": set(), "cipher": set(), "certificate": set()}
    if capture.startswith("quic/"):
        return said  # its log does not tell TLS in QUIC from TLS in TCP
    for path in zeek_logs(kept, capture):
        for row in zeek_rows(path):
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


def compare(case):
    result = oracle.Comparison()
    readers = {"ndpi": ndpi(case.kept_outputs), "zeek": zeek(case.kept_outputs, case.path)}
    if "tls" in case.protocols:
        readers["tshark"] = tshark(case)
    if not any(values for said in readers.values() for values in said.values()):
        return result
    we = ours(case)
    for reader, said in readers.items():
        for topic, values in said.items():
            for value in sorted(values):
                found = value in we[topic] or topic == "ja4" and same_ja4(value, we[topic])
                result.same(f"{reader} {topic}", found,
                            f"we lack {value}, we say {sorted(we[topic])[:3]}")
    return result


if __name__ == "__main__":
    oracle.main("tls", __doc__.splitlines()[0],
                lambda case: "tls" in case.protocols or (case.kept_outputs / "ndpi").is_dir(), compare)
