# SPDX-License-Identifier: Apache-2.0
"""What is in PROFINET, MQTT, NMEA, CoLa and the maker's TLS records, beside what the truth says."""
import bisect
import datetime
import functools
import json
import math
import operator
import re
import struct
import subprocess

from made import fields

PROFINET_SECONDS = 300  # as long as tshark's JSON of it is still quick
SEALED = 24  # octets that TLS 1.2 with AES-GCM adds to a record


def epoch(text):
    """RFC 3339 with nanoseconds, as seconds."""
    whole = datetime.datetime.fromisoformat(text[:19] + "+00:00").timestamp()
    return whole + float("0" + text[19:-1])


def near(shown, true, slack=0.0):
    # What six digits of the truth leave out, besides.
    return abs(shown - true) <= slack + abs(true) * 1e-5 + 1e-6


def readings(made, crane, key):
    return [line for line in made.lines("reading") if line["crane"] == crane and key in line]


class AtTimes:
    """Things of a capture by their time: a truth line's is the same to the microsecond, or less by
    what a frame waits for ARP."""

    def __init__(self, pairs):
        self.times, self.things = zip(*pairs)

    def at(self, text, wait=0.0):
        moment = epoch(text)
        first = bisect.bisect_left(self.times, moment - 2e-6)
        assert self.times[first] - moment < wait + 2e-6, f"no frame at {text}"
        return self.things[first]


def compare_profinet(made, crane, capture):
    """Flags of the cyclic inputs, by the `register` lines of the stations."""
    show = f"pn_rt.frame_id < 0x8040 and pn_io and frame.time_relative < {PROFINET_SECONDS}"
    raw = subprocess.run(["tshark", "-r", str(capture), "-Y", show, "-T", "jsonraw", "-J", "pn_io"],
                         check=True, capture_output=True, text=True).stdout
    data = [bytes.fromhex(packet["_source"]["layers"]["pn_io_raw"][0]) for packet in json.loads(raw)]
    heads = list(fields(capture, ["frame.time_epoch", "pn_rt.frame_id", "pn_rt.cycle_counter"], show))
    assert len(heads) == len(data)
    frames = {}
    for (time, frame_id, cycle), octets in zip(heads, data):
        frames.setdefault(int(frame_id[0], 0), []).append((float(time[0]), (int(cycle[0]), octets)))
    places = {(line["block"], line["signal"]): line for line in made.lines("register")
              if line["controller"].startswith(crane + ".io-")}
    checked = 0
    by_id = {frame_id: AtTimes(pairs) for frame_id, pairs in frames.items()}
    for line in readings(made, crane, "cycle"):
        if epoch(line["at"]) > by_id[line["block"]].times[-1]:
            continue
        cycle, octets = by_id[line["block"]].at(line["at"])
        assert cycle == line["cycle"]
        for signal, true in line["values"].items():
            place = places[line["block"], signal]
            shown = octets[place["offset"]] >> place["bit"] & 1
            assert shown == true, f"{line['at']} {signal}: {shown}, not {true}"
            checked += 1
    return checked


def value_at(tree, path):
    """The value of a TIC4.0 name in the nested form."""
    for part in path.split("."):
        tree = tree[part]
    if isinstance(tree, dict):
        tree = tree["status"]
    return tree[0]["value"]


def compare_mqtt(made, crane, capture):
    """The state that the crane publishes, by the message's own number."""
    meaning = {line["signal"]: line["meaning"] for line in made.lines("register")}
    published = {}
    for _, messages in fields(capture, ["mqtt.topic", "mqtt.msg"], "mqtt.msgtype == 3"):
        for message in messages:
            told = json.loads(bytes.fromhex(message))
            published[int(told["msg"]["id"])] = told["che"][0]
    checked = 0
    for line in readings(made, crane, "message"):
        for signal, true in line["values"].items():
            shown = value_at(published[line["message"]], meaning[signal])
            assert near(shown, true, 0.0006), f"{line['at']} {signal}: {shown}, not {true}"
            checked += 1
    return checked


def angle(text, side):
    point = text.index(".") - 2
    return (float(text[:point]) + float(text[point:]) / 60) * (-1 if side in "SW" else 1)


def compare_nmea(made, crane, capture):
    """Where the crane stands along the berth, from its receiver's sentences."""
    frames = AtTimes([(float(time[0]), bytes.fromhex(payload[0]).decode("ascii")) for time, payload
                      in fields(capture, ["frame.time_epoch", "udp.payload"], "udp.port == 10110")])
    berth = next(line for line in made.lines("berth") if line["crane"] == crane)
    turn, radius = math.radians(berth["bearing"]), berth["earth_radius"]
    checked = 0
    for line in readings(made, crane, "sentence"):
        sentences = frames.at(line["at"], 0.01).split("\r\n")
        assert len(sentences) == 3 and sentences[2] == ""
        for sentence in sentences[:2]:
            body, check = re.fullmatch(r"\$([^*]+)\*([0-9A-F]{2})", sentence).groups()
            assert functools.reduce(operator.xor, body.encode()) == int(check, 16), sentence
        gga, rmc = (sentence.split(",") for sentence in sentences[:2])
        assert gga[0] == "$GPGGA" and rmc[0] == "$GPRMC" and gga[2:6] == rmc[3:7] and gga[1] == rmc[1]
        at = datetime.datetime.fromisoformat(line["at"][:19])
        assert gga[1][:6] == at.strftime("%H%M%S") and rmc[9] == at.strftime("%d%m%y")
        north = math.radians(angle(gga[2], gga[3]) - berth["latitude"]) * radius
        east = (math.radians(angle(gga[4], gga[5]) - berth["longitude"]) * radius
                * math.cos(math.radians(berth["latitude"])))
        along = north * math.cos(turn) + east * math.sin(turn)
        across = east * math.cos(turn) - north * math.sin(turn)
        true = line["values"]["gantry_position"]
        assert near(along, true, 0.03) and abs(across) < 0.03, f"{line['at']}: {along}, not {true}"
        checked += 1
    return checked


def scans(capture):
    """Telegrams of the scanner as {number: distances in m}, the middle one straight down."""
    found = {}
    for (payload,) in fields(capture, ["tcp.payload"], "tcp.srcport == 2111 and tcp.len > 0"):
        octets = bytes.fromhex(payload[0])
        assert octets[0] == 2 and octets[-1] == 3, octets
        words = octets[1:-1].decode("ascii").split(" ")
        if words[:2] != ["sSN", "LMDscandata"]:
            continue
        at = words.index("DIST1")
        scale, offset = (struct.unpack(">f", bytes.fromhex(word))[0] for word in words[at + 1:at + 3])
        start, step, count = (int(word, 16) for word in words[at + 3:at + 6])
        distances = [(int(word, 16) * scale + offset) / 1000 for word in words[at + 6:at + 6 + count]]
        assert len(distances) == count and words[at + 6 + count:] == ["0"] * 6
        assert start - 2**32 + step * (count // 2) == 0, "the middle ray is not the one down"
        found[int(words[7], 16)] = distances
    return found


def compare_lidar(made, crane, capture):
    sensor = next(line for line in made.lines("sensor") if line["crane"] == crane)
    seen, checked = scans(capture), 0
    for line in readings(made, crane, "scan"):
        distances = seen[line["scan"]]
        shown, true = sensor["height"] - distances[len(distances) // 2], line["values"]["spreader_height"]
        assert near(shown, true, 0.06), f"{line['at']}: {shown}, not {true}"
        checked += 1
    return checked


def compare_uplink(made, crane, capture):
    """What TLS hides is as long as the truth says, and the truth says what it is."""
    records = AtTimes([(float(time[0]), [int(one) for one in sizes]) for time, sizes in fields(
        capture, ["frame.time_epoch", "tls.record.length"],
        "tcp.dstport == 8883 and tls.record.content_type == 23")])
    checked = 0
    for line in made.lines("uplink"):
        if line["crane"] != crane:
            continue
        body = line["body"]
        assert body["DeviceID"] == crane and body["Items"], line
        assert {"ItemName", "DataType", "ValueString", "ValueFloat", "ValueInt", "Quality",
                "TimeStamp"} == body["Items"][0].keys()
        whole = len(json.dumps(body, separators=(",", ":")))
        # An MQTT head and a topic are in front; numbers lose no more than their last zeros.
        assert 0 < line["octets"] - whole < 100 + 3 * len(body["Items"]), line
        sent = [size for time, sizes in zip(records.times, records.things) for size in sizes
                if 0 <= time - epoch(line["at"]) < 0.5]
        assert line["octets"] + SEALED in sent, f"{line['octets']} is none of {sent}"
        checked += 1
    return checked


COMPARISONS = {"PROFINET inputs": (compare_profinet, 300), "values over MQTT": (compare_mqtt, 60),
               "positions of NMEA 0183": (compare_nmea, 6), "distances of the lidar": (compare_lidar, 6),
               "messages to the maker": (compare_uplink, 3)}


def compare_telegrams(made, crane):
    capture = made.folder / f"{crane}-ehouse.pcapng"
    for name, (compare, least) in COMPARISONS.items():
        checked = compare(made, crane, capture)
        print(f"{crane}: {checked} {name} as the truth has them")
        assert checked >= least, f"only {checked} {name}"
