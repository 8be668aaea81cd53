#!/usr/bin/env bash
# Failover and failback: a backend is killed with kill -9 under load, and comes back.
# Needs lbsim: on the PATH, built in this checkout, or named in LBSIM. Takes about ten seconds.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

interval=1000
timeout=500
slack=500

chapter 'Three backends, a balancer, and a steady load'
for name in B1 B2 B3; do start_server "$name"; done
victim_port=$(port_of B2)
start_balancer --algorithm round-robin --sticky-key none \
  --health-check-interval ${interval}ms --health-check-timeout ${timeout}ms --backends "$(backends B1 B2 B3)"

# quiet_client BACKEND: connects, which is that backend's turn, and says nothing until told to; then one line.
quiet_client() {
  { until [[ -e $work/speak ]]; do sleep 0.05; done && echo "from the one at $1"; } |
    exec_client >"$work/quiet-$1.out" &
  await 30 balance connection_open "\"backend\":\"$1\"" || die "no client came to $1"
}

# Connections at a steady rate, each held open for a while, until it is told to stop.
start_load() {
  local options=(--count 100000 --rate 150 --hold 50ms --json)
  say_command lbsim client "${options[@]}"
  exec_client "${options[@]}" >"$work/load.json" &
  echo $! >"$work/load.pid"
  await 30 balance connection_close '"backend":"B2"' || die "the load does not reach B2: $(cat "$work/client.log")"
}

for name in B1 B2 B3; do quiet_client "$name"; done
say 'three clients have connected, one at each backend, and say nothing yet'
start_load
say '150 connections a second, each sends a line, checks the answer and stays for 50 ms more'

chapter 'B2 dies'
all_up
killed=$(($(now) % day))
say_command kill -9 "$(pid_of B2)"
kill_hard B2
await 15 balance failover '"backend":"B2"' || die 'nobody noticed that B2 is dead'
failover=$(events balance failover '"backend":"B2"')
took=$(elapsed "$killed" "$(clock <<<"$failover")")
say "after $took ms the balancer says: $(field message <<<"$failover")"
check "that is within interval + timeout + $slack ms = $((interval + timeout + slack)) ms" \
  [ "$took" -le $((interval + timeout + slack)) ]
check 'B1 and B3 are what is left' grep -q '"activeServers":\["B1","B3"\]' <<<"$failover"

chapter 'Meanwhile nobody else has noticed'
report=$(client --count 60 --concurrency 6 --json || true)
shares="B1 $(field B1 <<<"$report"), B3 $(field B3 <<<"$report")"
say "60 new connections while the load goes on, answered by $shares"
check 'every new connection was served' [ "$(field ok <<<"$report") $(field failed <<<"$report")" = '60 0' ]
check 'none by B2' [ -z "$(field B2 <<<"$report")" ]
await 15 balance connection_moved '"from":"B2"' || true
say "of the quiet ones: $(events balance connection_moved '"from":"B2"' | field message)"
touch "$work/speak"
for name in B1 B2 B3; do within 15 [ -s "$work/quiet-$name.out" ] || true; done
answers=$(cat "$work"/quiet-B?.out | tr '\n' ',')
say "now they speak, and are answered: ${answers%,}"
check 'all were answered, the one at B2 by another backend' \
  grep -qE '^\[B1\] from the one at B1,\[B[13]\] from the one at B2,\[B3\] from the one at B3,$' <<<"$answers"

chapter 'B2 comes back'
start_server B2 --port "$victim_port"
await 15 balance failback '"backend":"B2"' || die 'nobody noticed that B2 is back'
failback=$(events balance failback '"backend":"B2"')
took=$(elapsed "$(events B2 listening | clock)" "$(clock <<<"$failback")")
say "$took ms after it listened the balancer says: $(field message <<<"$failback")"
check "that is within interval + $slack ms = $((interval + slack)) ms" [ "$took" -le $((interval + slack)) ]

chapter 'It gets its share again'
stop load
report=$(client --count 30 --json || true)
shares="$(field B1 <<<"$report") $(field B2 <<<"$report") $(field B3 <<<"$report")"
say "the load is stopped; 30 connections more: B1, B2, B3 answered $shares"
check 'each a third' [ "$shares" = '10 10 10' ]

chapter 'The account, from the log of the balancer and the report of the load'
stop balance
# A backend that lives never ends a connection first, so these were open to B2 when it died.
lost=$(events balance connection_close '"end":"backend_' '"backend":"B2"' | count)
elsewhere=$(events balance connection_close '"end":"backend_' '"backend":"B[13]"' | count)
unsent=$(events balance connection_close '"bytesIn":0,' | grep -vc '"end":"client_closed"' || true)
opened=$(events balance connection_open | count)
load=$(cat "$work/load.json")
errors=$(object errors <<<"$load")
stopped=$(field stopped <<<"$load")
failed=$(($(field failed <<<"$load") - ${stopped:-0}))
say "$opened connections in all; $lost had been given to B2 and were open when it died"
say "of the $(field connections <<<"$load") connections of the load $failed failed: $errors"
say '(a TCP balancer cannot retry a request it does not understand; the client can)'
check 'no connection failed that had sent nothing yet' [ "$unsent" = 0 ]
check 'no connection to B1 or B3 was lost' [ "$elsewhere" = 0 ]
check 'no more connections failed than were open to B2 when it died' [ "$failed" -le "$lost" ]
check 'those were cut off; none was refused, timed out or got a wrong answer' \
  [ "$(sed -E 's/"(reset|closed_early|stopped)":[0-9]+,?//g' <<<"$errors")" = '{}' ]

verdict
