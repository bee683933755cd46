package search

import _ "embed"

// Script is the script that enhances the search form of the static edition, and
// finds what Index.Search finds. ts/form.ts says what it expects of the page.
//
//go:generate go tool esbuild ts/main.ts --bundle --minify --format=iife --target=es2020 --charset=utf8 --legal-comments=none --outfile=dist/search.js --log-level=warning
//go:embed dist/search.js
var Script []byte
