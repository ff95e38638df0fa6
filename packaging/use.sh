# For scripts that try the programs in a bare system (bare_system.sh), as its user would: in the folder $root, which is
# deleted when the script ends, whatever it ends by. Pictures and texts go to $results.
root=$(mktemp -d /var/tmp/secateur-XXXXXX)
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

# A simple command, so that one in the background can be ended by its number.
user=(chroot --userspec=nobody:nogroup "$root" env HOME=/tmp/home LC_ALL=C.UTF-8)

enter_system "$root" "$suite"
mkdir -p "$root/tmp/home"
chmod 777 "$root/tmp/home"

picture() { import -silent -window root "$results/$1.png"; }

# The window opens, shows something, and answers a click. `use_window PROGRAM`
use_window() {
  local number window
  exec 9< <(exec Xvfb -displayfd 1 -screen 0 1400x900x24 -nolisten tcp -ac 2>/dev/null)
  children+=($!)
  read -r number <&9
  export DISPLAY=:$number
  mkdir -p "$root/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
  "${user[@]}" "$1" --version
  "${user[@]}" "$1" 2>"$results/window.txt" &
  children+=($!)
  window=$(timeout 60 xdotool search --sync --onlyvisible --name Secateur | head -1) || fail "no window in a minute"
  sleep 15   # the network and the images are read beside the window
  picture window
  xdotool mousemove --window "$window" 20 10 click 1
  sleep 2
  picture clicked
  local changed
  changed=$(compare -metric AE "$results/window.png" "$results/clicked.png" null: 2>&1) || true
  [ "${changed%.*}" -gt 1000 ] || fail "a click on File changed $changed pixels"
  kill -0 "${children[-1]}" || fail "the window ended: $(cat "$results/window.txt")"
  echo "window: opened, and its menu after a click; pictures are in $results"
  kill "${children[-1]}"
  wait "${children[-1]}" || true
  umount "$root/tmp/.X11-unix"
}
