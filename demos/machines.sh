# shellcheck shell=bash
# What the demos with machines of their own share: each is a network namespace, and a bridge in a further one joins them. The
# network of this machine is not touched. It is sourced, not run, instead of common.sh; `needs` says what the demo needs.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $(uname -s) == Linux ]] || cannot "$(uname -s)"
command -v ip >/dev/null || cannot 'no ip'
[[ $(id -u) -eq 0 ]] || cannot 'not root'

lan=lbsim-$$
made=()

# Called when the script ends, after all its processes have.
tear_down() {
  local namespace
  for namespace in ${made[@]+"${made[@]}"}; do ip netns del "$namespace" || true; done
}

make_namespace() {
  ip netns add "$1" 2>"$work/ip.log" || return 1
  made+=("$1")
}

# on MACHINE COMMAND…
on() { ip netns exec "$lan-$1" "${@:2}"; }

# lay_cables: the switch, before there are machines.
lay_cables() {
  make_namespace "$lan" || cannot "ip netns add: $(tail -n 1 "$work/ip.log")"
  ip netns exec "$lan" true 2>"$work/ip.log" || cannot "ip netns exec: $(tail -n 1 "$work/ip.log")"
  ip -n "$lan" link add switch type bridge 2>"$work/ip.log" || cannot "a bridge: $(tail -n 1 "$work/ip.log")"
  ip -n "$lan" link set switch up
}

# plug_in MACHINE ADDRESS: a machine with one network card, its cable in a port of the switch that has its name.
plug_in() {
  make_namespace "$lan-$1"
  ip -n "$lan" link add "$1" type veth peer name eth0 netns "$lan-$1" 2>"$work/ip.log" ||
    cannot "a veth pair: $(tail -n 1 "$work/ip.log")"
  ip -n "$lan" link set "$1" master switch up
  ip -n "$lan-$1" address add "$2/24" dev eth0
  ip -n "$lan-$1" link set lo up
  ip -n "$lan-$1" link set eth0 up
  say "$1 has $2"
}
