#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The package works away from the build: unpacked somewhere else, with an empty environment,
# without a network, and where user namespaces are allowed with the source tree hidden.
#
#   tests/app/package.sh PACKAGE.deb
set -euo pipefail
package=$(readlink -f "$1")
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "package: $*" >&2; exit 1; }

dpkg-deb -x "$package" "$work/root"
cp "$root/samples/control-network.pcap.gz" "$work/sample.pcap.gz"
cd "$work"

for file in usr/bin/quaywatch usr/lib/quaywatch/libduckdb.so usr/share/man/man1/quaywatch.1 \
  usr/share/quaywatch/oui.tsv usr/share/quaywatch/listed_makers.tsv \
  usr/share/doc/quaywatch/copyright usr/share/doc/quaywatch/licences/duckdb; do
  [ -s "root/$file" ] || fail "$file is missing"
done
depends=$(dpkg-deb --field "$package" Depends)
for library in libc6 libfmt9 libssl3 libmaxminddb0; do
  [[ $depends == *"$library"* ]] || fail "does not depend on $library: $depends"
done
if readelf -d root/usr/bin/quaywatch | grep -E 'R(UN)?PATH' | grep -q "$root"; then
  fail "the program names folders of the build"
fi

alone=(env -i PATH=/usr/bin:/bin)
if unshare -rmn true 2>/dev/null; then
  # No network, and empty folders in place of the source tree and of what was fetched.
  alone=(unshare -rmn env -i PATH=/usr/bin:/bin HOME="$work" bash -c '
    set -e
    mount -t tmpfs none "$0"
    [ ! -d "$1/.cache" ] || mount -t tmpfs none "$1/.cache"
    shift
    exec "$@"' "$root" "$HOME")
else
  echo "package: no user namespaces here: run without hiding the source tree"
fi
"${alone[@]}" "$work/root/usr/bin/quaywatch" study sample.pcap.gz --out study >summary.txt ||
  fail "it does not run: $(cat summary.txt)"
for file in study/report.html study/study.json study/study.duckdb; do
  [ -s "$file" ] || fail "it wrote no $file"
done
grep -q 'IEEE registry as of' study/study.json || fail "it does not find its registries"
"${alone[@]}" "$work/root/usr/bin/quaywatch" export study --format csv --out tables >/dev/null ||
  fail "it cannot read its own store"
echo "package: $(stat -c %s "$package") octets, studied the sample by itself"
