#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about names, addresses and clocks with TShark.

    names.py QUAYWATCH CORPUS

For each capture and each topic below, the sets of (frame, value, ...) that either
reader finds.

A repeated query is one lookup for us. Duplicates of a mirror port are left out by us, and here:
what TShark finds once more, at most three frames later, is passed over.
"""
import re

import oracle

THEMES_LEFT_OUT = {"malformed", "reassembly", "file-format", "edi"}


def first(text):
    return text.split(";")[0]


def pairs(rows, wanted):
    """(frame, value) for each value of a field that may stand several times."""
    return {(int(row[0]), value) for row in rows for value in row[wanted].split(";") if value}


def columns(rows):
    """The first value of each field, without the blanks that some texts end in."""
    return {(int(row[0]),) + tuple(first(cell).replace("\\n", "\n").rstrip() for cell in row[1:])
            for row in rows if all(row[1:])}


def netbios(name):
    """Readers differ in how they write octets that are not printed, and the suffix."""
    return re.sub(r"<[^>]*>|\\\d{3}", "", name).strip().upper()


def plain(name):
    """Readers differ in how they write octets that are no ASCII."""
    return (name.rstrip(".").lower() or "<root>") if name.isascii() else "<not ASCII>"


class Topic:
    """One thing that both readers find: TShark's filter and fields, our events."""

    def __init__(self, name, filter_text, fields, theirs, ours, repeats=False):
        self.name, self.filter, self.fields = name, filter_text, fields
        self.theirs, self.ours = theirs, ours
        self.repeats = repeats  # a repetition is no event of ours


def said(kind, protocols, give, when=lambda event: True):
    def find(events):
        return {give(event) for event in events
                if event["kind"] == kind and event["protocol"] in protocols and when(event)}
    return find


def frame(event):
    return event["frames"][1]


def identity(protocol, source):
    return said("identity", {protocol}, lambda e: (frame(e), e["value"]),
                lambda e: e["source"] == source)


def binding(protocols, relation):
    return said("binding", protocols, lambda e: (frame(e), e["subject"], e["object"]),
                lambda e: e["relation"] == relation)


NAMES = {"dns", "mdns", "llmnr"}
DNS = "(dns || mdns || llmnr) && !icmp && !icmpv6 && "

TOPICS = [
    Topic("arp claims", "arp.opcode <= 2 && arp.src.proto_ipv4 != 0.0.0.0",
          ["arp.src.proto_ipv4", "arp.src.hw_mac"], columns, binding({"arp"}, "address")),
    Topic("dns queries", DNS + "dns.flags.response == 0",
          ["dns.qry.name"],
          lambda rows: {(number, plain(name)) for number, name in pairs(rows, 1)},
          said("name", NAMES, lambda e: (frame(e), plain(e["question"])),
               lambda e: e["phase"] == "asked"), repeats=True),
    Topic("dns responses", DNS + "dns.flags.response == 1 && !mdns && dns.count.queries == 1",
          ["dns.qry.name", "dns.flags.rcode", "dns.count.answers"],
          lambda rows: {(int(n), plain(name), int(code), min(int(count), 64))
                        for n, name, code, count in rows if name},
          said("name", {"dns", "llmnr"},
               lambda e: (frame(e), plain(e["question"]), e["outcome"].get("code") or 0,
                          len(e.get("answers") or [])),
               lambda e: e["phase"] == "answered" and e.get("record"))),
    Topic("dhcp leases", "dhcp.option.dhcp == 5 && dhcp.ip.your != 0.0.0.0",
          ["dhcp.ip.your", "dhcp.hw.mac_addr"], columns,
          said("binding", {"dhcp"}, lambda e: (frame(e), e["subject"], e["object"]),
               lambda e: e["relation"] == "lease" and e.get("detail") != "released")),
    Topic("dhcp host names", "dhcp.type == 1 && dhcp.option.hostname", ["dhcp.option.hostname"],
          lambda rows: pairs(rows, 1), identity("dhcp", "DHCP option 12")),
    Topic("dhcp vendor classes", "dhcp.type == 1 && dhcp.option.vendor_class_id",
          ["dhcp.option.vendor_class_id"], lambda rows: pairs(rows, 1),
          identity("dhcp", "DHCP option 60")),
    Topic("lldp names", "lldp", ["lldp.tlv.system.name"], lambda rows: pairs(rows, 1),
          identity("lldp", "LLDP System Name")),
    Topic("lldp descriptions", "lldp", ["lldp.tlv.system.desc"], columns,
          identity("lldp", "LLDP System Description")),
    Topic("cdp devices", "cdp", ["cdp.deviceid"], lambda rows: pairs(rows, 1),
          identity("cdp", "CDP Device ID")),
    Topic("cdp platforms", "cdp", ["cdp.platform"], lambda rows: pairs(rows, 1),
          identity("cdp", "CDP Platform")),
    Topic("ntp told", "ntp && ntp.flags.mode in {1,2,4,5} && !icmp", ["ntp.stratum"],
          lambda rows: {(number, int(value)) for number, value in pairs(rows, 1)},
          said("clock", {"ntp"}, lambda e: (frame(e), e["stratum"]), lambda e: e["role"] == "told")),
    Topic("ntp asked", "ntp && ntp.flags.mode == 3 && !icmp", ["ntp.flags.mode"],
          lambda rows: {(int(row[0]),) for row in rows},
          said("clock", {"ntp"}, lambda e: (frame(e),), lambda e: e["role"] == "asked")),
    Topic("snmp requests", "snmp && (snmp.get_request_element || snmp.get_next_request_element || "
          "snmp.set_request_element || snmp.getBulkRequest_element) && !icmp",
          ["snmp.name"], columns,
          said("command", {"snmp"}, lambda e: (frame(e), e["object"].get("symbol", "")),
               lambda e: e["object"].get("symbol") and e["operation"] != "InformRequest")),
    Topic("snmp traps", "snmp && (snmp.trap_element || snmp.snmpV2_trap_element || "
          "snmp.informRequest_element) && !icmp", [],
          lambda rows: {(int(row[0]),) for row in rows},
          said("alarm", {"snmp"}, lambda e: (frame(e),))),
    Topic("icmpv6 neighbours", "icmpv6.opt.linkaddr && icmpv6.type in {133,135} && ipv6.src != ::",
          ["ipv6.src", "icmpv6.opt.linkaddr"], columns,
          said("binding", {"icmpv6"}, lambda e: (frame(e), e["subject"], e["object"]),
               lambda e: e["relation"] == "address" and "solicitation" in e["detail"])),
    Topic("icmp echoes", "icmp.type == 8", ["icmp.type"],  # the first: errors quote others
          lambda rows: {(int(row[0]),) for row in rows if first(row[1]) == "8"},
          said("command", {"icmp"}, lambda e: (frame(e),))),
    Topic("dhcpv6 leases", "dhcpv6.msgtype == 7 && dhcpv6.iaaddr.ip", ["dhcpv6.iaaddr.ip"],
          lambda rows: pairs(rows, 1),
          said("binding", {"dhcpv6"}, lambda e: (frame(e), e["subject"]),
               lambda e: e["relation"] == "lease" and not e.get("detail"))),
    Topic("nbns queries", "nbns && nbns.flags.response == 0 && nbns.flags.opcode == 0 && !icmp",
          ["nbns.name"],
          lambda rows: {(number, netbios(name)) for number, name in pairs(rows, 1)},
          said("name", {"netbios_ns"}, lambda e: (frame(e), netbios(e["question"])),
               lambda e: e["phase"] == "asked"), repeats=True),
]


def without_duplicates(only_theirs, both, repeats):
    if repeats:
        known = {value[1:] for value in both}
        return {value for value in only_theirs if value[1:] not in known}
    return {value for value in only_theirs
            if not any((value[0] - back,) + value[1:] in both for back in (1, 2, 3))}


def tshark(case, topic):
    rows = case.fields(topic.filter, "frame.number", *topic.fields)
    joined = ([";".join(cell) for cell in row] for row in rows)
    return topic.theirs([row for row in joined if row[0].isdigit()])


def topics_of(case):
    """What TShark saw in each capture when the corpus was made saves most runs."""
    return [topic for topic in TOPICS
            if topic.name.split()[0] in case.protocols
            or topic.name.startswith("dns") and case.protocols & {"mdns", "llmnr"}]


def wanted(case):
    return case.path.split("/")[0] not in THEMES_LEFT_OUT and bool(topics_of(case))


def compare(case):
    result = oracle.Comparison()
    events = list(case.events())
    for topic in topics_of(case):
        they, we = tshark(case, topic), topic.ours(events)
        both = they & we
        lacking, added = without_duplicates(they - we, both, topic.repeats), we - they
        result.compared[topic.name] += len(both) + len(lacking)
        result.agreed[topic.name] += len(both)
        result.differences[topic.name] += (
            [f"only tshark: {value}" for value in sorted(lacking, key=str)]
            + [f"only quaywatch: {value}" for value in sorted(added, key=str)])
    return result


if __name__ == "__main__":
    oracle.main("names", __doc__.splitlines()[0], wanted, compare)
