#!/usr/bin/env bash
# Builds libjpeg-turbo and libpng from Debian's source packages, instrumented for the fuzzers, into
# FOLDER: image_libraries.sh FOLDER. The lists of source packages are kept in FOLDER too: the system's own
# are left alone.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
flags="-O1 -g1 -fsanitize=fuzzer-no-link,address,undefined -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
[ ! -e "$folder/done" ] || exit 0

mkdir -p "$folder/lists/partial" "$folder/parts"
# The system's own sources, asked for source packages.
for list in /etc/apt/sources.list.d/*.sources; do
  [ ! -e "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" >"$folder/parts/$(basename "$list")"
done
cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
  sed -n 's/^deb /deb-src /p' >"$folder/sources.list" || true
options=(-q -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts="$folder/parts"
  -o Dir::State::Lists="$folder/lists" -o APT::Sandbox::User=root)
apt-get "${options[@]}" update

# The newest version of PACKAGE's source that can be had: a mirror may be ahead of its files.
unpack() {
  local version
  rm -rf "$1"-*/
  for version in $(apt-cache "${options[@]}" showsrc "$1" | sed -n 's/^Version: //p' | sort -Vru); do
    apt-get "${options[@]}" source "$1=$version" && return 0
  done
  return 1
}

# build PACKAGE TARGET CMAKE-OPTION...
build() {
  local package=$1 target=$2 source
  shift 2
  (cd "$folder" && unpack "$package")
  source=$(find "$folder" -maxdepth 1 -type d -name "$package-*" | head -1)
  cmake -S "$source" -B "$folder/build-$package" -G Ninja -DCMAKE_C_COMPILER=clang-14 -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS_DEBUG="$flags" "$@" >/dev/null
  cmake --build "$folder/build-$package" --target "$target"
  mkdir -p "$folder/include" "$folder/lib"
  cp "$source"/*.h "$folder/build-$package"/*.h "$folder/include"
  cp "$folder/build-$package"/*.a "$folder/lib"
}
# SIMD is assembler, which no sanitizer looks into.
build libjpeg-turbo jpeg-static -DENABLE_SHARED=OFF -DWITH_SIMD=OFF -DWITH_TURBOJPEG=OFF
build libpng1.6 png_static -DPNG_SHARED=OFF -DPNG_TESTS=OFF
touch "$folder/done"
