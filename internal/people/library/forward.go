package library

import (
	"bytes"

	"atelier/internal/content/render"
)

// HoleForward is around the link at the foot of a page that leads on. Its Value is
// an [Onward].
const HoleForward render.HoleKind = "forward"

// Onward is the link that leads on, in two parts: the address and what stands in
// the link.
type Onward struct {
	Href string // as in the page, escaped
	Text []byte // HTML
}

// The foot of a page as base/page draws it (Forward and Go).
var (
	footOpen  = []byte(`<nav class="foot"`)
	linkOpen  = []byte(`<a class="go" href="`)
	linkClose = []byte(`</a>`)
)

// forward cuts the link that leads on out of the foot of a page, into a hole.
func forward(r render.Rendered) render.Rendered {
	for i, chunk := range r.Chunks {
		foot := bytes.LastIndex(chunk, footOpen)
		if foot < 0 {
			continue
		}
		start := bytes.Index(chunk[foot:], linkOpen)
		if start < 0 {
			return r
		}
		start += foot
		href, rest, ok := bytes.Cut(chunk[start+len(linkOpen):], []byte(`"`))
		_, text, ok2 := bytes.Cut(rest, []byte(">"))
		end := bytes.Index(text, linkClose)
		if !ok || !ok2 || end < 0 {
			return r
		}
		after := text[end+len(linkClose):]
		hole := render.Hole{
			Kind: HoleForward, Plain: chunk[start : len(chunk)-len(after)],
			Value: Onward{Href: string(href), Text: text[:end]},
		}
		out := render.Rendered{}
		out.Chunks = append(append(append(out.Chunks, r.Chunks[:i]...), chunk[:start], after), r.Chunks[i+1:]...)
		out.Holes = append(append(append(out.Holes, r.Holes[:i]...), hole), r.Holes[i:]...)
		return out
	}
	return r
}
