#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What goes on around the cranes, read by programs that we did not write: tshark finds no
mark, and the files and messages that the truth names."""
import collections
import csv
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from dissect import marked
from made import Made, fields, need_tshark

OPERATIONS = {"8": "read", "9": "write", "14": "list", "17": "remove"}


def addresses(made):
    return {line["name"]: line["ip"] for line in made.lines("device")}


def file_operations(capture):
    """Requests about open files, as (client, operation, path, octets)."""
    wanted = ["ip.src", "tcp.stream", "smb2.cmd", "smb2.flags.response", "smb2.msg_id",
              "smb2.filename", "smb2.fid", "smb2.read_length", "smb2.write_length",
              "smb2.rename.replace_if"]
    asked, opened = {}, {}
    for (source, stream, command, reply, message, name, handle, reads, writes,
         replaces) in fields(capture, wanted, "smb2.cmd in {5, 8, 9, 14, 17}"):
        question = stream[0], message[0]
        if command[0] == "5":
            if reply[0] == "0":
                asked[question] = name[0] if name else ""
            elif handle:
                opened[stream[0], handle[0]] = asked.pop(question)
        elif reply[0] == "0":
            operation = "rename" if replaces else OPERATIONS[command[0]]
            path = opened[stream[0], handle[0]]
            yield source[0], operation, path, int((reads or writes or ["0"])[0])


def check_files(made, point, ip):
    """What the hosts with these addresses at a point did with files is what the truth tells."""
    told, seen = collections.Counter(), collections.Counter()
    for line in made.lines("file"):
        if line["host"] in ip:
            told[ip[line["host"]], line["operation"], line["path"]] += line["octets"]
    for source, operation, path, octets in file_operations(made.folder / f"{point}.pcapng"):
        seen[source, operation, path] += octets
    assert seen == told, f"{point}: {set(seen.items()) ^ set(told.items())}"
    return told


def files(made):
    """SMB2: who read, wrote, listed, renamed and removed what, and how much; a crane's management
    system under its own address at the e-house, under its gateway's at the quay."""
    ip = addresses(made)
    assert check_files(made, "crane-1-ehouse", {"crane-1.cms": ip["crane-1.cms"]})
    told = check_files(made, "quay", ip | {"crane-1.cms": ip["crane-1.gateway-quay"]})
    kinds = collections.Counter(key[1] for key in told)
    assert len(kinds) == 5, kinds
    return f"SMB2: {sum(told.values())} octets of files, {dict(kinds)}"


def reports(made):
    """The tables that the management system writes, as tshark takes them out: each line has the
    values of the samples around it."""
    samples, state = {}, {}
    for line in made.lines("sample"):
        state.update(line["values"])
        samples[line["at"][:19]] = dict(state)
    lines = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["tshark", "-r", made.folder / "crane-1-ehouse.pcapng", "-q",
                        "--export-objects", f"smb,{folder}"], check=True, capture_output=True)
        for path in pathlib.Path(folder).iterdir():
            for row in csv.DictReader(path.open(encoding="ascii"), delimiter=";"):
                at = row.pop("at")
                about = datetime.datetime.fromisoformat(at)
                near = [samples.get((about + datetime.timedelta(seconds=s)).isoformat())
                        for s in (-2, -1, 0, 1)]
                for name, value in row.items():
                    low, high = (f(one[name] for one in near if one) for f in (min, max))
                    assert low <= float(value) <= high, f"{at}: {name} {value}, not {low} to {high}"
                lines += 1
    assert lines >= 3, lines
    return f"reports: {lines} lines"


def bodies(capture, show):
    """JSON in HTTP, as (destination, object)."""
    for target, text in fields(capture, ["ip.dst", "http.file_data"],
                               f"http and tcp.port == 8080 and json and {show}"):
        if text[0].startswith("{"):
            yield target[0], json.loads("|".join(text))


def messages(made):
    """The terminal's orders and the crane's steps: which job and which containers, at both
    points; and the jobs are those that were worked."""
    told = sorted((line["topic"], str(line["id"]), line["job"], line.get("step"),
                   tuple(line["boxes"])) for line in made.lines("job_message"))
    for capture in ("quay", "crane-1-ehouse"):
        seen = []
        for _, body in bodies(made.folder / f"{capture}.pcapng", "json.key == \"msg\""):
            topic = body["msg"]["topic"]
            if topic == "che/position":
                continue
            job = (body["tos"][0]["workorder"][0] if "tos" in body
                   else body["che"][0]["cycle"]["move"])
            seen.append((topic, body["msg"]["id"], job["id"], job.get("step"),
                         tuple(box["id"] for box in job["cargo"])))
        assert sorted(seen) == told, f"{capture}: {set(seen) ^ set(told)}"
    delivered = {(job, boxes) for _, _, job, step, boxes in told if step == "delivered"}
    moved = {(line["job"], tuple(box["id"] for box in line["boxes"]))
             for line in made.lines("move") if line["done"] and line["lift"] != "hatch cover"}
    assert len(moved) > 3 and moved <= delivered, f"{moved} {delivered}"
    return f"jobs: {len(told)} messages at both points, {len(delivered)} lifts delivered"


def pictures(capture):
    """The pictures of each upload, as octets."""
    for (hexadecimal,) in fields(capture, ["tcp.reassembled.data"],
                                 "http.request.uri contains \"passages\""):
        whole = bytes.fromhex(hexadecimal[-1])
        head, body = whole.split(b"\r\n\r\n", 1)
        boundary = head.split(b"boundary=")[1].split(b"\r\n")[0]
        parts = body.split(b"--" + boundary)[1:-1]
        yield [part.split(b"\r\n\r\n", 1)[1][:-2] for part in parts if b"image/jpeg" in part]


def readings(made):
    """OCR: pictures that another decoder opens, and numbers as the truth has them read."""
    told = {line["passage"]: line for line in made.lines("passage")}
    seen = {body["passage"]: [one["container"] for one in body["results"]]
            for _, body in bodies(made.folder / "quay.pcapng", "json.key == \"results\"")}
    assert seen == {number: line["read"] for number, line in told.items()}, seen
    forwarded = [numbers for (numbers,) in fields(made.folder / "quay.pcapng", ["xml.cdata"],
                                                  "http.request.uri == \"/tos/ocr\"")]
    assert sorted(forwarded) == sorted(seen.values()), forwarded
    uploads = list(pictures(made.folder / "crane-1-ehouse.pcapng"))
    assert len(uploads) == len(told) > 3
    assert sorted(map(len, uploads)) == sorted(2 * len(line["boxes"]) for line in told.values())
    if shutil.which("djpeg") is None:
        return f"OCR: {len(told)} passages; djpeg is not installed, no picture was opened"
    for picture in sum(uploads, []):
        done = subprocess.run(["djpeg", "-pnm"], input=picture, capture_output=True, check=True)
        assert not done.stderr and done.stdout.startswith(b"P5\n320 160\n"), done.stderr
    return f"OCR: {len(told)} passages, {sum(map(len, uploads))} pictures opened"


def frames_of(made, point, protocol, purpose=""):
    """Frames of such flows at a point, as the truth counts them."""
    return sum(line["points"].get(point, {}).get("frames", 0) for line in made.lines("flow")
               if line["protocol"] == protocol and purpose in line["purpose"])


def calls(made):
    """SIP: each call from INVITE to BYE at the e-house; RTP: tshark takes all of the voice
    for RTP by what SDP says of it, and misses no packet."""
    capture = made.folder / "crane-1-ehouse.pcapng"
    steps = {}
    for call, method, status in fields(capture, ["sip.Call-ID", "sip.CSeq.method",
                                                 "sip.Status-Code"], "sip"):
        steps.setdefault(call[0], []).append((method[0], *status))
    whole = [("INVITE",), ("INVITE", "100"), ("INVITE", "180"), ("INVITE", "200"), ("ACK",),
             ("BYE",), ("BYE", "200")]
    registered = [("REGISTER",), ("REGISTER", "401"), ("REGISTER",), ("REGISTER", "200")]
    found = [call for call in steps.values() if call[0] == ("INVITE",)]
    assert found and all(call == whole for call in found), steps
    assert all(call in (whole, registered) for call in steps.values()), steps
    for point in ("crane-1-ehouse", "quay"):
        sources = {}
        for source, number in fields(made.folder / f"{point}.pcapng", ["rtp.ssrc", "rtp.seq"],
                                     "rtp.p_type == 8"):
            sources.setdefault(source[0], []).append(int(number[0]))
        counted = sum(map(len, sources.values()))
        assert counted == frames_of(made, point, "RTP", "voice"), f"{point}: {counted}"
        for numbers in sources.values():
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return f"voice: {len(found)} calls, {counted} packets at the quay"


def helpers(made):
    """OpenVPN, WireGuard and RDP are named as such, all of them; the cookie names the user."""
    capture = made.folder / "quay.pcapng"
    said = []
    for protocol, name in (("OpenVPN", "openvpn"), ("WireGuard", "wg")):
        seen = sum(1 for _ in fields(capture, ["frame.number"], name))
        told = frames_of(made, "quay", protocol)
        assert seen == told > 100, f"{protocol}: {seen}, not {told}"
        said.append(f"{seen} {protocol}")
    hellos = list(fields(capture, ["frame.number"], "openvpn and tls.handshake.type == 1"))
    assert hellos, "no TLS within OpenVPN"
    visits = sorted(line["user"][:9] for line in made.lines("remote"))
    cookies = sorted(cookie[0].split("=")[1].strip() for (cookie,) in
                     fields(capture, ["rdp.rt_cookie"], "rdp.rt_cookie"))
    assert cookies == visits and len(set(visits)) == 2, f"{cookies}, not {visits}"
    return f"from afar: {len(visits)} visits, " + ", ".join(said)


def by_day(program):
    with Made(program, "--hours", "0.5", "--cranes", "2", "--seed", "4",
              "--start", "2026-03-01T09:00:00Z") as made:
        unmarked(made)
        for check in (calls, helpers):
            print(check(made))


def unmarked(made):
    for capture in made.captures():
        marks = marked(capture)
        assert not marks, f"{capture.name}: frames {', '.join(marks[:10])}"


def main(program):
    need_tshark()
    with Made(program, "--hours", "0.4", "--seed", "1") as made:
        unmarked(made)
        for check in (files, reports, readings, messages):
            print(check(made))
    by_day(program)


if __name__ == "__main__":
    main(sys.argv[1])
