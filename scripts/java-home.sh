#!/usr/bin/env bash
# Prints the home of a JDK 25 or newer: JAVA_HOME if it is one, else one that Debian's or Adoptium's packages installed.
set -euo pipefail
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  [ -x "$home/bin/javac" ] || continue
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null || true)
  [ "${version:-0}" -lt 25 ] || { echo "$home"; exit; }
done
echo "A JDK 25 or newer is needed and none was found: set JAVA_HOME to one." >&2
exit 1
