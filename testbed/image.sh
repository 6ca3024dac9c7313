#!/usr/bin/env bash
# Builds the pause image and the test workload's image (docker-archives of one static program each) and prints their paths.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

image() { # image FOLDER NAME USER: the Go program in FOLDER
  local program=$1 name=$2 user=$3 out work layer config
  out=$CACHE/images/$program-$(digest "$program" image.sh).tar
  echo "$out"
  [ ! -f "$out" ] || return 0
  work=$(mktemp -d)
  mkdir -p "$CACHE/images" "$work/root"
  (cd "$TESTBED/$program" && GOFLAGS='' GOWORK=off CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$work/root/$program" .)
  tar -C "$work/root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/layer.tar" .
  layer=$(sha256sum <"$work/layer.tar" | cut -d' ' -f1)
  config=config.json
  printf '{"architecture":"%s","os":"linux","config":{"User":"%s","Entrypoint":["/%s"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(go env GOARCH)" "$user" "$program" "$layer" >"$work/$config"
  printf '[{"Config":"%s","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$config" "$name" >"$work/manifest.json"
  tar -C "$work" --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$out.part" "$config" layer.tar manifest.json
  mv "$out.part" "$out"
  rm -rf "$work"
}

image pause testbed/pause:1 65535:65535
image load metrics-sidecar-load:1 65532:65532
