#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the program says and answers to bad input: each row of the design's table, and
# exit statuses 0 (done), 1 (nothing read, or not written), 2 (not asked for rightly).
#
#   tests/app/bad_input.sh PROGRAM
set -uo pipefail
program=$(readlink -f "$1")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"

failures=0
checks=0
complain() {
  echo "$*" >&2
  failures=$((failures + 1))
}

# expect STATUS PATTERN WORD...: the command's status, and what it prints (either way).
expect() {
  local status=$1 pattern=$2
  shift 2
  local said answered
  said=$("$program" "$@" 2>&1 </dev/null)
  answered=$?
  checks=$((checks + 1))
  if [ "$answered" != "$status" ]; then
    complain "quaywatch $*: status $answered, not $status: $said"
  elif ! grep -qE -- "$pattern" <<<"$said"; then
    complain "quaywatch $*: does not say /$pattern/: $said"
  fi
}

# A capture of three UDP datagrams, written octet by octet.
header='d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000'
record='00c0a365 00000000 2e000000 2e000000'
frame='001b1b000002 001b1b000001 0800 4500 0020 0001 0000 40 11 66ca 0a000001 0a000002
       1388 1389 000c 0000 71756179'
octets() { tr -d ' \n' <<<"$*" | sed 's/../\\x&/g' | { read -r escaped; printf '%b' "$escaped"; }; }
octets "$header $record $frame $record $frame $record $frame" >good.pcap
head -c 170 good.pcap >truncated.pcap
octets "$header" >frameless.pcap
: >empty.pcap
echo "just a letter to a friend" >foreign.pcap

# Wrong commands.
expect 2 'quaywatch COMMAND --help'
expect 2 "did you mean 'quaywatch study'" studdy good.pcap
expect 2 "'quaywatch --help' lists the commands" frobnicate
expect 2 'did you mean --workers' study good.pcap --worker 2
expect 2 'needs a value' study good.pcap --site
expect 2 'not a size' study good.pcap --memory much
expect 2 'at least 384M' study good.pcap --memory 383M
expect 2 'not a number from 1 to 64' study good.pcap --workers 0
expect 2 'expected a capture' study
expect 2 'expected a capture' tap
expect 2 'expected one capture' tap good.pcap good.pcap
expect 2 'expected a capture' learn
expect 2 'did you mean jsonl' study good.pcap --events e --events-format jsnl
expect 2 'did you mean protocols' list protocol
expect 0 '^quaywatch [0-9]' --version
for command in study tap learn export list; do
  expect 0 "^quaywatch $command" "$command" --help
done

# Captures.
expect 0 '' study good.pcap --out good
expect 0 '3 frames' tap good.pcap
for command in study tap learn; do
  expect 1 'absent.pcap' "$command" absent.pcap
  expect 1 'foreign.pcap' "$command" foreign.pcap
  expect 1 'empty.pcap' "$command" empty.pcap
done
expect 0 'damage' study truncated.pcap --json --out truncated
expect 0 'damaged' tap truncated.pcap
expect 0 '' study frameless.pcap --out frameless

# From standard input, and from what cannot be read.
for command in study tap learn; do
  checks=$((checks + 1))
  "$program" "$command" - <good.pcap >said.txt 2>&1 || complain "$command -: $(cat said.txt)"
  expect 1 'is a directory' "$command" .
  expect 1 'mem' "$command" /proc/self/mem # opens, but gives no octet
  expect 1 '-: is empty' "$command" -
done
rm -rf stdin.study
if [ "$(id -u)" != 0 ]; then
  cp good.pcap secret.pcap
  chmod 000 secret.pcap
  expect 1 'secret\.pcap.*denied' study secret.pcap
fi

# A message that breaks a rule of its protocol is an event, and reading goes on.
modbus=${QW_CORPUS:-}/modbus/icsnpp-modbus--modbus_example.pcap
if [ -e "$modbus" ]; then
  expect 0 '"irregularity":[1-9]' study "$modbus" --out broken --json
  expect 0 '"kind":"irregularity".*"fault"' study "$modbus" --out broken --events - --json
fi

# Site files.
printf '[[crane]]\nname = "STS 3"\nnetwork = ["10.0.0.0/8"]\n' >word.toml
printf '[[crane]\nname = 3\n' >syntax.toml
for command in study tap learn; do
  expect 2 'word\.toml:3:1: .*networks' "$command" good.pcap --site word.toml
  expect 2 'syntax\.toml:1:' "$command" good.pcap --site syntax.toml
  expect 2 'absent\.toml' "$command" good.pcap --site absent.toml
done
printf '[[realm]]\nname = "sts1"\n[[point]]\nname = "p"\nrealm = "sts2"\n' >realm.toml
printf '[[realm]]\nname = "sts1"\n[[point]]\nname = "ehouse"\nrealm = "sts1"\n' >point.toml
printf '[[crane]]\nname = "STS 3"\nsafe_load_t = "heavy"\n' >type.toml
printf '[[crane]]\nname = "STS 3"\nnetworks = ["10.0.0.1/8"]\n' >value.toml
printf '[[zone]]\nname = "a"\n[[zone]]\nname = "a"\n' >twice.toml
printf '[[conduit]]\nfrom = "any"\nto = "any"\nservice = "any"\n' >unvouched.toml
expect 2 'realm\.toml:5:9: point "p": realm: .*did you mean "sts1"' study good.pcap --site realm.toml
expect 2 'type\.toml:3:15: .*safe_load_t: expected a number' study good.pcap --site type.toml
expect 2 'value\.toml:3:13: .*expected a network such as' study good.pcap --site value.toml
expect 2 'twice\.toml:3:1: .*already given in line 1' study good.pcap --site twice.toml
expect 2 'unvouched\.toml:1:1: .*vouched_by' study good.pcap --site unvouched.toml
[ ! -e good.study ] || complain "something was begun with a bad site file"
expect 0 'point "quay" is not in the site file, which has ehouse' study quay=good.pcap --site point.toml --out other-point
expect 2 'neither an address nor a device' tap good.pcap --expect hoist

# Where results go.
touch file
expect 1 'file' study good.pcap --out file/below
expect 1 'file' learn good.pcap --out file/below/site.toml
expect 1 'file' study good.pcap --out events --events file/below
expect 1 'already exists' learn good.pcap --out file
expect 0 'draft' learn good.pcap --out file --force
expect 0 '' study good.pcap --site file --out again

# The same folder again: what is there is replaced whole.
expect 0 '' study good.pcap --out again --json
[ "$(ls again | tr '\n' ' ')" = "report.html study.duckdb study.json " ] ||
  complain "a folder that was used twice holds $(ls again)"
expect 0 '' export again --format csv --out again.csv

# A full disk: what is written to, and what is left of it.
full() {
  local said answered
  checks=$((checks + 1))
  said=$("$program" "$@" 2>&1 >/dev/full </dev/null)
  answered=$?
  if [ "$answered" != 1 ] || ! grep -q 'standard output' <<<"$said"; then
    complain "quaywatch $* to a full disk: status $answered: $said"
  fi
}
if [ -w /dev/full ]; then
  full study good.pcap --out full
  full study good.pcap --out full --json
  full tap good.pcap
  full tap good.pcap --json
  full learn good.pcap
  full list protocols
  full export good
  full --help
  full --version
  expect 1 'No space' study good.pcap --out full --events /dev/full
fi
mkfifo drafts
timeout 60 cat drafts >drafted.toml &
reader=$!
expect 0 '' learn good.pcap --out drafts --force
[ -p drafts ] || complain "a pipe was replaced by a file"
wait "$reader" && grep -q seen_only drafted.toml || complain "the draft did not come through a pipe"
for blocks in 8 200; do # of 1,024 octets, which no file may exceed
  checks=$((checks + 1))
  (ulimit -f "$blocks" && exec "$program" study good.pcap --out "limited$blocks") >said.txt 2>&1
  answered=$?
  [ "$answered" = 1 ] || complain "with files of $blocks KiB at most: $answered: $(cat said.txt)"
  grep -q "^quaywatch study: limited$blocks" said.txt ||
    complain "with files of $blocks KiB at most it is not said which: $(cat said.txt)"
  compgen -G "limited$blocks/study.*" | grep -v partial &&
    complain "with files of $blocks KiB at most something unfinished bears the name of a result"
  expect 0 '' study good.pcap --out "limited$blocks"
done

# Stores.
expect 0 'rows?$' export good --format csv --out tables
expect 2 'did you mean csv' export good --format cvs
expect 2 'every single event' export good --format zeek
expect 1 'absent' export absent --format csv
expect 1 'file' export good --format csv --out file/below

# A store that somebody writes: the first study waits for the rest of its capture.
mkfifo pipe
"$program" study - --out shared <pipe >first.txt 2>&1 &
first=$!
exec 3>pipe
head -c 86 good.pcap >&3  # its header and the first frame
for _ in $(seq 100); do
  compgen -G 'shared/*' >/dev/null && break
  sleep 0.1
done
expect 1 'shared' study good.pcap --out shared
expect 1 'shared' export shared --format csv
tail -c +87 good.pcap >&3
exec 3>&-
wait "$first" || complain "the first study was disturbed: $(cat first.txt)"

echo "$checks commands, $failures failures"
[ "$failures" = 0 ]
