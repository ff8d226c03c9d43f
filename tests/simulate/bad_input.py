#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrong words, a full disk and an earlier run: a clear error, a status, and no half capture."""
import pathlib
import subprocess
import sys
import tempfile

USAGE = 2
FAILED = 1


def run(command, status, *words):
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == status, f"{command}: status {ended.returncode}\n{ended.stderr}"
    for word in words:
        assert word in ended.stderr, f"{command}: no {word!r} in {ended.stderr!r}"


def usage(program):
    out = ["--out", "/nowhere"]
    run([program, "--crane", "2"], USAGE, "--crane", "did you mean --cranes?")
    run([program, "--build", "simens", *out], USAGE, "did you mean siemens?")
    run([program, "--operation", "foo", *out], USAGE, "--operation foo", "manual or remote")
    run([program, "--operaton", "remote", *out], USAGE, "did you mean --operation?")
    run([program, "--operation"], USAGE, "needs a value")
    run([program, "--scenario", "unlisted-sesion", *out], USAGE, "did you mean unlisted-session?")
    run([program, "--scenario", "unlisted-session,dosis=1", *out], USAGE, "did you mean dose?")
    run([program, "--scenario", "unlisted-session,crane=3", *out], USAGE, "no crane 3")
    run([program, "--scenario", "scan,at=3600", *out], USAGE, "the run ends at 3600 s")
    run([program, "--scenario", "quiet-backup:twin", *out], USAGE, "has no twin")
    run([program, "--cranes", "0", *out], USAGE, "1 to 64")
    run([program, "--hours", "nan", *out], USAGE, "more than 0")
    run([program, "--start", "yesterday", *out], USAGE, "2026-03-01T07:00:00Z")
    run([program, "--cranes"], USAGE, "needs a value")
    run([program], USAGE, "--out is missing")


def not_written(program):
    """A step that is not written for a make ends in a clear error, and leaves no capture."""
    with tempfile.TemporaryDirectory() as folder:
        run([program, "--build", "tmeic", "--scenario", "program-load", "--out", folder], FAILED,
            "loading of programs is not written for controllers of GE Intelligent Platforms")
        left = [path.name for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        assert not left, f"left behind: {left}"


def disk(program):
    """A limit on the size of files fails like a full disk, without needing one."""
    with tempfile.TemporaryDirectory() as folder:
        words = f'ulimit -f 1024; exec "{program}" --hours 1 --out "{folder}"'
        run(["bash", "-c", words], FAILED, "cannot be written")
        left = [path.name for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        assert not left, f"left behind: {left}"
    run([program, "--out", "/proc/captures"], FAILED, "/proc/captures")


def again(program):
    """A run takes the place of an earlier one in its folder, and a failed run does not."""
    with tempfile.TemporaryDirectory() as folder:
        run([program, "--hours", "0.01", "--cranes", "2", "--out", folder], 0)
        out = pathlib.Path(folder)
        call = next((out / "port").glob("*-baplie-arrival.edi"))
        call.rename(call.with_name("V25-9999-baplie-arrival.edi"))  # of a ship long gone
        run([program, "--hours", "0.01", "--out", folder], 0)
        captures = sorted(path.name for path in out.glob("*.pcapng"))
        assert captures == ["crane-1-ehouse.pcapng", "quay.pcapng"], captures
        calls = [path.name for path in (out / "port").glob("*-baplie-arrival.edi")]
        assert calls == [call.name], calls
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        words = f'ulimit -f 1024; exec "{program}" --hours 1 --out "{folder}"'
        run(["bash", "-c", words], FAILED, "cannot be written")
        assert before == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}


if __name__ == "__main__":
    usage(sys.argv[1])
    not_written(sys.argv[1])
    disk(sys.argv[1])
    again(sys.argv[1])
