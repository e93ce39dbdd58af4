#!/bin/sh
# The benchmark: the product beside JGroups SEQUENCER and beside bare sockets, real processes on loopback, one run.
#   scripts/bench.sh [--quick] [--charts] [SECTION...]
# Sections: throughput latency failover growth history sensors join flood jmh; without any, all of them: about twenty
# minutes, with --quick about three. Prints a table and writes target/bench/results.json; --charts also writes
# docs/bench/*.svg. BENCH_DIR says where the readings and the data of the peers go (default target/bench/run).
# See docs/benchmark.md.
set -eu
cd "$(dirname "$0")/.."
out=target/bench
mkdir -p "$out"
if [ ! -f target/peer.jar ] || [ -n "$(find src/main pom.xml -newer target/peer.jar -type f | head -1)" ]; then
    mvn -q -B -DskipTests package >"$out/build.log" 2>&1 || { cat "$out/build.log" >&2; exit 1; }
fi
if [ ! -f "$out/classpath" ] || [ pom.xml -nt "$out/classpath" ]; then
    mvn -q -B -Pbench dependency:build-classpath -Dmdep.outputFile="$out/classpath" -Dmdep.includeScope=test \
        >"$out/build.log" 2>&1 || { cat "$out/build.log" >&2; exit 1; }
fi
# With the product's jar and not target/classes, which another build may be writing; compiled by javac, for Maven has no
# third kind of sources.
classpath="target/peer.jar:$(cat "$out/classpath")"
if [ ! -f "$out/compiled" ] || [ -n "$(find src/bench target/peer.jar pom.xml -newer "$out/compiled" -type f | head -1)" ]
then
    rm -rf "$out/classes"
    mkdir -p "$out/classes"
    javac --release 17 -Xlint:all,-serial,-processing,-try -d "$out/classes" -cp "$classpath" \
        $(find src/bench/java -name '*.java')
    cp src/bench/resources/* "$out/classes"
    touch "$out/compiled"
fi
exec java -Xmx1g -Dlogback.configurationFile=bench-logback.xml -cp "$out/classes:$classpath" sensornet.bench.Bench "$@"
