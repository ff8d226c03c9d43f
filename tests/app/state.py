#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A study that is saved and gone on with says what one study of all captures says; a state that
does not fit is refused, and the study starts anew.

state.py QUAYWATCH"""
import difflib
import gzip
import hashlib
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))
import captures  # noqa: E402

HEADER = 8 + 4 + 4 + 3 * 32 + 8  # of a state: src/core/sealed.hpp
LAYOUT = 16                      # where the digest of the layout stands in it
SITE = """[[crane]]
name = "STS-1"
networks = ["10.0.0.0/8", "192.168.0.0/16"]
[[device]]
name = "screen"
addresses = ["10.0.0.57"]
"""
program = str(pathlib.Path(sys.argv[1]).resolve())
sample = gzip.open("samples/control-network.pcap.gz").read()
failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)


def study(*words, status=0):
    with open("all.pcap", "rb") as capture:
        done = subprocess.run([program, "study", *words, "--learning", "0", "--no-naming"],
                              stdin=capture, capture_output=True, text=True, timeout=200,
                              check=False)
    expect(done.returncode == status,
           f"study {' '.join(words)}: status {done.returncode}, not {status}: {done.stderr}")
    return done


def told(folder):
    return json.loads((pathlib.Path(folder) / "study.json").read_text(encoding="utf-8"))


def known(result):
    """What must not differ. What a connection says of itself once is said, and counted, again
    behind a cut; a command is not counted whose reply came behind it."""
    devices = json.loads(json.dumps(result["devices"]))
    for device in devices:
        for attribute in device.get("attributes", []):
            attribute.pop("count", None)
    conduits = [{name: value for name, value in conduit.items()
                 if name not in ("commands", "verbs")} for conduit in result["conduits"]]
    return {"ledger": result["ledger"], "devices": devices, "conduits": conduits,
            "findings": result["findings"], "frames": result["frames"],
            "conversations": result["conversations"]}


def compare(result, wanted, what):
    one, other = known(result), known(wanted)
    for part, value in one.items():
        if value != other[part]:
            failures.append(f"{what}: {part} differ:")
            failures.extend(difflib.unified_diff(*(json.dumps(each, indent=1).splitlines()
                                                   for each in (other[part], value)), n=9))


def check_going_on(site):
    """Captures one after the other, and one capture that grows."""
    study("a.pcap", "b.pcap", "--out", "whole", *site)
    whole = told("whole")
    expect(len(whole["findings"]) > 2, "the sample raises no findings, and so tests none")
    expect("frames_before" not in whole["run"], "a study of its own says that it goes on")

    study("a.pcap", "--out", "first", "--state", "two.state", "--workers", "1", *site)
    mode = stat.S_IMODE(pathlib.Path("two.state").stat().st_mode)
    expect(mode == 0o600, f"the state has mode {mode:o}")
    done = study("a.pcap", "b.pcap", "--out", "second", "--state", "two.state", "--workers", "2",
                 *site)
    expect(done.stderr == "", f"going on says: {done.stderr}")
    expect("goes on from" in done.stdout, f"it does not say that it goes on: {done.stdout}")
    compare(told("second"), whole, "a.pcap, then b.pcap")
    expect(told("second")["run"]["frames_before"] == told("first")["frames"],
           "the frames before are not those of the first study")
    report = pathlib.Path("second/report.html").read_text(encoding="utf-8")
    expect("goes on from" in report, "the report does not say that it goes on")

    study("a.pcap", "b.pcap", "--out", "third", "--state", "two.state", *site)
    compare(told("third"), whole, "nothing new")

    pathlib.Path("grows.pcap").write_bytes(pathlib.Path("a.pcap").read_bytes())
    study("grows.pcap", "--out", "grown", "--state", "grows.state", *site)
    pathlib.Path("grows.pcap").write_bytes(pathlib.Path("all.pcap").read_bytes())
    study("grows.pcap", "--out", "grown", "--state", "grows.state", *site)
    study("grows.pcap", "--out", "all", *site)
    compare(told("grown"), told("all"), "a capture that grows")


def resealed(state):
    return state[:-32] + hashlib.sha256(state[:-32]).digest()


def other_layout(state):
    changed = bytearray(state)
    changed[LAYOUT] ^= 1
    return resealed(bytes(changed))


def damaged_within(state):
    changed = bytearray(state)
    changed[HEADER:HEADER + 400] = b"\xff" * 400
    return resealed(bytes(changed))


def check_refused(site):
    """Each is refused with one sentence, kept aside, and replaced by what the study knows."""
    study("a.pcap", "--out", "out", "--state", "good.state", *site)
    good = pathlib.Path("good.state").read_bytes()
    wanted = told("out")
    file = pathlib.Path("bad.state")
    cases = [(good[:100], "is cut off", ["a.pcap", *site]),
             (good[:-40], "is cut off", ["a.pcap", *site]),
             (b"", "is cut off", ["a.pcap", *site]),
             (good[:-1] + b"!", "is damaged", ["a.pcap", *site]),
             (damaged_within(good), "contradicts itself", ["a.pcap", *site]),
             (other_layout(good), "another version of quaywatch", ["a.pcap", *site]),
             (good, "another site file", ["a.pcap"]),
             (good, "other registries, lists or options", ["a.pcap", *site, "--keep-duplicates"]),
             (good, "other captures", ["b.pcap", *site]),
             (good, "other captures", ["quay=a.pcap", *site])]
    for octets, says, words in cases:
        file.write_bytes(octets)
        done = study(*words, "--out", "out", "--state", "bad.state")
        lines = done.stderr.splitlines()
        expect(len(lines) == 1 and says in lines[0] and "the study starts anew" in lines[0],
               f"expected '{says}': {done.stderr}")
        aside = pathlib.Path("bad.state.refused").read_bytes()
        expect(aside == octets, f"{says}: what was refused is not kept")
        expect(file.read_bytes() != octets, f"{says}: the study leaves no state")
        if words == ["a.pcap", *site]:
            compare(told("out"), wanted, says)
            expect(file.read_bytes() == good, f"{says}: a state that began anew is another")


def check_untouched(site):
    """What is no state is not written over, and what is not finished leaves the state as it was."""
    before = pathlib.Path("b.pcap").read_bytes()
    done = study("a.pcap", "--out", "none", "--state", "b.pcap", *site, status=1)
    expect("is no state of quaywatch" in done.stderr, done.stderr)
    expect(pathlib.Path("b.pcap").read_bytes() == before, "a capture was written over")
    expect(not pathlib.Path("none").exists(), "something was begun beside what is no state")

    pathlib.Path("folder").mkdir()
    study("a.pcap", "--out", "none", "--state", "folder", *site, status=1)
    expect(pathlib.Path("folder").is_dir(), "a folder was put aside")

    good = pathlib.Path("good.state").read_bytes()
    study("a.pcap", "b.pcap", "--out", "a.pcap/below", "--state", "good.state", *site, status=1)
    expect(pathlib.Path("good.state").read_bytes() == good, "a failed study changed the state")
    study("a.pcap", "--out", "out", "--state", "absent/x.state", *site, status=1)
    done = study("-", "--out", "out", "--state", "good.state", *site, status=2)
    expect("--state" in done.stderr, done.stderr)
    expect(not list(pathlib.Path(".").glob("*.part")), "something unfinished is left")


def main():
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        pathlib.Path("all.pcap").write_bytes(sample)
        frames = captures.read(pathlib.Path("all.pcap"))
        captures.write(pathlib.Path("all.pcap"), frames)
        captures.write(pathlib.Path("a.pcap"), frames[:len(frames) // 3])
        captures.write(pathlib.Path("b.pcap"), frames[len(frames) // 3:])
        pathlib.Path("site.toml").write_text(SITE, encoding="utf-8")
        site = ("--site", "site.toml")
        check_going_on(site)
        check_refused(site)
        check_untouched(site)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
