#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about S7 communication with TShark, item by item.

    s7comm.py QUAYWATCH CORPUS

Compared over each capture, as multisets: every item of Read Var and Write Var (frame,
address, length, return code, value octets), every other request by its name, refusals
by their error code, identities, program blocks with their octets, logins, clocks, and
watched variables.
"""
import collections
import re
import struct
import xml.etree.ElementTree

import oracle

AREAS = {0x1c: "C", 0x1d: "T", 0x80: "P", 0x81: "I", 0x82: "Q", 0x83: "M", 0x84: "DB", 0x85: "DI"}
WIDTHS = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 4, 8: 4, 9: 2, 10: 4, 11: 4, 12: 2, 15: 8}
NUMBERS = {"u8": "B", "u16be": ">H", "s16be": ">h", "u32be": ">I", "s32be": ">i", "f32be": ">f"}
NAMES = {"Block status v2": "Block status 2", "RDREC": "Read data record"}
TEXTS = re.compile(r"s7comm\.szl\.001c\.000[1-8b]\."
                   r"(name|tag|copyright|serialn|cputypname|snmcmmc|loc_id)$")
TOPICS = ("item", "request", "error", "identity", "block", "login", "clock", "watched")


def octets_of(values):
    """The octets of a value block, from its JSON."""
    if not values:
        return ""
    kind, data = values["type"], values["data"]
    if kind == "octets":
        return data
    if kind == "text":
        return data.encode("latin-1", "replace").hex()
    if kind == "bits":
        packed = bytearray((len(data) + 7) // 8)
        for index, bit in enumerate(data):
            packed[index // 8] |= bit << index % 8
        return packed.hex()
    return b"".join(struct.pack(NUMBERS[kind], float(each) if kind[0] == "f" else each)
                    for each in data).hex()


def code_of(outcome):
    state, code = outcome["state"], outcome.get("code")
    if state == "accepted":
        return "ff"
    if state != "refused":
        return "-"
    return f"{code:02x}" if code < 256 else f"e{code:04x}"


def place(event):
    item = event["object"]
    return (f"{item['space']}{item.get('block', 0)}.{item.get('offset', 0)}.{item.get('bit', 0)}"
            f"+{item.get('length', 0)}")


def ours(case):
    said = {topic: collections.Counter() for topic in TOPICS}
    reads = {}
    requests = set()
    for event in case.events("s7comm"):
        kind, frame = event["kind"], event["frames"][1]
        if kind == "command":
            hear_command(event, frame, said, reads, requests)
        elif kind == "sample" and event["learnt"] == "poll":
            # Behind its command: the last of this reply without values.
            waiting = reads.get(frame, [])
            for index, (text, values) in enumerate(waiting):
                if values is None and place(event) in text:
                    waiting[index] = (text, octets_of(event.get("values")))
                    break
        elif kind == "sample":
            said["watched"][f"{frame} {octets_of(event.get('values'))}"] += 1
        elif kind == "handshake" and event["part"] == "client":
            requests.add(f"{frame} Setup communication")
        elif kind == "login":
            said["login"][str(frame)] += 1
        elif kind == "clock":
            said["clock"][f"{frame} {event['time'][:19]}"] += 1
        elif kind == "identity" and "001C" in event["source"]:
            said["identity"][f"{frame} {event['value']}"] += 1
        elif kind == "transfer":
            said["block"][f"{event['name']} {event['octets']}"] += 1
    for waiting in reads.values():
        for text, values in waiting:
            said["item"][f"{text} {values or ''}".strip()] += 1
    said["request"].update(requests)
    return said


def hear_command(event, frame, said, reads, requests):
    operation, outcome = event["operation"], event["outcome"]
    if operation in ("Read Var", "Write Var"):
        text = f"{frame} {operation} {place(event)} {code_of(outcome)}"
        if operation == "Read Var":
            reads.setdefault(event.get("reply", 0), []).append((text, None))
        else:
            said["item"][f"{text} {octets_of(event.get('values'))}".strip()] += 1
    elif operation != "COTP Connection Request":
        requests.add(f"{frame} {operation.split(' _')[0].split(' P_')[0]}")
        if outcome.get("code", 0) > 255:
            said["error"][f"{event['reply']} {outcome['code']:04x}"] += 1


class Independent:
    """What TShark reads, put together as requests and replies."""

    def __init__(self):
        self.said = {topic: collections.Counter() for topic in TOPICS}
        self.jobs = {}
        self.blocks = {}

    def on_pdu(self, frame, stream, sender, pdu):
        first = {}
        for field in pdu.iter("field"):
            first.setdefault(field.get("name"), field)

        def number(name, otherwise=0):
            field = first.get(f"s7comm.{name}")
            return otherwise if field is None else int(field.get("value"), 16)

        kind, reference = number("header.rosctr"), number("header.pduref")
        key = (stream, "user" if kind == 7 else "job", reference)
        if kind == 1:
            self.jobs.setdefault(key, []).append((frame, sender, pdu, first))
            self.on_job(frame, first)
        elif kind in (2, 3):
            error = number("header.errcls") << 8 | number("header.errcod")
            if error:
                self.said["error"][f"{frame} {error:04x}"] += 1
            waiting = self.jobs.get(key)
            if waiting:
                self.on_reply(stream, waiting.pop(0), pdu, error, number)
        else:
            self.on_userdata(frame, pdu, first, number)

    def on_job(self, frame, first):
        name = re.sub(r"^Function: (.*) \(0x..\)$", r"\1",
                      first["s7comm.param.func"].get("showname"))
        if name not in ("Read Var", "Write Var"):
            self.said["request"][f"{frame} {name}"] += 1

    def on_reply(self, stream, job, pdu, error, number):
        frame, _, asked, first = job
        function = int(first["s7comm.param.func"].get("value"), 16)
        if function in (4, 5):
            self.on_items(frame, function, asked, pdu, error)
        name = first.get("s7comm.param.blockcontrol.filename")
        if function in (0x1a, 0x1d) and not error:
            self.blocks[stream] = [name.get("showname"), 0]
        elif function in (0x1b, 0x1e) and stream in self.blocks:
            self.blocks[stream][1] += number("data.length")
        elif function in (0x1c, 0x1f) and stream in self.blocks:
            text, octets = self.blocks.pop(stream)
            block = re.search(r"\[(\w+?) ?(\d+)\]", text)
            self.said["block"][f"{block[1]}{int(block[2])} {octets}"] += 1

    def on_items(self, frame, function, asked, reply, error):
        answers = [] if reply is None else data_items(reply)
        written = data_items(asked)
        items = [each for each in asked.iter("field") if each.get("name") == "s7comm.param.item"]
        for index, item in enumerate(items):
            code, data = answers[index] if index < len(answers) else ("-", "")
            if error:
                code = f"e{error:04x}"
            if function == 5:
                data = written[index][1]
            elif code != "ff":
                data = ""
            operation = "Read Var" if function == 4 else "Write Var"
            self.said["item"][f"{frame} {operation} {address(item)} {code} {data}".strip()] += 1

    def on_userdata(self, frame, pdu, first, number):
        kind, group = number("param.userdata.type"), number("param.userdata.funcgroup")
        error = number("param.errcod")
        if error:
            self.said["error"][f"{frame} {error:04x}"] += 1
        for field in pdu.iter("field"):
            if TEXTS.match(field.get("name")):
                text = field.get("showname").partition(": ")[2].strip()
                self.said["identity"].update([f"{frame} {text}"] if text else [])
        if group == 7 and "s7comm.data.ts" in first:
            stamp = first["s7comm.data.ts"].get("showname")
            found = re.search(r"(\w+) +(\d+), (\d+) (\d+:\d+:\d+)", stamp)
            months = "JanFebMarAprMayJunJulAugSepOctNovDec"
            month = months.index(found[1]) // 3 + 1
            self.said["clock"][f"{frame} {found[3]}-{month:02}-{int(found[2]):02}T{found[4]}"] += 1
        if kind == 0 and group == 1:
            for code, data in data_items(pdu):
                if code == "ff":
                    self.said["watched"][f"{frame} {data}"] += 1
        if kind == 4:
            continues = number("header.parlg") == 12 and number("header.datlg") == 4
            name = re.sub(r"^Subfunction: (.*) \(\d+\)$", r"\1",
                          first["s7comm.param.userdata.subfunc"].get("showname"))
            if name == "PLC password":
                self.said["login"][str(frame)] += 1
            elif not continues:
                self.said["request"][f"{frame} {NAMES.get(name, name)}"] += 1

    def finish(self):
        for waiting in self.jobs.values():
            for frame, _, asked, first in waiting:
                function = int(first["s7comm.param.func"].get("value"), 16)
                if function in (4, 5):
                    self.on_items(frame, function, asked, None, 0)
        return self.said


def data_items(pdu):
    """Return code and octets of each item of the data part."""
    items = []
    for item in pdu.iter("field"):
        if item.get("name") != "s7comm.data.item":
            continue
        code, data = "", ""
        for field in item.iter("field"):
            if field.get("name") == "s7comm.data.returncode":
                code = field.get("value")
            elif field.get("name") == "s7comm.resp.data":
                data = field.get("value")
        items.append((code, data))
    return items


def address(item):
    found = {field.get("name").removeprefix("s7comm.param.item."): int(field.get("value"), 16)
             for field in item.iter("field") if re.fullmatch("[0-9a-f]+", field.get("value") or "")}
    area, raw = found["area"], found["address"]
    if area in (0x1c, 0x1d):
        return f"{AREAS[area]}{found['db']}.{raw}.0+{found['length']}"
    length = found["length"] * WIDTHS[found["transp_size"]]
    if found["transp_size"] == 1:
        length = ((raw & 7) + found["length"] + 7) // 8
    return f"{AREAS[area]}{found['db']}.{raw >> 3}.{raw & 7}+{length}"


def tshark(case):
    text = case.tshark("-Y", "s7comm", "-T", "pdml", "-J", "s7comm tcp ip")
    reader = Independent()
    for _, packet in xml.etree.ElementTree.iterparse(text):
        if packet.tag != "packet":
            continue
        frame = stream = sender = None
        for field in packet.iter("field"):
            if field.get("name") == "num" and frame is None:
                frame = int(field.get("show"))
            elif field.get("name") == "tcp.stream":
                stream = field.get("show")
            elif field.get("name") == "ip.src":
                sender = field.get("show")
        for pdu in packet.findall("proto"):
            if pdu.get("name") == "s7comm":
                reader.on_pdu(frame, stream, sender, pdu)
        packet.clear()
    return reader.finish()


def compare(case):
    result = oracle.Comparison()
    we, they = ours(case), tshark(case)
    for topic in TOPICS:
        result.multisets(topic, we[topic], they[topic])
    return result


if __name__ == "__main__":
    oracle.main("s7comm", __doc__.splitlines()[0],
                lambda case: "s7comm" in case.protocols, compare)
