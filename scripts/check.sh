#!/usr/bin/env bash
# Quick answers while one works: format, vet, the short Go tests and the course. Needs Go alone.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
step() {
  local name="$1"
  shift
  if "$@"; then echo "ok      $name"; else echo "FAILED  $name"; failed=1; fi
}
formatted() {
  local out
  out="$(git ls-files -co --exclude-standard -- '*.go' | xargs -r gofmt -l)"
  [ -z "$out" ] || { echo "gofmt would change:"; echo "$out"; return 1; }
}
step "gofmt" formatted
step "go vet" go vet ./...
step "go test -short" go test -short ./...
step "atelier check" go run ./cmd/atelier check
exit $failed
