#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The package works away from the build: unpacked somewhere else, with an empty environment,
# without a network, and where user namespaces are allowed with the source tree hidden. Another
# user runs it, and the built program, and neither opens a file in somebody's home.
#
#   tests/app/package.sh PACKAGE.deb [BUILD]    default: build/release
set -euo pipefail
package=$(readlink -f "$1")
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
build=$(readlink -f "${2:-$root/build/release}")
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
# The built program as it lies in the build, but where another user can read it.
for part in src/quaywatch lib/quaywatch share/quaywatch; do
  mkdir -p "built/$(dirname "$part")"
  cp -rL "$build/$part" "built/$part"
done
chmod -R a+rX .

# Libraries are looked for beside the program alone.
for program in root/usr/bin/quaywatch built/src/quaywatch; do
  if readelf -d "$program" | sed -nE 's/.*R(UN)?PATH.*\[(.*)\]/\2/p' | tr : '\n' |
    grep -vx '$ORIGIN/../lib/quaywatch'; then
    fail "$program looks for libraries in these folders"
  fi
done

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

# as_another FOLDER: the program, by a user who owns nothing and has no home
as_another() {
  local folder=$1 user=(env -i PATH=/usr/bin:/bin HOME=/nonexistent)
  shift
  if [ "$(id -u)" -eq 0 ]; then
    chown -R 65534:65534 "$folder"
    user=(setpriv --reuid=65534 --regid=65534 --clear-groups "${user[@]}")
  fi
  "${user[@]}" "$@"
}
[ "$(id -u)" -eq 0 ] || echo "package: not root: run with no home, but not as another user"
for program in root/usr/bin/quaywatch built/src/quaywatch; do
  folder=$work/other.$(basename "$(dirname "$program")")
  mkdir "$folder"
  as_another "$folder" strace -f -q -e trace=open,openat,execve -o "$folder/opened" \
    "$work/$program" study sample.pcap.gz --out "$folder/study" >"$folder.txt" 2>&1 ||
    fail "another user cannot run $program: $(cat "$folder.txt")"
  grep -q 'IEEE registry as of' "$folder/study/study.json" || fail "$program finds no registries"
  if grep -E '"(/root|/home|'"$HOME|$root"')/' "$folder/opened"; then
    fail "$program looks for these files"
  fi
done
echo "package: $(stat -c %s "$package") octets, studied the sample by itself"
