#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adding an invented protocol, record, analysis, detector and view edits one old line each, and
a new member one file outside its own room at most.

grow.py [FOLDER]: copies the tree to FOLDER (else a temporary one), adds the files of files/ and
their lines, counts what changed in files that were there before, adds a member to the record and
counts again, builds the program, and looks for what was added: in the store, in study.json, on
the board, in the report and in the lists of the program."""
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LINES = {
    "protocol": ("src/protocols/protocols.def", "QW_PROTOCOL(greeting)"),
    "record": ("src/vocabulary/records.def",
               "QW_RECORD(greeting_count, GreetingCount, greetings)"),
    "analysis": ("src/analyses/analyses.def", "QW_ANALYSIS(greetings, Greetings)"),
    "detector": ("src/detectors/detectors.def", "QW_DETECTOR(greeted)"),
    "view": ("src/study/views.def",
             'QW_VIEW(GreetingCount, with_columns({.section = "commands", .label = "Greetings"}, '
             'texts("From", "from", Form::host_name), counts("Greetings", "count")))'),
}
# A member of the record: its declaration and field, and the analysis that fills it.
MEMBER = {
    "src/vocabulary/records/greeting_count.hpp": [
        ("  std::uint64_t count = 0;\n",
         "  std::uint64_t count = 0;\n  std::uint64_t letters = 0;\n"),
        ('field("count", &G::count)}', 'field("count", &G::count), field("letters", &G::letters)}')],
    "src/analyses/greetings.cpp": [
        ("  ++row.count;\n", "  ++row.count;\n  row.letters += identity.value.size();\n")],
}
PATIENCE_S = 60


def run(*command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}:\n{done.stdout[-3000:]}"
                         f"{done.stderr[-3000:]}")
    return done.stdout


def copy(to):
    """Everything that git knows or would take, as a repository of its own."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, names.split("\0")):
        if not (ROOT / name).is_file():
            continue
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to / name)
    run("git", "init", "-q", cwd=to)
    keep(to, "old")


def keep(to, what):
    run("git", "add", "-A", cwd=to)
    run("git", "-c", "user.name=growth", "-c", "user.email=growth@localhost", "commit", "-qm", what,
        cwd=to)


def add(to):
    """The new files, and each list's last line again in the new words."""
    shutil.copytree(HERE / "files", to, dirs_exist_ok=True)
    for path, line in LINES.values():
        text = (to / path).read_text(encoding="utf-8")
        (to / path).write_text(text + line + "\n", encoding="utf-8")


def count(to):
    """Old lines that each addition edits: those of files that were there before."""
    changed = {}
    for line in run("git", "diff", "--numstat", cwd=to).splitlines():
        more, fewer, name = line.split("\t")
        changed[name] = int(more) + int(fewer)
    edits = {what: changed.pop(path, 0) for what, (path, _) in LINES.items()}
    print("old lines edited: " + ", ".join(f"{what} {edits[what]}" for what in edits))
    wrong = [what for what in edits if edits[what] != 1]
    if wrong or changed:
        raise SystemExit(f"growth: not one line each: {wrong} {changed}")


def add_member(to):
    """Files outside the record's room that a new member edits."""
    keep(to, "grown")
    for path, edits in MEMBER.items():
        text = (to / path).read_text(encoding="utf-8")
        for old, new in edits:
            if old not in text:
                raise SystemExit(f"growth: {path} lacks {old!r}")
            text = text.replace(old, new)
        (to / path).write_text(text, encoding="utf-8")
    changed = run("git", "diff", "--name-only", cwd=to).splitlines()
    outside = [name for name in changed if not name.startswith("src/vocabulary/")]
    print(f"files outside its room that a new member edits: {len(outside)}")
    if len(outside) > 1:
        raise SystemExit(f"growth: more than one file: {outside}")


def build(to):
    folder = to / "build/growth"
    run("cmake", "-G", "Ninja", "-S", to, "-B", folder, "-DCMAKE_BUILD_TYPE=Debug",
        "-DCMAKE_CXX_FLAGS=-O0", "-DCMAKE_CXX_FLAGS_DEBUG=-g0", "-DQW_PRECOMPILED=ON",
        "-DQW_UNITY=ON", "-DQW_TESTS=OFF", "-DCMAKE_EXE_LINKER_FLAGS_INIT=-fuse-ld=mold")
    run("cmake", "--build", folder, "-j", os.cpu_count() or 1, "--target", "quaywatch")
    return folder / "src/quaywatch"


def capture(path):
    """Two greetings from 10.0.0.1 to 10.0.0.2."""
    data = b"HELLO crane"
    udp = struct.pack(">HHHH", 40000, 47999, 8 + len(data), 0) + data
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0,
                     bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
    total = sum(struct.unpack(">10H", ip))
    total = (total & 0xffff) + (total >> 16)
    ip = ip[:10] + struct.pack(">H", ~total & 0xffff) + ip[12:]
    frame = bytes([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]) + ip + udp
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for second in (1_772_346_600, 1_772_346_601):
            file.write(struct.pack("<IIII", second, 0, len(frame), len(frame)) + frame)


def board_of(program, captured, folder):
    """The board of a study that has ended."""
    study = subprocess.Popen([program, "study", captured, "--live", "0", "--keep-duplicates",
                              "--out", folder], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", study.stderr.readline())[0]
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with urllib.request.urlopen(address + "board.json?since=0", timeout=10) as answer:
                board = json.loads(answer.read())
            if board["progress"]["ended"]:
                return board
            time.sleep(0.1)
        raise SystemExit("growth: the board never came to its end")
    finally:
        study.send_signal(signal.SIGINT)
        study.wait(PATIENCE_S)


def look(program, folder):
    captured, out = folder / "greeting.pcap", folder / "out"
    capture(captured)
    board = board_of(program, captured, out)
    told = json.loads((out / "study.json").read_text(encoding="utf-8"))
    run(program, "export", out, "--format", "jsonl")
    stored = (out / "export/greeting_count.jsonl").read_text(encoding="utf-8")
    row = {"from": "10.0.0.1", "name": "crane", "count": 2, "letters": 10}
    found = {
        "protocol in study.json": told["protocols"]["greeting"]["messages"] == 2,
        "protocol in the list": "greeting" in run(program, "list", "protocols"),
        "record in study.json": told["greetings"] == [row],
        "record on the board": board["tables"]["greetings"]["changed"] ==
                               [{"key": "10.0.0.1", "row": row}],
        "record in the store": [json.loads(line) for line in stored.splitlines()] == [row],
        "record in the list": "greeting_count" in run(program, "list", "records"),
        "finding in study.json": [each["detector"] for each in told["findings"]
                                  if each["detector"] == "greeted"] == ["greeted"],
        "view in the report": "Greetings" in (out / "report.html").read_text(encoding="utf-8"),
        "detector in the list": "greeted" in run(program, "list", "detectors"),
    }
    for what, there in found.items():
        print(f"  {what}: {'there' if there else 'MISSING'}")
    if not all(found.values()):
        raise SystemExit("growth: what was added does not show everywhere")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        copy(folder)
        add(folder)
        count(folder)
        add_member(folder)
        look(build(folder), folder)


main()
