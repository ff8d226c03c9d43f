# SPDX-License-Identifier: Apache-2.0
"""Runs the whole program on real captures, for the tests beside this file."""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

SKIPPED = 77  # the exit status that CTest takes for a skipped test
LIMIT_S = 20  # no capture of the corpus may take longer
AT_ONCE = 2   # runs side by side; CTest reserves as many processors


def is_long():
    return os.environ.get("QW_LONG") == "yes"


def skip(reason):
    print("skipped:", reason)
    sys.exit(SKIPPED)


def corpus():
    """The folder of real captures; without one the test is skipped."""
    folder = os.environ.get("QW_CORPUS", "")
    if not (pathlib.Path(folder) / "MANIFEST.tsv").exists():
        skip("the folder of real captures is absent: QW_CORPUS names none with a MANIFEST.tsv")
    return pathlib.Path(folder)


def all_captures(folder):
    lines = (folder / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]


def named_in(path):
    """Captures that a list beside the tests names: one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class Study:
    """One run of `quaywatch study`; its files live as long as the `with` block."""

    def __init__(self, folder, done, seconds):
        self.folder = folder
        self.status = done.returncode
        self.stderr = done.stderr.decode(errors="replace")
        self.seconds = seconds

    def text(self):
        path = self.folder / "study.json"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def result(self):
        return json.loads(self.text()) if self.text() else None

    def events_path(self):
        return self.folder / "events.jsonl"

    def events(self):
        with self.events_path().open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


@contextlib.contextmanager
def study(quaywatch, capture, *options, before=(), limit_s=LIMIT_S):
    """Studies a capture, named without its folder so that output is the same anywhere.
    A run beyond the limit raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryDirectory(prefix="whole.") as name:
        folder = pathlib.Path(name)
        words = [*before, pathlib.Path(quaywatch).resolve(), "study", capture.name, "--out", folder,
                 "--events", folder / "events.jsonl", *options]
        began = time.monotonic()
        done = subprocess.run(words, cwd=capture.parent, capture_output=True, check=False,
                              timeout=limit_s)
        yield Study(folder, done, time.monotonic() - began)


def judge_all(judge, captures):
    """Calls `judge(capture)`, which gives complaints, for every one; prints them in the
    order of the list. Exit status for the test."""
    complaints = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for capture, found in zip(captures, pool.map(judge, captures)):
            for complaint in found:
                print(f"{capture}: {complaint}", flush=True)
            complaints += len(found)
    print(f"{len(captures)} captures, {complaints} complaints")
    return 1 if complaints else 0
