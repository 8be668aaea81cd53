#!/usr/bin/env bash
# A LAN on one machine: two clients, a balancer and two backends, each in a network namespace of its own with its own
# address, joined by a bridge in a further one. The network of this machine is not touched.
# Needs lbsim: on the PATH, built in this checkout, or named in LBSIM. Takes about ten seconds.
set -euo pipefail

needs='Linux, iproute2 (ip), root and the right to make network namespaces'
source "$(dirname "${BASH_SOURCE[0]}")/machines.sh"

interval=1000
timeout=500
slack=500
address=10.88.0.10

# lan_client MACHINE OPTION…: a client on that machine.
lan_client() {
  on "$1" "${lbsim[@]}" client --host "$address" --port "$(port_of balance)" --timeout 5 "${@:2}" \
    2>>"$work/client.log"
}

# ask_in_turn COUNT: that many connections from client1, one after the other, then as many from client2; prints who
# answered each.
ask_in_turn() {
  local from n names=()
  for from in client1 client2; do
    for ((n = 1; n <= $1; n++)); do names+=("$(lan_client "$from" --message "hello from $from" | answered_by)"); done
  done
  echo "${names[*]}"
}

# lan_balancer OPTION…: the balancer, on its machine.
lan_balancer() {
  local list
  list=B1=10.88.0.1:$(port_of B1),B2=10.88.0.2:$(port_of B2)
  say_command lbsim balance --host 0.0.0.0 --port 0 --backends "$list" "$@"
  start balance ip netns exec "$lan-balancer" "${lbsim[@]}" balance --host 0.0.0.0 --port 0 --backends "$list" \
    --log-connections all "$@" "${json[@]}"
  say "clients reach it at $address:$(port_of balance)"
}

lay_cables

chapter 'Five machines on a LAN'
plug_in client1 10.88.0.101
plug_in client2 10.88.0.102
plug_in balancer "$address"
plug_in b1 10.88.0.1
plug_in b2 10.88.0.2
for n in 1 2; do
  say_command lbsim server --name "B$n" --host 0.0.0.0
  start "B$n" ip netns exec "$lan-b$n" "${lbsim[@]}" server --name "B$n" --host 0.0.0.0 "${json[@]}"
  say "B$n can be reached at 10.88.0.$n:$(port_of "B$n")"
done

chapter 'Round-robin over the LAN'
lan_balancer --algorithm round-robin --sticky-key none
answers=$(ask_in_turn 3)
say "three connections from client1 and three from client2 were answered by $answers"
check 'the backends took turns' [ "$answers" = 'B1 B2 B1 B2 B1 B2' ]
seen=$(events balance connection_open | field client | sed 's/:.*//' | sort -u | xargs)
say "the balancer saw these clients: $seen"
check 'each by its own address' [ "$seen" = '10.88.0.101 10.88.0.102' ]
stop balance

chapter 'Sticky by address'
lan_balancer --sticky-key ip --health-check-interval ${interval}ms --health-check-timeout ${timeout}ms \
  --connect-timeout ${timeout}ms
answers=$(ask_in_turn 1)
again=$(ask_in_turn 2)
say "client1 and client2 came once each, and were answered by $answers"
say "both came twice more: $again"
check 'two clients, two backends' [ "$answers" = 'B1 B2' ]
check 'each client is brought back to its own' [ "$again" = 'B1 B1 B2 B2' ]

chapter 'The cable of B2 is pulled'
say 'Nothing refuses a connection now: packets vanish, and only a timeout can tell.'
all_up
say_command ip link set b2 down
pulled=$(($(now) % day))
ip -n "$lan" link set b2 down
await 15 balance failover '"backend":"B2"' || die 'nobody noticed that B2 is gone'
failover=$(events balance failover '"backend":"B2"')
took=$(elapsed "$pulled" "$(clock <<<"$failover")")
say "after $took ms the balancer says: $(field message <<<"$failover")"
check "that is within interval + timeout + $slack ms = $((interval + timeout + slack)) ms" \
  [ "$took" -le $((interval + timeout + slack)) ]
answers=$(ask_in_turn 2)
say "two connections from each client were answered by $answers"
check 'client1 keeps B1, client2 has it too now' [ "$answers" = 'B1 B1 B1 B1' ]

chapter 'The cable is plugged in again'
say_command ip link set b2 up
plugged=$(($(now) % day))
ip -n "$lan" link set b2 up
await 15 balance failback '"backend":"B2"' || die 'nobody noticed that B2 is back'
failback=$(events balance failback '"backend":"B2"')
took=$(elapsed "$plugged" "$(clock <<<"$failback")")
say "after $took ms the balancer says: $(field message <<<"$failback")"
# The neighbour table of the balancer's machine may need a round of ARP more before a probe gets through at all.
check "that is within two intervals and a second = $((2 * interval + 1000)) ms" [ "$took" -le $((2 * interval + 1000)) ]

chapter 'The cable of B1 is pulled, and client1 does not wait until that is noticed'
say_command ip link set b1 down
ip -n "$lan" link set b1 down
report=$(lan_client client1 --count 1 --json || true)
took=$(object latencyMs <<<"$report" | field max)
say "its answer took ${took:=999999} ms"
say "the balancer says: $(events balance failover '"backend":"B1"' | field message)"
check 'it was answered by B2' [ "$(field ok <<<"$report") $(field B2 <<<"$report")" = '1 1' ]
check "within connect-timeout + $slack ms = $((timeout + slack)) ms" [ "${took%.*}" -le $((timeout + slack)) ]
stop balance
ends=$(events balance connection_close | field end | sort -u | xargs)
check 'no client lost a connection in all this' [ "$ends" = client_closed ]

verdict
