#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Eight sister cranes with the same inside addresses and MACs behind NAT are eight.

realms.py QUAYWATCH: one real control network becomes eight, each recorded in its own
electrical house: the same addresses and MACs, other sequence numbers, another controller
missing in each. Each one's server stands on the quay, behind the crane's router, where a
ninth capture sees the outside address. With a realm for each point, what is told of a
crane is what its capture tells alone; without realms, it is said that addresses are in
use twice. Both with a plan of private addresses and with one of public addresses, as
cranes are delivered with."""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import captures
import whole

CAPTURE = "mixed-ot/iti--ModbusTCP--mb2.pcap"
FRAMES = 2000  # of the beginning; a detector lists at most 200 findings of all cranes
CRANES = range(1, 9)
PLANS = ("141.81.0", "192.168.3")  # the first as it is recorded
MASTER = 10
SERVER = 11  # becomes the terminal's
SERVER_OUTSIDE = "10.200.0.5"
MISSING = (146, 166, 23, 111, 63, 43, 83, 130)  # of crane 1, 2, ...
ROUTER_INSIDE = bytes.fromhex("0200000000fe")
ROUTER_OUTSIDE = "0200000001{:02x}"
SERVER_MAC = bytes.fromhex("020000000105")
ABOUT_THE_RUN = re.compile(r'"run":\{[^{}]*\},"seconds":[0-9.e+-]+')
CRANE_KINDS = ("command", "sample", "binding", "identity", "name", "login", "handshake")


def own(crane, a, b):
    """What the crane's own connection from a to b counts from, unlike its sisters'."""
    return (crane * 0x1D3A_57F1 + int(a) * 0x0100_4201 + int(b) * 0x0402_0803) & 0xFFFFFFFF


def inside(frames, crane, plan):
    """The network of one crane: its server's frames come from its router."""
    for frame in frames:
        ends = frame.ends()
        if ends is None:  # LLDP names addresses of the plan too
            octets = frame.octets.replace(captures.octets_of("141.81.0"), captures.octets_of(plan))
            yield captures.Frame(frame.at + crane * 137_000, octets, frame.wire)
            continue
        last = [end.rsplit(".", 1)[1] for end in ends]
        if str(MISSING[crane - 1]) in last:
            continue
        change = captures.Change(later=crane * 137_000, number=crane * 7919,
                                 sequence=own(crane, *last), acknowledgment=own(crane, *last[::-1]))
        names = [end.replace("141.81.0", plan) for end in ends]
        if str(SERVER) in last and frame.is_ipv4():
            names[last.index(str(SERVER))] = SERVER_OUTSIDE
            if last[0] == str(SERVER):
                change.mac_source, change.hops = ROUTER_INSIDE, 2
            else:
                change.mac_destination = ROUTER_INSIDE
        change.source, change.destination = names
        yield captures.changed(frame, change)


def outside(frames, crane):
    """What passes of that on the quay, a router on and with the crane's outside address."""
    router = bytes.fromhex(ROUTER_OUTSIDE.format(crane))
    for frame in frames:
        if not frame.is_ipv4() or SERVER_OUTSIDE not in frame.ends():
            continue
        name = f"10.201.0.{crane}"
        if frame.ends()[0] == SERVER_OUTSIDE:
            yield captures.changed(frame, captures.Change(
                destination=name, mac_source=SERVER_MAC, mac_destination=router, hops=-1,
                later=-60_000))
        else:
            yield captures.changed(frame, captures.Change(
                source=name, mac_source=router, mac_destination=SERVER_MAC, hops=1, later=60_000))


def record(folder, corpus, plan):
    healthy = captures.read(corpus / CAPTURE)[:FRAMES]
    quay = []
    for crane in CRANES:
        frames = list(inside(healthy, crane, plan))
        captures.write(folder / f"ehouse{crane}.pcap", frames)
        quay += outside(frames, crane)
    captures.write(folder / "quay.pcap", sorted(quay, key=lambda each: each.at))


def site_text(plan):
    parts = []
    for crane in CRANES:
        parts.append(f'''[[realm]]
name = "sts{crane}"
[[crane]]
name = "STS {crane}"
realm = "sts{crane}"
networks = ["{plan}.0/24"]
[[point]]
name = "ehouse{crane}"
realm = "sts{crane}"
boundary = "STS {crane}"
''')
    parts.append('''[[zone]]
name = "terminal"
realm = "shared"
networks = ["10.200.0.0/24"]
[[zone]]
name = "cranes from outside"
realm = "shared"
networks = ["10.201.0.0/24"]
''')
    return "".join(parts)


class Told:
    def __init__(self, folder):
        self.text = ABOUT_THE_RUN.sub("", (folder / "study.json").read_text(encoding="utf-8"))
        self.octets = (folder / "events.jsonl").read_bytes()
        self.result = json.loads((folder / "study.json").read_text(encoding="utf-8"))
        self.events = [json.loads(line) for line in self.octets.splitlines()]


def study(quaywatch, folder, points, *options):
    out = folder / "out"
    words = [pathlib.Path(quaywatch).resolve(), "study", *(f"{each}={each}.pcap" for each in points),
             "--out", out, "--events", out / "events.jsonl", *options]
    out.mkdir(exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"exit status {done.returncode}: {done.stderr.decode()[-400:]}")
    return Told(out)


def realm_of(place):
    return place.split("/")[0] if "/" in place else ""


def devices_of(told, realm):
    """Devices by their hosts, as far as they are of the realm."""
    found = {}
    for device in told.result["devices"]:
        hosts = tuple(sorted(device["hosts"]))
        if any(realm_of(host) == realm for host in hosts):
            found[hosts] = {key: value for key, value in device.items() if key != "attributes"}
            found[hosts]["said"] = sorted((each["attribute"], each["value"], each["count"])
                                          for each in device.get("attributes", []))
    return found


def events_at(told, point):
    """What was said at a point, without the numbers that depend on the other captures."""
    kept = []
    for event in told.events:
        if event["point"] == point and event["kind"] in CRANE_KINDS:
            kept.append({key: value for key, value in event.items()
                         if key not in ("source", "conversation")})
    return kept


def boundary(told, name):
    return [each for each in told.result["ledger"]["boundaries"] if each["boundary"] == name]


def claims(told):
    """Findings but for those that say that something could not be judged."""
    return collections.Counter((each["detector"], each["subject"], each["claim"], each["count"])
                               for each in told.result["findings"]
                               if each["grade"] != "not observable from here")


def check_sums(told, points):
    for source in told.result["captures"]:
        read = source["read"]["frames"]
        rest = sum(each["tally"]["frames"] for each in source["undecoded"])
        if read != source["unique"]["frames"] + source["duplicates"]["frames"] + rest:
            yield f"{source['name']}: frames do not add up"
        if source["duplicates"]["frames"] != 0:
            yield f"{source['name']}: {source['duplicates']['frames']} frames count for nothing"
    if len(told.result["captures"]) != len(points):
        yield "a capture has no account"
    for row in told.result["ledger"]["boundaries"]:
        if row["boundary_octets"] != row["rows_octets"]:
            yield f"the ledger of {row['boundary']} does not add up"


def check_crane(told, alone, crane, plan):
    realm, point, name = f"sts{crane}", f"ehouse{crane}", f"STS {crane}"
    devices = devices_of(told, realm)
    if devices != devices_of(alone, realm):
        yield f"{name}: the inventory is not what its capture tells alone"
    heard = {host for hosts in devices for host in hosts}
    for number in (MASTER, MISSING[crane % 8]):
        if f"{realm}/{plan}.{number}" not in heard:
            yield f"{name}: {plan}.{number} is missing from its inventory"
    if f"{realm}/{plan}.{MISSING[crane - 1]}" in heard:
        yield f"{name}: has a device of its sisters"
    events = events_at(told, point)
    if not any(each["kind"] == "command" for each in events):
        yield f"{name}: no command"
    if events != events_at(alone, point):
        yield f"{name}: events differ from those of its capture alone"
    if boundary(told, name) != boundary(alone, name):
        yield f"{name}: the ledger differs from that of its capture alone"
    if boundary(told, name)[0]["boundary_octets"] == 0:
        yield f"{name}: nothing crosses its boundary, although the server is outside"


def check_servers(told):
    """The terminal's server is one, whoever speaks of it; so are the outside addresses."""
    shared = [hosts for device in told.result["devices"]
              for hosts in [device["hosts"]] if any(SERVER_OUTSIDE in host for host in hosts)]
    if len(shared) != 1 or SERVER_OUTSIDE not in shared[0]:
        yield f"the terminal's server is {shared}"
    for crane in CRANES:
        if not any(f"10.201.0.{crane}" in device["hosts"] for device in told.result["devices"]):
            yield f"10.201.0.{crane} is not in the inventory"


def check_with_realms(quaywatch, folder, plan):
    points = [f"ehouse{crane}" for crane in CRANES] + ["quay"]
    (folder / "site.toml").write_text(site_text(plan), encoding="utf-8")
    site = ("--site", "site.toml", "--learning", "0")
    told = study(quaywatch, folder, points, *site, "--workers", "1")
    eight = study(quaywatch, folder, points, *site, "--workers", "8")
    if told.text != eight.text or told.octets != eight.octets:
        yield "1 and 8 workers tell different things"
    yield from check_sums(told, points)
    yield from check_servers(told)
    expected = collections.Counter()
    for crane in CRANES:
        alone = study(quaywatch, folder, [f"ehouse{crane}"], *site)
        expected += claims(alone)
        yield from check_crane(told, alone, crane, plan)
    expected += claims(study(quaywatch, folder, ["quay"], *site))
    more = claims(told) - expected
    less = expected - claims(told)
    for each in more:
        yield f"claimed only of all together: {each}"
    for each in less:
        yield f"not claimed of all together: {each}"
    for detector in ("shared_address", "second_gateway"):
        if any(each[0] == detector for each in claims(told)):
            yield f"the sameness of the plans is held against the cranes: {detector}"


def check_without_realms(quaywatch, folder, plan):
    points = [f"ehouse{crane}" for crane in CRANES]
    told = study(quaywatch, folder, points)
    found = [each for each in told.result["findings"] if each["detector"] == "shared_address"]
    if len(found) != 1 or plan not in found[0]["claim"] or not found[0]["evidence"]:
        yield f"without realms, it is not said that addresses are in use twice: {found}"
    same = study(quaywatch, folder, points[:1])
    if any(each["detector"] == "shared_address" for each in same.result["findings"]):
        yield "one network by itself is said to use addresses twice"


def check_second_point(quaywatch, folder):
    """Two points that hear the same network hear it once."""
    frames = captures.read(folder / "ehouse1.pcap")
    captures.write(folder / "beside.pcap",
                   [captures.changed(each, captures.Change(later=40_000)) for each in frames])
    one = study(quaywatch, folder, ["ehouse1"])
    two = study(quaywatch, folder, ["ehouse1", "beside"])
    for what in ("devices", "protocols"):
        if one.result[what] != two.result[what]:
            yield f"a second point that hears the same changes the {what}"
    if claims(one) != claims(two):
        yield "a second point that hears the same changes the findings"
    for what in ("boundary_octets", "rows_octets", "unexplained_octets"):
        if one.result["ledger"][what] != two.result["ledger"][what]:
            yield f"a second point that hears the same changes {what}"
    counts = two.result["captures"][1]
    if counts["unique"]["frames"] != 0:
        yield f"{counts['unique']['frames']} frames of the second point count again"


def main():
    corpus = whole.corpus()
    quaywatch = sys.argv[1]

    def judge(plan):
        with tempfile.TemporaryDirectory(prefix="realms.") as name:
            folder = pathlib.Path(name)
            record(folder, corpus, plan)
            found = list(check_with_realms(quaywatch, folder, plan))
            found += check_without_realms(quaywatch, folder, plan)
            if plan == PLANS[0]:
                found += check_second_point(quaywatch, folder)
            return found

    return whole.judge_all(judge, PLANS)


if __name__ == "__main__":
    sys.exit(main())
