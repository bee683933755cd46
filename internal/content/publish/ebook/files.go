package ebook

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
)

// bookFile is the file of a page in an e-book: its path in the source, the same in
// every language; empty for pages that only a site has.
func bookFile(p *publish.WebPage) string {
	switch p.Kind {
	case publish.KindHome:
		return "title.xhtml"
	case publish.KindModule:
		return safeName("modules/"+p.Module.Key) + ".xhtml"
	case publish.KindChecklists, publish.KindCases, publish.KindWorksheets, publish.KindGuide, publish.KindGlossary, publish.KindResources, publish.KindReferences:
		return strings.TrimSuffix(string(p.Kind), "-list") + "-list.xhtml"
	}
	if p.Page != nil {
		return safeName(p.Page.Path) + ".xhtml"
	}
	return ""
}

// safeName is a path of the source as a name that every reader of EPUB takes
// (EPUB 4.2.3). What the format does not allow in names, and names that would be too
// long, are told apart by a hash.
func safeName(source string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '.', r == '/':
			return r
		}
		return -1
	}, source)
	const longest = 120
	if plain != source || len(plain) > longest || strings.Trim(plain, ".") != plain {
		ext := path.Ext(plain)
		if len(ext) > 5 {
			ext = ""
		}
		sum := sha256.Sum256([]byte(source))
		plain = strings.Trim(plain[:min(len(plain)-len(ext), longest)], ".") + "-" + hex.EncodeToString(sum[:6]) + ext
	}
	return strings.ReplaceAll(plain, "/", "_")
}

// bookLinks tells a page of an e-book where things are.
type bookLinks struct {
	*book
	at *publish.WebPage
}

var _ render.Links = bookLinks{}

// Page finds a page by its path in the source. What only a site has is left in words.
func (l bookLinks) Page(path string) (string, bool) {
	p, fragment := l.t.Find(path)
	file := l.files[p]
	if file == "" {
		return "", false
	}
	return file + fragment, true
}

// Passage finds a passage; on the page itself the address is its id alone.
func (l bookLinks) Passage(id course.ID) (string, bool) {
	p, ok := l.w.Passage(l.tag, id)
	switch {
	case !ok || p.Doc() == nil:
		return "", false
	case p == l.at:
		return "#" + string(id), true
	}
	return l.files[p] + "#" + string(id), true
}

// Term is the address of a glossary entry.
func (l bookLinks) Term(id string) (string, bool) {
	file := l.files[l.t.Page(string(publish.KindGlossary))]
	return file + "#" + publish.TermID(id), file != ""
}

// Media is the file of a picture, or the address of sound and video on the site,
// where one is known: they are not carried.
func (l bookLinks) Media(source string) (string, bool) {
	if !publish.IsPicture(source) {
		return l.w.MediumAddress(source)
	}
	p := l.picture(source)
	return p.href, p.href != ""
}
