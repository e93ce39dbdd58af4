#!/usr/bin/env bash
# Builds the jar of the last commit twice, from two clean clones in two places with another time zone, language and
# umask, and compares the bytes. Ends with 0 if they are the same; otherwise it shows what differs, and ends with 1.
#
#   scripts/check-reproducible.sh [options of mvn]
#
# Not with -o: offline, Maven leaves the bill of materials out.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build DIRECTORY UMASK TIMEZONE LANGUAGE COUNTRY [options of mvn]
build() {
    local directory=$1 umask=$2 zone=$3 language=$4 country=$5
    shift 5
    (
        umask "$umask"
        git clone -q "$root" "$directory"
        cd "$directory"
        export TZ=$zone LC_ALL=C
        export MAVEN_OPTS="-Duser.timezone=$zone -Duser.language=$language -Duser.country=$country"
        mvn -q -B -Dmaven.test.skip=true "$@" package </dev/null
    )
}

first=$work/a/peer.jar
second=$work/b/peer.jar
build "$work/one" 022 UTC en GB "$@"
build "$work/elsewhere/and deeper" 077 Pacific/Kiritimati tr TR "$@"
mkdir "$work/a" "$work/b"
for target in "$work/one/target" "$work/elsewhere/and deeper/target"; do
    [[ -s $target/bom.json ]] || { echo "check-reproducible: the build made no bill of materials" >&2; exit 1; }
done
cp "$work/one/target/peer.jar" "$first"
cp "$work/elsewhere/and deeper/target/peer.jar" "$second"

commit=$(git -C "$root" rev-parse --short HEAD)
if cmp -s "$first" "$second"; then
    echo "check-reproducible: two builds of $commit are the same $(wc -c <"$first") bytes," \
        "SHA-256 $(sha256sum "$first" | cut -d' ' -f1)"
    exit 0
fi

echo "check-reproducible: two builds of $commit differ:" >&2
cmp "$first" "$second" >&2 || true
for jar in "$first" "$second"; do
    (cd "${jar%/*}" && jar tvf peer.jar >list && mkdir files && cd files && jar xf ../peer.jar)
done
# The entries as they stand in the jar (order, size, time), then their contents.
diff "$work/a/list" "$work/b/list" | head -40 >&2 || true
diff -rq "$work/a/files" "$work/b/files" | sed "s#$work/##g" | head -40 >&2 || true
exit 1
