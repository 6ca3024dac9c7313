#!/usr/bin/env bash
# Ends the testbed and removes all it made, also after a crash of any part: processes and containers by control group,
# mounts by their place below the state directory, then network, control groups and state. The cache of programs stays.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$(id -u)" = 0 ] || die "down needs root, as up does"
[ "${1:-}" = --locked ] || lock

outcome="was not up"
if [ -e "$STATE" ] || [ -e "/run/netns/$NETNS" ] || [ -n "$(our_groups)" ]; then outcome=down; fi

# Nothing is worth a graceful end here: the state goes too. Again and again, because a container may be starting.
for _ in $(seq 100); do
  pids=$(our_pids)
  [ -n "$pids" ] || break
  # shellcheck disable=SC2086
  kill -KILL $pids 2>/dev/null || true
  sleep 0.1
done
[ -z "$(our_pids)" ] || die "these processes did not end: $(our_pids | tr '\n' ' ')"

mounts() { awk -v d="$STATE/" 'index($2, d) == 1 { print $2 }' /proc/self/mounts | sort -r; }
for mount in $(mounts); do umount "$mount" 2>/dev/null || umount -l "$mount" || true; done

ip link del "$VETH" 2>/dev/null || true
[ ! -e "/run/netns/$NETNS" ] || ip netns del "$NETNS" || true
for group in $(our_groups); do
  for _ in $(seq 50); do if rmdir "$group" 2>/dev/null; then break; else sleep 0.1; fi; done
done
if [ -f "$STATE/sysctl" ]; then sysctl -qp "$STATE/sysctl" >/dev/null 2>&1 || true; fi
if [ -f "$STATE/created" ]; then xargs -r rm -rf <"$STATE/created"; fi
# Never through a mount that would not go.
if [ -z "$(mounts)" ]; then rm -rf "$STATE"; fi
"$TESTBED/check-clean.sh" >/dev/null || die "$("$TESTBED/check-clean.sh")"
[ "${1:-}" = --locked ] || say "testbed: $outcome, nothing is left"
