#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Same seed, same octets, at any number of workers; another seed, other octets."""
import hashlib
import sys

from made import Made


def digests(program, *options, hours="0.05"):
    with Made(program, "--cranes", "3", "--hours", hours, *options) as made:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in made.folder.rglob("*.*")}


def main(program):
    one = digests(program, "--seed", "5", "--workers", "1")
    assert one == digests(program, "--seed", "5", "--workers", "2")
    assert one == digests(program, "--seed", "5", "--workers", "3")
    other = digests(program, "--seed", "6")
    assert one.keys() == other.keys()
    captures = [name for name in one if name.endswith(".pcapng")]
    assert all(one[name] != other[name] for name in captures)
    for build in ("abb", "rockwell", "tmeic"):
        words = ("--seed", "5", "--build", build)
        alone = digests(program, *words, "--workers", "1", hours="0.01")
        assert alone == digests(program, *words, "--workers", "3", hours="0.01"), build
    remote = ("--seed", "5", "--operation", "remote")
    alone = digests(program, *remote, "--workers", "1", hours="0.08")
    assert alone == digests(program, *remote, "--workers", "3", hours="0.08"), "remote"
    print(f"{len(one)} files alike")


if __name__ == "__main__":
    main(sys.argv[1])
