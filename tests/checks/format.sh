#!/usr/bin/env bash
# Every tracked source file is as clang-format would write it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

mapfile -t files < <(git ls-files --deduplicate -- '*.h' '*.cpp')
[ ${#files[@]} -gt 0 ] || { echo "format: no file found" >&2; exit 1; }
clang-format --dry-run -Werror "${files[@]}"
echo "format: ${#files[@]} files"
