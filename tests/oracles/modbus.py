#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about Modbus/TCP with TShark, message by message.

    modbus.py QUAYWATCH CORPUS

Compared over each capture, as multisets: requests (frame, unit, function, address,
count), values written, values read, exceptions (frame, function, code). What TShark
marks as sent again in TCP is left out, for it is one message.
"""
import collections
import xml.etree.ElementTree as tree

import oracle

FUNCTIONS = {"Read Coils": 1, "Read Discrete Inputs": 2, "Read Holding Registers": 3,
             "Read Input Registers": 4, "Write Single Coil": 5, "Write Single Register": 6,
             "Read Exception Status": 7, "Get Comm Event Counter": 11, "Get Comm Event Log": 12,
             "Write Multiple Coils": 15, "Write Multiple Registers": 16, "Report Server ID": 17,
             "Read File Record": 20, "Write File Record": 21, "Mask Write Register": 22,
             "Read/Write Multiple Registers": 23, "Read FIFO Queue": 24, "UMAS": 90,
             "Read Device Identification": 43, "CANopen General Reference": 43,
             "Encapsulated Interface Transport": 43}
DIAGNOSTICS, MAKERS = 8, None  # makers' functions have no name of their own
PLACED = {1, 2, 3, 4, 5, 6, 15, 16, 22, 23}  # with an address and a count
READ = {"coil", "discrete-input", "holding-register", "input-register"}
TOPICS = ("request", "written", "read", "exception")


def number_of(operation):
    if operation in ("User-Defined Function", "Unassigned Function"):
        return MAKERS
    return FUNCTIONS.get(operation, DIAGNOSTICS)


def text_of(values):
    """Numbers of a value block; bits are cut to those that were asked for."""
    return ",".join("cut" if each is None else str(int(each)) for each in values)


def ours(case):
    said = {topic: collections.Counter() for topic in TOPICS}
    for event in case.events("modbus"):
        frame = event["frames"][-1]
        if event["kind"] == "command":
            thing, function = event.get("object", {}), number_of(event["operation"])
            unit = thing.get("station", 0)
            place = f" {thing.get('offset', 0)}+{thing.get('length', 0)}" if function in PLACED else ""
            said["request"][f"{frame} {unit} {function}{place}"] += 1
            values = event.get("values")
            if function in PLACED and values and values["data"]:
                said["written"][f"{frame} {function} {text_of(values['data'])}"] += 1
            if event["outcome"]["state"] == "refused":
                said["exception"][f"{event['reply']} {function} {event['outcome']['code']}"] += 1
        elif event["kind"] == "sample":
            thing, values = event.get("object", {}), event["values"]
            if values["type"] in ("u16be", "bits") and thing.get("space") in READ:
                said["read"][f"{frame} {thing.get('station', 0)} {text_of(values['data'])}"] += 1
    return said


class Message:
    """One Modbus message as TShark shows it."""

    def __init__(self, unit, fields):
        self.unit = unit
        self.fields = collections.defaultdict(list)
        for field in fields:
            self.fields[field.get("name")].append(field.get("show"))

    def number(self, name, otherwise=None):
        values = self.fields.get("modbus." + name)
        return int(values[0], 0) if values else otherwise

    def octets(self):
        return bytes.fromhex("".join(self.fields.get("modbus.data", [])).replace(":", ""))

    def words(self):
        values = [int(each) for each in self.fields.get("modbus.regval_uint16", [])]
        if values:
            return values
        raw = self.octets()
        return [int.from_bytes(raw[at:at + 2], "big") for at in range(0, len(raw), 2)]

    def bits(self, count):
        raw = self.octets()
        return [raw[index // 8] >> index % 8 & 1 for index in range(min(count, len(raw) * 8))]

    def place(self, function):
        if function == 23:
            return self.number("write_reference_num"), self.number("write_word_cnt")
        count = self.number("bit_cnt", self.number("word_cnt", 1))
        return self.number("reference_num"), count

    def written(self, function):
        if function == 5:
            return [self.octets()[:1] != b"\0"]
        if function == 15:
            return self.bits(self.number("bit_cnt", 0))
        if function == 22:
            return [self.number("and_mask"), self.number("or_mask")]
        return self.words() if function in (6, 16, 23) else []

    def read(self, function):
        if function in (1, 2):
            return [int(each in ("1", "True")) for each in self.fields.get("modbus.bitval", [])]
        return self.words() if function in (3, 4, 23) else []


def messages(packet):
    """(frame, source port, messages) of one packet in PDML."""
    frame = port = unit = None
    found = []
    for part in packet.iter("proto"):
        if part.get("name") == "geninfo":
            frame = int(part.find("field[@name='num']").get("show"))
        elif part.get("name") == "tcp":
            port = part.find("field[@name='tcp.srcport']").get("show")
        elif part.get("name") == "mbtcp":
            unit = int(part.find("field[@name='mbtcp.unit_id']").get("show"))
        elif part.get("name") == "modbus":
            found.append(Message(unit, part.iter("field")))
    return frame, port, found


def add(said, unpaired, frame, port, message):
    function = message.number("func_code")
    if function is None:
        return
    number = function if function in FUNCTIONS.values() or function == DIAGNOSTICS else MAKERS
    replies = said if "modbus.request_frame" in message.fields else unpaired
    if "modbus.exception_code" in message.fields:
        replies["exception"][f"{frame} {number} {message.number('exception_code')}"] += 1
    elif port == "502":
        values = message.read(function)
        if values:
            replies["read"][f"{frame} {message.unit} {text_of(values)}"] += 1
    else:
        place = ""
        if function in PLACED:
            offset, count = message.place(function)
            place = f" {offset}+{count}"
        said["request"][f"{frame} {message.unit} {number}{place}"] += 1
        values = message.written(function)
        if values:
            said["written"][f"{frame} {number} {text_of(values)}"] += 1


def theirs(case):
    """What TShark shows, and apart from it replies for which it found no request."""
    said, unpaired = ({topic: collections.Counter() for topic in TOPICS} for _ in range(2))
    condition = "modbus && !tcp.analysis.retransmission && !icmp"
    with case.tshark("-Y", condition, "-T", "pdml", "-J", "mbtcp modbus tcp") as text:
        for _, packet in tree.iterparse(text):
            if packet.tag == "packet":
                frame, port, found = messages(packet)
                for message in found:
                    add(said, unpaired, frame, port, message)
                packet.clear()
    return said, unpaired


def compare(case):
    result = oracle.Comparison()
    we, (they, unpaired) = ours(case), theirs(case)
    for topic in TOPICS:
        may = (we[topic] - they[topic]) & unpaired[topic]  # we may have found the request
        result.multisets(topic, we[topic], they[topic] + may)
    return result


if __name__ == "__main__":
    oracle.main("modbus", __doc__.splitlines()[0],
                lambda case: case.protocols & {"modbus", "mbtcp"}, compare)
