#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A study is watched over HTTP while its capture still comes in: the board shows what was
read by then, tells changes only, and at the end agrees with study.json."""
import gzip
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

program = sys.argv[1]
capture = gzip.open("samples/control-network.pcap.gz").read()
most = len(capture) * 3 // 4
patience_s = 60
nothing = {"version": 0, "run": ""}


def ask(address, target):
    with urllib.request.urlopen(address + target, timeout=10) as answer:
        return answer.read()


def changes(address, known):
    # What changed on the board since `known`, an earlier answer.
    return json.loads(ask(address, f"board.json?since={known['version']}&run={known['run']}"))


def wait_for(address, known, accept):
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        board = changes(address, known)
        if accept(board):
            return board
        time.sleep(0.2)
    raise SystemExit(f"the board never came so far: {board['version']}, {board['progress']}")


def frames_in(octets):
    # Of a pcap file that may end within a frame.
    count, at = 0, 24
    while at + 16 <= len(octets):
        at += 16 + int.from_bytes(octets[at + 8:at + 12], "little")
        count += at <= len(octets)
    return count


def rows_of(board, before=None):
    # The rows that who knew `before` knows after an answer, by table and key.
    rows = {name: dict(before[name]) if before else {} for name in board["tables"]}
    for name, table in board["tables"].items():
        for key in table["gone"]:
            rows[name].pop(key, None)
        rows[name].update((each["key"], each["row"]) for each in table["changed"])
        assert len(rows[name]) == table["count"], (name, table["count"])
    return rows


def feed(pipe, octets, gate):
    # Most of the capture, then nothing until somebody has looked at the board.
    pipe.write(octets[:most])
    pipe.flush()
    gate.wait(patience_s)
    pipe.write(octets[most:])
    pipe.close()


with tempfile.TemporaryDirectory() as folder:
    study = subprocess.Popen([program, "study", "-", "--live", "0", "--out", folder],
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=False)
    try:
        gate = threading.Event()
        threading.Thread(target=feed, args=(study.stdin, capture, gate), daemon=True).start()
        address = re.search(rb"http://127\.0\.0\.1:\d+/", study.stderr.readline())[0].decode()

        # All that came is judged, though the pipe says nothing more and is not at its end.
        came = frames_in(capture[:most])
        early = wait_for(address, nothing, lambda board: board["progress"]["frames"] >= came)
        assert early["progress"]["frames"] == came and not early["progress"]["ended"], (
            early["progress"], came)
        assert early["tables"]["devices"]["count"] > 0
        assert b"live.js" in ask(address, "")
        assert b"board.json" in ask(address, "live.js")
        views = json.loads(ask(address, "views.json"))
        assert set(views) <= set(early["tables"]), "a view shows what is not on the board"
        for name in ("findings", "devices", "conduits", "commands", "ledger", "coverage"):
            assert views[name]["columns"], name
        try:
            ask(address, "report.html")
            raise SystemExit("a report was shown before the study had ended")
        except urllib.error.HTTPError as refused:
            assert refused.code == 404

        # While nothing comes, nothing is told again.
        idle = wait_for(address, early, lambda board: board["since"] == early["version"])
        assert not any(table["changed"] or table["gone"] for table in idle["tables"].values())

        gate.set()
        final = wait_for(address, nothing, lambda board: board["progress"]["ended"])
        news = changes(address, early)
        assert news["since"] == early["version"], news["since"]
        known = rows_of(early)
        whole = rows_of(final)
        assert rows_of(news, known) == whole
        told_again = [(name, each["key"]) for name, table in news["tables"].items()
                      for each in table["changed"] if known[name].get(each["key"]) == each["row"]]
        assert not told_again, told_again
        unchanged = sum(known[name].get(key) == row
                        for name, rows in whole.items() for key, row in rows.items())
        assert unchanged > 0
        other_run = changes(address, {"version": early["version"], "run": "another"})
        assert other_run["since"] == 0 and rows_of(other_run) == whole
        told = json.loads(ask(address, "study.json"))
        assert final["progress"]["frames"] == told["frames"], (final["progress"], told["frames"])
        assert final["progress"]["frames"] > early["progress"]["frames"]
        for table in ("devices", "findings"):
            assert final["tables"][table]["count"] == len(told[table]), table
        assert [each["row"] for each in final["tables"]["findings"]["changed"]] == told["findings"]
        assert b"<html" in ask(address, "report.html")
        same = changes(address, final)
        assert all(not table["changed"] for table in same["tables"].values())

        study.send_signal(signal.SIGINT)
        assert study.wait(patience_s) == 0, study.returncode
    finally:
        study.kill()
print("live: the board followed the study to its end")
