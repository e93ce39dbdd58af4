#!/bin/sh
# Runs the seeded simulation of a whole group: the real protocol, codec and store on virtual time.
#   scripts/simulate.sh --seeds N [--from S] [--threads T] [--max-failures F]    a sweep on all cores
#   scripts/simulate.sh --seed S [--trace] [--log]                              one seed, told line by line
set -eu
cd "$(dirname "$0")/.."
mkdir -p target
if [ ! -d target/test-classes/sensornet/sim ] || [ ! -f target/sim.classpath ] \
        || [ -n "$(find src pom.xml -newer target/sim.classpath -type f | head -1)" ]; then
    mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/sim.classpath \
        -Dmdep.includeScope=test >target/sim.build 2>&1 || { cat target/sim.build >&2; exit 1; }
    touch target/sim.classpath
fi
exec java -XX:+UseParallelGC -cp "target/test-classes:target/classes:$(cat target/sim.classpath)" \
    sensornet.sim.SimulationMain "$@"
