#!/usr/bin/env bash
# Unpacks the archive on another Debian that has, beyond its base, what every desktop has (fonts, keyboards) and nothing
# else, and uses both programs there. Pictures of the window go beside the archive.
#
# usage: test.sh FOLDER_OF_PACKAGES SUITE    as root; the bare system is kept in ~/.cache/secateur for the next time
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
packages=$(cd "$1" && pwd)
suite=$2
[ "$(id -u)" -eq 0 ] || { echo "error: only root may enter a system of its own: sudo ./dev package test" >&2; exit 1; }
[ -n "${SECATEUR_OWN_MOUNTS:-}" ] || SECATEUR_OWN_MOUNTS=1 exec unshare -m "$0" "$packages" "$suite"
results=$packages/portable
mkdir -p "$results"
. "$here/../bare_system.sh"
. "$here/../use.sh"

size=$(stat -c %s "$packages"/*.tar.zst)
[ "$size" -lt 350000000 ] || fail "the archive has more than 350 MB"
inside bash -c 'apt-get update -qq && apt-get install -y -qq fontconfig-config fonts-dejavu-core xkb-data' \
  >"$results/install.txt" 2>&1 || { tail "$results/install.txt"; fail "fonts and keyboards"; }
tar -C "$root/opt" -xf "$packages"/*.tar.zst
tree=$(basename "$root"/opt/secateur-*)
mv "$root/opt/$tree" "$root/opt/moved tree"
programs="/opt/moved tree/bin"
"${user[@]}" "$programs/secateur-cli" --version
"${user[@]}" "$programs/secateur-cli" inspect >"$results/inspect.txt" \
  --checkpoint "/opt/moved tree/share/secateur/checkpoints/mobilenet_v2_fashion_mnist.safetensors"
tail -1 "$results/inspect.txt"
"${user[@]}" "$programs/secateur-cli" check "/opt/moved tree/share/secateur/studies/five_networks.secateur"
use_window "$programs/secateur"
