#!/usr/bin/env bash
# Imports docker-archives into the testbed: load-image.sh FILE.tar...   There is no registry to pull from.
# With TAG set each image gets that tag too, so that a later import of the same name does not replace it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# -gt 0 ] || die "usage: [TAG=former] load-image.sh FILE.tar..."
[ -S "$STATE/containerd.sock" ] || die "not up (testbed/up.sh)"
for archive in "$@"; do
  said=$("$STATE/bin/ctr" --address "$STATE/containerd.sock" --namespace k8s.io images import --local "$archive" 2>&1) || die "$archive: $said"
  if [ -n "${TAG:-}" ]; then
    name=$(tar -xOf "$archive" manifest.json | sed -n 's/.*"RepoTags": *\["\([^"]*\)".*/\1/p')
    [ -n "$name" ] || die "$archive: its manifest names no image"
    case $name in */*) ;; *) name=docker.io/library/$name ;; esac
    "$STATE/bin/ctr" --address "$STATE/containerd.sock" --namespace k8s.io images tag --force "$name" "${name%:*}:$TAG" >/dev/null
  fi
done
