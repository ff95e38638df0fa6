#!/usr/bin/env bash
# One archive that carries its libraries and Qt's plugins: unpacked anywhere on a desktop distribution as new as this
# one or newer, bin/secateur and bin/secateur-cli run from there.
#
# usage: make.sh BUILD_FOLDER    gives BUILD_FOLDER/packages/secateur-VERSION-MACHINE.tar.zst
set -euo pipefail
build=$(cd "$1" && pwd)
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
name=secateur-$version-$(uname -m)
work=$build/portable
tree=$work/$name

# Belongs to the system: the C and C++ runtime, which every program on it shares, and which is never older there.
system='^(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|util|anl|mvec|nss_.*|stdc\+\+|gcc_s))\.so'
# Opened by Qt while it runs: X11 and none, icons and pictures, encrypted downloads, how texts are typed.
plugins=(platforms/libqxcb.so platforms/libqoffscreen.so iconengines/libqsvgicon.so imageformats/libqsvg.so
  imageformats/libqico.so imageformats/libqjpeg.so imageformats/libqgif.so tls/libqopensslbackend.so
  platforminputcontexts/libcomposeplatforminputcontextplugin.so
  platforminputcontexts/libibusplatforminputcontextplugin.so)

# What these files are linked to, as "name path".
libraries_of() {
  ldd "$@" | awk '$2 == "=>" && $3 ~ /^\// { print $1, $3 }' | sort -u
}

rm -rf "$work"
mkdir -p "$work" "$build/packages"
cmake --install "$build" --prefix "$tree" >/dev/null
strip "$tree"/bin/*

from=$(qtpaths6 --query QT_INSTALL_PLUGINS)
for plugin in "${plugins[@]}"; do
  install -D "$from/$plugin" "$tree/lib/qt6/plugins/$plugin"
done
printf '[Paths]\nPrefix = ..\nPlugins = lib/qt6/plugins\nTranslations = lib/qt6/translations\n' >"$tree/bin/qt.conf"
# What Qt says itself, in the languages that the window has.
from=$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)
for translation in "$tree"/share/secateur/translations/secateur_*.qm; do
  [ -e "$translation" ] || continue
  language=${translation##*_}
  install -D -m 644 "$from/qtbase_$language" "$tree/lib/qt6/translations/qtbase_$language"
done

# The TLS plugin looks for it by name. (awk reads to the end, so that ldconfig is not stopped by a closed pipe.)
tls=$(ldconfig -p | awk '$1 == "libssl.so.3" { path = $NF } END { print path }')
mapfile -t files < <(find "$tree/bin" "$tree/lib" -type f -perm -u+x; echo "$tls")
{
  libraries_of "${files[@]}"
  echo "libssl.so.3 $tls"
} | while read -r library path; do
  [[ $library =~ $system ]] || [ -e "$tree/lib/$library" ] || install -m 644 "$path" "$tree/lib/$library"
done
# A library that names a folder for what it needs would not look where the program says (libproxy of Debian 13).
find "$tree/lib" -name '*.so*' -type f | while read -r library; do
  [ -z "$(patchelf --print-rpath "$library")" ] || patchelf --remove-rpath "$library"
done
# Whoever passes a library on passes its licence on.
find "$tree/lib" -name '*.so*' -printf '/%f$\n' | grep -lf - /var/lib/dpkg/info/*.list |
  sed -E 's#.*/([^/:]+)(:[^/]*)?\.list#\1#' | sort -u | while read -r package; do
  install -D -m 644 "/usr/share/doc/$package/copyright" "$tree/share/doc/$package/copyright"
done
# The older tag of the two: it holds for what the libraries and the plugins are linked to in turn.
patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$tree/bin/secateur" "$tree/bin/secateur-cli"

tar -C "$work" -c "$name" | zstd -q -T0 -15 -f -o "$build/packages/$name.tar.zst"
echo "$build/packages/$name.tar.zst: $(du -m "$build/packages/$name.tar.zst" | cut -f1) MB, unpacked $(du -sm "$tree" | cut -f1) MB"
