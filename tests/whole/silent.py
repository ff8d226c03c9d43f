#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A study opens no socket: nothing that it reads ever leaves the machine.

silent.py QUAYWATCH: studies three captures under strace, which records each call that has
to do with networks."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import whole

CAPTURES = 3
SLOWER = 6  # times, under strace


def calls_of(quaywatch, capture):
    with tempfile.TemporaryDirectory(prefix="silent.") as folder:
        log = pathlib.Path(folder) / "calls"
        # The sanitizers' search for leaks traces the program itself, which only one can do.
        strace = ["strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none",
                  "-E", "ASAN_OPTIONS=detect_leaks=0", "-o", log]
        try:
            with whole.study(quaywatch, capture, before=strace,
                             limit_s=whole.LIMIT_S * SLOWER) as study:
                if study.status != 0:
                    return [f"exit status {study.status}: {study.stderr[-400:]}"]
        except subprocess.TimeoutExpired:
            return ["does not end under strace"]
        # Lines about a thread's end have no call in them.
        return [line for line in log.read_text(errors="replace").splitlines() if "(" in line]


def main():
    corpus = whole.corpus()
    if shutil.which("strace") is None:
        whole.skip("strace is not installed: tools/install check")
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True,
                           check=False)
    if tried.returncode != 0:
        whole.skip("strace may not trace here: " + tried.stderr.decode(errors="replace").strip())
    captures = whole.named_in(pathlib.Path(__file__).parent / "golden.txt")[:CAPTURES]
    return whole.judge_all(lambda each: calls_of(sys.argv[1], corpus / each), captures)


if __name__ == "__main__":
    sys.exit(main())
