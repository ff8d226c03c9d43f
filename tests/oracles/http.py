#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about HTTP/1 with TShark and with Zeek's http.log.

    http.py QUAYWATCH CORPUS

Compared over each capture, as multisets: methods of requests, paths without
query, and status codes of final responses. Zeek's outputs lie beside the
captures; TShark is run here. Prints each difference and a line of counts; exit
status 1 if there was one.
"""
import collections
import pathlib
import re
import subprocess
import sys

from events import captures_with, events_of


def ours(quaywatch, capture):
    said = {"request": collections.Counter(), "status": collections.Counter()}
    for event in events_of(quaywatch, capture, "http"):
        if event["kind"] != "command":
            continue
        symbol = event.get("object", {}).get("symbol", "")
        path = symbol[symbol.find("/"):] if "/" in symbol else ""
        said["request"][f"{event['operation']} {path[:100]}"] += 1
        code = event.get("outcome", {}).get("code")
        if code is not None:
            said["status"][str(code)] += 1
    return said


def bare_path(target):
    """The path alone, as we say it."""
    target = re.sub(r"^[a-zA-Z]+://[^/?#]*", "", target)
    path = re.split(r"[?#]", target)[0]
    return path[:100] if path.startswith("/") else ""


def tshark(capture):
    command = ["tshark", "-r", capture, "-Y", "http && tcp && !ipx", "-T", "fields",
               "-E", "separator=/t", "-E", "aggregator=\x02"]
    for field in ("http.request.method", "http.request.uri", "http.request.version",
                  "http.response.code"):
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = {"request": collections.Counter(), "status": collections.Counter()}
    for line in run.stdout.splitlines():
        parts = [part.split("\x02") for part in (line.split("\t") + [""] * 4)[:4]]
        for method, target, version in zip(*parts[:3]):
            if method and version.startswith("HTTP/1"):
                path = "" if method == "CONNECT" else bare_path(target)
                said["request"][f"{method} {path}"] += 1
        for status in parts[3]:
            if status and (int(status) >= 200 or status == "101"):
                said["status"][status] += 1
    return said


def zeek(oracle):
    said = {"request": collections.Counter(), "status": collections.Counter()}
    for path in list(oracle.glob("zeek/*/http.log"))[:1]:
        names = []
        for line in path.read_text(errors="replace").splitlines():
            if line.startswith("#fields"):
                names = line.split("\t")[1:]
            if line.startswith("#") or not names:
                continue
            row = dict(zip(names, line.split("\t")))
            method, status = row.get("method", "-"), row.get("status_code", "-")
            if method != "-":
                path_text = "" if method == "CONNECT" else bare_path(row.get("uri", ""))
                said["request"][f"{method} {path_text}"] += 1
            if status not in ("-", "0"):
                said["status"][status] += 1
    return said


def main():
    quaywatch, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    compared = collections.Counter()
    agreed = collections.Counter()
    for path in captures_with(corpus, {"http"}):
        capture = str(corpus / path)
        readers = {"tshark": tshark(capture), "zeek": zeek(corpus / (path + ".oracle"))}
        mine = ours(quaywatch, capture)
        for reader, said in readers.items():
            for topic, counter in said.items():
                if not counter:
                    continue
                compared[reader, topic] += sum(counter.values())
                agreed[reader, topic] += sum((counter & mine[topic]).values())
                missing, extra = counter - mine[topic], mine[topic] - counter
                if missing or extra:
                    print(f"{path}: {reader} {topic}: we lack {dict(list(missing.items())[:3])}, "
                          f"we add {dict(list(extra.items())[:3])}")
    for reader, topic in sorted(compared):
        print(f"{reader:8} {topic:8} {agreed[reader, topic]} of {compared[reader, topic]}")
    return 0 if compared == agreed else 1


if __name__ == "__main__":
    sys.exit(main())
