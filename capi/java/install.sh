#!/bin/sh
# Builds weightkin.jar and puts it into PREFIX/share/java.
#   install.sh PREFIX [JNA.jar]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=$1
jna=${2:-/usr/share/java/jna.jar}
[ -f "$jna" ] || { echo "install.sh: no $jna; name the jar of JNA" >&2; exit 1; }
mkdir -p "$prefix/share/java"
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac --release 17 -Xlint:all -Werror -encoding UTF-8 -d "$classes" -cp "$jna" \
  "$here"/src/main/java/weightkin/*.java
jar --create --file "$prefix/share/java/weightkin.jar" -C "$classes" .
