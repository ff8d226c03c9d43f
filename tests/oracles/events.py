# SPDX-License-Identifier: Apache-2.0
"""Runs `quaywatch study` and gives its events, for the comparisons beside this file."""
import json
import pathlib
import subprocess
import tempfile


def events_of(quaywatch, capture, protocol):
    """Every event of one protocol as a dictionary, in order."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "events.jsonl"
        subprocess.run([quaywatch, "study", capture, "--events", path, "--out", folder],
                       capture_output=True, check=False)
        if not path.exists():
            return
        mark = f'"protocol":"{protocol}"'
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if mark in line:
                    yield json.loads(line)


def captures_with(corpus, wanted):
    """Paths of the corpus's captures that TShark saw one of the protocols in."""
    for line in (corpus / "MANIFEST.tsv").read_text().splitlines()[1:]:
        columns = line.split("\t")
        if wanted & set(columns[7].split(",")):
            yield columns[0]
