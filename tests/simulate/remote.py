#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Remote cranes, read by tshark alone: no frame has a mark; the telegrams of the desks, decoded by
the truth's `telegram` lines, have the values of its readings; the crane's references are the
sticks of the desk that the truth names; a crane that hears nothing stops, and only then."""
import bisect
import struct
import sys
import zlib

from dissect import FORMATS, decoded, marked, same
from made import Made, fields, need_tshark
from telegrams import epoch

OCTETS = 224
STANDS = {"stands by": 0, "asks": 1, "in charge": 2, "hands over": 3}
COMMANDING = (2, 3)
AXES = ("hoist", "trolley", "gantry", "boom")
SILENCE = 0.4
SCAN = 0.08  # a status is as old as the controller's last scan and the machine's last step
LOST = 1 << 5  # of alarm_word_5
FORMATS |= {"uint8": "B", "uint64": "Q"}


class Telegram:
    def __init__(self, layouts, at, source, target, octets):
        assert len(octets) == OCTETS, f"{len(octets)} octets"
        self.at, self.source, self.target, self.octets = at, source, target, octets
        self.name = "command" if octets[7] == 1 else "status"
        self.layout = layouts[self.name]
        self.counter, self.desk, self.stand = (self[one] for one in ("counter", "desk", "stand"))
        assert zlib.crc32(octets[:-4]) == self["crc"] and self["stop_released"] == 1

    def __getitem__(self, field):
        return decoded(self.layout[field], self.octets)


def telegrams(made, crane, point, layouts):
    own = {(line["client"], line["server"]) for line in made.lines("flow")
           if line["protocol"] == "desk telegram" and line["client"] == crane + ".plc"}
    assert own
    wanted = ["frame.time_epoch", "ip.src", "ip.dst", "udp.payload"]
    return [Telegram(layouts, float(at[0]), source[0], target[0], bytes.fromhex(payload[0]))
            for at, source, target, payload in fields(made.folder / f"{point}.pcapng", wanted,
                                                      "udp.port == 51000 and udp.length == 232")]


def compare(seen, readings):
    """Fields of each telegram that the truth has a reading of."""
    by_name = {(one.name, one.desk, one.counter): one for one in seen}
    checked = 0
    for line in readings:
        one = by_name[line["telegram"], line["desk"], line["counter"]]
        # Later by what a radio takes, or at first by what ARP does.
        assert abs(one.at - epoch(line["at"])) < 0.03 or one.counter < 3, line
        for field, true in line["values"].items():
            assert same(one.layout[field], one[field], true), f"{line} {field}: {one[field]}"
        for field in ("stand", "life", "heard"):
            assert one[field] == line[field], f"{line} {field}: {one[field]}"
        checked += len(line["values"]) + 3
    return checked


def check_ways(inside, outside):
    """Both points show the same, but what the reel lost; each end counts on, and hears."""
    inner, outer = ({one.source for one in side if one.name == "status"} for side in (inside, outside))
    assert len(inner) == len(outer) == 1 and inner != outer, "the gateway translates"
    lost = 0
    for name, sent, received in (("status", inside, outside), ("command", outside, inside)):
        first = [one for one in sent if one.name == name]
        then = [one.octets for one in received if one.name == name]
        left = {one.octets for one in first} - set(then)
        assert len(then) + len(left) == len(first), f"{name}: what arrives was sent"
        lost += len(left)
        last, heard = {}, {}
        for one in sent:
            if one.name != name:
                heard.setdefault(one.desk, [None, None]).append(one["life"])
                continue
            before = last.setdefault(one.desk, (0, (one["life"] - 1) & 0xffff))
            assert (one.counter, one["life"]) == (before[0] + 1, before[1] + 1 & 0xffff), name
            last[one.desk] = one.counter, one["life"]
            if one.counter > 3 and one.desk in heard:
                assert one["heard"] in heard[one.desk][-2:], f"{name} {one.counter} has heard another"
    return lost


def check_charge(made, crane, seen):
    """Who commands, by the truth's `desk` lines; a grant needs a moment to become known."""
    lines = [line for line in made.lines("desk") if line["crane"] == crane]
    grants = [(epoch(line["at"]), int(line["desk"].removeprefix("desk-"))) for line in lines
              if line["stand"] == "in charge"]
    times = [at for at, _ in grants]
    for one in seen:
        if one.name == "command" and one.stand in COMMANDING:
            at = bisect.bisect(times, one.at) - 1
            assert at >= 0 and (one.desk == grants[at][1] or one.at - times[at] < 0.3), one.counter
        if one.name == "command" and one.stand == STANDS["asks"]:
            assert not any(one.octets[16:208]) or one["size"] == 40, "who asks commands nothing"
    return grants


def check_obedience(seen, grants):
    """References are the last sticks that arrived from the desk in charge, at rest after silence."""
    commands = [one for one in seen if one.name == "command" and one.stand in COMMANDING]
    times = [one.at for one in commands]
    moved, stopped = dict.fromkeys(AXES, 0), 0
    for one in seen:
        if one.name != "status" or one.stand not in COMMANDING:
            continue
        last = bisect.bisect(times, one.at)
        first = bisect.bisect(times, one.at - SCAN) - 1
        near = commands[max(first, 0):last]
        silent = first < 0 or not near or one.at - near[0].at > SILENCE
        rest = silent or one["alarm_word_5"] & LOST or last == 0
        stopped += bool(one["alarm_word_5"] & LOST)
        for axis in AXES:
            reference, set_point = one[axis + "_reference"], one[axis + "_setpoint"]
            sticks = [each[axis] for each in near] + ([0.0] if rest else [])
            # A grant changes the desk between two telegrams of which one is not heeded.
            fresh = any(0 <= one.at - at < 0.5 for at, _ in grants)
            assert reference in sticks or fresh, f"{one.at} {axis}: {reference}, not of {sticks}"
            assert set_point * reference > 0 or set_point == 0, f"{one.at} {axis}: {set_point}"
            moved[axis] += set_point != 0
    return moved, stopped


def check_silence(made, crane, seen, until):
    """The alarm is raised after each silence that is too long, and at no other time."""
    times = [one.at for one in seen if one.name == "command" and one.stand in COMMANDING]
    gaps = [a for a, b in zip(times, times[1:] + [until]) if b - a > SILENCE + 0.02]
    alarms = [epoch(line["at"]) for line in made.lines("event") if line["crane"] == crane
              and line["event"] == "alarm_raised" and line.get("name") == "desk_link"]
    assert len(alarms) == len(gaps), f"{len(alarms)} alarms for {len(gaps)} silences"
    statuses = [one for one in seen if one.name == "status" and one.stand in COMMANDING]
    for gap, alarm in zip(gaps, alarms):
        assert SILENCE - 0.001 < alarm - gap < SILENCE + 0.05, f"{gap} {alarm}"
        before = [one for one in statuses if alarm - 0.2 < one.at < alarm]
        after = [one for one in statuses if alarm + 3.5 < one.at < alarm + 4.5]
        assert before and all(abs(one["hoist_speed"]) > 0.3 for one in before)
        # By then the link is back, and the operator quiets the load with the trolley.
        assert after and all(one["hoist_speed"] == 0 and abs(one["trolley_speed"]) < 0.4 for one in after)
    return len(gaps)


def check(made, crane, marks=True):
    for capture in made.captures() if marks else ():
        found = marked(capture)
        assert not found, f"{capture.name}: frames {', '.join(found[:10])}"
    layouts = {"command": {}, "status": {}}
    for line in made.lines("telegram"):
        if line["crane"] == crane:
            layouts[line["telegram"]][line["field"]] = line
    inside = telegrams(made, crane, crane + "-ehouse", layouts)
    outer = next(line["ip"] for line in made.lines("device") if line["name"] == crane + ".gateway-quay")
    outside = [one for one in telegrams(made, crane, "quay", layouts) if outer in (one.source, one.target)]
    readings = [line for line in made.lines("reading") if line["crane"] == crane and "telegram" in line]
    values = compare(inside, readings)
    lost = check_ways(inside, outside)
    grants = check_charge(made, crane, inside)
    moved, stopped = check_obedience(inside, grants)
    silences = check_silence(made, crane, inside, inside[-1].at)
    print(f"{crane}: {len(inside)} telegrams, {values} values as the truth has them, {lost} lost, "
          f"in motion as commanded {moved}, {len(grants)} grants, {silences} silences")
    return values, lost, moved, stopped, len(grants), silences


def check_site(made):
    """The port names its desks, and who may speak with them."""
    site = (made.folder / "site.toml").read_text(encoding="utf-8")
    assets = (made.folder / "port" / "assets.csv").read_text(encoding="utf-8")
    for line in made.lines("device"):
        if line["role"] == "remote-desk":
            assert f'name = "{line["name"]}"' in site and line["name"] in assets, line
    for flow in made.lines("flow"):
        if flow["protocol"] == "desk telegram":
            assert f'to = "{flow["server"]}"\nservice = "udp/51000"\nwhy = "{flow["purpose"]}"' in site


def check_wall(made):
    """Each camera's pictures reach the wall, packet for packet; the room's first is 5004."""
    wanted = ["udp.dstport", "udp.payload"]
    shown, filmed = set(), set()
    for port, payload in fields(made.folder / "crane-1-ehouse.pcapng", wanted,
                                "udp.dstport >= 50000 and udp.dstport < 50020 or "
                                "udp.dstport >= 5004 and udp.dstport < 5024"):
        (shown if int(port[0]) < 50000 else filmed).add(payload[0])
    assert len(shown) > 1000 and shown <= filmed and len(filmed) - len(shown) < 20
    streams = {payload[16:24] for payload in shown}
    assert len(streams) == 6, f"{len(streams)} cameras"


def main(program):
    need_tshark()
    # With this seed the first container is on its way to the quay then.
    with Made(program, "--hours", "0.22", "--seed", "1", "--operation", "remote",
              "--scenario", "quiet-radio,at=738,for=40") as made:
        values, lost, moved, stopped, grants, silences = check(made, "crane-1")
        assert values > 1000 and lost > 10 and stopped > 5
        assert all(moved[axis] > 100 for axis in ("hoist", "trolley", "boom")), moved
        assert grants == 2 and silences == 1
        check_site(made)
        check_wall(made)
    for build, cranes, hours in (("abb", 2, "0.08"), ("rockwell", 1, "0.03"), ("tmeic", 1, "0.03")):
        with Made(program, "--hours", hours, "--cranes", str(cranes), "--seed", "2", "--build", build,
                  "--operation", "remote") as made:
            for crane in range(1, cranes + 1):
                values, *_, silences = check(made, f"crane-{crane}", crane == 1)
                assert values > 200 and silences == 0


if __name__ == "__main__":
    main(sys.argv[1])
