#!/bin/sh
# Does the simulation find our deliberate defects (src/test/resources/defects)? For each: how many seeds, which invariant.
#   scripts/bite.sh [NAME...]              tries the noted seed first
#   scripts/bite.sh --fresh [NAME...]      looks from seed 1 on
#   ... --write                            notes the seeds that were found in the defects' files
#   ... --seeds N                          another bound than the one stated in the file
set -eu
cd "$(dirname "$0")/.."
mkdir -p target
if [ ! -d target/test-classes/sensornet/bite ] || [ ! -f target/sim.classpath ] \
        || [ -n "$(find src/main src/test/java pom.xml -newer target/sim.classpath -type f | head -1)" ]; then
    mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/sim.classpath \
        -Dmdep.includeScope=test >target/sim.build 2>&1 || { cat target/sim.build >&2; exit 1; }
    touch target/sim.classpath
fi
exec java ${BITE_OPTS:-} -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(cat target/sim.classpath)" \
    sensornet.bite.BiteMain "$@"
