# What one can do here. Only `make run` is needed to use Atelier, and it needs Go alone.
# `make` by itself prints this list.

V ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TARGETS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

.PHONY: help run setup test check dev bench growth prove release licences generate clean

help:            ## this list
	@sed -n 's/^\([a-z]*\):[a-z ]*## */  make \1\t/p' Makefile | expand -t 24

run:             ## the course in a browser: prints its address
	go run ./cmd/atelier serve

setup:           ## installs what the tests need (as root), or prints the line to run
	@scripts/setup.sh

test: setup      ## everything CI runs; the last line counts
	@node tests/run.mjs

check:           ## quick: format, vet, short Go tests, the course itself
	@scripts/check.sh

dev:             ## the site with live reload while you write; builds again when the program changes
	@scripts/dev.sh

generate:        ## templates and bundles, from their sources
	go generate ./...

bench:           ## speed, memory and bytes against references measured in the same run
	@mkdir -p out/bin && go build -trimpath -o out/bin/atelier ./cmd/atelier && go build -trimpath -o out/bin/bench ./tests/bench
	@out/bin/bench -atelier out/bin/atelier
	@go test ./internal/site -run '^$$' -bench '^BenchmarkPeople$$' -benchtime 3000x

growth:          ## questions to a record of 10,000 statements and more: make growth N=10000000 [DATABASE=postgres://…]
	@go test ./internal/people/records -run '^$$' -bench 'Growth/$(if $(DATABASE),postgresql,sqlite)' -benchtime 1x -timeout 12h -args -growth $(or $(N),1000000) $(if $(DATABASE),-growth-database '$(DATABASE)')

prove:           ## about two hours: kills the site, its database and other stores while people act, fuzzes what reads foreign input
	@scripts/prove.sh

release:         ## programs for Linux, macOS and Windows in dist/, with checksums: make release V=1.0.0 [KEY=maker.pem]
	@V="$(V)" TARGETS="$(TARGETS)" KEY="$(KEY)" scripts/release.sh

licences:        ## which licence each part of the program is under
	@go generate ./cmd/atelier && cat cmd/atelier/licences.json

clean:           ## what was built
	rm -rf out dist
