#!/usr/bin/env bash
# What a compiler does not mind: long functions, wide classes, untranslated texts, leftovers, the expensive torch header, scripts that do not parse.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
status=0
complain() {
  echo "$*" >&2
  status=1
}

# A file that is tracked but already deleted in the working tree has nothing to read.
mapfile -t sources < <(git ls-files --deduplicate -- '*.h' '*.cpp' | while read -r f; do [ ! -e "$f" ] || echo "$f"; done)
mapfile -t scripts < <(git grep -lE '^#!/(usr/bin/env bash|bin/bash|bin/sh|usr/bin/env sh)' | sort -u)
[ ${#sources[@]} -gt 0 ] || complain "lint: no source file found"

python3 tests/checks/sizes.py . || complain "sizes: see above"
python3 tests/checks/texts.py . || complain "texts: see above"
python3 tests/checks/names.py . || complain "names: see above"

# The words are put together here, so that this file is not its own first finding.
leftovers="\\b(TO""DO|FIX""ME|X""XX|HA""CK)\\b"
if git grep -nIE "$leftovers" -- '*.h' '*.cpp' '*.py' '*.sh' '*.cmake' '*CMakeLists.txt' dev .ci; then
  complain "lint: leftovers, see above"
fi
if git grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]torch/torch\.h[>"]' -- '*.h' '*.cpp'; then
  complain "lint: torch/torch.h takes 16 s to compile; include the narrower header"
fi

for script in "${scripts[@]}"; do
  bash -n "$script" || complain "$script: does not parse"
done
[ "$status" -ne 0 ] || echo "lint: ${#sources[@]} source files, ${#scripts[@]} scripts"
exit "$status"
