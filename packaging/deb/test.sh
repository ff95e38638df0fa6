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
. "$here/../bare_system.sh"

root=$(mktemp -d /var/tmp/secateur-package-XXXXXX)
children=()
leave() {
  local child
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  wait
  leave_system "$root"
  rm -rf --one-file-system "$root"
}
trap leave EXIT

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

limit() {
  local size
  size=$(stat -c %s "$1")
  echo "$(basename "$1"): $((size / 1024)) KiB"
  [ "$size" -lt $(($2 * 1000000)) ] || fail "$1 has more than $2 MB"
}

# A simple command, so that one in the background can be ended by its number.
user=(chroot --userspec=nobody:nogroup "$root" env HOME=/tmp/home LC_ALL=C.UTF-8)

picture() { import -silent -window root "$packages/$1.png"; }

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

use_window() {
  local number window
  exec 9< <(exec Xvfb -displayfd 1 -screen 0 1400x900x24 -nolisten tcp -ac 2>/dev/null)
  children+=($!)
  read -r number <&9
  export DISPLAY=:$number
  mkdir -p "$root/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
  "${user[@]}" secateur --version
  "${user[@]}" secateur 2>"$packages/window.txt" &
  children+=($!)
  window=$(timeout 60 xdotool search --sync --onlyvisible --name Secateur | head -1) || fail "no window in a minute"
  sleep 15   # the network and the images are read beside the window
  picture window
  xdotool mousemove --window "$window" 20 10 click 1
  sleep 2
  picture clicked
  local changed
  changed=$(compare -metric AE "$packages/window.png" "$packages/clicked.png" null: 2>&1) || true
  [ "${changed%.*}" -gt 1000 ] || fail "a click on File changed $changed pixels"
  kill -0 "${children[-1]}" || fail "the window ended: $(cat "$packages/window.txt")"
  echo "window: opened, and its menu after a click; pictures are in $packages"
  kill "${children[-1]}"
  wait "${children[-1]}" || true
  umount "$root/tmp/.X11-unix"
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
enter_system "$root" "$suite"
mkdir -p "$root/tmp/packages" "$root/tmp/home"
chmod 777 "$root/tmp/home"
cp "$packages"/*.deb "$root/tmp/packages"
inside bash -c 'apt-get update -qq && apt-get install -y -qq /tmp/packages/*.deb' >"$packages/install.txt" 2>&1 || {
  tail "$packages/install.txt"
  fail "the installation"
}
echo "installed with $(inside dpkg-query -W | wc -l) packages"
use_command_line
use_window
remove
