# shellcheck shell=bash
# What every testbed command shares: places, names, and how a part is started, found and ended.
set -euo pipefail

export HOME=${HOME:-~}
TESTBED=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${TESTBED_CACHE:-$HOME/.cache/metrics-sidecar-testbed}
STATE=/var/lib/metrics-sidecar-testbed # fixed: two kubelets on one machine would clean up each other's cgroups
NETNS=metrics-sidecar-testbed
CGROUP=metrics-sidecar-testbed
VETH=ms-testbed # the caller's end of the cable; "node" is the other end
NODE_IP=10.10.0.1
CALLER_IP=10.10.0.2
POD_CIDR=10.244.0.0/24
SERVICE_CIDR=10.96.0.0/16
DNS_IP=10.96.0.10
CONTEXT=metrics-sidecar-testbed
LOCK=/run/lock/metrics-sidecar-testbed.lock
export TESTBED STATE NETNS VETH NODE_IP CALLER_IP POD_CIDR SERVICE_CIDR DNS_IP CONTEXT

say() { printf '%s\n' "$*" >&2; }
die() {
  say "testbed: $*"
  exit 1
}

# Exit code 3 lets .ci/run tell "not on this machine" from "broken".
cannot() {
  say "THE TESTBED CANNOT RUN HERE: $*."
  say "What can: kind or minikube with KUBECONFIG set, or any cluster with KUBECONFIG and CLUSTER_OK=<context>."
  exit 3
}

digest() { (cd "$TESTBED" && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12); }
key() { digest tools build.sh; }
# shellcheck disable=SC2034
BIN=$CACHE/$(key)/bin # of this version of the scripts; $STATE/bin leads to the running testbed's

# One testbed command at a time. The descriptor must not reach the parts, or the lock would live as long as they do.
lock() {
  mkdir -p "$(dirname "$LOCK")"
  exec 9>"$LOCK"
  flock -n 9 || {
    say "testbed: another testbed command is running, waiting for it"
    flock -w 900 9 || die "it still runs after 15 minutes: $LOCK"
  }
}

await() { # await SECONDS WHAT COMMAND...
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || die "$what: not within the time; see $STATE/log"
    sleep 0.1
  done
}

# --- control groups -------------------------------------------------------------------------------------------------
# Everything the testbed starts, containers included, is below one control group of its own. So what is ours is known
# without pid files, which a crash would leave wrong.

hierarchies() { awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/self/mounts | sort -u; }

# The hierarchy that holds the parts: any one does, as long as runc does not move containers out of our tree in it.
parts_group() {
  local h
  for h in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd /sys/fs/cgroup/pids; do
    [ -f "$h/cgroup.procs" ] && echo "$h/$CGROUP/parts" && return
  done
  return 1
}

make_groups() {
  local h f
  for h in $(hierarchies); do
    mkdir -p "$h/$CGROUP"
    for f in cpuset.cpus cpuset.mems; do # a version 1 cpuset starts empty, and then takes no process
      [ ! -f "$h/$f" ] || [ -s "$h/$CGROUP/$f" ] || cat "$h/$f" >"$h/$CGROUP/$f"
    done
    if [ -f "$h/cgroup.subtree_control" ] && [ "$h" = /sys/fs/cgroup ]; then
      sed 's/\([a-z]\+\)/+\1/g' "$h/$CGROUP/cgroup.controllers" >"$h/$CGROUP/cgroup.subtree_control"
    fi
  done
  mkdir -p "$(parts_group)"
}

our_groups() { # deepest first
  local h
  for h in $(hierarchies); do
    [ ! -d "$h/$CGROUP" ] || find "$h/$CGROUP" -depth -type d
  done
}

our_pids() {
  local g
  for g in $(our_groups); do cat "$g/cgroup.procs" 2>/dev/null || true; done | sort -un
}

# --- parts ----------------------------------------------------------------------------------------------------------

within() { nsenter --net="/run/netns/$NETNS" -- "$@"; }
kube() { "$STATE/bin/kubectl" --kubeconfig "$STATE/kubeconfig" "$@"; }

pid_of() { cat "$STATE/run/$1.pid" 2>/dev/null; }

alive() {
  local pid
  pid=$(pid_of "$1") && grep -qx "$pid" "$(parts_group)/cgroup.procs"
}

run() { # run PART COMMAND...: in the cluster's network and in our control group, with its log in $STATE/log
  local part=$1
  shift
  alive "$part" && return
  (
    echo "$BASHPID" >"$(parts_group)/cgroup.procs"
    cd "$STATE"
    exec 9>&- </dev/null >>"log/$part.log" 2>&1
    # "ip netns exec" would mount a fresh /sys, which hides the control groups.
    exec setsid nsenter --net="/run/netns/$NETNS" -- "$@"
  ) &
  echo $! >"$STATE/run/$part.pid"
}

end() { # end PART [SIGNAL]
  local pid n=0
  alive "$1" || return 0
  pid=$(pid_of "$1")
  kill "-${2:-TERM}" "$pid" 2>/dev/null || true
  while alive "$1"; do
    n=$((n + 1))
    [ "$n" -ne 100 ] || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.1
  done
  rm -f "$STATE/run/$1.pid"
}
