#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A draft from a real capture is a site file that study takes, and that learn need not
# write again; what imports say of the same addresses is held against it.
#
#   tests/app/learn.sh PROGRAM
set -euo pipefail
program=$(readlink -f "$1")
capture=${QW_CORPUS:-}/mixed-ot/iti--ModbusTCP--mb2.pcap
if [ ! -e "$capture" ]; then
  echo "QW_CORPUS does not hold mixed-ot/iti--ModbusTCP--mb2.pcap: skipped"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() { echo "$*" >&2; exit 1; }
count() { grep -cF -- "$1" "$2" || true; }

"$program" learn "$capture" --out draft.toml
devices=$(count '[[device]]' draft.toml)
conduits=$(count '[[conduit]]' draft.toml)
[ "$devices" -gt 20 ] || fail "only $devices devices were drafted"
[ "$conduits" -gt 20 ] || fail "only $conduits conduits were drafted"
[ "$(count 'seen_only = true' draft.toml)" -ge "$conduits" ] || fail "a conduit vouches for itself"

"$program" learn "$capture" >again.toml
cmp draft.toml again.toml || fail "the same capture gave another draft"

"$program" study "$capture" --site draft.toml --out study --json >study.json ||
  fail "study does not take the draft"
grep -q 'All of them are in the site file' study/report.html ||
  fail "study does not say that it had a site file"
"$program" tap "$capture" --site draft.toml | grep -q 'ok *devices' ||
  fail "tap misses a device that the draft names"

"$program" learn "$capture" --site draft.toml >more.toml
[ "$(count '[[device]]' more.toml)" = 0 ] || fail "known devices were drafted again"

cat >assets.csv <<'CSV'
name,ip,maker
Hoist drive,141.81.0.146,Example
Spare drive,141.81.0.99,Example
CSV
cat >switch.txt <<'TABLE'
Vlan  Mac Address     Type     Ports
10    001b.1b00.0001  DYNAMIC  Gi1/0/3
TABLE
"$program" learn "$capture" --import assets.csv --import switch.txt --out imported.toml 2>told.txt
grep -qF 'name = "Hoist drive"' imported.toml || fail "an imported name is missing"
grep -q '^assets.csv: 2 devices' told.txt || fail "what was imported is not told: $(cat told.txt)"
grep -q '^switch.txt: .*1 switch port' told.txt || fail "the switch's table is not told"
grep -q '^conflict: 141.81.0.99: ' told.txt || fail "a device that nobody heard is not told"
"$program" study "$capture" --site imported.toml --out imported --json >imported.json ||
  fail "study does not take the draft with imports"
echo "$devices devices and $conduits conduits drafted, and taken"
