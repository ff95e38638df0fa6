#!/usr/bin/env bash
# Runs ./dev of this tree inside Debian 13, which is made in ~/.cache/secateur the first time; what is built there stays
# there (trixie-output), and so does its compiler cache.
#
# usage: trixie.sh COMMAND...    as root; for example: trixie.sh test
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ "$(id -u)" -eq 0 ] || { echo "error: only root may enter a system of its own: sudo ./dev trixie ..." >&2; exit 1; }
[ -n "${SECATEUR_OWN_MOUNTS:-}" ] || SECATEUR_OWN_MOUNTS=1 exec unshare -m "$0" "$@"
. "$here/bare_system.sh"

system=$bare_cache/trixie-system
output=$bare_cache/trixie-output
source=$(cd "$here/.." && pwd)
mkdir -p "$system/source" "$output" "$source/build"
enter_system "$system" trixie
trap 'umount "$system/source/build" && leave_system "$system"' EXIT
mount --bind "$source" "$system/source"
mount --bind "$output" "$system/source/build"
inside env HOME=/root USER=root /source/dev "$@"
