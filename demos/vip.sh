#!/usr/bin/env bash
# One address for two balancers: VRRP by keepalived, each machine in a network namespace of its own. A balancer's process
# dies, then the wire between the two is cut, and then a whole machine is. The network of this machine is not touched.
# Needs lbsim: on the PATH, built in this checkout, or named in LBSIM. Takes about twenty seconds.
set -euo pipefail

needs='Linux, iproute2 (ip), keepalived, root and the right to make network namespaces'
source "$(dirname "${BASH_SOURCE[0]}")/machines.sh"
command -v keepalived >/dev/null || cannot 'no keepalived'

port=8080
vip=10.89.0.10

# start_balancer_on MACHINE: what it opens for 'lbsim ctl' lies in a folder of its own, as on a machine of its own.
start_balancer_on() {
  mkdir -p -m 700 "$work/run-$1"
  say_command lbsim balance --host 0.0.0.0 --port $port --algorithm rendezvous --backends "$list"
  start "$1" env XDG_RUNTIME_DIR="$work/run-$1" ip netns exec "$lan-$1" "${lbsim[@]}" balance --host 0.0.0.0 \
    --port $port --algorithm rendezvous --backends "$list" --log-connections all "${json[@]}"
}

# write_checks MACHINE: whether its balancer is ready, which starts a process of Node each time; and whether its process lives,
# which costs next to nothing and so is looked at often.
write_checks() {
  printf '#!/bin/sh\nXDG_RUNTIME_DIR=%q exec timeout -s KILL 25 %s ctl ping\n' "$work/run-$1" \
    "$(printf '%q ' "${lbsim[@]}")" >"$work/ready-$1"
  printf '#!/bin/sh\nread -r pid <%q && kill -0 "$pid"\n' "$work/$1.pid" >"$work/lives-$1"
  chmod 700 "$work/ready-$1" "$work/lives-$1"
}

# start_keepalived MACHINE OWN OTHER PRIORITY: both begin as BACKUP, as 'nopreempt' wants it: whoever has the address
# keeps it when the other comes, or comes back. keepalived starts no check while the one before is running.
start_keepalived() {
  write_checks "$1"
  cat >"$work/$1.conf" <<CONF
global_defs {
  vrrp_version 3
  script_user root
  vrrp_garp_master_delay 1
}
vrrp_script balancer {
  script "$work/ready-$1"
  interval 3
  timeout 30
  fall 1
  rise 1
}
vrrp_script process {
  script "$work/lives-$1"
  interval 1
  timeout 5
  fall 1
  rise 1
}
vrrp_instance vip {
  state BACKUP
  nopreempt
  interface eth0
  virtual_router_id 51
  priority $4
  advert_int 0.2
  unicast_src_ip $2
  unicast_peer {
    $3
  }
  virtual_ipaddress {
    $vip/24
  }
  track_script {
    balancer
    process
  }
}
CONF
  on "$1" keepalived --dont-fork --log-console --log-detail --vrrp --use-file "$work/$1.conf" \
    --pid "$work/$1.keepalived" --vrrp_pid "$work/$1.vrrp" >"$work/$1.keepalived.log" 2>&1 &
}

has_vip() { ip -n "$lan-$1" -4 -o address show dev eth0 | grep -q " $vip/"; }
only() { has_vip "$1" && ! has_vip "$2"; }
both_have_it() { has_vip lb1 && has_vip lb2; }

# takeover SINCE FROM TO: until TO has the address; prints how long it took.
takeover() {
  within 15 has_vip "$3" || die "$3 did not take over: $(tail -n 3 "$work/$3.keepalived.log")"
  say "$(($(now) - $1)) ms later $3 has $vip"
}

# ask_vip: one line to the shared address; prints who answered.
ask_vip() {
  on client "${lbsim[@]}" client --host "$vip:$port" --timeout 5 --message hello 2>>"$work/client.log" | answered_by
}

# served BALANCER: the clients that it has had so far.
served() { events "$1" connection_open | count; }

lay_cables

chapter 'Two backends, two balancers, one client; each a machine on a LAN'
plug_in client 10.89.0.101
plug_in lb1 10.89.0.11
plug_in lb2 10.89.0.12
plug_in b1 10.89.0.1
plug_in b2 10.89.0.2
for n in 1 2; do
  start "B$n" ip netns exec "$lan-b$n" "${lbsim[@]}" server --name "B$n" --host 0.0.0.0 "${json[@]}"
done
list=B1=10.89.0.1:$(port_of B1),B2=10.89.0.2:$(port_of B2)
start_balancer_on lb1
start_balancer_on lb2

chapter "keepalived gives one of them $vip"
say 'priority 150 for lb1, 100 for lb2; an advertisement each 0.2 s'
say 'the check is lbsim ctl ping each 3 s, and each second whether the process lives'
start_keepalived lb1 10.89.0.11 10.89.0.12 150
within 60 has_vip lb1 || die "lb1 has no address: $(tail -n 3 "$work/lb1.keepalived.log")"
say "lb1 has $vip"
start_keepalived lb2 10.89.0.12 10.89.0.11 100
is_fit() { grep -qi 'VRRP_Script(balancer) succeeded' "$work/lb2.keepalived.log"; }
within 60 is_fit || die "lb2 is not ready: $(tail -n 3 "$work/lb2.keepalived.log")"
say 'lb2 is ready, and waits'
first=$(ask_vip)
say "the client asks $vip and is answered by $first"
check 'through lb1' [ "$(served lb1) $(served lb2)" = '1 0' ]

chapter 'The balancer on lb1 dies, its machine lives'
say_command kill -9 "$(pid_of lb1)"
died=$(now)
kill_hard lb1
takeover "$died" lb1 lb2
within 30 only lb2 lb1 || true
check 'and lb1 has it no longer' only lb2 lb1
again=$(ask_vip)
say "the client asks $vip and is answered by $again"
check 'through lb2' [ "$(served lb2)" = 1 ]
check 'by the same backend: both balancers hash alike' [ "$again" = "$first" ]

chapter 'The balancer on lb1 comes back'
recovered() { grep -qi 'Entering BACKUP STATE' <(tail -n "+$((before + 1))" "$work/lb1.keepalived.log"); }
before=$(wc -l <"$work/lb1.keepalived.log" | xargs)
start_balancer_on lb1
within 60 recovered || die "lb1 is not ready again: $(tail -n 3 "$work/lb1.keepalived.log")"
say 'lb1 is ready again, and waits: with nopreempt the address moves only when it has to'
check "lb2 keeps $vip, though lb1 has the higher priority" only lb2 lb1

chapter 'The wire between the two is cut: each reaches all others, but not its twin'
say_command bridge link set dev lb1 isolated on
cut=$(now)
for each in lb1 lb2; do ip -n "$lan" link set "$each" type bridge_slave isolated on; done
within 30 both_have_it || die "no split brain: $(tail -n 3 "$work/lb1.keepalived.log")"
say "$(($(now) - $cut)) ms later both believe that the other is dead: lb1 and lb2 both have $vip"
check 'split brain: two machines have one address' both_have_it
before=$(($(served lb1) + $(served lb2)))
answers=
for n in 1 2 3; do answers+="$(ask_vip) "; done
say "the client asks three times and is answered by $answers"
say "which one it reaches follows from the last ARP that it got: $(on client ip neighbour show "$vip" | sed 's/ *$//')"
check 'both balancers are fit, so nobody notices; a database behind such an address would have two truths' \
  [ "$answers" = "$first $first $first " -a $(($(served lb1) + $(served lb2))) = $((before + 3)) ]

chapter 'The wire is mended'
for each in lb1 lb2; do ip -n "$lan" link set "$each" type bridge_slave isolated off; done
within 30 only lb1 lb2 || die 'both kept the address'
say 'lb2 hears the higher priority of lb1, and gives the address up'
check "lb1 alone has $vip" only lb1 lb2
answer=$(ask_vip)
check 'the client is answered as before' [ "$answer" = "$first" ]

chapter 'The cable of lb1 is pulled, as if the whole machine died'
say_command ip link set lb1 down
died=$(now)
ip -n "$lan" link set lb1 down
takeover "$died" lb1 lb2
say 'that is three advertisements missed and a part that depends on the priority (RFC 5798): 3 × 0.2 s + 156/256 × 0.2 s'
before=$(served lb2)
answer=$(ask_vip)
say "the client asks $vip and is answered by $answer"
check 'through lb2, by the same backend' [ "$answer $(served lb2)" = "$first $((before + 1))" ]
say 'What does not move: connections that stood. They end with their balancer, and clients make them anew.'

verdict
