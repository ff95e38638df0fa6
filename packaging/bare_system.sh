# For scripts that run as root in a mount namespace of their own: a Debian with nothing but its base, to be entered.
# Kept, with the packages that were downloaded for it, in ~/.cache/secateur.
bare_cache=${XDG_CACHE_HOME:-$HOME/.cache}/secateur

# enter_system FOLDER SUITE: copies the bare system into the empty folder; `inside` then runs there.
enter_system() {
  local folder=$1 suite=$2 base=$bare_cache/$2
  if [ ! -e "$base/etc/debian_version" ]; then
    rm -rf "$base.part"
    mkdir -p "$bare_cache"
    debootstrap --variant=minbase "$suite" "$base.part" "$(mirror)" >"$bare_cache/debootstrap.log" 2>&1 ||
      { tail "$bare_cache/debootstrap.log" >&2; return 1; }
    mv "$base.part" "$base"
  fi
  [ -e "$folder/etc/debian_version" ] || cp -a "$base/." "$folder"
  printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"   # no services
  chmod +x "$folder/usr/sbin/policy-rc.d"
  # The base does not keep what it downloads.
  echo 'Dir::Cache::archives "/archives"; APT::Keep-Downloaded-Packages "true";' >"$folder/etc/apt/apt.conf.d/99kept"
  rm -f "$folder/etc/apt/apt.conf.d/docker-clean"
  mkdir -p "$folder/archives/partial" "$bare_cache/archives-$suite/partial"
  cp /etc/resolv.conf "$folder/etc/resolv.conf"
  mount --bind "$bare_cache/archives-$suite" "$folder/archives"
  mount -t proc proc "$folder/proc"
  mount -t sysfs -o ro sysfs "$folder/sys"
  mount -t tmpfs tmpfs "$folder/dev/shm"
  mount -t devpts devpts "$folder/dev/pts"
  entered=$folder
}

# Before the folder is deleted: nothing of the outside may hang in it.
leave_system() {
  local place
  for place in tmp/.X11-unix dev/pts dev/shm sys proc archives source; do
    if mountpoint -q "$1/$place"; then umount "$1/$place"; fi
  done
}

inside() { DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$entered" "$@"; }

# Where this machine has its packages from.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | head -1
}
