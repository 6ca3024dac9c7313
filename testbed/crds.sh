#!/usr/bin/env bash
# Prints the folder of cert-manager's CustomResourceDefinitions: from its Go module, at the version that crds/go.mod pins
# and crds/go.sum proves. Nothing of cert-manager runs; the definitions alone judge what the chart renders.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
module=github.com/cert-manager/cert-manager
command -v go >/dev/null || cannot "there is no Go on the PATH, and cert-manager's definitions come from its Go module"
cd "$TESTBED/crds"
version=$(awk -v m="$module" '$2 == m { print $3 }' go.mod)
answer=$(GOFLAGS='' GOWORK=off go mod download -json "$module@$version" 2>&1) || case $answer in
  *SECURITY*) die "$answer" ;;
  *) cannot "$module $version cannot be had: $answer" ;;
esac
folder=$(sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p' <<<"$answer")
[ -d "$folder/deploy/crds" ] || die "$module $version has no deploy/crds"
echo "$folder/deploy/crds"
