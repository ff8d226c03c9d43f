#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about HTTP/1 with TShark and with Zeek's http.log.

    http.py QUAYWATCH CORPUS

Compared over each capture, as multisets: methods of requests, paths without
query, and status codes of final responses. Zeek's outputs lie beside the
captures; TShark is run here. Where a body is not whole in the capture, TShark says
nothing of its head, but in a second reading, without bodies, it does; we may have
what either reading has.
"""
import collections
import re

import oracle


WITHOUT_BODIES = ("-o", "http.desegment_body:FALSE")


def ours(case):
    said = {"request": collections.Counter(), "status": collections.Counter()}
    for event in case.events("http"):
        if event["kind"] != "command":
            continue
        symbol = event.get("object", {}).get("symbol", "")
        path = symbol[symbol.find("/"):] if "/" in symbol else ""
        if event["operation"] == "CONNECT":
            path = ""  # its target is a host
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


def tshark(case, *options):
    said = {"request": collections.Counter(), "status": collections.Counter()}
    rows = case.fields("http && tcp && !ipx", "http.request.method", "http.request.uri",
                       "http.request.version", "http.response.code", options=options)
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
    we, they = ours(case), tshark(case)
    if any(we[topic] - they[topic] for topic in they):
        second = tshark(case, *WITHOUT_BODIES)
        for topic in they:
            they[topic] += (we[topic] - they[topic]) & (second[topic] - they[topic])
    for reader, said in (("tshark", they), ("zeek", zeek(case.kept_outputs))):
        for topic, values in said.items():
            if values:
                result.multisets(f"{reader} {topic}", we[topic], values)
    return result


if __name__ == "__main__":
    oracle.main("http", __doc__.splitlines()[0],
                lambda case: "http" in case.protocols, compare)
