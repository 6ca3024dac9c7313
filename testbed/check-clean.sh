#!/usr/bin/env bash
# Says what a testbed has left on this machine, one line each, and fails if there is anything.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
left=$(
  for pid in $(our_pids); do echo "process $pid: $(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-100)"; done
  for exe in /proc/[0-9]*/exe; do # a part that got out of our control group
    case $(readlink "$exe" 2>/dev/null) in "$CACHE"/*/bin/kubectl | "$CACHE"/*/bin/helm) ;; "$CACHE"/*/bin/*) echo "process ${exe//[!0-9]/}: $(readlink "$exe")" ;; esac
  done
  our_groups | sed 's/^/control group /'
  awk -v d="$STATE/" 'index($2, d) == 1 { print "mount " $2 }' /proc/self/mounts
  [ ! -e "/run/netns/$NETNS" ] || echo "network namespace $NETNS"
  [ ! -e "/sys/class/net/$VETH" ] || echo "network link $VETH"
  [ ! -e "$STATE" ] || echo "folder $STATE"
)
[ -z "$left" ] || { echo "left by a testbed:"; echo "$left"; exit 1; }
