#!/usr/bin/env bash
# Programs for each system in dist/, with their parts, the licences to hand on with them, and checksums. The same commit
# and version give the same bytes. With KEY (a file with an Ed25519 private key, openssl genpkey -algorithm ed25519) the
# checksums are signed, and there is an update file for each program; its public half goes into the programs.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${V:?the version, as in make release V=1.0.0}" "${TARGETS:?}"
rm -rf dist
mkdir -p dist
maker=""
[ -z "${KEY:-}" ] || maker="$(openssl pkey -in "$KEY" -pubout -outform DER | tail -c 32 | base64)"
for target in $TARGETS; do
  os="${target%/*}" arch="${target#*/}"
  name="atelier-$V-$os-$arch"
  [ "$os" != windows ] || name="$name.exe"
  echo "$name"
  CGO_ENABLED=0 GOOS="$os" GOARCH="$arch" go build -trimpath -buildvcs=false -ldflags "-s -w -X main.stamped=$V -X main.makerKey=$maker" -o "dist/$name" ./cmd/atelier
done
go run -buildvcs=false -ldflags "-X main.stamped=$V" ./cmd/atelier version --sbom >"dist/atelier-$V.cdx.json"
go run ./cmd/release texts >dist/LICENCES.txt
(cd dist && sha256sum -- * >SHA256SUMS)
[ -z "${KEY:-}" ] || go run ./cmd/release sign "$KEY" "$V" dist
cat dist/SHA256SUMS
