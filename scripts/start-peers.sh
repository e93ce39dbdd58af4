#!/usr/bin/env bash
# Starts peers on this machine:  scripts/start-peers.sh [N] [peer options]
# Three without N, named peer1, peer2, ... Ctrl-C stops them all.
set -u

root=$(cd "$(dirname "$0")/.." && pwd)
jar=$root/target/peer.jar
count=3
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    count=$1
    shift
fi
if ((count < 1 || count > 50)); then
    echo "start-peers.sh: $count peers? Give a number from 1 to 50." >&2
    exit 2
fi

# As environment variables, so that an option or an @argfile still overrides them.
export PEER_DATA_DIR=${PEER_DATA_DIR:-$root/data} PEER_LOG_DIR=${PEER_LOG_DIR:-$root/logs}
data=$PEER_DATA_DIR
logs=$PEER_LOG_DIR
previous=
for arg in "$@"; do
    case $previous in --data-dir) data=$arg ;; --log-dir) logs=$arg ;; esac
    case $arg in
        --data-dir=*) data=${arg#*=} ;;
        --log-dir=*) logs=${arg#*=} ;;
        --peer-id | --peer-id=*)
            echo "start-peers.sh: the peers are named peer1, peer2, ...; to choose a name run java -jar target/peer.jar $arg" >&2
            exit 2
            ;;
    esac
    previous=$arg
done

if [[ ! -f $jar ]]; then
    echo "Building $jar"
    (cd "$root" && mvn -q -B -DskipTests package) || exit 1
fi

pids=()
names=()
log_sizes=()
status=0

size_of() {
    if [[ -f $1 ]]; then wc -c <"$1"; else echo 0; fi
}

# Line by line, and deaf to Ctrl-C: the last words of a peer shall still be seen.
prefix() {
    trap '' INT TERM HUP
    local line
    while IFS= read -r line || [[ -n $line ]]; do
        printf '%s | %s\n' "$1" "$line"
    done
}

stop_all() {
    trap '' INT TERM HUP
    ((${#pids[@]} > 0)) || exit 1
    # Background processes of a script ignore Ctrl-C, so it is passed on as TERM: a clean leave.
    kill -TERM "${pids[@]}" 2>/dev/null
    for _ in {1..150}; do
        kill -0 "${pids[@]}" 2>/dev/null || break
        sleep 0.1
    done
    for i in "${!pids[@]}"; do
        if kill -KILL "${pids[i]}" 2>/dev/null; then
            echo "${names[i]} did not leave within 15 s and was killed"
        fi
        wait "${pids[i]}" || status=1
    done
    wait # for the last lines
    exit $status
}
trap stop_all INT TERM HUP

pipes=$(mktemp -d) || exit 1
trap 'rm -rf "$pipes"' EXIT
for ((i = 1; i <= count; i++)); do
    name=peer$i
    log=$logs/${name}_log.txt
    log_sizes+=("$(size_of "$log")")
    mkfifo "$pipes/$name" || exit 1
    prefix "$name" <"$pipes/$name" &
    java -jar "$jar" --peer-id "$name" "$@" </dev/null >"$pipes/$name" 2>&1 &
    pids+=($!)
    names+=("$name")
done

# Without the shell's own notices of children that are killed; ours are on stdout.
exec 2>/dev/null

# Whether each of them has installed a view of all, since it was started.
all_together() {
    local i log members
    for i in "${!names[@]}"; do
        log=$logs/${names[i]}_log.txt
        if (($(size_of "$log") < log_sizes[i])); then
            log_sizes[i]=0
        fi
        members=$(tail -c "+$((log_sizes[i] + 1))" "$log" 2>/dev/null | sed -n 's/.*Updated group view: .*members=\[\(.*\)\].*/\1/p' | tail -n 1)
        [[ -n $members && $(tr -cd , <<<"$members" | wc -c) -eq $((count - 1)) ]] || return 1
    done
}

alive() {
    kill -0 "$1" 2>/dev/null
}

for _ in {1..300}; do
    all_together && break
    for pid in "${pids[@]}"; do
        alive "$pid" || break 2
    done
    sleep 0.1 &
    wait $!
done
echo "CSVs: $data/peer*/*.csv"
echo "Logs: $logs/peer*_log.txt"

# One of them may be killed on purpose, to see what the others do; so go on until none is left.
while ((${#pids[@]} > 0)); do
    for i in "${!pids[@]}"; do
        if ! alive "${pids[i]}"; then
            wait "${pids[i]}"
            code=$?
            echo "${names[i]} ended with exit code $code"
            ((code == 0)) || status=1
            unset "pids[i]" "names[i]"
        fi
    done
    sleep 0.3 &
    wait $!
done
wait
exit $status
