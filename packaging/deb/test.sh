#!/usr/bin/env bash
# Installs the packages on a Debian with nothing else, as its user would, uses both programs there, removes the packages
# again and looks for what they left. Pictures of the window go beside the packages.
#
# usage: test.sh FOLDER_OF_PACKAGES SUITE    as root; the bare system is kept in ~/.cache/secateur for the next time
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
packages=$(cd "$1" && pwd)
suite=$2
[ "$(id -u)" -eq 0 ] || { echo "error: only root may enter a system of its own: sudo ./dev package test" >&2; exit 1; }
[ -n "${SECATEUR_OWN_MOUNTS:-}" ] || SECATEUR_OWN_MOUNTS=1 exec unshare -m "$0" "$packages" "$suite"
results=$packages
. "$here/../bare_system.sh"
. "$here/../use.sh"

limit() {
  local size
  size=$(stat -c %s "$1")
  echo "$(basename "$1"): $((size / 1024)) KiB"
  [ "$size" -lt $(($2 * 1000000)) ] || fail "$1 has more than $2 MB"
}

use_command_line() {
  "${user[@]}" secateur-cli --version
  "${user[@]}" secateur-cli demo --limit 50 --out /tmp/home/report >"$packages/demo.txt" 2>&1 || {
    tail "$packages/demo.txt"
    fail "the demo"
  }
  [ -s "$root/tmp/home/report/study.secateur" ] || fail "the demo left no study"
  "${user[@]}" secateur-cli check /tmp/home/report/study.secateur
  echo "demo: done"
}

remove() {
  inside apt-get purge -y -qq secateur secateur-cli secateur-common >/dev/null
  local left
  left=$(inside find / -xdev -path /tmp -prune -o -path /archives -prune -o -iname '*secateur*' -print)
  [ -z "$left" ] || fail "left behind: $left"
  echo "removed: nothing is left"
}

limit "$packages"/secateur-cli_*.deb 15
limit "$packages"/secateur_*.deb 20
[[ $(dpkg-deb -f "$packages"/secateur-cli_*.deb Depends) != *[Qq]t* ]] || fail "the command line asks for Qt"
mkdir -p "$root/tmp/packages"
cp "$packages"/*.deb "$root/tmp/packages"
inside bash -c 'apt-get update -qq && apt-get install -y -qq /tmp/packages/*.deb' >"$packages/install.txt" 2>&1 || {
  tail "$packages/install.txt"
  fail "the installation"
}
echo "installed with $(inside dpkg-query -W | wc -l) packages"
use_command_line
use_window secateur
remove
