#!/usr/bin/env bash
# Every tracked source file is as clang-format would write it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# A file that is tracked but already deleted in the working tree has nothing to read.
mapfile -t files < <(git ls-files --deduplicate -- '*.h' '*.cpp' | while read -r f; do [ ! -e "$f" ] || echo "$f"; done)
[ ${#files[@]} -gt 0 ] || { echo "format: no file found" >&2; exit 1; }
clang-format --dry-run -Werror "${files[@]}"
echo "format: ${#files[@]} files"
