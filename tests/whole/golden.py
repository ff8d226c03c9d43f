#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a study tells of real captures is what was reviewed.

golden.py QUAYWATCH [--bless]: the captures of golden.txt, each with its file in golden/:
events by kind, protocols, devices, findings, and how many of the 13 kinds were seen.
With --bless the files are written anew; review what changed before it is committed."""
import difflib
import pathlib
import sys

import whole

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"  # the same lists wherever the program is installed
MOST_FINDINGS = 40  # shown of one capture; the head says how many there are


def finding_line(finding):
    frames = ", ".join(f"{each['frames'][0]}-{each['frames'][1]}"
                       for each in finding.get("evidence", [])[:3])
    technique = finding.get("technique", "-").split(" ")[0]
    return (f"  {finding['severity']} {finding['grade']} {finding['detector']}: "
            f"{finding['subject']}, {technique}, x{finding['count']} [{frames}]")


def described(capture, result):
    events = result["events"]
    seen = sum(count != 0 for count in events.values())
    lines = [f"capture {capture}",
             f"frames {result['frames']}, octets {result['octets']}, "
             f"conversations {result['conversations']}, devices {len(result['devices'])}",
             f"{seen} of {len(events)} kinds seen"]
    lines += [f"  {kind} {count}" for kind, count in events.items() if count != 0]
    lines.append(f"protocols {len(result['protocols'])}")
    lines += [f"  {name}: {each['messages']} messages, {each['conversations']} conversations, "
              f"{each['octets']} octets" for name, each in sorted(result["protocols"].items())]
    lines.append(f"findings {len(result['findings'])}")
    lines += [finding_line(each) for each in result["findings"][:MOST_FINDINGS]]
    return "\n".join(lines) + "\n"


def main():
    corpus = whole.corpus()
    bless = "--bless" in sys.argv[2:]
    kinds = set()

    def judge(capture):
        path = HERE / "golden" / (capture.replace("/", "--") + ".txt")
        with whole.study(sys.argv[1], corpus / capture, "--data", DATA) as study:
            result = study.result()
            if result is None:
                return [f"no study.json, exit status {study.status}: {study.stderr[-200:]}"]
        kinds.update(kind for kind, count in result["events"].items() if count != 0)
        text = described(capture, result)
        if bless:
            path.write_text(text, encoding="utf-8")
            return []
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        changes = difflib.unified_diff(expected.splitlines(), text.splitlines(), "reviewed", "now",
                                       lineterm="")
        return ["\n" + "\n".join(changes)] if expected != text else []

    status = whole.judge_all(judge, whole.named_in(HERE / "golden.txt"))
    print(f"{len(kinds)} of 13 kinds seen")
    return status


if __name__ == "__main__":
    sys.exit(main())
