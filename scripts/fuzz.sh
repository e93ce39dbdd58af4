#!/bin/sh
# Coverage-guided fuzzing with Jazzer of what strangers, sensors and disks may hand to a peer.
#   scripts/fuzz.sh [--minutes M] [TARGET...]     M (10) in all, one target after the other, on one core
# Targets: codec datagram stdin json journal protocol; without any, all of them. The corpus and the log of each are in
# target/fuzz/TARGET and grow from run to run. What is found goes to src/test/resources/fuzz/TARGET: FuzzTest tries it
# in each build from then on. Ends with 1 if something was found.
set -eu
cd "$(dirname "$0")/.."
mkdir -p target
if [ ! -d target/test-classes/sensornet/fuzz ] || [ ! -f target/sim.classpath ] \
        || [ -n "$(find src/main src/test/java pom.xml -newer target/sim.classpath -type f | head -1)" ]; then
    mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/sim.classpath \
        -Dmdep.includeScope=test >target/sim.build 2>&1 || { cat target/sim.build >&2; exit 1; }
    touch target/sim.classpath
fi
exec java -Xmx256m -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(cat target/sim.classpath)" \
    sensornet.fuzz.FuzzMain "$@"
