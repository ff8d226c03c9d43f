#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What was there on day one is not normal by being there, and the port's own lists are
held against the traffic.

learn.py QUAYWATCH: a real control network, to which this script adds a modem that speaks
with the internet and somebody outside who writes to a controller. In the draft both stand
first and are only seen; a study with the draft says so, and one with a draft in which
somebody vouched for everything else claims them alone. Then every format that can be
imported is, with what is wrong in it and between them: each conflict is told, drafted, and
found by a study with the draft, which also compares with what the switch counted."""
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

import captures
import whole

CAPTURE = "mixed-ot/iti--ModbusTCP--mb2.pcap"
FRAMES = 2500
PLAN = "192.168.3"
MASTER, SERVER, CONTROLLER = "192.168.3.10", "192.168.3.11", "192.168.3.86"
MODEM, MODEM_MAC = "192.168.3.250", bytes.fromhex("020000000250")
INTERNET, WRITER = "198.51.100.7", "203.0.113.5"
ROUTER_MAC = bytes.fromhex("0200000000fe")

IMPORTS = {
    "assets.csv": ("1 device, 0 switch ports, 0 rules, 0 symbols",
                   "Name;IP Address;MAC;Vendor\n"
                   f"Hoist drive;{CONTROLLER};00:11:22:33:44:55;Example\n"
                   "Broken;10.0.0.300;;\n"),
    "spare.csv": ("2 devices, 0 switch ports, 0 rules, 0 symbols",
                  "device,ip,mac\n"
                  f"Hoist inverter,{CONTROLLER},\n"
                  "Spare drive,192.168.3.99,001b-1b00-0099\n"),
    "switch.txt": ("0 devices, 1 switch port, 0 rules, 0 symbols",
                   "Vlan  Mac Address     Type     Ports\n----  -----------\n"
                   "10    0200.0000.0250  DYNAMIC  Gi1/0/7\n"),
    "firewall.csv": ("0 devices, 0 switch ports, 1 rule, 0 symbols",
                     "name,source,destination,protocol,port,action\n"
                     "web,192.168.3.0/24,any,tcp,443,permit\n"
                     "old,192.168.3.0/24,any,tcp,23,deny\n"
                     "all,servers,any,tcp,80,permit\n"),
    "hoist.sdf": ("0 devices, 0 switch ports, 0 rules, 2 symbols",
                  '"HOIST_POS","MD     20","REAL      ","metres"\n'
                  '"HOIST_UP","E       0.1","BOOL      ",""\n'),
    "hoist.asc": ("0 devices, 0 switch ports, 0 rules, 1 symbol",
                  "126,HOIST_POS               MD     20   REAL      metres\n"),
    "trolley.l5x": ("0 devices, 0 switch ports, 0 rules, 1 symbol",
                    '<RSLogix5000Content><Tag Name="Trolley" DataType="REAL"/>'
                    "</RSLogix5000Content>"),
}
COUNTED = 4  # the switch counted so many times the frames of the capture
# What a study with the draft says of them: grade, and words of its claim.
FOUND = (("likely", 'calls it "Hoist drive"; spare.csv, line 2 calls it "Hoist inverter"'),
         ("likely", "gives its MAC as 00:11:22:33:44:55, but its packets come from"),
         ("not observed", "Listed in spare.csv, but not seen: Spare drive (192.168.3.99)"),
         ("observed", "switch.txt learned it at port Gi1/0/7"))
SIGNALS = {("hoist.position", "HOIST_POS", "M", 20, "f32be"), ("HOIST_UP", "HOIST_UP", "I", 0, "bits"),
           ("Trolley", "Trolley", "tag", 0, "f32le")}
NOT_UNDERSTOOD = ('assets.csv:3:1: expected an address, got "10.0.0.300"',
                  'firewall.csv:4:1: source "servers" is not a network')
CONFLICTS = (f'{CONTROLLER}: assets.csv, line 2 calls it "Hoist drive"; '
             'spare.csv, line 2 calls it "Hoist inverter"',
             f"{CONTROLLER}: assets.csv, line 2 gives its MAC as 00:11:22:33:44:55; the traffic shows",
             "192.168.3.99: spare.csv, line 3 lists it, but it is not seen",
             f"{MODEM}: It is seen, but it is in no list",
             "02:00:00:00:02:50: switch.txt learned it at port Gi1/0/7, but it is in no list")


def between(frames, a, b):
    return [each for each in frames if each.is_tcp() and set(each.ends()) == {a, b}]


def another(frames, names, macs):
    """The same conversation again, a little later, between others."""
    for frame in frames:
        source, destination = (names.get(end, end) for end in frame.ends())
        yield captures.changed(frame, captures.Change(
            source=source, destination=destination, mac_source=macs.get(source),
            mac_destination=macs.get(destination), sequence=77_000_000,
            acknowledgment=77_000_000, number=9, later=300_000))


def record(folder, corpus):
    frames = []
    for frame in captures.read(corpus / CAPTURE)[:FRAMES]:
        names = [end.replace("141.81.0", PLAN) for end in frame.ends() or ()]
        frames.append(captures.changed(frame, captures.Change(*names)))
    macs = {MODEM: MODEM_MAC, INTERNET: ROUTER_MAC, WRITER: ROUTER_MAC}
    added = [*another(between(frames, MASTER, SERVER), {MASTER: MODEM, SERVER: INTERNET}, macs),
             *another(between(frames, MASTER, CONTROLLER), {MASTER: WRITER}, macs)]
    captures.write(folder / "day1.pcap", sorted(frames + added, key=lambda each: each.at))


def learn(quaywatch, folder, *options):
    done = subprocess.run([quaywatch, "learn", "day1.pcap", *options], cwd=folder,
                          capture_output=True, check=False, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"learn: exit status {done.returncode}: {done.stderr.decode()[-300:]}")
    return done.stdout.decode(), done.stderr.decode()


def check_draft(draft):
    site = tomllib.loads(draft)
    for what in ("conduit", "device"):
        if not all(each.get("seen_only") for each in site[what]):
            yield f"a drafted {what} is not marked as only seen"
    first = site["conduit"][0]
    if (first["from"], first["to"]) != (WRITER, CONTROLLER) or "write" not in first["commands"]:
        yield f"not the outside writer stands first of the conduits, but {first}"
    ranks = [int(line.split()[2]) for line in draft.splitlines()
             if line.startswith("# risk ") and " of 5: " in line]
    if ranks != sorted(ranks, reverse=True) or ranks[0] != 5:
        yield f"conduits are not in the order of their risk: {ranks}"
    outside = [each for each in site["conduit"] if each["to"] == INTERNET]
    if {each["from"] for each in outside} != {MODEM}:
        yield f"the modem's way out is drafted as {outside}"
    devices = [each.get("addresses", [""])[0] for each in site["device"]]
    if MODEM not in devices[:2] or CONTROLLER not in devices[:2]:
        yield f"those who speak with outside do not stand first of the devices: {devices[:3]}"
    if "services" in site:
        yield "what traffic told of gateways and servers counts as declared"


def vouched(draft):
    """The draft as a person leaves it who vouches for all but the two."""
    blocks = draft.split("\n\n")
    kept = []
    for block in blocks:
        is_device = "[[device]]" in block
        ours = any(each in block for each in (INTERNET, WRITER)) or (is_device and MODEM in block)
        if "[[" in block and not ours:
            block = block.replace("seen_only = true", "" if is_device else
                                  'vouched_by = "A. Person"\nwhy = "was asked"')
        kept.append(block)
    return "\n\n".join(kept)


def findings(quaywatch, folder, site_text):
    (folder / "site.toml").write_text(site_text, encoding="utf-8")
    with whole.study(quaywatch, folder / "day1.pcap", "--site", "site.toml",
                     limit_s=whole.LIMIT_S * 3) as study:
        if study.status != 0:
            raise RuntimeError(f"study: exit status {study.status}: {study.stderr[-300:]}")
        return study.result()


def check_study(quaywatch, folder, draft):
    told = findings(quaywatch, folder, draft)
    ledger = told["ledger"]
    if ledger["unexplained_octets"] != ledger["boundary_octets"] or not ledger["boundary_octets"]:
        yield f"what was only seen explains octets: {ledger}"
    told = findings(quaywatch, folder, vouched(draft))
    subjects = {"undeclared_device": set(), "undeclared_conduit": set(), "unexplained_egress": set()}
    for each in told["findings"]:
        if each["detector"] in subjects and each["grade"] != "not observable from here":
            subjects[each["detector"]].add(f"{each['subject']}: {each['claim']}")
    for detector, found in subjects.items():
        named = [each for each in found if any(a in each for a in (MODEM, WRITER, INTERNET))]
        if not named:
            yield f"{detector} does not claim what nobody vouched for"
        if len(named) != len(found):
            yield f"{detector} claims what somebody vouched for: {found - set(named)}"


def count(folder):
    """Snapshots of a mirrored port, next to the ends of the capture."""
    frames = captures.read(folder / "day1.pcap")
    first, last = (frames[at].at // 10**9 + add for at, add in ((0, 0), (-1, 1)))
    (folder / "counters.csv").write_text(
        f"port,time,in_frames\nGi1/0/7,{first},1000\n"
        f"Gi1/0/7,{last},{1000 + COUNTED * len(frames)}\n", encoding="utf-8")
    return len(frames)


def check_conflicts(told):
    found = [each for each in told["findings"] if each["detector"] == "site_conflict"]
    for grade, words in FOUND:
        if not any(each["grade"] == grade and words in each["claim"] for each in found):
            yield f"no finding, {grade}, says: {words}; but {[each['claim'] for each in found]}"
    for each in found:
        if not each["innocent"] or not each["steps"]:
            yield f"a conflict says neither how it may be innocent nor what to do: {each}"


def check_counted(told, frames):
    rows = [each for each in told["coverage"] if each["topic"] == "switch"]
    if [(each["part"], each["whole"]) for each in rows] != [(frames, COUNTED * frames)]:
        yield f"the switch counted {COUNTED * frames} of {frames} frames, and coverage says {rows}"


def check_json(quaywatch, folder, words):
    told = json.loads(learn(quaywatch, folder, *words, "--out", "again.toml", "--json")[0])
    texts = [f"{each['subject']}: {each['text']}" for each in told["conflicts"]]
    for each in CONFLICTS:
        if not any(text.startswith(each) for text in texts):
            yield f"not in the JSON: {each}"


def check_imports(quaywatch, folder):
    words = []
    for name, (_, text) in IMPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        words += ["--import", f"{CONTROLLER}={name}" if name.startswith(("hoist", "tr")) else name]
    frames = count(folder)
    words += ["--import", "counters.csv"]
    draft, told = learn(quaywatch, folder, *words)
    conflicts = told.count("\nconflict: ")
    if f"\n{conflicts} conflicts; studies" not in told:
        yield f"the conflicts are not counted: {told[-300:]}"
    for name, (counts, _) in IMPORTS.items():
        if f"{name}: {counts}\n" not in told:
            yield f"{name} is not told as {counts}: {told}"
    for each in NOT_UNDERSTOOD:
        if f"  not imported: {each}" not in told:
            yield f"not told: {each}"
    for each in CONFLICTS:
        if f"conflict: {each}" not in told:
            yield f"not told as a conflict: {each}"
        if f"# conflict: {each}" not in draft:
            yield f"not marked in the draft: {each}"
    site = tomllib.loads(draft)
    listed = [each for each in site["device"] if each["name"] == "Hoist drive"]
    if len(listed) != 1 or listed[0].get("seen_only"):
        yield f"what the port lists is not taken from its list: {listed}"
    rules = [each for each in site["conduit"] if each.get("document") == "firewall.csv, line 2"]
    if len(rules) != 1 or not rules[0]["seen_only"]:
        yield f"a firewall's rule is drafted as {rules}"
    signals = {(each["name"], each["symbol"], each["space"], each.get("offset", 0), each["type"])
               for each in site["signal"]}
    if signals != SIGNALS or not all(each["seen_only"] and each["device"] == CONTROLLER
                                     for each in site["signal"]):
        yield f"symbols are drafted as {site['signal']}"
    yield from check_json(quaywatch, folder, words)
    told = findings(quaywatch, folder, draft)
    yield from check_conflicts(told)
    yield from check_counted(told, frames)


def main():
    corpus = whole.corpus()
    quaywatch = pathlib.Path(sys.argv[1]).resolve()

    def judge(_):
        with tempfile.TemporaryDirectory(prefix="learn.") as name:
            folder = pathlib.Path(name)
            record(folder, corpus)
            draft, _ = learn(quaywatch, folder)
            return [*check_draft(draft), *check_study(quaywatch, folder, draft),
                    *check_imports(quaywatch, folder)]

    return whole.judge_all(judge, [CAPTURE])


if __name__ == "__main__":
    sys.exit(main())
