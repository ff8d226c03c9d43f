#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What scenarios plant is what the truth says, as tshark, zipfile and base64 read it: container
numbers in names, JSON and archives, wrong clocks, firmware, hops to live, another way out."""
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timezone

from made import Made, fields, need_tshark

WHEN = "at=660,for=150"
LEAKS = ("base64-leak", "zip-leak", "txt-leak")
OTHERS = ("clock-server-lies", "clock-set", "firmware-download", "modem-ttl", "remote-desktop",
          "military-booking")
QUIET = ("clock-server-lies:twin", "clock-set:twin", "firmware-change:twin", "base64-leak:twin",
         "zip-leak:twin", "txt-leak:twin", "quiet-radio", "quiet-load-test")
CONTAINER = re.compile(rb"[A-Z]{3}U[0-9]{7}")


def planted(words):
    return [part for word in words for part in ("--scenario", f"{word},{WHEN}")]


def boxes(made):
    """Numbers of containers that hung on the crane."""
    return {line["values"][key] for line in made.lines("sample") for key in line["values"]
            if re.fullmatch("box_[0-3]", key) and line["values"][key]}


def uploads(capture):
    """Bodies of HTTP messages, as tshark puts them together: (path, octets)."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["tshark", "-q", "-r", str(capture), "--export-objects", f"http,{folder}"],
                       check=True, stdout=subprocess.DEVNULL)
        for path in sorted(pathlib.Path(folder).iterdir()):
            yield path.name, path.read_bytes()


def check_uploads(made, known):
    told = {"health": b"", "logs": b""}
    for name, body in uploads(made.folder / "crane-1-ehouse.pcapng"):
        if body == b'{"stored":true}':
            continue
        if name.startswith("health"):
            told["health"] += base64.b64decode(json.loads(body)["data"], validate=True)
        elif name.startswith("logs"):
            with tempfile.NamedTemporaryFile() as file:
                file.write(body)
                file.flush()
                with zipfile.ZipFile(file.name) as archive:
                    assert archive.testzip() is None and len(archive.namelist()) == 1
                    told["logs"] += archive.read(archive.namelist()[0])
    for name, text in told.items():
        assert text, f"nothing was uploaded to {name}"
        found = set(CONTAINER.findall(text))
        assert {number.decode() for number in found} <= known, f"{name}: {found}, not {known}"
        assert bool(found) == bool(known), f"{name}: {text}"
        print(f"{name}: {len(text)} octets, {len(found)} containers")


def check_names(made, known):
    seen = set()
    for (name,) in fields(made.folder / "quay.pcapng", ["dns.qry.name"],
                          "dns.qry.type == 16 and dns.flags.response == 0"):
        label = name[0].split(".")[0]
        seen.add(base64.urlsafe_b64decode(label + "=" * (-len(label) % 4)))
    assert seen, "no text was asked for"
    found = {number.decode() for number in seen if CONTAINER.fullmatch(number)}
    assert found <= known and bool(found) == bool(known), f"{found}, not {known}"


def wrong_by(at, told):
    return (datetime.strptime(told[:23].rstrip(" UTC"), "%b %d, %Y %H:%M:%S.%f")
            .replace(tzinfo=timezone.utc).timestamp() - float(at))


def check_clocks(made, set_wrong, server_wrong):
    """Seconds by which the clocks differ from the time of their frames, while planted."""
    capture = made.folder / "crane-1-ehouse.pcapng"
    at, told = next(iter(fields(capture, ["frame.time_epoch", "s7comm.data.ts"],
                                "s7comm.param.userdata.funcgroup == 7 and s7comm.data.ts")))
    difference = wrong_by(at[0], re.sub(r"\s+", " ", told[0]))
    assert abs(difference - set_wrong) < 1, f"the controller's clock: {difference} s"
    line = next(each for kind in ("planted", "twin") for each in made.lines(kind)
                if each["scenario"] == "clock-server-lies" and each["where"] == "crane-1")
    span = line["points"]["crane-1-ehouse"]
    during, before = [], []
    for number, moment, sent in fields(capture, ["frame.number", "frame.time_epoch", "ntp.xmt"],
                                       "ntp.flags.mode == 4"):
        difference = wrong_by(moment[0], re.sub(r"\s+", " ", sent[0]))
        inside = span["first"] <= int(number[0]) <= span["last"]
        (during if inside else before).append(difference)
    assert len(during) == span["frames"], f"{len(during)} answers, {span['frames']} planted"
    assert all(abs(each - server_wrong) < 1 for each in during), during
    return before


def check_firmware(made):
    """LLDP names the firmware that the truth says, before and after."""
    change, = made.lines("firmware")
    switch = made.lines("device")
    assert change["device"] in {line["name"] for line in switch}
    seen = [text[0].split()[-1] for (text,) in
            fields(made.folder / "crane-1-ehouse.pcapng", ["lldp.tlv.system.desc"], "lldp")]
    order = list(dict.fromkeys(seen))
    assert order == [change["from"], change["to"]], order


def check_hops(made):
    modem = next(line for line in made.lines("device") if line["name"] == "crane-1.modem")
    hops = {ttl[0] for (ttl,) in fields(made.folder / "crane-1-ehouse.pcapng", ["ip.ttl"],
                                        f"eth.src == {modem['mac']} and tcp")}
    assert hops == {"127"}, hops


def check_radio(made):
    """The gateway's two ports at the quay, and how long answers take through each."""
    gateway = next(line for line in made.lines("device")
                   if line["name"] == "crane-1.gateway-quay")
    answers = {gateway["mac"]: [], gateway["spare_mac"]: []}
    for target, took in fields(made.folder / "crane-1-ehouse.pcapng",
                               ["frame.time_epoch", "tcp.analysis.ack_rtt"],
                               "tcp.port == 1883 and tcp.analysis.ack_rtt and tcp.srcport == 1883"):
        late = 7 * 3600 + 660 <= float(target[0]) % 86400 < 7 * 3600 + 810
        answers[gateway["spare_mac" if late else "mac"]].append(float(took[0]))
    usual, radio = (sorted(each)[len(each) // 2] for each in answers.values())
    assert radio - usual > 0.02, f"{usual} s by fibre, {radio} s by radio"
    at_quay = {mac[0] for (mac,) in fields(made.folder / "quay.pcapng", ["eth.src"],
                                           f"ip.src == {gateway['ip']}")}
    assert at_quay == set(answers), at_quay


def check_desktop(made):
    """What is in the clear of it: who asks for which account, and what is chosen."""
    capture = made.folder / "crane-1-ehouse.pcapng"
    asked, chosen = ([cells[0] for (cells,) in fields(capture, [field], field)]
                     for field in ("rdp.rt_cookie", "rdp.negReq.selectedProtocol"))
    assert asked == ["Cookie: mstshash=service01"], asked
    assert [int(each, 0) for each in chosen] == [2], chosen


def check_bookings(made):
    asked = [uri[0].split("tcn=")[1] for (uri,) in
             fields(made.folder / "quay.pcapng", ["http.request.uri"], 'http.request.uri contains "tcn="',
                    ("-d", "tcp.port==8080,http"))]
    told = [line["tcn"] for line in made.lines("booking")]
    assert told and asked == told, f"{asked}, not {told}"


def check_load(made):
    heaviest = max(line["values"].get("net_load", 0) for line in made.lines("sample"))
    limit = made.lines("crane")[0]["safe_load_kg"]
    assert heaviest > 1.2 * limit, f"{heaviest} kg of {limit}"


def main(program):
    need_tshark()
    usual = ("--hours", "0.24", "--seed", "1")
    with Made(program, *usual, *planted(LEAKS + OTHERS)) as made:
        known = boxes(made)
        assert known, "no container was lifted"
        check_uploads(made, known)
        check_names(made, known)
        check_clocks(made, -3600, 3600)
        check_firmware(made)
        check_hops(made)
        check_desktop(made)
        check_bookings(made)
    with Made(program, *usual, *planted(QUIET)) as made:
        check_uploads(made, set())
        check_names(made, set())
        before = check_clocks(made, 0, 0)
        assert any(abs(each - 1.5) < 0.2 for each in before), before
        check_radio(made)
        check_load(made)


if __name__ == "__main__":
    main(sys.argv[1])
