#!/usr/bin/env bash
# Programs for each system in dist/, with their checksums. The same commit and version give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${V:?the version, as in make release V=1.0.0}" "${TARGETS:?}"
rm -rf dist
mkdir -p dist
for target in $TARGETS; do
  os="${target%/*}" arch="${target#*/}"
  name="atelier-$V-$os-$arch"
  [ "$os" != windows ] || name="$name.exe"
  echo "$name"
  CGO_ENABLED=0 GOOS="$os" GOARCH="$arch" go build -trimpath -buildvcs=false -ldflags "-s -w -X main.stamped=$V" -o "dist/$name" ./cmd/atelier
done
cd dist
sha256sum -- * >SHA256SUMS
cat SHA256SUMS
