#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every scenario and every twin, on a Siemens crane and where it can be on the others: tshark
reads all frames without a mark, and the frames that the truth names are there. Those that do not
disturb each other are planted together."""
import subprocess
import sys

from dissect import marked
from made import Made, fields, need_tshark

# What they do is done to the machine or to the mirror, and no frame of theirs is seen.
WITHOUT_FRAMES = {"ghost-motion", "replayed-values", "fleet-stop:twin", "replayed-values:twin",
                  "mirror-loses-frames", "mirror-one-direction", "mirror-strips-vlans",
                  "mirror-copies-twice"}
WITHOUT_FRAMES |= {name + ":twin" for name in WITHOUT_FRAMES if name.startswith("mirror-")}
# A mirror that loses frames leaves gaps, of which tshark complains rightly; two would be one.
GAPS = ("mirror-loses-frames", "mirror-one-direction")
# These stop the crane, or keep it from work, or change what the mirror shows.
APART = ("program-load", "fleet-stop", "firmware-change", "mirror-strips-vlans",
         "mirror-copies-twice", "bypass-laden:twin", "encrypted-servers")
# With this seed the first container hangs on the first crane after eleven minutes.
WHEN = "at=660,for=200"


def scenarios(program):
    """Names, and twins but of those that have no other form."""
    text = subprocess.run([program, "--list"], check=True, capture_output=True, text=True).stdout
    for line in text.split("scenarios\n")[1].splitlines():
        if line.startswith("   "):
            continue
        name, words = line.split(maxsplit=1)
        yield name
        if not words.startswith("legitimate: "):
            yield name + ":twin"


def is_legitimate(word):
    return word.endswith(":twin") or word.startswith("quiet-")


def check_word(made, word, frames):
    """Plans and lines of one scenario; remembers the frames that must be there, by point."""
    name = word.removesuffix(":twin")
    plans = [plan for plan in made.lines("plan") if plan["scenario"] == name]
    assert plans and all(plan["twin"] == is_legitimate(word) for plan in plans), word
    lines = [line for line in made.lines("twin" if is_legitimate(word) else "planted")
             if line["scenario"] == name]
    assert len(lines) == len(plans), f"{word}: {len(lines)} lines for {len(plans)} plans"
    points = [(point, tally) for line in lines for point, tally in line["points"].items()]
    assert bool(points) != (word in WITHOUT_FRAMES), f"{word}: {points}"
    for point, tally in points:
        frames.setdefault(point, set()).update((tally["first"], tally["last"]))
    return sum(tally["frames"] for _, tally in points)


def check(program, build, words):
    options = ["--hours", "0.25", "--seed", "1", "--build", build]
    for word in words:
        options += ["--scenario", f"{word},{WHEN}"]
    with Made(program, *options) as made:
        for capture in made.captures():
            marks = [] if words[0].startswith(GAPS) else marked(capture)
            assert not marks, f"{build} {words} {capture.name}: frames {', '.join(marks[:10])}"
        frames = {}
        counts = {word: check_word(made, word, frames) for word in words}
        for point, numbers in frames.items():
            show = f"frame.number in {{{', '.join(map(str, sorted(numbers)))}}}"
            found = list(fields(made.folder / f"{point}.pcapng", ["frame.number"], show))
            assert len(found) == len(numbers), f"{build} {words} {point}: {show}"
    for word, count in counts.items():
        print(f"{build} {word}: {count} frames")


def groups(program):
    """Lists of what is planted together."""
    words = list(scenarios(program))
    for legitimate in (False, True):
        alike = [word for word in words if is_legitimate(word) == legitimate]
        apart = [word for word in alike if word.startswith(APART)]
        gaps = [word for word in alike if word.startswith(GAPS)]
        yield "siemens", [word for word in alike if word not in apart + gaps]
        yield "siemens", apart
        for word in gaps:
            yield "siemens", [word]
    for build in ("abb", "rockwell"):
        yield build, ["unlisted-session", "bypass-laden", "ghost-motion:twin"]
        yield build, ["fleet-stop"] + (["firmware-change"] if build == "rockwell" else [])
    yield "tmeic", ["unlisted-session", "bypass-laden", "ghost-motion:twin"]


def main(program, part, parts):
    need_tshark()
    for build, words in list(groups(program))[part::parts]:
        check(program, build, words)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
