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
patience_s = 60


def ask(address, target):
    with urllib.request.urlopen(address + target, timeout=10) as answer:
        return answer.read()


def wait_for(address, version, accept):
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        board = json.loads(ask(address, f"board.json?since={version}"))
        if accept(board):
            return board
        time.sleep(0.2)
    raise SystemExit(f"the board never came so far: {board['version']}, {board['progress']}")


def feed(pipe, octets, gate):
    # Most of the capture, then nothing until somebody has looked at the board.
    most = len(octets) * 3 // 4
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

        early = wait_for(address, 0, lambda board: board["version"] > 0)
        assert early["progress"]["frames"] > 0 and not early["progress"]["ended"], early["progress"]
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

        gate.set()
        final = wait_for(address, 0, lambda board: board["progress"]["ended"])
        told = json.loads(ask(address, "study.json"))
        assert final["progress"]["frames"] == told["frames"], (final["progress"], told["frames"])
        assert final["progress"]["frames"] > early["progress"]["frames"]
        for table in ("devices", "findings"):
            assert final["tables"][table]["count"] == len(told[table]), table
        assert [each["row"] for each in final["tables"]["findings"]["changed"]] == told["findings"]
        assert b"<html" in ask(address, "report.html")
        same = json.loads(ask(address, f"board.json?since={final['version']}"))
        assert all(not table["changed"] for table in same["tables"].values())

        study.send_signal(signal.SIGINT)
        assert study.wait(patience_s) == 0, study.returncode
    finally:
        study.kill()
print("live: the board followed the study to its end")
