#!/usr/bin/env bash
# Sticky sessions: a client that comes back is brought to the backend it had; when that one dies it gets another, and
# stays there.
# Needs lbsim: on the PATH, built in this checkout, or named in LBSIM. Takes about ten seconds.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# visit COUNT: that many connections from this machine, one after the other; prints who answered each.
visit() {
  local n names=()
  for ((n = 1; n <= $1; n++)); do names+=("$(ask "visit $n")"); done
  echo "${names[*]}"
}

# How many connections SESSION_MAP has decided so far.
by_session_map() { events balance connection_open '"sticky":true' | count; }

chapter 'Three backends'
for name in B1 B2 B3; do start_server "$name"; done

chapter 'Not sticky: --sticky-key none'
start_balancer --sticky-key none --backends "$(backends B1 B2 B3)"
answers=$(visit 6)
say "six connections from one address were answered by $answers"
check 'one address reached every backend' [ "$(tr ' ' '\n' <<<"$answers" | sort -u | xargs)" = 'B1 B2 B3' ]
stop balance

chapter 'Sticky by address: --sticky-key ip, the default'
start_balancer --sticky-key ip --health-check-interval 1 --backends "$(backends B1 B2 B3)"
answers=$(visit 6)
first=${answers%% *}
say "six connections from one address were answered by $answers"
check 'one address reached one backend' [ "$answers" = "$first $first $first $first $first $first" ]
check 'the scheduler chose once, SESSION_MAP five times' [ "$(by_session_map)" = 5 ]

chapter "$first dies"
all_up
port=$(port_of "$first")
say_command kill -9 "$(pid_of "$first")"
kill_hard "$first"
answers=$(visit 4)
second=${answers%% *}
say "four connections more from that address were answered by $answers"
check 'it was not refused but given another backend' grep -qE '^B[1-3]$' <<<"${second/$first/}"
check 'and stays with that one' [ "$answers" = "$second $second $second $second" ]

chapter "$first comes back"
start_server "$first" --port "$port"
await 15 balance failback "\"backend\":\"$first\"" || die "nobody noticed that $first is back"
say "the balancer says: $(events balance failback | field message)"
before=$(by_session_map)
answers=$(visit 4)
say "four connections more were answered by $answers"
check "the client stays with $second" [ "$answers" = "$second $second $second $second" ]
check 'SESSION_MAP said so, each time' [ "$(by_session_map)" = $((before + 4)) ]

verdict
