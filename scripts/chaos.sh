#!/usr/bin/env bash
# Rough weather for real peers: hosts in network namespaces, bad links, kills, pauses, full disks, wrong clocks, from a
# seed; at the end every guarantee is checked. Needs root and iproute2; libfaketime for the clocks. See docs/chaos.md.
#   scripts/chaos.sh --minutes M --seed S [--mode default|quorum] [--rate READINGS_A_SECOND_AT_EACH_HOST]
# Exit code 0: all held. 1: not; the report says what and where the logs are. 2: it cannot run here.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ ! -f target/peer.jar || ! -d target/test-classes/sensornet/chaos ||
    -n $(find src/main src/test/java/sensornet/chaos pom.xml -newer target/peer.jar -type f | head -1) ]]; then
    mkdir -p target
    mvn -q -B -DskipTests package >target/chaos.build 2>&1 || {
        cat target/chaos.build >&2
        exit 2
    }
fi

# The program cleans up after itself, also on Ctrl-C. This is for the case that it is killed.
clean_up() {
    local namespace
    for namespace in $(ip netns list 2>/dev/null | cut -d' ' -f1 | grep "^chaos-$pid-" || true); do
        ip netns pids "$namespace" | xargs -r kill -KILL || true
        ip netns del "$namespace" || true
    done
    for mount in $(grep -o " $PWD/target/chaos/[a-z]*-[-0-9]*-$pid/host[0-9]* " /proc/mounts || true); do
        umount -l "$mount" || true
    done
}

java=java
[[ -n ${JAVA_HOME-} && -x $JAVA_HOME/bin/java ]] && java=$JAVA_HOME/bin/java
"$java" -Xmx512m -XX:+UseSerialGC -cp target/test-classes sensornet.chaos.Chaos "$@" &
pid=$!
trap 'kill -TERM $pid 2>/dev/null || true' INT TERM HUP
code=0
while true; do
    wait "$pid" && code=0 || code=$?
    kill -0 "$pid" 2>/dev/null || break # else it was only a signal that came
done
clean_up
exit "$code"
