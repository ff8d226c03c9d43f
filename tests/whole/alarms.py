#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How often detectors alarm on traffic that is none of an attack's.

alarms.py QUAYWATCH [--bless] [--table]: the largest captures of each benign theme, studied
without a site file. Each alarm (page or queue) must stand in alarms.tsv, where only such
stand that were looked at and are true; --bless writes it anew, for review. Then those that
are long enough are cut in two: a site file is learnt from the first half, somebody vouches
for all of it, and the second half is studied at once, without learning. --table prints
what was counted, for docs/measured."""
import collections
import datetime
import pathlib
import subprocess
import sys
import tempfile

import captures
import whole

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"
THEMES = (
    "ads bacnet database dhcp discovery dnp3 dns enip-cip ethercat fins ftp hart-ip http iec104 "
    "iec61850 lidar mail melsec mixed-it mixed-ot modbus mqtt network-control opcua ot-other "
    "profinet quic rdp remote-access s7comm s7comm-plus smb snmp ssh synchrophasor time tls video "
    "voip vpn").split()
NOT_BENIGN = ("attack", "attempt", "dos", "exploit", "fuzz", "malware", "cve", "stealing", "scan",
              "ransom", "sqlinj", "brute", "oobr", "asan", "covert", "tunnel", "c2", "flood",
              "malformed", "missing", "bot.pcap", "guess")
EACH_THEME = 3  # captures, those with most frames
HALVES_FROM = 1500  # frames, of a capture that is cut in two
HALVES_MOST = 12_000  # frames that are read of it


def benign(corpus):
    """Captures by theme; the manifest tells how many frames each has."""
    rows = [line.split("\t") for line in
            (corpus / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    for theme in THEMES:
        of_theme = [(-int(row[3]), row[0]) for row in rows
                    if row[8] == theme and not any(word in row[0].lower() for word in NOT_BENIGN)]
        for _, path in sorted(of_theme)[:EACH_THEME]:
            yield path


def hours_of(result):
    """Packet time; a capture put together from several times, of more than a day, has none."""
    spans = [(stamp(each["last"]) - stamp(each["first"])).total_seconds() / 3600
             for each in result["captures"] if "first" in each and "last" in each]
    return sum(span for span in spans if span <= 24)


def stamp(text):
    return datetime.datetime.fromisoformat(text[:26].rstrip("Z"))


def judged(result):
    return [each for each in result["findings"] if each["grade"] != "not observable from here"]


class Counts:
    def __init__(self):
        self.findings = collections.Counter()
        self.hours = 0.0
        self.captures = 0
        self.frames = 0

    def add(self, result):
        self.captures += 1
        self.frames += result["frames"]
        self.hours += hours_of(result)
        for each in judged(result):
            self.findings[each["detector"], each["severity"]] += 1

    def table(self):
        yield "| Detector | page | queue | note |"
        yield "|---|--:|--:|--:|"
        for detector in sorted({each[0] for each in self.findings}):
            row = [str(self.findings[detector, severity])
                   for severity in ("page", "queue", "note")]
            yield f"| `{detector}` | {' | '.join(row)} |"


def reviewed():
    path = HERE / "alarms.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {tuple(line.split("\t")) for line in lines if line and not line.startswith("#")}


def study(quaywatch, path, *options):
    with whole.study(quaywatch, path, "--data", DATA, *options, limit_s=whole.LIMIT_S * 6) as done:
        return done.result()


def vouched(draft):
    blocks = []
    for block in draft.split("\n\n"):
        if "[[conduit]]" in block:
            block = block.replace("seen_only = true", 'vouched_by = "A. Person"\nwhy = "asked"')
        elif "[[device]]" in block:
            block = block.replace("seen_only = true", "")
        blocks.append(block)
    return "\n\n".join(blocks)


def second_half(quaywatch, path):
    """What is told of the second half by a site that was learnt from the first; None if it
    cannot be cut."""
    try:
        frames = captures.read(path)[:HALVES_MOST]
    except ValueError:
        return None
    if len(frames) < HALVES_FROM:
        return None
    with tempfile.TemporaryDirectory(prefix="alarms.") as name:
        folder = pathlib.Path(name)
        captures.write(folder / "first.pcap", frames[:len(frames) // 2])
        captures.write(folder / "second.pcap", frames[len(frames) // 2:])
        draft = subprocess.run([quaywatch, "learn", "first.pcap"], cwd=folder, capture_output=True,
                               check=True, timeout=whole.LIMIT_S * 6).stdout.decode()
        (folder / "site.toml").write_text(vouched(draft), encoding="utf-8")
        return study(quaywatch, folder / "second.pcap", "--site", "site.toml", "--learning", "0")


def main():
    corpus = whole.corpus()
    quaywatch = pathlib.Path(sys.argv[1]).resolve()
    plain, learnt = Counts(), Counts()
    known = reviewed()
    found = set()

    def judge(capture):
        result = study(quaywatch, corpus / capture)
        half = second_half(quaywatch, corpus / capture)
        if result is None:
            return ["no study.json"]
        plain.add(result)
        if half is not None:
            learnt.add(half)
        alarms = {(capture, each["severity"], each["detector"], each["claim"])
                  for each in judged(result) if each["severity"] != "note"}
        found.update(alarms)
        return [f"an alarm that nobody has looked at: {each[2]}: {each[3]}"
                for each in sorted(alarms - known)]

    names = list(benign(corpus))
    status = whole.judge_all(judge, names)
    for lost in sorted(known - found):
        print(f"{lost[0]}: no longer told: {lost[2]}: {lost[3]}")
        status = 1
    if "--bless" in sys.argv:
        head = "# Alarms on benign captures that were looked at and are true.\n"
        (HERE / "alarms.tsv").write_text(
            head + "".join("\t".join(each) + "\n" for each in sorted(found)), encoding="utf-8")
    if "--table" in sys.argv:
        for counts in (plain, learnt):
            print(f"\n{counts.captures} captures, {counts.frames} frames, {counts.hours:.1f} hours\n")
            print("\n".join(counts.table()))
    return status


if __name__ == "__main__":
    sys.exit(main())
