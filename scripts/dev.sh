#!/usr/bin/env bash
# The site while one works on it: the course reloads by itself (serve --dev); when a template, a style, a script or Go
# code changes, what is made from it is made again and the site starts anew. Ctrl-C ends it.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p out/bin
stamp=out/bin/.dev
pid=

finish() { [ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; }; pid=; }
trap 'finish; exit 0' INT TERM

changed() { find cmd internal courses/*.go "$@" -newer "$stamp" -print -quit 2>/dev/null | grep -q .; }
build() {
  if [ ! -e "$stamp" ] || changed \( -name '*.templ' -o -path '*/css/*' -o -path '*/ts/*' \); then
    go generate ./... || return 1
  fi
  go build -o out/bin/atelier-dev ./cmd/atelier
}

while true; do
  if build; then
    finish
    out/bin/atelier-dev serve --dev "$@" courses/open-source-in-government &
    pid=$!
  fi
  touch "$stamp"
  while ! changed -type f \( -name '*.go' -o -name '*.templ' -o -name '*.css' -o -name '*.ts' -o -name '*.yaml' \) -not -path '*/dist/*'; do
    if [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null; then
      wait "$pid"
      exit $?
    fi
    sleep 1
  done
done
