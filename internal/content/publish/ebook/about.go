package ebook

import (
	"strings"

	"atelier/internal/content/publish"
	"atelier/internal/standard/epub"
)

// accessibility is what is true of the book (EPUB Accessibility 1.1, 2.2). No
// conformance is claimed: that takes a person who evaluated it and says so
// (3.5.3.1).
func (b *book) accessibility() epub.Accessibility {
	f := b.inside
	a := epub.Accessibility{
		AccessModes: []string{"textual"},
		Features:    []string{"tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA", "unlocked"},
		Hazards:     []string{"none"},
		Summary:     b.summary(),
	}
	if f.pictures > 0 {
		a.AccessModes = append(a.AccessModes, "visual")
		a.Sufficient = append(a.Sufficient, "textual,visual")
	}
	if f.nameless == 0 {
		a.Sufficient = append([]string{"textual"}, a.Sufficient...)
		if f.pictures > 0 {
			a.Features = append(a.Features, "alternativeText")
		}
	}
	if f.described > 0 {
		a.Features = append(a.Features, "longDescription")
	}
	if f.moving > 0 {
		a.Hazards = []string{"unknown"}
	}
	return a
}

// summary says the same to a person.
func (b *book) summary() string {
	f := b.inside
	out := []string{b.say("epub.access.text")}
	add := func(when bool, key string) {
		if when {
			out = append(out, b.say("epub.access."+key))
		}
	}
	add(f.pictures > 0 && f.nameless == 0, "pictures")
	add(f.described > 0, "described")
	add(f.nameless > 0, "nameless")
	add(f.heard > 0 && f.told == f.heard, "told")
	add(f.heard > f.told, "alone")
	add(f.moving > 0, "moving")
	add(true, "claim")
	return strings.Join(out, " ")
}

// contents are the ways into the book: its table of contents and its landmarks.
func (b *book) contents() {
	var toc []epub.NavPoint
	for _, p := range b.t.Pages() {
		file := b.files[p]
		if file == "" || toc != nil && b.inPart(p) {
			continue
		}
		point := epub.NavPoint{Title: b.name(p), Href: file}
		for _, kid := range b.t.Pages() {
			if under(kid, p) {
				point.Kids = append(point.Kids, epub.NavPoint{Title: b.name(kid), Href: b.files[kid]})
			}
		}
		toc = append(toc, point)
	}
	b.pub.TOC = append(toc, epub.NavPoint{Title: b.say("epub.about"), Href: colophonFile})
	b.pub.TOCTitle, b.pub.TOCAfter = b.say("epub.contents"), "title.xhtml"
	b.pub.Stylesheet, b.pub.LandmarksTitle = bookStyle, b.say("epub.landmarks")
	b.landmarks()
}

// inPart says whether a page stands under another.
func (b *book) inPart(p *publish.WebPage) bool {
	return p.Page != nil && (p.Module != nil || publish.ListOf(p.Page.Kind) != "")
}

func (b *book) landmarks() {
	add := func(kind, title, href string) {
		b.pub.Landmarks = append(b.pub.Landmarks, epub.Landmark{Type: kind, Title: title, Href: href})
	}
	add("cover", b.say("epub.cover"), coverFile)
	add("toc", b.say("epub.contents"), "nav.xhtml")
	begun := false
	for _, p := range b.t.Pages() {
		switch file := b.files[p]; {
		case file == "":
		case p.Kind == publish.KindGlossary:
			add("glossary", p.Title, file)
		case p.Kind == publish.KindReferences:
			add("bibliography", p.Title, file)
		case !begun && p.Kind != publish.KindHome:
			begun = true
			add("bodymatter", b.name(p), file)
		}
	}
}
