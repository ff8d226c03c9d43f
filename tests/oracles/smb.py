#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what we say about SMB 2 and 3 with TShark.

    smb.py QUAYWATCH CORPUS

Compared over each capture, as multisets: shares of TREE_CONNECT requests, names
of CREATE requests without their share, accounts of NTLM, dialects chosen. We may
have more than TShark, which goes by ports.
"""
import collections

import oracle

DIALECTS = {"0x0202": "SMB 2.0.2", "0x0210": "SMB 2.1", "0x0300": "SMB 3.0", "0x0302": "SMB 3.0.2",
            "0x0311": "SMB 3.1.1"}
TOPICS = ("share", "name", "account", "dialect")


def ours(case):
    said = {topic: collections.Counter() for topic in TOPICS}
    for event in case.events("smb"):
        if event["kind"] == "command":
            symbol = event.get("object", {}).get("symbol", "")
            if event["operation"] == "TREE_CONNECT":
                said["share"][symbol] += 1
            elif event["operation"].startswith("CREATE"):
                said["name"][symbol] += 1
        elif event["kind"] == "login" and event.get("account"):
            said["account"][event["account"].split("\\")[-1]] += 1
        elif event["kind"] == "handshake" and event["part"] == "server":
            if event.get("version", "") in DIALECTS.values():
                said["dialect"][event["version"]] += 1
    return said


def fields(case, condition, field):
    for row in case.fields(condition, field):
        yield from filter(None, row[0])


def tshark(case):
    said = {topic: collections.Counter() for topic in TOPICS}
    request = "smb2.flags.response == 0 && !icmp && !_ws.malformed"
    for share in fields(case, f"smb2.cmd == 3 && {request}", "smb2.tree"):
        said["share"][share] += 1
    for name in fields(case, f"smb2.cmd == 5 && {request}", "smb2.filename"):
        said["name"][name] += 1
    for account in fields(case, "smb2.cmd == 1 && ntlmssp.messagetype == 3",
                          "ntlmssp.auth.username"):
        if account != "NULL":
            said["account"][account] += 1
    for dialect in fields(case, "smb2.cmd == 0 && smb2.flags.response == 1", "smb2.dialect"):
        if dialect in DIALECTS:
            said["dialect"][DIALECTS[dialect]] += 1
    return said


def without_share(mine, names):
    """Our names end in those of TShark, which leaves the share out."""
    found = collections.Counter()
    left = mine.copy()
    for name, count in names.items():
        for symbol in list(left):
            if count > found[name] and (symbol == name or symbol.endswith("\\" + name)):
                taken = min(left[symbol], count - found[name])
                found[name] += taken
                left[symbol] -= taken
    return found


def compare(case):
    result = oracle.Comparison()
    we, they = ours(case), tshark(case)
    we["name"] = without_share(we["name"], they["name"])
    for topic in TOPICS:
        result.multisets(topic, we[topic], they[topic], ours_may_have_more=True)
    return result


if __name__ == "__main__":
    oracle.main("smb", __doc__.splitlines()[0],
                lambda case: "smb2" in case.protocols, compare)
