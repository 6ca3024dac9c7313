#!/usr/bin/env bash
# Builds the chart and the images of a former revision, once, and prints the folder that has them:
# former-release.sh   (the folder: chart/ and images/*.tar). For the test that upgrades from it and rolls back to it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The last revision in which one process was webhook and controller.
revision=cc74f9d
folder=${TESTBED_CACHE:-$HOME/.cache/metrics-sidecar-testbed}/releases/$revision
if [ ! -d "$folder" ]; then
  work=$(mktemp -d)
  trap 'git worktree remove --force "$work/tree" >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
  git worktree add --quiet --detach "$work/tree" "$revision" >&2
  make -C "$work/tree" images >&2
  mkdir -p "$work/release/images"
  cp -r "$work/tree/charts/metrics-sidecar" "$work/release/chart"
  cp "$work"/tree/dist/*.tar "$work/release/images"
  mkdir -p "$(dirname "$folder")"
  mv "$work/release" "$folder"
fi
echo "$folder"
