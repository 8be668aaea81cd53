#!/usr/bin/env bash
# Two balancers that share what they know through Redis: one is killed with kill -9, then the store is; a client that
# checks every answer goes on all the while.
# Needs lbsim: on the PATH, built in this checkout, or named in LBSIM; redis-server or valkey-server, and the npm package
# @redis/client beside lbsim. Takes about ten seconds.
set -euo pipefail

needs='redis-server 7 or valkey-server, and the npm package @redis/client beside lbsim'
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
store=$(command -v redis-server || command -v valkey-server) || cannot 'no redis-server'

# start_store: on any free port of this script's own address, nothing kept on disk; its port is in store.port.
start_store() {
  local port
  for port in 26379 26380 26381 26382; do
    "$store" --port "$port" --bind "$host" --save '' --dir "$work" --daemonize no >"$work/store.log" 2>&1 &
    echo $! >"$work/store.pid"
    within 15 store_settled || true
    if grep -q 'eady to accept connections' "$work/store.log"; then
      echo "$port" >"$work/store.port"
      return
    fi
  done
  cannot "the store does not start: $(tail -n 1 "$work/store.log")"
}

store_settled() { grep -q 'eady to accept connections' "$work/store.log" || ended store; }

# start_member NAME: a balancer of the lab, on any free port.
start_member() {
  local options=(--algorithm round-robin --backends "$(backends B1 B2 B3)" --cluster-id "$1")
  options+=(--cluster "redis://$host:$(cat "$work/store.port")?lab=demo" --cluster-timeout 200ms)
  say_command lbsim balance --port 0 "${options[@]}"
  : >"$work/$1.log"
  "${lbsim[@]}" balance --host "$host" --port 0 --admin off --log-connections all "${options[@]}" "${json[@]}" \
    >/dev/null 2>>"$work/$1.log" &
  echo $! >"$work/$1.pid"
  within 30 listens_or_ended "$1" || true
  if grep -q '@redis/client' "$work/$1.log"; then cannot 'no @redis/client'; fi
  happened "$1" listening || die "$1 did not start: $(tail -n 1 "$work/$1.log")"
  await 15 "$1" cluster_joined || die "$1 did not join the lab"
  say "$1 listens on $host:$(port_of "$1"), process $(pid_of "$1"), and has joined the lab"
}

# both FIRST SECOND: the list of the two balancers, as --host wants it.
both() { echo "$host:$(port_of "$1"),$host:$(port_of "$2")"; }

# either OPTION…: a client of both balancers, LB1 first.
either() { "${lbsim[@]}" client --host "$(both LB1 LB2)" --timeout 5 "$@" 2>>"$work/client.log"; }

# of BALANCER OPTION…: a client of that one alone.
of() { "${lbsim[@]}" client --host "$host:$(port_of "$1")" --timeout 5 "${@:2}" 2>>"$work/client.log"; }

# through BALANCER: of the report on standard input, how many answers came through that balancer.
through() { sed -n "s/.*\"$host:$(port_of "$1")\":{\"answers\":\([0-9]*\).*/\1/p"; }

chapter 'Three backends, a store, two balancers of one lab'
start_store
say "the store listens on $host:$(cat "$work/store.port"), process $(pid_of store)"
for name in B1 B2 B3; do start_server "$name"; done
start_member LB1
start_member LB2

chapter 'A client has the same backend at either balancer'
first=$(of LB1 --message hello | answered_by)
second=$(of LB2 --message hello | answered_by)
say "LB1 gave this machine $first, LB2 gave it $second"
check 'both gave it the same backend' grep -qE '^(B[1-3]) \1$' <<<"$first $second"

chapter 'A client that checks every answer, and knows both balancers'
options=(--count 100000 --concurrency 5 --rate 100 --messages-per-connection 3 --hold 50ms --json)
say_command lbsim client --host "$(both LB1 LB2)" "${options[@]}"
"${lbsim[@]}" client --host "$(both LB1 LB2)" --timeout 5 "${options[@]}" >"$work/load.json" 2>>"$work/client.log" &
echo $! >"$work/load.pid"
twenty_closed() { [[ $(events "$1" connection_close | count) -ge 20 ]]; }
within 30 twenty_closed LB1 || die "the load does not reach LB1: $(cat "$work/client.log")"
say "its connections go to LB1, the first of the list; LB2 has had $(events LB2 connection_open | count)"

chapter 'LB1 dies'
say_command kill -9 "$(pid_of LB1)"
kill_hard LB1
within 30 twenty_closed LB2 || die "the load did not go on at LB2: $(cat "$work/client.log")"
say 'the load goes on at LB2'
after=$(either --message 'still there?' | answered_by)
say "a new client finds LB1 gone, goes on at LB2, and is answered by $after"
check "that is $first, as before" [ "$after" = "$first" ]

chapter 'The store dies, too'
say_command kill -9 "$(pid_of store)"
kill_hard store
await 30 LB2 cluster_lost || die 'LB2 did not notice that the store is gone'
say "LB2 says: $(events LB2 cluster_lost | field message)"
report=$(of LB2 --count 30 --concurrency 3 --json || true)
say "30 new connections: $(field ok <<<"$report") ok, $(field failed <<<"$report") failed"
check 'nobody is refused' [ "$(field ok <<<"$report") $(field failed <<<"$report")" = '30 0' ]
check "and the client has still $first" [ "$(field "$first" <<<"$report")" = 30 ]

chapter 'The account of the load'
kill -INT "$(tree "$(pid_of load)" | tail -n 1)"
within 30 ended load || die 'the load was asked to end, and did not'
load=$(cat "$work/load.json")
switches=$(field switches <<<"$load")
say "$(field connections <<<"$load") connections, $(through LB1 <<<"$load") answers through LB1, $(through LB2 <<<"$load") through LB2"
say "$switches connections went on at LB2 when LB1 died; $(field resent <<<"$load") messages were sent again"
failed=$(($(field failed <<<"$load") - $(object errors <<<"$load" | field stopped | grep . || echo 0)))
check 'no connection failed, no answer was wrong' [ "$failed $(field mismatches <<<"$load")" = '0 0' ]
check 'answers came through both balancers' [ "$(through LB1 <<<"$load")" -gt 0 -a "$(through LB2 <<<"$load")" -gt 0 ]
check 'every answer came from the same backend' [ "$(object backends <<<"$load" | grep -o ':' | wc -l | xargs)" = 1 ]
check 'it was the same after the switches, never another' \
  [ "${switches:=0}" -gt 0 -a "$(field other <<<"$load")" = 0 ]

verdict
