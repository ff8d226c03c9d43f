#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# With a bundle nothing is fetched: the build is configured and the registries are made in a
# network namespace that has no interface, with an empty home.
#
#   tests/app/offline.sh DUCKDB_FOLDER REGISTRIES_FOLDER
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
if ! unshare -rn true 2>/dev/null; then
  echo "no network namespace can be made here: skipped"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
named() { sed -n "s/^set($1 \(.*\))$/\1/p" "$root/cmake/bundle.cmake"; }

# As tools/make_bundle lays it out.
mkdir -p "$work/bundle" "$work/home"
ln -s "$1" "$work/bundle/$(named QW_DUCKDB_FOLDER)"
ln -s "$2" "$work/bundle/$(named QW_REGISTRIES_FOLDER)"

env -i PATH=/usr/bin:/bin HOME="$work/home" QW_BUNDLE="$work/bundle" unshare -rn bash -c '
  set -e
  cmake -S "$0" -B "$1" -G Ninja -DCMAKE_BUILD_TYPE=Release -DQW_TESTS=OFF
  cmake --build "$1" --target registries' "$root" "$work/build" >"$work/log" 2>&1 || {
  tail -n 30 "$work/log" >&2
  echo "offline: the build cannot be configured from a bundle" >&2
  exit 1
}
grep -q "What is fetched lies in $work/bundle" "$work/log"
for file in oui.tsv country.mmdb networks.table listed_makers.tsv; do
  [ -s "$work/build/share/quaywatch/$file" ] || { echo "offline: no $file" >&2; exit 1; }
done
[ ! -e "$work/home/.cache/quaywatch" ] || { echo "offline: something was fetched" >&2; exit 1; }
echo "offline: configured, registries made, nothing fetched"
