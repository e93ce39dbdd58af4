#!/usr/bin/env bash
# Starts peers peer1..peerN on this machine and shows what they say, each line with the peer's name in front.
# Ctrl-C (or SIGTERM, or closing the terminal) stops them all; a peer that is killed is reported and the others stay.
#
#   scripts/start-peers.sh [N] [peer options]      N defaults to 3; the options go to every peer
#
# Without --data-dir and --log-dir the files go to data/ and logs/ of the repository. JAVA_OPTS goes to java.
set -u

usage() {
    sed -n '2,7s/^# \{0,1\}//p' "$script"
}

say() {
    printf '%s\n' "start-peers: $*"
}

# The value of option $1 among the arguments after $2, which is its default.
option_value() {
    local name=$1 value=$2
    shift 2
    while (($# > 0)); do
        case $1 in
            "$name") value=${2-} ;;
            "$name"=*) value=${1#*=} ;;
        esac
        shift
    done
    printf '%s' "$value"
}

# Copies standard input with the name in front, until its peer is gone; notes when a view with all peers is seen.
# Deaf to signals: on Ctrl-C it has to show the last words of its peer.
prefix() {
    trap '' INT TERM HUP
    local name=$1 line ids
    while IFS= read -r line || [[ -n $line ]]; do
        printf '%-*s | %s\n' "$((4 + ${#count}))" "$name" "$line"
        if [[ $line == *"Updated group view: "*"members=["*"]"* ]]; then
            ids=${line##*members=[}
            ids=${ids%%]*}
            ids=${ids//[^,]/}
            ((${#ids} + 1 == count)) && : >"$notes/$name.view"
        fi
    done
    : >"$notes/$name.end"
}

# $(jobs -rp) is the shell's own table: unlike with kill -0, a number that the system has given to somebody else since
# is not in it. (In a pipeline it would be the empty table of a subshell.)
stop_all() {
    trap '' INT TERM HUP PIPE EXIT
    local pids i
    pids=$(jobs -rp)
    if [[ -n $pids ]]; then
        say "stopping"
        kill -TERM $pids
        # A peer bounds its own clean leave at 8 s; to kill it sooner could lose what it has not handed over.
        for ((i = 0; i < 100; i++)); do
            [[ -z $(jobs -rp) ]] && break
            sleep 0.1
        done
        pids=$(jobs -rp)
        if [[ -n $pids ]]; then
            say "killing what did not stop within 10 s"
            kill -KILL $pids
        fi
    fi
    wait
    # Their last lines may still be on the way to the terminal.
    for ((i = 0; i < 20; i++)); do
        [[ $(find "$notes" -name '*.end' | wc -l) -ge ${#names[@]} ]] && break
        sleep 0.05
    done
    rm -rf "$notes"
}

# Reports peers that ended by themselves.
reap() {
    local pid code alive
    alive=$(jobs -rp)
    alive=" ${alive//$'\n'/ } "
    for pid in "${!names[@]}"; do
        [[ $alive == *" $pid "* || -n ${ended[$pid]-} ]] && continue
        wait "$pid"
        code=$?
        ended[$pid]=$code
        ((code != 0)) && failed=1
        say "${names[$pid]} ended with exit code $code"
    done
}

script=${BASH_SOURCE[0]}
case ${1-} in
    -h | --help)
        usage
        exit 0
        ;;
esac
root=$(cd "$(dirname "$script")/.." && pwd) || exit 1

count=3
if [[ ${1-} =~ ^[0-9]+$ ]]; then
    count=$((10#$1))
    shift
fi
if ((count < 1 || count > 50)); then
    say "the number of peers must be from 1 to 50" >&2
    exit 2
fi
for arg in "$@"; do
    if [[ $arg == --peer-id || $arg == --peer-id=* ]]; then
        say "--peer-id cannot be given: the peers are called peer1 to peer$count" >&2
        exit 2
    fi
done

jar=$root/target/peer.jar
if [[ ! -f $jar ]]; then
    say "building $jar"
    (cd "$root" && mvn -q -B -DskipTests package) || {
        say "the build failed; it needs JDK 17 and Maven" >&2
        exit 1
    }
fi
java=java
[[ -n ${JAVA_HOME-} && -x $JAVA_HOME/bin/java ]] && java=$JAVA_HOME/bin/java
command -v "$java" >/dev/null || {
    say "there is no java: install JDK 17 or set JAVA_HOME" >&2
    exit 1
}

# In the environment, so that an option or an @file still has the last word.
export PEER_DATA_DIR=${PEER_DATA_DIR:-$root/data} PEER_LOG_DIR=${PEER_LOG_DIR:-$root/logs}
data=$(option_value --data-dir "$PEER_DATA_DIR" "$@")
logs=$(option_value --log-dir "$PEER_LOG_DIR" "$@")

notes=$(mktemp -d) || exit 1
declare -A names=() ended=()
failed=0
asked=0
trap 'asked=1' INT TERM HUP PIPE
trap stop_all EXIT

for ((i = 1; i <= count && asked == 0; i++)); do
    exec {pipe}> >(prefix "peer$i")
    # JAVA_OPTS is meant to be split into words.
    "$java" ${JAVA_OPTS-} -jar "$jar" --peer-id "peer$i" "$@" </dev/null >&"$pipe" 2>&1 &
    names[$!]=peer$i
    exec {pipe}>&-
done

# Without the shell's own notices of killed children; ours go to stdout.
exec 2>/dev/null

started=$SECONDS
told=0
while ((asked == 0)); do
    reap
    ((${#ended[@]} == count)) && break
    if ((told == 0)); then
        together=0
        [[ $(find "$notes" -name '*.view' | wc -l) -eq $count ]] && together=1
        if ((together == 1 || SECONDS - started >= 15)); then
            ((together == 1)) || say "after 15 s the peers are not one group yet: see the logs"
            if ((count == 1)); then
                say "CSVs: $data/peer1/"
                say "Logs: $logs/peer1_log.txt"
            else
                say "CSVs: $data/peer1/ to $data/peer$count/"
                say "Logs: $logs/peer1_log.txt to $logs/peer${count}_log.txt"
            fi
            say "Ctrl-C stops all"
            told=1
        fi
    fi
    sleep 0.3
done
# Being asked to stop is the ordinary end; that all peers ended by themselves is not, unless they all did so cleanly.
((asked == 1)) && failed=0
exit "$failed"
