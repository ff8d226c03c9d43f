#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every scenario and every twin, on a Siemens crane and where it can be on the others: tshark
reads all frames without a mark, and the frames that the truth names are there."""
import subprocess
import sys

from dissect import marked
from made import Made, fields, need_tshark

# What they do is done to the machine or to the mirror, and no frame of theirs is seen.
WITHOUT_FRAMES = {"ghost-motion", "replayed-values", "fleet-stop:twin", "replayed-values:twin",
                  "mirror-loses-frames", "mirror-one-direction", "mirror-strips-vlans",
                  "mirror-copies-twice"}
WITHOUT_FRAMES |= {name + ":twin" for name in WITHOUT_FRAMES if name.startswith("mirror-")}
# A mirror that loses frames leaves gaps, of which tshark complains rightly.
GAPS = ("mirror-loses-frames", "mirror-one-direction")
# With this seed the first container hangs on the first crane after twelve minutes.
WHEN = "at=660,for=200"


def scenarios(program):
    text = subprocess.run([program, "--list"], check=True, capture_output=True, text=True).stdout
    for line in text.split("scenarios\n")[1].splitlines():
        if not line.startswith("   "):
            yield line.split()[0]


def check(program, build, word):
    options = ["--hours", "0.25", "--seed", "1", "--build", build,
               "--scenario", f"{word},{WHEN}"]
    with Made(program, *options) as made:
        for capture in made.captures():
            marks = [] if word.startswith(GAPS) else marked(capture)
            assert not marks, f"{build} {word} {capture.name}: frames {', '.join(marks[:10])}"
        plans = made.lines("plan")
        assert plans and all(plan["twin"] == word.endswith(":twin") for plan in plans)
        lines = made.lines("twin" if word.endswith(":twin") else "planted")
        assert len(lines) == len(plans), f"{build} {word}: {len(lines)} lines for {len(plans)} plans"
        points = {name: point for line in lines for name, point in line["points"].items()}
        if word in WITHOUT_FRAMES:
            assert not points, f"{build} {word}: {points}"
            return 0
        assert points, f"{build} {word}: no frame of it at any point"
        for name, point in points.items():
            ends = f"frame.number == {point['first']} or frame.number == {point['last']}"
            found = list(fields(made.folder / f"{name}.pcapng", ["frame.number"], ends))
            assert len(found) == len({point["first"], point["last"]}), f"{name}: {ends}"
        return sum(point["frames"] for point in points.values())


def every(program):
    for scenario in scenarios(program):
        yield "siemens", scenario
        yield "siemens", scenario + ":twin"
    for build in ("abb", "rockwell"):
        for word in ("unlisted-session", "fleet-stop", "bypass-laden", "ghost-motion:twin"):
            yield build, word


def main(program, part, parts):
    need_tshark()
    for build, word in list(every(program))[part::parts]:
        print(f"{build} {word}: {check(program, build, word)} frames")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
