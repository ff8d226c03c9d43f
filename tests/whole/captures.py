# SPDX-License-Identifier: Apache-2.0
"""Reads, changes and writes classic pcap files with Python alone, so that what is broken
or rewritten for a test shares nothing with the program that is tested."""
import dataclasses
import struct

MAGIC_US = 0xA1B2C3D4
MAGIC_NS = 0xA1B23C4D
ETHERNET = 1
IPV4 = 0x0800
ARP = 0x0806
TCP = 6
UDP = 17


@dataclasses.dataclass
class Frame:
    at: int  # nanoseconds since 1970
    octets: bytes
    wire: int  # octets on the wire

    def type(self):
        return int.from_bytes(self.octets[12:14], "big")

    def is_ipv4(self):
        return self.type() == IPV4 and len(self.octets) >= 34

    def is_tcp(self):
        return self.is_ipv4() and self.octets[23] == TCP and len(self.octets) >= 54

    def ends(self):
        """Source and destination of IPv4, sender and target of ARP, as text; else None."""
        if self.is_ipv4():
            return text(self.octets[26:30]), text(self.octets[30:34])
        if self.type() == ARP and len(self.octets) >= 42:
            return text(self.octets[28:32]), text(self.octets[38:42])
        return None


def text(octets):
    return ".".join(str(each) for each in octets)


def octets_of(address):
    if ":" in address:
        return bytes.fromhex(address.replace(":", ""))
    return bytes(int(part) for part in address.split("."))


def read(path):
    """The frames of a pcap file of Ethernet in either byte order."""
    data = path.read_bytes()
    order = "<" if data[0] in (0xD4, 0x4D) else ">"
    magic, = struct.unpack(order + "I", data[:4])
    link, = struct.unpack(order + "I", data[20:24])
    if magic not in (MAGIC_US, MAGIC_NS) or link != ETHERNET:
        raise ValueError(f"{path}: no pcap of Ethernet")
    unit = 1 if magic == MAGIC_NS else 1000
    frames = []
    offset = 24
    while offset + 16 <= len(data):
        seconds, fraction, captured, wire = struct.unpack(order + "IIII", data[offset:offset + 16])
        offset += 16
        frames.append(Frame(seconds * 10**9 + fraction * unit, data[offset:offset + captured], wire))
        offset += captured
    return frames


def write(path, frames):
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", MAGIC_NS, 2, 4, 0, 0, 262144, ETHERNET))
        for each in frames:
            seconds, rest = divmod(each.at, 10**9)
            file.write(struct.pack("<IIII", seconds, rest, len(each.octets), each.wire))
            file.write(each.octets)


def write_pcapng(path, frames, dropped=None):
    """As pcapng; `dropped` goes into statistics of the interface at the end."""
    def block(kind, body):
        size = len(body) + 12
        return struct.pack("<II", kind, size) + body + struct.pack("<I", size)

    def option(code, value):
        return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)

    end = struct.pack("<HH", 0, 0)
    with path.open("wb") as file:
        file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        file.write(block(1, struct.pack("<HHI", ETHERNET, 0, 262144) + option(9, b"\x09") + end))
        for each in frames:
            head = struct.pack("<IIIII", 0, each.at >> 32, each.at & 0xFFFFFFFF, len(each.octets),
                               each.wire)
            file.write(block(6, head + each.octets + bytes(-len(each.octets) % 4)))
        if dropped is not None:
            at = frames[-1].at
            file.write(block(5, struct.pack("<III", 0, at >> 32, at & 0xFFFFFFFF)
                             + option(5, struct.pack("<Q", dropped)) + end))


def checksum(octets):
    """RFC 1071."""
    octets += bytes(len(octets) % 2)
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@dataclasses.dataclass
class Change:
    """What becomes of one frame; whatever is None or 0 stays as it is."""
    source: str | None = None  # IPv4 addresses
    destination: str | None = None
    mac_source: bytes | None = None
    mac_destination: bytes | None = None
    hops: int = 0  # fewer
    number: int = 0  # added to the IPv4 identification
    sequence: int = 0  # added to the TCP sequence number
    acknowledgment: int = 0  # and to its acknowledgment, where that counts
    later: int = 0  # nanoseconds


def changed(frame, change):
    """The frame with everything rewritten that depends on the change, checksums too."""
    octets = bytearray(frame.octets)
    if change.mac_destination:
        octets[0:6] = change.mac_destination
    if change.mac_source:
        octets[6:12] = change.mac_source
    at = 28 if frame.type() == ARP else 26
    apart = 10 if frame.type() == ARP else 4
    if frame.ends():
        if change.source:
            octets[at:at + 4] = octets_of(change.source)
        if change.destination:
            octets[at + apart:at + apart + 4] = octets_of(change.destination)
    if frame.is_ipv4():
        rewrite_ip(octets, change)
    return Frame(frame.at + change.later, bytes(octets), frame.wire)


def rewrite_ip(octets, change):
    start = 14
    size = (octets[start] & 15) * 4
    number = int.from_bytes(octets[start + 4:start + 6], "big")
    octets[start + 4:start + 6] = ((number + change.number) & 0xFFFF).to_bytes(2, "big")
    octets[start + 8] -= change.hops
    octets[start + 10:start + 12] = bytes(2)
    octets[start + 10:start + 12] = checksum(bytes(octets[start:start + size])).to_bytes(2, "big")
    total = int.from_bytes(octets[start + 2:start + 4], "big")
    if octets[start + 9] == TCP and len(octets) >= start + max(total, size + 20):
        rewrite_tcp(octets, start + size, start + total, change)


def rewrite_tcp(octets, start, end, change):
    def add(at, what):
        value = int.from_bytes(octets[at:at + 4], "big")
        octets[at:at + 4] = ((value + what) & 0xFFFFFFFF).to_bytes(4, "big")

    add(start + 4, change.sequence)
    if octets[start + 13] & 0x10:
        add(start + 8, change.acknowledgment)
    octets[start + 16:start + 18] = bytes(2)
    pseudo = bytes(octets[26:34]) + struct.pack(">BBH", 0, TCP, end - start)
    octets[start + 16:start + 18] = checksum(pseudo + bytes(octets[start:end])).to_bytes(2, "big")
