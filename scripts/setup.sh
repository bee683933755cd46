#!/usr/bin/env bash
# Installs what the tests need and nothing that is there already: Debian's packages when run as root (else it prints
# the line to run), and the npm packages of the lock file. Atelier itself needs Go alone.
set -euo pipefail
cd "$(dirname "$0")/.."

for program in go node npm git; do
  if ! command -v "$program" >/dev/null; then
    echo "setup: $program is missing; the tests need Go, Node 20 or later with npm, and git." >&2
    exit 4
  fi
done

# A program or font to look for, and the Debian package that brings it.
wanted=()
want() { wanted+=("$1"); }
command -v chromium >/dev/null || want chromium
command -v xmllint >/dev/null || want libxml2-utils
[ -e /usr/bin/epubcheck ] || want epubcheck
command -v java >/dev/null || want default-jre-headless
command -v pdfinfo >/dev/null || want poppler-utils
command -v qpdf >/dev/null || want qpdf
command -v unzip >/dev/null || want unzip
command -v openssl >/dev/null || want openssl
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want postgresql
[ -d /usr/share/fonts/truetype/liberation ] || [ -d /usr/share/fonts/truetype/liberation2 ] || want fonts-liberation
[ -d /usr/share/fonts/truetype/dejavu ] || want fonts-dejavu-core
[ -e /usr/share/fonts/truetype/noto/NotoSansCanadianAboriginal-Regular.ttf ] || want fonts-noto-core

if [ ${#wanted[@]} -gt 0 ]; then
  install="apt-get install -y --no-install-recommends ${wanted[*]}"
  if [ "$(id -u)" != 0 ]; then
    echo "setup: the tests need Debian packages. Run this, then make again:" >&2
    echo "  sudo apt-get update && sudo $install" >&2
    exit 4
  fi
  mkdir -p out
  echo "setup: ${wanted[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update && $install; } >out/setup.log 2>&1; then
    tail -n 20 out/setup.log >&2
    echo "setup: Debian's packages could not be installed." >&2
    exit 4
  fi
fi

# Chromium without its windows, for the tests in browsers: they take several times as long without it, and prove the same.
if ! command -v chromium-headless-shell >/dev/null && [ "$(id -u)" = 0 ]; then
  mkdir -p out
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install -y --no-install-recommends chromium-headless-shell; } >out/setup-shell.log 2>&1 ||
    echo "setup: chromium-headless-shell could not be installed; the tests use chromium, which is slower." >&2
fi

# npm ci empties node_modules each time, so it runs only when the lock file is another one.
mark=node_modules/.atelier-lock
if ! cmp -s package-lock.json "$mark"; then
  mkdir -p out
  echo "setup: npm packages"
  if ! npm ci --no-audit --no-fund --ignore-scripts >out/npm.log 2>&1; then
    tail -n 20 out/npm.log >&2
    echo "setup: the npm packages could not be installed." >&2
    exit 4
  fi
  cp package-lock.json "$mark"
fi
