// Package single is the script and the style of the course in one HTML file.
//
// The file is a document that can be read from its start to its end without them. The
// script shows it one page at a time: ts/single.ts begins, ts/pages.ts finds the page of an
// address, ts/local.ts makes a page of it as the web edition has it, ts/view.ts shows it.
//
// Its words: a tongue is all of the document in one language; a leaf is one page of it.
package single

//go:generate go tool esbuild css/single.css --bundle --minify --charset=utf8 --outfile=dist/single.css
//go:generate go tool esbuild ts/single.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/single.js

import _ "embed"

//go:embed dist/single.css
var css []byte

//go:embed dist/single.js
var js []byte

// CSS is the style that the file has beside that of all pages.
func CSS() []byte { return css }

// JS is the whole script, with that of all pages and of the search.
func JS() []byte { return js }
