# SPDX-License-Identifier: Apache-2.0
"""A run of the generator in a folder of its own, and tshark on what it wrote."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
# tshark cannot read SRTP or the telegrams of remote desks, and must not take a segment for TLS or
# QUIC by its first octets.
NO_GUESSES = ("-d", "tcp.port==18245,data", "-d", "udp.port==51000,data")


def need_tshark():
    if shutil.which("tshark") is None:
        print("tshark is not installed")
        sys.exit(SKIPPED)


class Made:
    """`with Made(program, "--hours", "0.1") as made:` the folder goes at the end."""

    def __init__(self, program, *options):
        self.command = [program, *options]

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="qw-simulate-"))
        subprocess.run([*self.command, "--out", str(self.folder)], check=True,
                       stderr=subprocess.DEVNULL)
        with open(self.folder / "truth.jsonl", encoding="utf-8") as truth:
            self.truth = [json.loads(line) for line in truth]
        return self

    def __exit__(self, *problem):
        shutil.rmtree(self.folder)

    def lines(self, kind):
        return [line for line in self.truth if line["kind"] == kind]

    def captures(self):
        return sorted(self.folder.glob("*.pcapng"))


def fields(capture, wanted, show=None, more=()):
    """One list a frame: the values of each field, as tshark prints them, as a list. `more`
    are options of tshark."""
    command = ["tshark", "-r", str(capture), "-o", "ip.check_checksum:TRUE",
               "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
               "-o", "tcp.reassemble_out_of_order:TRUE",
               *NO_GUESSES, *more, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|"]
    for field in wanted:
        command += ["-e", field]
    if show:
        command += ["-Y", show]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        yield [cell.split("|") if cell else [] for cell in line.split("\t")]
