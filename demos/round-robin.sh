#!/usr/bin/env bash
# Round-robin: the backends take the connections in turn; with weights, in a smooth order.
# Needs lbsim: on the PATH, built in this checkout, or named in LBSIM. Takes a few seconds.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# ask_in_turn COUNT: that many connections, one after the other; prints who answered each.
ask_in_turn() {
  local n names=()
  for ((n = 1; n <= $1; n++)); do names+=("$(ask "question $n")"); done
  echo "${names[*]}"
}

chapter 'Three backends, each a process of its own'
for name in B1 B2 B3; do start_server "$name"; done

chapter 'Each in turn'
start_balancer --algorithm round-robin --sticky-key none --backends "$(backends B1 B2 B3)"
answers=$(ask_in_turn 6)
say "six connections, one after the other, were answered by $answers"
check 'every backend had its turn, in the order given' [ "$answers" = 'B1 B2 B3 B1 B2 B3' ]
check 'the balancer says that round-robin chose, each time' \
  [ "$(events balance connection_open '"why":"round-robin"' | count)" = 6 ]

chapter 'In turn also when many come at once'
report=$(client --count 300 --concurrency 10 --json || true)
shares="$(field B1 <<<"$report") $(field B2 <<<"$report") $(field B3 <<<"$report")"
say "300 connections, ten at a time: B1, B2, B3 answered $shares"
check 'all got the right answer' [ "$(field ok <<<"$report") $(field mismatches <<<"$report")" = '300 0' ]
check 'the shares are equal, to the connection' [ "$shares" = '100 100 100' ]
stop balance

chapter 'With weights: B1 counts three times'
weighted=$(backends B1 B2 B3)
start_balancer --algorithm round-robin --sticky-key none --backends "${weighted/,B2/@3,B2}"
answers=$(ask_in_turn 10)
say "ten connections were answered by $answers"
check 'B1 took three of five, and the others came in between: the smooth order' \
  [ "$answers" = 'B1 B2 B1 B3 B1 B1 B2 B1 B3 B1' ]

verdict
