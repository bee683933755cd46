#!/usr/bin/env bash
# The long proofs, bounded in count and time: kills during learners' clicks, then fuzzing of what reads foreign input and
# of search, then the property tests with many more cases. The variables below make it shorter or longer:
# ROUNDS=20 TOLD_ROUNDS=60 NODE_ROUNDS=10 PASS_ROUNDS=2 FUZZ=5 CHECKS=100 takes about a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."
ROUNDS="${ROUNDS:-200}" FUZZ="${FUZZ:-60}" CHECKS="${CHECKS:-2000}" NODE_ROUNDS="${NODE_ROUNDS:-50}" TOLD_ROUNDS="${TOLD_ROUNDS:-500}" PASS_ROUNDS="${PASS_ROUNDS:-10}"
mkdir -p out/bin
go build -o out/bin/prove-atelier ./cmd/atelier
go build -o out/bin/prove ./tests/prove
echo "== kill -9, $ROUNDS rounds"
out/bin/prove -atelier out/bin/prove-atelier -rounds "$ROUNDS"

echo "== kill -9 while other programs put statements, $TOLD_ROUNDS rounds"
out/bin/prove -atelier out/bin/prove-atelier -rounds "$TOLD_ROUNDS" -learners 2 -tellers 4

echo "== two nodes on one PostgreSQL, nodes killed, database killed and frozen, $NODE_ROUNDS rounds"
out/bin/prove -atelier out/bin/prove-atelier -nodes -rounds "$NODE_ROUNDS" -tellers 2

echo "== passing on to another store: the site, the store and both killed, $PASS_ROUNDS rounds"
out/bin/prove -atelier out/bin/prove-atelier -forward -rounds "$PASS_ROUNDS" -learners 2 -tellers 3

echo "== fuzzing, $FUZZ s a target"
grep -rl --include='*_test.go' '^func Fuzz' cmd internal | sort | while read -r file; do
  for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file"); do
    echo "-- $target in $(dirname "$file")"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZ}s" "./$(dirname "$file")" | tail -n 1
  done
done

echo "== properties, $CHECKS cases each"
grep -rl --include='*_test.go' 'pgregory.net/rapid' cmd internal | xargs -rn1 dirname | sort -u | while read -r package; do
  names=$(grep -l 'pgregory.net/rapid' "$package"/*_test.go | xargs sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' | paste -sd '|')
  [ -n "$names" ] || continue
  echo "-- $package"
  go test -count=1 -timeout 60m -run "^($names)\$" "./$package" -args -rapid.checks="$CHECKS" | tail -n 1
done
