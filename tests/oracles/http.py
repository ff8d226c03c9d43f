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
import re

import oracle


def ours(case):
    said = {"request": collections.Counter(), "status": collections.Counter()}
    for event in case.events("http"):
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


def tshark(case):
    said = {"request": collections.Counter(), "status": collections.Counter()}
    rows = case.fields("http && tcp && !ipx", "http.request.method", "http.request.uri",
                       "http.request.version", "http.response.code")
    for parts in rows:
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


def compare(case):
    result = oracle.Comparison()
    we = ours(case)
    for reader, said in (("tshark", tshark(case)), ("zeek", zeek(case.kept_outputs))):
        for topic, they in said.items():
            if they:
                result.multisets(f"{reader} {topic}", we[topic], they)
    return result


if __name__ == "__main__":
    oracle.main("http", __doc__.splitlines()[0],
                lambda case: "http" in case.protocols, compare)
