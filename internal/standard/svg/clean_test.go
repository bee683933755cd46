package svg

import (
	"errors"
	"strings"
	"testing"
)

const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">`

func TestCleanKeepsWhatDraws(t *testing.T) {
	drawing := open + `<title>A &amp; B</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs><g fill="url(#g)"><path d="M0 0h10"/><use xlink:href="#g"/></g><text>a <tspan>b</tspan> c</text></svg>`
	got, err := Clean([]byte(drawing))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>A &amp; B</title>", `<stop offset="0" stop-color="#fff"></stop>`, `<g fill="url(#g)">`, `<path d="M0 0h10"></path>`, `<use href="#g"></use>`, `<text>a <tspan>b</tspan> c</text>`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	again, err := Clean(got)
	if err != nil || string(again) != string(got) {
		t.Errorf("what is clean is cleaned again: %v\n%s\n%s", err, got, again)
	}
}

func TestCleanLeavesOutWhatRunsLoadsOrLinks(t *testing.T) {
	for _, hostile := range []string{
		`<script>alert(1)</script>`, `<g onload="alert(1)"/>`, `<a href="https://x.example"><path d="M0 0"/></a>`, `<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"><text>x</text></a>`,
		`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>`,
		`<image href="https://x.example/i.png"/>`, `<use href="https://x.example/a.svg#b"/>`, `<use href="data:image/svg+xml,x"/>`,
		`<style>@import url(https://x.example/)</style>`, `<rect style="background:url(https://x.example)"/>`, `<rect fill="url(https://x.example#a)"/>`, `<rect fill="url( 'https://x.example')"/>`,
		`<rect fill="\75rl(https://x.example)"/>`, `<animate attributeName="href" to="javascript:alert(1)"/>`, `<set attributeName="onload" to="alert(1)"/>`,
		`<path d="M0 0" mask="image-set('https://x.example/i.png' 1x)"/>`, `<path d="M0 0" mask="-webkit-image-set('https://x.example/i.png' 1x)"/>`, `<path d="M0 0" fill="src('https://x.example/i.png')"/>`,
		`<handler xmlns="http://www.w3.org/2001/xml-events">alert(1)</handler>`, `<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`, `<path d="M0 0" xml:base="https://x.example"/>`,
	} {
		got, err := Clean([]byte(open + hostile + `</svg>`))
		if err != nil {
			t.Errorf("%s: %v", hostile, err)
			continue
		}
		for _, never := range []string{"alert", "x.example", "script", "data:", "on", "style"} {
			if inside := strings.ReplaceAll(strings.ReplaceAll(string(got), "version", ""), `encoding`, ""); strings.Contains(strings.ToLower(inside), never) {
				t.Errorf("%s leaves %q in %s", hostile, never, got)
			}
		}
	}
}

// Programs that draw write both forms of a reference, and Go reads an attribute that stands twice; no browser does.
func TestNoAttributeStandsTwice(t *testing.T) {
	got, err := Clean([]byte(open + `<path id="p" d="M0 0" fill="#fff" fill="#000"/><use href="#p" xlink:href="#p"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<path id="p" d="M0 0" fill="#fff"></path>`, `<use href="#p"></use>`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestCleanRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"nothing": "", "no XML": "PNG", "HTML": "<html></html>", "no namespace": "<svg/>",
		"a document type": `<!DOCTYPE svg [<!ENTITY a "b">]>` + open + `&a;</svg>`,
		"an entity":       open + `<text>&a;</text></svg>`,
		"deep":            open + strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100) + "</svg>",
		"deep, left out":  open + strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100) + "</svg>",
		"two roots":       open + "</svg>" + open + "</svg>", "cut": open + "<g>",
	} {
		if got, err := Clean([]byte(data)); !errors.Is(err, ErrNotDrawing) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// Whatever comes in, what comes out is clean.
func FuzzClean(f *testing.F) {
	for _, seed := range []string{open + "</svg>", open + `<g fill="url(#g)" onclick="x"><text>a</text></g></svg>`, "<svg", `<?xml version="1.0"?>` + open + "<!-- c --><path d='M0'/></svg>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Clean(data)
		if err != nil {
			return
		}
		again, err := Clean(got)
		if err != nil || string(again) != string(got) {
			t.Fatalf("%q becomes %q, then %q, %v", data, got, again, err)
		}
	})
}
