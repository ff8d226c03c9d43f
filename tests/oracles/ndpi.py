#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the protocol we name for a conversation with the one nDPI names.

    ndpi.py QUAYWATCH CORPUS

nDPI's outputs lie beside the captures. Compared is each TCP or UDP flow for which
nDPI names a protocol that we read ("named"), and each that we name and nDPI lists
under another one ("contradicted"). What nDPI guesses by port or address is left out.
What no room of ours claims is named by nDPI 4.2 inside our program: such a name must be
among those that the later nDPI gave ("application").
Our room of DNS reads mDNS and LLMNR too; of NetBIOS we read the name service, port 137.
"""
import collections
import ipaddress
import re

import oracle

# nDPI's word for a protocol that we read, and ours.
WORDS = {"Modbus": "modbus", "S7Comm": "s7comm", "S7CommPlus": "s7comm_plus",
         "EthernetIP": "enip", "CIP": "enip", "DNS": "dns", "MDNS": "dns", "LLMNR": "dns",
         "TLS": "tls", "HTTP": "http", "SSH": "ssh", "SMBv23": "smb", "SMBv1": "smb",
         "NetBIOS": "netbios_ns", "DHCP": "dhcp", "DHCPV6": "dhcpv6", "NTP": "ntp",
         "SNMP": "snmp", "FTP_CONTROL": "ftp", "FTP_DATA": "ftp_data", "Telnet": "telnet",
         "RDP": "rdp"}
# Names of applications that are spelled otherwise; else case and signs do not count.
ALIASES = {"xmpp": "jabber", "ike": "ipsec", "nntp": "usenet", "tds": "mssqltds",
           "iec104": "iec60870", "ubiquitidiscovery": "ubntac2", "oracletns": "oracle",
           "zmtp": "zeromq", "skinny": "ciscoskinny", "whois": "whoisdas"}
# STUN opens a call; nDPI then goes on to name what follows, and we do not.
OPENED_BY = {"stun": {"dtls", "srtp"}}
NETBIOS_NAMES = "137"
FLOW = re.compile(r"\s*\d+\s+(TCP|UDP) (\S+) (?:<->|->) (\S+) \[proto: [\d.]+/(\S+?)\]"
                  r".*\[Confidence: DPI\]")


def plain_end(end):
    """Readers differ in how they shorten an address of IPv6; nDPI may leave every zero out."""
    host, _, port = end.rpartition(":")
    host = host.strip("[]")
    groups = host.split(":")
    if len(groups) == 8:
        host = ":".join(group or "0" for group in groups)
    return f"{ipaddress.ip_address(host)}:{port}"


def pair_of(transport, one, other):
    return (transport.lower(),) + tuple(sorted((plain_end(one), plain_end(other))))


def theirs(case):
    """Words of nDPI by pair of ends; a pair with several flows has several."""
    flows = collections.defaultdict(set)
    for path in sorted(case.kept_outputs.glob("ndpi/*.out"))[:1]:
        for line in path.read_text(errors="replace").splitlines():
            if found := FLOW.match(line):
                transport, one, other, words = found.groups()
                flows[pair_of(transport, one, other)].add(words)
    return flows


def ours(case):
    """Services that rooms claimed, and names of applications, by pair of ends."""
    services, applications = collections.defaultdict(set), collections.defaultdict(set)
    for event in case.events("flow"):
        if event["kind"] == "conversation" and event["transport"] in ("tcp", "udp"):
            pair = pair_of(event["transport"], event["speaker"], event["listener"])
            only_named = event.get("basis") == "application"
            (applications if only_named else services)[pair].add(event.get("service", ""))
    return services, applications


def plain(word):
    word = re.sub("[^a-z0-9]", "", word.lower())
    return ALIASES.get(word, word)


def expected_of(words, pair):
    """Our names for what nDPI says: all layers, `NetBIOS.SMBv1` has two."""
    found = {WORDS[word] for word in words.split(".") if word in WORDS}
    if "netbios_ns" in found and not any(end.endswith(":" + NETBIOS_NAMES) for end in pair[1:]):
        found.discard("netbios_ns")
    return found


def compare(case):
    result = oracle.Comparison()
    services, applications = ours(case)
    for pair, spoken in sorted(theirs(case).items()):
        we = {{"mdns": "dns", "llmnr": "dns"}.get(each, each) for each in services[pair]} - {""}
        expected = set().union(*(expected_of(words, pair) for words in spoken))
        text = f"{pair}: we {sorted(we | applications[pair])}, nDPI {sorted(spoken)}"
        said = {plain(word) for words in spoken for word in words.split(".")}
        for name in applications[pair]:
            wanted = {plain(name)} | OPENED_BY.get(name, set())
            result.same("application", bool(wanted & said), text)
        if expected:
            result.same("named", expected & we, text)
        elif we:
            result.same("contradicted", False, text)
    return result


if __name__ == "__main__":
    oracle.main("ndpi", __doc__.splitlines()[0],
                lambda case: (case.kept_outputs / "ndpi").is_dir(), compare)
