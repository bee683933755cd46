// Package page is the design system: tokens, components and the frame of every
// page, for the served site and for the static edition alike.
//
// Words: a Shell is the frame of one page (head, bar, foot). A component is a
// typed value and a templ function that draws it. A Link is a text with an
// address. Course text arrives already rendered, as templ.Component
// (templ.Raw for HTML that content/render has made safe); everything else is a
// plain string and is escaped here.
//
// Invariants: pure (no net/http, no clock, no files but the embedded ones);
// same input, same bytes; no inline script and no inline style, so that a
// content security policy can forbid both; no address of a third party; every
// word a person sees comes from catalogue/, in the interface language that goes
// with the page's language; every control works without script.
package page

//go:generate go tool templ generate -path .
//go:generate go tool esbuild css/page.css --bundle --minify --charset=utf8 --outfile=dist/page.css
//go:generate go tool esbuild ts/page.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/page.js
//go:generate go tool esbuild ts/passkey.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/passkey.js
//go:generate go tool esbuild ts/worker.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/worker.js

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
)

// CSS is the one style sheet, bundled and minified from css/.
//
//go:embed dist/page.css
var CSS []byte

// JS is the one script, bundled and minified from ts/. Pages work without it.
//
//go:embed dist/page.js
var JS []byte

// WorkerJS is the service worker that keeps a course on a device. It needs a line
// before it that names the state of the course: see ts/worker.ts.
//
//go:embed dist/worker.js
var WorkerJS []byte

// PasskeyJS asks the browser for passkeys, on the pages that have them.
//
//go:embed dist/passkey.js
var PasskeyJS []byte

// CSSName and JSName are the files' names with a hash of their content, so that
// they can be kept for ever by any cache.
var (
	CSSName = nameOf("page", "css", CSS)
	JSName  = nameOf("page", "js", JS)

	PasskeyJSName = nameOf("passkey", "js", PasskeyJS)
)

func nameOf(stem, ext string, data []byte) string {
	sum := sha256.Sum256(data)
	return stem + "-" + hex.EncodeToString(sum[:5]) + "." + ext
}

// Assets says where the page finds its style sheet and script. The static
// edition gives a relative prefix ("../../assets/"), the server an absolute one
// ("/assets/").
type Assets struct {
	Prefix string // ends in a slash
	// Early loads the script before the first paint. The static edition wants
	// it, because there the reader's theme is known to the script alone.
	Early bool
}

// Href is the address of an asset by its hashed name.
func (a Assets) Href(name string) string { return a.Prefix + name }
