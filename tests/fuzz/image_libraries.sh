#!/usr/bin/env bash
# Builds libjpeg-turbo, libpng, libtiff and libwebp from Debian's source packages, instrumented for the
# fuzzers, into FOLDER: image_libraries.sh FOLDER. The lists of source packages are kept in FOLDER too: the
# system's own are left alone.
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
  cmake -S "$source" -B "$folder/build-$package" -G Ninja -DCMAKE_C_COMPILER=clang-14 \
    -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG="$flags" "$@" >/dev/null
  cmake --build "$folder/build-$package" --target "$target"
  cp $(find "$folder/build-$package" -name '*.a') "$folder/lib"
}
# What the other two need of their own headers; libtiff and libwebp are read through the system's, of the same version.
headers() { cp "$folder/$1"-*/*.h "$folder/build-$1"/*.h "$folder/include"; }

mkdir -p "$folder/include" "$folder/lib"
# SIMD is assembler, which no sanitizer looks into.
build libjpeg-turbo jpeg-static -DENABLE_SHARED=OFF -DWITH_SIMD=OFF -DWITH_TURBOJPEG=OFF
headers libjpeg-turbo
build libpng1.6 png_static -DPNG_SHARED=OFF -DPNG_TESTS=OFF
headers libpng1.6
# Without the codecs of other libraries (zstd, lzma, jbig, lerc, deflate, WebP): they would not be instrumented.
build tiff tiff -DBUILD_SHARED_LIBS=OFF -Dtiff-tools=OFF -Dtiff-tests=OFF -Dtiff-contrib=OFF -Dtiff-docs=OFF \
  -Dcxx=OFF -Djbig=OFF -Dlzma=OFF -Dzstd=OFF -Dwebp=OFF -Dlerc=OFF -Dlibdeflate=OFF \
  -DJPEG_INCLUDE_DIR="$folder/include" -DJPEG_LIBRARY="$folder/lib/libjpeg.a"
# Its inverse transform lets coefficients of broken images overflow (wrong pixels, no wrong address).
flags+=" -fno-sanitize=signed-integer-overflow"
build libwebp webpdecoder -DBUILD_SHARED_LIBS=OFF -DWEBP_ENABLE_SIMD=OFF -DWEBP_BUILD_ANIM_UTILS=OFF \
  -DWEBP_BUILD_CWEBP=OFF -DWEBP_BUILD_DWEBP=OFF -DWEBP_BUILD_GIF2WEBP=OFF -DWEBP_BUILD_IMG2WEBP=OFF \
  -DWEBP_BUILD_VWEBP=OFF -DWEBP_BUILD_WEBPINFO=OFF -DWEBP_BUILD_WEBPMUX=OFF -DWEBP_BUILD_EXTRAS=OFF
touch "$folder/done"
