#!/usr/bin/env bash
# Runs one fuzzer: run.sh BUILD NAME SECONDS. Images are one driver with a corpus for each kind. Prints one line; fails
# where an input crashed, hung, leaked or took more than 2 GB, and says where it was left.
set -euo pipefail
build=$1 name=$2 seconds=$3
case $name in
  png | jpeg | bmp | tiff | webp) program=fuzz_image ;;
  *) program=fuzz_$name ;;
esac
mkdir -p "$build/corpus/$name" "$build/seeds/$name"
log=$build/$name.log
status=0
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
  ASAN_OPTIONS=detect_leaks=1:allocator_release_to_os_interval_ms=100:quarantine_size_mb=64 \
  "$build/bin/$program" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -max_len=65536 -print_final_stats=1 \
  -dict=tests/fuzz/words.dict -artifact_prefix="$build/$name-" "$build/corpus/$name" "$build/seeds/$name" \
  >"$log" 2>&1 || status=$?
executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
echo "fuzz $name: ${executions:-0} executions, ${edges:-0} edges, exit status $status"
[ "$status" -eq 0 ] || { tail -n 40 "$log" >&2; exit 1; }
