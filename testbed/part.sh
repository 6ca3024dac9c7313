#!/usr/bin/env bash
# Ends or starts one part of a running testbed, for tests that disrupt:
#   part.sh status
#   part.sh stop|start|restart|kill PART        kill = SIGKILL, and it stays away until start
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$TESTBED/parts.sh"
action=${1:-} part=${2:-}
[ -d "$STATE/run" ] || die "not up (testbed/up.sh)"
if [ "$action" = status ]; then
  for part in "${PARTS[@]}"; do
    if alive "$part"; then echo "$part running, pid $(pid_of "$part")"; else echo "$part stopped"; fi
  done
  exit 0
fi
printf '%s\n' "${PARTS[@]}" | grep -qx -- "$part" || die "usage: part.sh stop|start|restart|kill PART, with PART one of ${PARTS[*]}"
lock
case $action in
  stop) end "$part" ;;
  kill) end "$part" KILL ;;
  start) "start_$part" ;;
  restart) end "$part"; "start_$part" ;;
  *) die "usage: part.sh stop|start|restart|kill PART" ;;
esac
case $action-$part in *start-apiserver) await 60 "API server" kube get --raw /readyz ;; esac
