#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about CIP with TShark.

    cip.py QUAYWATCH CORPUS

Compared are, message by message: the service, class, instance and first
attribute, or the tag, of each request; the general status of each reply; the
data of both, as far as TShark shows it. Services within a packet of several, and
within an Unconnected_Send, count each by itself; the envelope does not.
"""
import collections
import re
import xml.etree.ElementTree as tree

import oracle

COMMON = {"Get_Attributes_All": 0x01, "Set_Attributes_All": 0x02, "Get_Attribute_List": 0x03,
          "Set_Attribute_List": 0x04, "Reset": 0x05, "Start": 0x06, "Stop": 0x07, "Create": 0x08,
          "Delete": 0x09, "Apply_Attributes": 0x0d, "Get_Attribute_Single": 0x0e,
          "Set_Attribute_Single": 0x10, "Find_Next_Object_Instance": 0x11, "Restore": 0x15,
          "Save": 0x16, "No Operation": 0x17, "Get_Member": 0x18, "Set_Member": 0x19,
          "Forward_Open": 0x54, "Large_Forward_Open": 0x5b, "Forward_Close": 0x4e,
          "Read Tag": 0x4c, "Write Tag": 0x4d, "Read Modify Write Tag": 0x4e,
          "Read Tag Fragmented": 0x52, "Write Tag Fragmented": 0x53,
          "Get_Instance_Attribute_List": 0x55, "Read Template": 0x4c, "Execute_PCCC": 0x4b}
CLASSES = {"Identity": 0x01, "Message Router": 0x02, "Assembly": 0x04, "Connection Manager": 0x06,
           "File": 0x37, "PCCC": 0x67, "Symbol": 0x6b, "Template": 0x6c, "WallClockTime": 0x8b,
           "ControlNet Scheduling": 0xf2, "Port": 0xf4, "TCP/IP Interface": 0xf5,
           "Ethernet Link": 0xf6}
OPENS = {0x54, 0x5b}  # their object is where the connection path ends
MULTIPLE, UNCONNECTED_SEND, CONNECTION_MANAGER = 0x0a, 0x52, 0x06


def ours(case):
    """Requests and replies by frame, each a list in order."""
    requests, replies, samples = (collections.defaultdict(list) for _ in range(3))
    for event in case.events("enip"):
        frame = event["frames"][-1]
        if event["kind"] == "sample" and event["learnt"] == "poll":
            samples[frame].append(event["values"])
        if event["kind"] != "command":
            continue
        operation, thing = event["operation"], event.get("object", {})
        number = re.fullmatch(r"Service 0x(..)", operation)
        service = int(number[1], 16) if number else COMMON.get(operation)
        if service is None:
            continue  # of the encapsulation
        space = thing.get("space", "")
        number = re.fullmatch(r"Class 0x(.+)", space)
        place = (("tag", thing.get("symbol")) if space == "tag" else
                 (int(number[1], 16) if number else CLASSES.get(space, space),
                  thing.get("block", 0)))
        requests[frame].append((service, place, thing.get("offset", 0)))
        if event.get("reply"):
            replies[event["reply"]].append((service, event["outcome"]["code"] & 0xff))
    return requests, replies, samples


class Message:
    """One CIP message as TShark shows it: fields by name, in order."""

    def __init__(self, service):
        self.service = service & 0x7f
        self.reply = service >= 0x80
        self.fields = collections.defaultdict(list)

    def number(self, name, which=-1):
        values = self.fields.get(name)
        return int(values[which], 0) if values else None

    def envelope(self):
        classes = self.fields.get("cip.class", [])
        manager = bool(classes) and int(classes[0], 0) == CONNECTION_MANAGER
        return self.service == MULTIPLE or (self.service == UNCONNECTED_SEND and manager)

    def place(self):
        """TShark lists all of a path's segments; the last of each kind leads."""
        if self.fields.get("cip.symbol"):
            text = ""
            for name, value in self.fields["path"]:
                if name == "cip.symbol":
                    text += ("." if text else "") + value
                elif text.endswith("]"):
                    text = f"{text[:-1]},{int(value, 0)}]"
                else:
                    text += f"[{int(value, 0)}]"
            return ("tag", text)
        return (self.number("cip.class"), self.number("cip.instance") or 0)


def messages(packet):
    """TShark shows a request's path again in its reply, marked as generated."""
    found = []
    for field in packet.iter("field"):
        name, value = field.get("name"), field.get("show")
        if name == "cip.service":
            found.append(Message(int(field.get("value") or value, 16)))
        elif found and name and name.startswith("cip.") and field.get("hide") != "yes":
            found[-1].fields[name].append(value)
            if name in ("cip.symbol", "cip.member"):
                found[-1].fields["path"].append((name, value))
    return found


def tshark(case):
    text = case.tshark("-Y", "cip && !tcp.analysis.retransmission", "-T", "pdml")
    for _, packet in tree.iterparse(text):
        if packet.tag != "packet":
            continue
        frame = next(int(each.get("show")) for each in packet.iter("field")
                     if each.get("name") == "frame.number")
        yield frame, messages(packet)
        packet.clear()


def compare(case):
    requests, replies, samples = ours(case)
    result = oracle.Comparison()

    def check(what, frame, we, they):
        result.same(what, we == they, f"frame {frame}: we {we}, tshark {they}")

    for frame, found in tshark(case):
        # A frame may hold several packets, and we speak when each is answered.
        asked = sorted((each for each in found if not each.reply and not each.envelope()),
                       key=lambda each: (each.service, str(each.place())))
        told = sorted((each for each in found if each.reply and not each.envelope()),
                      key=lambda each: (each.service, each.number("cip.genstat", 0) or 0))
        we = sorted(requests.get(frame, []), key=lambda each: (each[0], str(each[1])))
        check("requests", frame, [each[0] for each in we], [each.service for each in asked])
        for mine, theirs in zip(we, asked):
            if mine[0] in OPENS or theirs.number("cip.class", 0) == CONNECTION_MANAGER:
                continue
            check("place", frame, mine[1], theirs.place())
            if theirs.fields.get("cip.attribute"):
                check("attribute", frame, mine[2], theirs.number("cip.attribute", 0))
        we = sorted(replies.get(frame, []))
        if told and we:
            check("replies", frame, [each[0] for each in we], [each.service for each in told])
            for mine, theirs in zip(we, told):
                if theirs.fields.get("cip.genstat"):
                    check("status", frame, mine[1], theirs.number("cip.genstat", 0))
        shown = {each.fields["cip.data"][0].replace(":", "") for each in told
                 if each.fields.get("cip.data")}
        for values in samples.get(frame, []):
            if values["type"] == "octets" and len(told) == 1 and shown:
                check("data", frame, True, any(values["data"] in each or each in values["data"]
                                               for each in shown))
    return result


if __name__ == "__main__":
    oracle.main("cip", __doc__.splitlines()[0],
                lambda case: "cip" in case.protocols or "enip" in case.protocols, compare)
