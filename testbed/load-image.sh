#!/usr/bin/env bash
# Imports docker-archives into the testbed: load-image.sh FILE.tar...   There is no registry to pull from.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# -gt 0 ] || die "usage: load-image.sh FILE.tar..."
[ -S "$STATE/containerd.sock" ] || die "not up (testbed/up.sh)"
for archive in "$@"; do
  said=$("$STATE/bin/ctr" --address "$STATE/containerd.sock" --namespace k8s.io images import --local "$archive" 2>&1) || die "$archive: $said"
done
