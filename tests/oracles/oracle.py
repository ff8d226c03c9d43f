# SPDX-License-Identifier: Apache-2.0
"""What the comparisons with independent readers share.

    <oracle>.py QUAYWATCH CORPUS [--cache DIR] [--only TEXT] [--write-known] [--write-answers]

An oracle says which captures it wants and compares one of them; here that is done
for all, two captures at a time. TShark's answers are kept in the cache by the
SHA-256 of the capture, the version and the arguments, and our studies by that of the
capture and of the program, so that oracles share them.

What is short of TShark's answers lies in `answers/<oracle>.json.xz`, which
`--write-answers` writes, and is asked for anew where that file has it not, where it is
of another version of TShark, and each day for another fiftieth of the captures: an
answer that has changed is a difference.

A difference passes if `known/<oracle>.tsv` names its capture and topic with its
exact number, and why. All else fails, a known difference that is gone included.
`--write-known` brings that file up to date; a new row still needs its reason.
"""
import argparse
import collections
import concurrent.futures
import csv
import datetime
import functools
import gzip
import hashlib
import json
import lzma
import pathlib
import shutil
import subprocess
import sys
import tempfile

CAPTURES_AT_ONCE = 2
MOST_SHOWN = 3  # differences of a capture and topic
DAYS_TO_ASK_ALL = 50
NO_REASON = "not looked into yet"


class Comparison:
    """What came of one capture: counts by topic, differences as texts."""

    def __init__(self):
        self.compared = collections.Counter()
        self.agreed = collections.Counter()
        self.differences = collections.defaultdict(list)
        self.told = {}  # answers of TShark to keep

    def same(self, topic, agrees, text):
        """One comparison, and what to print if it failed."""
        self.compared[topic] += 1
        self.agreed[topic] += bool(agrees)
        if not agrees:
            self.differences[topic].append(text)

    def multisets(self, topic, ours, theirs, ours_may_have_more=False):
        """Two counters of texts; each text that only one has is a difference."""
        self.compared[topic] += sum(theirs.values())
        self.agreed[topic] += sum((theirs & ours).values())
        lacking, added = theirs - ours, ours - theirs
        self.differences[topic] += [f"we lack {each}" for each in lacking.elements()]
        if not ours_may_have_more:
            self.differences[topic] += [f"we add {each}" for each in added.elements()]


class Case:
    """One capture of the corpus and what the readers say about it."""

    def __init__(self, quaywatch, corpus, cache, row):
        self.quaywatch, self.cache = quaywatch, cache
        self.path, self.sha256 = row["path"], row["sha256"]
        self.protocols = set(row["protocols"].split(","))
        self.capture = corpus / self.path
        self.kept_outputs = corpus / (self.path + ".oracle")  # of other programs
        self.told, self.changed = {}, []  # answers of TShark, and those that were others

    def tshark(self, *arguments):
        """What TShark prints, as an open file of octets."""
        version = version_of("tshark")
        key = hashlib.sha256("\0".join((version, self.sha256) + arguments).encode()).hexdigest()
        path = self.cache / "tshark" / (key + ".gz")
        if not path.exists():
            run = subprocess.Popen(["tshark", "-n", "-r", self.capture, *arguments],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            keep(path, run.stdout)
            run.wait()
        return gzip.open(path)

    def answer(self, question, ask):
        """What `ask` gives, which JSON can hold, or what it gave when answers were kept."""
        key = hashlib.sha256(f"{self.sha256} {question}".encode()).hexdigest()[:24]
        asked_today = ((int(self.sha256[:8], 16) + datetime.date.today().toordinal())
                       % DAYS_TO_ASK_ALL == 0)
        kept = KEPT_ANSWERS.get(key)
        if kept is not None and not asked_today:
            return kept
        self.told[key] = ask()
        if kept is not None and kept != self.told[key]:
            self.changed.append(question)
        return self.told[key]

    def fields(self, condition, *names, options=()):
        """Rows of TShark's fields; each cell is the list of its values."""
        return self.answer(" ".join((*options, condition, *names)),
                           lambda: list(self.ask_fields(condition, names, options)))

    def ask_fields(self, condition, names, options):
        arguments = [*options, *(["-Y", condition] if condition else [])]
        arguments += ["-T", "fields", "-E", "occurrence=a", "-E", "aggregator=\x02"]
        for name in names:
            arguments += ["-e", name]
        with self.tshark(*arguments) as lines:
            for line in lines.read().decode(errors="replace").split("\n")[:-1]:
                cells = line.split("\t")
                yield [cell.split("\x02") if cell else []
                       for cell in cells + [""] * (len(names) - len(cells))][:len(names)]

    def study(self, *switches):
        """(events as an open file of octets, study.json) of `quaywatch study`."""
        folder = self.cache / "studies" / digest_of(self.quaywatch)
        stem = folder / "".join((self.sha256,) + switches)
        events, result = stem.with_suffix(".jsonl.gz"), stem.with_suffix(".json.gz")
        if not result.exists():
            with tempfile.TemporaryDirectory() as scratch:
                out = pathlib.Path(scratch)
                subprocess.run([self.quaywatch, "study", self.capture, "--workers", "1", *switches,
                                "--events", out / "events.jsonl", "--out", out],
                               capture_output=True, check=False)
                for name, path in (("events.jsonl", events), ("study.json", result)):
                    (out / name).touch()
                    with (out / name).open("rb") as text:
                        keep(path, text)
        return gzip.open(events), json.loads(gzip.open(result).read() or b"null")

    def events(self, protocol=None, *switches):
        """Every event, or those of one protocol, as dictionaries in order."""
        mark = f'"protocol":"{protocol}"'.encode() if protocol else b"{"
        with self.study(*switches)[0] as lines:
            for line in lines:
                if mark in line:
                    yield json.loads(line.decode(errors="replace"))


def keep(path, octets):
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as packed:
            shutil.copyfileobj(octets, packed)
    pathlib.Path(file.name).replace(path)


@functools.cache
def version_of(program):
    run = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()[0].strip()


@functools.cache
def digest_of(program):
    return hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()[:16]


def rows_of(corpus):
    with (corpus / "MANIFEST.tsv").open(newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if int(row["packets"]) > 0:
                yield row


class Known:
    """The reviewed differences of one oracle: (number, reason) by capture and topic."""

    def __init__(self, name):
        self.path = pathlib.Path(__file__).parent / "known" / (name + ".tsv")
        self.rows = {}
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        for line in lines:
            if line and not line.startswith("#"):
                capture, topic, count, reason = line.split("\t")
                self.rows[capture, topic] = (int(count), reason)

    def count(self, capture, topic):
        return self.rows.get((capture, topic), (0, ""))[0]

    def topics(self, capture):
        return {topic for path, topic in self.rows if path == capture}

    def update(self, found):
        for key, count in found.items():
            reason = self.rows.get(key, (0, NO_REASON))[1]
            self.rows[key] = (count, reason)
        lines = [f"{capture}\t{topic}\t{count}\t{reason}"
                 for (capture, topic), (count, reason) in sorted(self.rows.items()) if count]
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text("\n".join(["# capture\ttopic\tcount\treason", *lines]) + "\n")


KEPT_ANSWERS = {}  # of the oracle that runs, for all its processes


def answers_path(name):
    return pathlib.Path(__file__).parent / "answers" / (name + ".json.xz")


def read_answers(name):
    path = answers_path(name)
    kept = json.loads(lzma.open(path).read()) if path.exists() else {}
    if kept.get("version") == version_of("tshark"):
        KEPT_ANSWERS.update(kept["answers"])


def write_answers(name, answers):
    text = json.dumps({"version": version_of("tshark"), "answers": answers},
                      separators=(",", ":"), sort_keys=True)
    path = answers_path(name)
    path.parent.mkdir(exist_ok=True)
    with lzma.open(path, "wb", preset=9 | lzma.PRESET_EXTREME) as file:
        file.write(text.encode())


def options_of(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("quaywatch", type=pathlib.Path)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path("build/oracles"))
    parser.add_argument("--only", default="", help="captures whose path holds this text")
    parser.add_argument("--write-known", action="store_true",
                        help="take today's differences for known")
    parser.add_argument("--write-answers", action="store_true",
                        help="ask about every capture and keep the answers")
    return parser.parse_args()


def cases_of(options, wanted):
    studies = options.cache / "studies"
    for stale in studies.glob("*"):  # of an earlier program
        if stale.name != digest_of(options.quaywatch):
            shutil.rmtree(stale, ignore_errors=True)
    for row in rows_of(options.corpus):
        case = Case(options.quaywatch, options.corpus, options.cache, row)
        if options.only in case.path and wanted(case):
            yield case


def compared(compare, case):
    """One capture, with what TShark told of it."""
    result = compare(case)
    for question in case.changed:
        result.same("kept answers", False, f"TShark says otherwise than it did: {question}")
    result.told = case.told
    return result


def run(name, description, wanted, compare):
    """Compares every wanted capture; returns the exit status."""
    options = options_of(description)
    cases = list(cases_of(options, wanted))
    if not options.write_answers:
        read_answers(name)
    known, found, told = Known(name), {}, {}
    totals, agreed = collections.Counter(), collections.Counter()
    failures = 0
    with concurrent.futures.ProcessPoolExecutor(CAPTURES_AT_ONCE) as pool:
        for case, result in zip(cases, pool.map(functools.partial(compared, compare), cases)):
            totals += result.compared
            agreed += result.agreed
            told.update(result.told)
            for topic in sorted(set(result.differences) | known.topics(case.path)):
                texts = result.differences.get(topic, [])
                found[case.path, topic] = len(texts)
                if len(texts) == known.count(case.path, topic):
                    continue
                failures += 1
                print(f"{case.path}: {topic}: {len(texts)} differences, "
                      f"{known.count(case.path, topic)} are known")
                for text in texts[:MOST_SHOWN]:
                    print("  " + text)
    if options.write_known:
        known.update(found)
    if options.write_answers and told:
        if options.only:  # the others keep theirs
            read_answers(name)
        write_answers(name, {**KEPT_ANSWERS, **told})
    print(f"{name}: {len(cases)} captures;",
          ", ".join(f"{topic} {agreed[topic]} of {totals[topic]}" for topic in sorted(totals))
          + f"; {sum(found.values())} differences, {failures} not as known")
    return 0 if failures == 0 or options.write_known else 1


def main(name, description, wanted, compare):
    sys.exit(run(name, description, wanted, compare))
