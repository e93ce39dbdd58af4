#!/usr/bin/env bash
# Makes what a group needs for TLS: a CA of its own, and one PKCS12 keystore for each peer, with keytool (EC keys).
#
#   scripts/make-certs.sh DIR PEER...        e.g. scripts/make-certs.sh certs attic cellar roof=192.168.7.12,roof.lan
#
# Run it again with the same DIR to add a peer, or to renew one: it gets a new key and certificate of the same CA.
# Behind a '=' stand addresses and names that browsers shall find the peer at; peers themselves do not look at them.
#
#   DIR/ca.p12, DIR/ca.password          the CA's key: whoever has it can join the group. Keep DIR off the hosts.
#   DIR/ca.pem                           the CA's certificate, for browsers, curl and Prometheus
#   DIR/PEER.p12, DIR/PEER.password      all that this one peer needs: --tls-keystore and --tls-password-file
#   DIR/trust-*.pem                      if there are any: more CAs that the peers shall trust, e.g. the next one
#
# --days N (default 730) is how long a peer's certificate lasts, --ca-days N (default 7300) the CA's.
set -euo pipefail
umask 077

usage() {
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
}

fail() {
    printf 'make-certs: %s\n' "$1" >&2
    exit "${2:-1}"
}

# Passwords go from file to file: what stands on a command line can be read by every user of the machine.
new_password() {
    LC_ALL=C tr -dc 'A-Za-z0-9' < <(head -c 4096 /dev/urandom) | head -c 32 >"$1" || true
    [[ $(wc -c <"$1") -eq 32 ]] || fail "no random bytes for $1"
}

# keytool says what went wrong on standard output, and much else besides.
kt() {
    local said
    said=$(keytool "$@" 2>&1) || fail "keytool $1 failed: ${said//$'\n'/ }"
}

days=730
ca_days=7300
args=()
while (($# > 0)); do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --days) days=${2-}; shift ;;
        --ca-days) ca_days=${2-}; shift ;;
        -*) fail "unknown option $1; try --help" 2 ;;
        *) args+=("$1") ;;
    esac
    shift || fail "the last option needs a number" 2
done
[[ $days =~ ^[1-9][0-9]{0,4}$ && $ca_days =~ ^[1-9][0-9]{0,4}$ ]] || fail "--days and --ca-days are whole numbers from 1 on" 2
((${#args[@]} >= 2)) || { usage >&2; exit 2; }
command -v keytool >/dev/null || fail "keytool is missing: it comes with every JDK and JRE"
dir=${args[0]}
peers=("${args[@]:1}")
for peer in "${peers[@]}"; do
    [[ ${peer%%=*} =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$ ]] \
        || fail "'${peer%%=*}' is no peer id: 1-64 of A-Z a-z 0-9 . _ -, starting with a letter or digit" 2
    [[ ${peer%%=*} != ca && ${peer%%=*} != trust-* ]] || fail "'${peer%%=*}' is taken by the CA's own files: choose another id" 2
done

mkdir -p -- "$dir"
work=$(mktemp -d "$dir/.new.XXXXXX")
trap 'rm -rf -- "$work"' EXIT

ca=(-keystore "$dir/ca.p12" -storetype PKCS12 -storepass:file "$dir/ca.password")
if [[ ! -e $dir/ca.p12 ]]; then
    new_password "$work/ca.password"
    # From yesterday on: clocks of hosts differ.
    kt -genkeypair -alias ca -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA -startdate -1d -validity "$ca_days" \
        -dname "CN=sensor group CA $(date -u +%Y-%m-%d)" -ext bc:critical=ca:true,pathlen:0 -ext ku:critical=keyCertSign,cRLSign \
        -keystore "$work/ca.p12" -storetype PKCS12 -storepass:file "$work/ca.password"
    # First the password: a keystore without one would never open again.
    mv -- "$work/ca.password" "$dir/ca.password"
    mv -- "$work/ca.p12" "$dir/ca.p12"
    printf 'made the CA %s: keep it off the hosts\n' "$dir/ca.p12"
fi
kt -exportcert -rfc -alias ca -file "$work/ca.pem" "${ca[@]}"
mv -- "$work/ca.pem" "$dir/ca.pem"

for peer in "${peers[@]}"; do
    id=${peer%%=*}
    names="uri:sensornet:$id,ip:127.0.0.1,dns:localhost"
    if [[ $peer == *=* ]]; then
        IFS=, read -ra hosts <<<"${peer#*=}"
        for host in "${hosts[@]}"; do
            [[ $host =~ ^[0-9.]+$ || $host == *:* ]] && names+=",ip:$host" || names+=",dns:$host"
        done
    fi
    store=(-keystore "$work/$id.p12" -storetype PKCS12 -storepass:file "$work/$id.password")
    new_password "$work/$id.password"
    kt -genkeypair -alias peer -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA -dname "CN=$id" "${store[@]}"
    kt -certreq -alias peer -file "$work/$id.csr" "${store[@]}"
    kt -gencert -rfc -alias ca -infile "$work/$id.csr" -outfile "$work/$id.pem" -sigalg SHA256withECDSA -startdate -1d \
        -validity "$((days + 1))" -ext bc:critical=ca:false -ext ku:critical=digitalSignature -ext eku=serverAuth,clientAuth \
        -ext "san=$names" "${ca[@]}"
    kt -importcert -noprompt -alias ca -file "$dir/ca.pem" "${store[@]}"
    n=0
    for more in "$dir"/trust-*.pem; do
        [[ -e $more ]] || continue
        n=$((n + 1))
        kt -importcert -noprompt -alias "trust-$n" -file "$more" "${store[@]}"
    done
    kt -importcert -noprompt -alias peer -file "$work/$id.pem" "${store[@]}"
    mv -- "$work/$id.password" "$dir/$id.password"
    mv -- "$work/$id.p12" "$dir/$id.p12"
    printf 'made %s for %s days\n' "$dir/$id.p12" "$days"
done
