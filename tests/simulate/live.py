#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `--live` puts on interfaces is, frame by frame and octet by octet, what the same seed
writes into files, in real time times a factor. In a network of its own, with veth pairs."""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import pathlib

from made import SKIPPED, Made

FACTOR = 30
HOURS = 0.05
ORDER = ["--hours", str(HOURS), "--seed", "7", "--build", "siemens"]
USAGE, FAILED = 2, 1


def skip(why):
    print(why)
    sys.exit(SKIPPED)


def enter_network():
    """Runs this test again in a network namespace that it owns."""
    if os.environ.get("QW_LIVE_INSIDE"):
        return
    for tool in ("unshare", "ip", "tcpdump", "setpriv"):
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")
    if os.geteuid() != 0:
        skip("tcpdump in a network namespace needs root")
    inside = ["unshare", "--net"]
    if subprocess.run([*inside, "true"], capture_output=True).returncode != 0:
        skip("network namespaces are not permitted here")
    os.environ["QW_LIVE_INSIDE"] = "1"
    os.execvp("unshare", [*inside, sys.executable, *sys.argv])


def make_pair(near, far):
    made = subprocess.run(["ip", "link", "add", near, "type", "veth", "peer", "name", far],
                          capture_output=True, text=True)
    if made.returncode != 0:
        skip(f"no veth pair: {made.stderr.strip()}")
    for end in (near, far):
        # A kernel that speaks IPv6 would add frames of its own.
        pathlib.Path(f"/proc/sys/net/ipv6/conf/{end}/disable_ipv6").write_text("1")
        subprocess.run(["ip", "link", "set", end, "arp", "off", "up"], check=True)


def frames_of_pcapng(path):
    data, at = path.read_bytes(), 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if kind == 6:
            length = struct.unpack_from("<I", data, at + 20)[0]
            yield data[at + 28:at + 28 + length]
        at += size


def frames_of_pcap(path):
    data, at = path.read_bytes(), 24
    while at + 16 <= len(data):
        length = struct.unpack_from("<I", data, at + 8)[0]
        yield data[at + 16:at + 16 + length]
        at += 16 + length


class Recorder:
    """tcpdump on an interface, from when it listens until `end`."""

    def __init__(self, interface, folder):
        self.path = folder / f"{interface}.pcap"
        self.process = subprocess.Popen(
            ["tcpdump", "-i", interface, "-Q", "in", "-B", "65536", "-s", "0", "-U", "-Z", "root",
             "-w", str(self.path)], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "listening on" in line:
                return
        skip("tcpdump cannot listen here")

    def end(self):
        time.sleep(1)
        self.process.terminate()
        said = self.process.communicate()[1]
        assert "\n0 packets dropped by kernel" in "\n" + said, said
        return list(frames_of_pcap(self.path))


def fails(command, *words, status=FAILED):
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run([*command, "--out", folder], capture_output=True, text=True)
        assert ended.returncode == status, f"{command}: {ended.returncode} {ended.stderr}"
        for word in words:
            assert word in ended.stderr, f"{command}: no {word!r} in {ended.stderr!r}"
        left = [path.name for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        assert not left, f"left behind: {left}"


def errors(program):
    fails([program, *ORDER, "--live", "nosuch0"], "nosuch0", "no such interface")
    fails([program, *ORDER, "--live", "lo"], "lo", "is down; ip link set lo up")
    fails(["setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw", program, *ORDER,
           "--live", "near0"], "CAP_NET_RAW")
    fails([program, "--live", "yard=near0"], "no such point", status=USAGE)
    fails([program, "--live", "near0,near1"], "POINT=IF", status=USAGE)
    fails([program, "--factor", "2"], "needs --live or --serve", status=USAGE)


def same(sent, shown, name):
    assert len(sent) == len(shown), f"{name}: {len(shown)} frames arrived, not {len(sent)}"
    for number, (a, b) in enumerate(zip(sent, shown), 1):
        assert a == b, f"{name}, frame {number}: {b.hex()}, not {a.hex()}"


def both_points(program, folder):
    """Each point on an interface of its own: the frames of its file, in order, in time."""
    recorders = [Recorder("far0", folder), Recorder("far1", folder)]
    begun = time.monotonic()
    with Made(program, *ORDER, "--live", "ehouse=near0,quay=near1",
              "--factor", str(FACTOR)) as live, Made(program, *ORDER) as still:
        took = time.monotonic() - begun
        span = HOURS * 3600 / FACTOR
        assert took > 0.95 * span, f"{took:.1f} s for what lasts {span:.1f}"
        for capture, recorder in zip(("crane-1-ehouse", "quay"), recorders):
            name = f"{capture}.pcapng"
            octets = (still.folder / name).read_bytes()
            assert (live.folder / name).read_bytes() == octets, f"{name} differs when live"
            sent = list(frames_of_pcapng(still.folder / name))
            same(sent, recorder.end(), capture)
            print(f"{capture}: {len(sent)} frames, {sum(map(len, sent))} octets alike")
            assert len(sent) > 100
        assert live.truth == still.truth, "the truth differs when live"


def refusals(program):
    """Frames too long for the interface are counted, the others are sent."""
    subprocess.run(["ip", "link", "set", "near1", "mtu", "200"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run([program, *ORDER, "--live", "near1", "--factor", "1000", "--out",
                                folder], capture_output=True, text=True, check=True)
        frames = [frame for path in pathlib.Path(folder).glob("*.pcapng")
                  for frame in frames_of_pcapng(path)]
    # A tag may lie beyond the interface's 200 octets and the Ethernet header's 14.
    fits = sum(len(frame) <= 214 + (4 if frame[12:14] == b"\x81\x00" else 0) for frame in frames)
    words = f"near1: {fits} frames sent, {len(frames) - fits} refused (Message too long)"
    assert 0 < fits < len(frames)
    assert words in ended.stderr, f"no {words!r} in {ended.stderr!r}"


def main(program):
    enter_network()
    make_pair("near0", "far0")
    make_pair("near1", "far1")
    errors(program)
    with tempfile.TemporaryDirectory() as folder:
        both_points(program, pathlib.Path(folder))
    refusals(program)


if __name__ == "__main__":
    main(sys.argv[1])
