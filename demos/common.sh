# shellcheck shell=bash
# What the demos share: finding lbsim, starting it, reading its JSON logs, checking claims, leaving nothing behind.
# It is sourced, not run. Needs bash and the usual tools; no jq.

# No option of lbsim is to come from the environment of whoever runs a demo.
unset "${!LBSIM_@}"

demos=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/lbsim-demo.XXXXXX")
held=0
claimed=0

# --- the story ------------------------------------------------------------------------------------------------------

if [[ -t 1 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
  bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' dim='' green='' red='' plain=''
fi

# A new part of the story.
chapter() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# What is going on, or was seen.
say() { printf '  %s\n' "$*"; }

# A command that is being run, without its options of where to listen on this machine and how to log.
say_command() { printf '  %s$ %s%s\n' "$dim" "$*" "$plain"; }

# check CLAIM COMMAND…: the claim holds if the command succeeds.
check() {
  local claim=$1
  shift
  claimed=$((claimed + 1))
  if "$@"; then
    held=$((held + 1))
    printf '  %s✓%s %s\n' "$green" "$plain" "$claim"
  else
    printf '  %s✗ %s%s\n' "$red" "$claim" "$plain"
  fi
}

# Ends a story that cannot go on.
die() {
  printf '  %s✗ %s%s\n' "$red" "$*" "$plain"
  exit 1
}

# cannot REASON: says in one line what the demo needs, which `needs` has, and that is all.
cannot() {
  echo "skipped: this needs $needs; here: $1"
  exit 0
}

# Before a backend is taken away: none may have been marked down yet.
all_up() { ! happened balance failover || die 'a backend was marked down too early: is this machine too busy?'; }

# The last word; its status is the script's.
verdict() {
  local colour=$green
  [[ $held -eq $claimed ]] || colour=$red
  printf '\n%s%s of %s checks passed%s\n' "$colour" "$held" "$claimed" "$plain"
  [[ $held -eq $claimed ]]
}

# --- leaving nothing behind -----------------------------------------------------------------------------------------

# tree PID: that process and those it has started, the youngest last: LBSIM may be a wrapper, such as 'npx lbsim'.
tree() {
  local child
  echo "$1"
  for child in $(pgrep -P "$1" 2>/dev/null || true); do tree "$child"; done
}

# Ends what this script started and is still running, and nothing else; then removes the logs.
# shellcheck disable=SC2046 # numbers, to be split
cleanup() {
  local pid i
  trap '' INT TERM HUP PIPE
  for pid in $(jobs -rp); do kill $(tree "$pid") 2>/dev/null || true; done
  for ((i = 0; i < 10; i++)); do
    [[ -n $(jobs -rp) ]] || break
    sleep 0.05
  done
  for pid in $(jobs -rp); do kill -9 $(tree "$pid") 2>/dev/null || true; done
  wait 2>/dev/null || true
  if declare -F tear_down >/dev/null; then tear_down; fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
trap 'exit 141' PIPE

# --- lbsim ----------------------------------------------------------------------------------------------------------

# $LBSIM is a program, or a program and its arguments.
if [[ -n ${LBSIM:-} ]]; then
  if command -v "$LBSIM" >/dev/null; then lbsim=("$LBSIM"); else read -ra lbsim <<<"$LBSIM"; fi
elif command -v lbsim >/dev/null; then
  lbsim=(lbsim)
else
  lbsim=(node "$demos/../bin/lbsim.js")
fi
"${lbsim[@]}" --version >/dev/null 2>"$work/version.log" || {
  cat "$work/version.log" >&2
  die "'${lbsim[*]}' does not run: build it (npm ci), or say in LBSIM where lbsim is"
}

# Where everything listens. On Linux all of 127.0.0.0/8 is loopback; an address of our own keeps us apart from whatever
# else runs here: nobody takes the port of a backend that is down for a while.
host=127.0.0.1
[[ $(uname -s) != Linux ]] || host=127.$((1 + $$ / 62500 % 250)).$((1 + $$ / 250 % 250)).$((1 + $$ % 250))

json=(--log-format json --log-level INFO)

# start NAME COMMAND…: runs it in the background, its log in NAME.log; returns once it listens.
start() {
  local name=$1
  shift
  : >"$work/$name.log"
  "$@" >/dev/null 2>>"$work/$name.log" &
  echo $! >"$work/$name.pid"
  within 30 listens_or_ended "$name" || true
  happened "$name" listening || die "$name did not start: $(tail -n 1 "$work/$name.log")"
}

listens_or_ended() { happened "$1" listening || ended "$1"; }

# start_server NAME [OPTION…]: a backend on the first free port, or on the one that is asked for.
start_server() {
  start "$1" "${lbsim[@]}" server --name "$1" --host "$host" "${@:2}" "${json[@]}"
  say "$1 listens on $host:$(port_of "$1"), process $(pid_of "$1")"
}

# start_balancer [OPTION…]: its log is balance.log, its port any free one; whoever asks from then on asks it.
start_balancer() {
  say_command lbsim balance --port 0 "$@"
  start balance "${lbsim[@]}" balance --host "$host" --port 0 --log-connections all "$@" "${json[@]}"
  say "the balancer listens on $host:$(port_of balance)"
}

# As kill -9 does: at once, without a word.
kill_hard() {
  local pid
  pid=$(pid_of "$1")
  # shellcheck disable=SC2046 # numbers, to be split
  { kill -9 $(tree "$pid") && wait "$pid"; } 2>/dev/null || true
}

# Asks it to end, and waits until it has.
stop() {
  local pid
  read -r pid <"$work/$1.pid"
  kill "$(tree "$pid" | tail -n 1)" 2>/dev/null || true
  within 15 ended "$1" || die "$1 was asked to end, and did not"
  wait "$pid" 2>/dev/null || true
}

ended() {
  local pid
  read -r pid <"$work/$1.pid"
  ! kill -0 "$pid" 2>/dev/null
}

pid_of() { cat "$work/$1.pid"; }
port_of() { events "$1" listening | field port; }

# backends NAME…: what --backends takes.
backends() {
  local name list=''
  for name; do list+=,$name=$host:$(port_of "$name"); done
  echo "${list#,}"
}

# client OPTION…: a client of the balancer.
client() { (exec_client "$@"); }

# The same in place of this shell: `exec_client … &` has the client itself for $!.
exec_client() {
  exec "${lbsim[@]}" client --host "$host" --port "$(port_of balance)" --timeout 5 "$@" 2>>"$work/client.log"
}

# ask LINE: on a connection of its own; prints who answered.
ask() { client --message "$1" | answered_by; }

# Of an answer such as '[B1] hello': B1; of none: nobody.
answered_by() {
  local answer=''
  read -r answer || true
  [[ $answer == '['*']'* ]] || answer='[nobody]'
  answer=${answer#'['}
  echo "${answer%%']'*}"
}

# --- reading logs and reports -----------------------------------------------------------------------------------------

# events NAME EVENT [PATTERN…]: the lines of that event in NAME.log, those that match each pattern too.
events() {
  local lines pattern
  lines=$(grep "\"event\":\"$2\"" "$work/$1.log" || true)
  for pattern in "${@:3}"; do lines=$(grep -- "$pattern" <<<"$lines" || true); done
  [[ -z $lines ]] || printf '%s\n' "$lines"
}

# Lines on standard input that are not empty.
count() { grep -c . || true; }

# field NAME: of each JSON object on standard input, that field, a string without quotes in it or a number.
field() { sed -n -e "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" -e "s/.*\"$1\":\([0-9.]*\)[,}].*/\1/p"; }

# object NAME: of each JSON object on standard input, the object in it that has that name.
object() { sed -n "s/.*\"$1\":\({[^}]*}\).*/\1/p"; }

# happened NAME EVENT [PATTERN…]: whether NAME.log has such a line.
happened() { events "$@" | grep . >/dev/null; }

# await SECONDS NAME EVENT [PATTERN…]: until NAME.log has such a line; fails when the time is up.
await() { within "$1" happened "${@:2}"; }

# within SECONDS COMMAND…: until the command succeeds; fails when it has not in that time, or up to a second more: a look
# takes long on a busy machine.
within() {
  local last=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS <= last)) || return 1
    sleep 0.02
  done
}

# Now, in milliseconds.
now() {
  if [[ -n ${EPOCHREALTIME:-} ]]; then
    echo $((${EPOCHREALTIME/[.,]/} / 1000))
  else
    perl -MTime::HiRes=time -e 'printf "%d\n", time * 1000'
  fi
}

day=86400000

# The time of day of the first log line on standard input, in milliseconds; of none, nothing.
clock() {
  local line=''
  read -r line || true
  [[ $line =~ T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z ]] || return 0
  local h=${BASH_REMATCH[1]} m=${BASH_REMATCH[2]} s=${BASH_REMATCH[3]} ms=${BASH_REMATCH[4]}
  echo $((((10#$h * 60 + 10#$m) * 60 + 10#$s) * 1000 + 10#$ms))
}

# elapsed FROM TO: milliseconds between two times of day, also across midnight; 0 if TO came first.
elapsed() {
  local ms=$((($2 - $1 + day) % day))
  echo $((ms < day / 2 ? ms : 0))
}
