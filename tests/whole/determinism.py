#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The number of threads changes nothing.

determinism.py QUAYWATCH: studies the captures of sample.txt with 1 and 8 workers; with
QW_LONG=yes also those of the themes malformed and reassembly, with 2 workers too, and
within the least memory: events, study.json but for its lines about the run, and the
tables of the store are the same octet by octet."""
import pathlib
import re
import subprocess
import sys

import whole

WORKERS = (1, 2, 8) if whole.is_long() else (1, 8)
USUAL_MEMORY = "1G"
LEAST_MEMORY = "384M"
LONG_THEMES = ("malformed/", "reassembly/")
ABOUT_THE_RUN = re.compile(r'"run":\{[^{}]*\},"seconds":[0-9.e+-]+')


def tables_of(quaywatch, study):
    """The store as CSV, file by file."""
    folder = study.folder / "tables"
    done = subprocess.run([quaywatch, "export", study.folder, "--format", "csv", "--out", folder],
                          capture_output=True, check=False, timeout=whole.LIMIT_S)
    if done.returncode != 0:
        return {"export": done.stderr}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def told(quaywatch, capture, workers, memory):
    """Everything that must not depend on the number of workers, by name."""
    with whole.study(quaywatch, capture, "--workers", str(workers), "--memory", memory) as study:
        parts = {"exit status": study.status}
        if not study.text():
            return parts
        parts["study.json"] = ABOUT_THE_RUN.sub("", study.text())
        parts["events"] = study.events_path().read_bytes()
        return parts | tables_of(quaywatch, study)


def differences(quaywatch, capture, memory):
    expected = told(quaywatch, capture, WORKERS[0], memory)
    if "export" in expected:
        yield f"export fails: {expected['export'][-200:]}"
    for workers in WORKERS[1:]:
        found = told(quaywatch, capture, workers, memory)
        for name in sorted(expected.keys() | found.keys()):
            if expected.get(name) != found.get(name):
                yield f"{name} differs between {WORKERS[0]} and {workers} workers, {memory}"


def main():
    corpus = whole.corpus()
    captures = whole.named_in(pathlib.Path(__file__).parent / "sample.txt")
    memories = [USUAL_MEMORY]
    if whole.is_long():
        memories.append(LEAST_MEMORY)
        captures += [each for each in whole.all_captures(corpus)
                     if each.startswith(LONG_THEMES) and each not in captures]

    def judge(capture):
        try:
            return [each for memory in memories
                    for each in differences(sys.argv[1], corpus / capture, memory)]
        except subprocess.TimeoutExpired:
            return [f"takes longer than {whole.LIMIT_S} s"]

    return whole.judge_all(judge, captures)


if __name__ == "__main__":
    sys.exit(main())
