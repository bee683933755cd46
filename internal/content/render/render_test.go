package render

import (
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// places is a Links for tests: everything is where its name says.
type places struct{}

func (places) Page(path string) (string, bool)     { return "/" + path + "/", path != "nowhere" }
func (places) Passage(id course.ID) (string, bool) { return "#" + string(id), true }
func (places) Term(id string) (string, bool)       { return "/glossary/#term." + id, true }
func (places) Media(path string) (string, bool)    { return "/" + path, !strings.Contains(path, ":") }
func small(terms ...*course.Term) *course.Course {
	return &course.Course{
		Languages: []course.Language{
			{Tag: "en", Locale: "en-CA", Name: "English", Interface: "en"}, {Tag: "fr", Locale: "fr-CA", Name: "Français", Interface: "fr"},
		},
		Glossary: terms,
		References: []*course.Reference{
			{ID: "law", Title: lang.Text{"fr": "La loi"}, URL: lang.Text{"fr": "https://example.org/loi"}, Languages: []lang.Tag{"fr"}, Issued: "2019-10-01"},
			{ID: "both", Title: lang.Text{"en": "Both", "fr": "Les deux"}, URL: lang.Text{"en": "https://example.org/e", "fr": "https://example.org/f"}, Languages: []lang.Tag{"en", "fr"}},
		},
	}
}

func text(s string) []course.Inline { return []course.Inline{{Kind: course.Text, Text: s}} }

func paragraph(s string) *course.Block {
	return &course.Block{Kind: course.Paragraph, Inlines: text(s)}
}

func term(id, name string, forms ...string) *course.Term {
	return &course.Term{ID: id, Term: lang.Text{"fr": name}, Forms: map[lang.Tag][]string{"fr": forms}, Definition: lang.Text{"fr": "Ce que c’est."}}
}

func TestTermsAreFoundOnceLongestFirst(t *testing.T) {
	r := New(small(term("forge", "forge"), term("libre", "logiciel libre"), term("logiciel", "logiciel"), term("ti", "TI")), "fr")
	for _, c := range []struct{ text, want string }{
		{"la forge", "forge"},
		{"il a forgé", ""}, // accents count
		{"les forges", "forge"},
		{"des logiciels libres et un logiciel", "libre logiciel"},
		{"le logiciel. Libre", "logiciel"}, // a full stop parts words
		{"l’équipe de TI", "ti"},
		{"ti", ""}, // an abbreviation in capitals
		{"une forge, deux forges", "forge"},
	} {
		p := r.Page(places{})
		p.Body([]*course.Block{paragraph(c.text)})
		var got []string
		for part := range strings.SplitSeq(p.Take(), `data-note="note-`) {
			if id, _, ok := strings.Cut(part, `">`); ok && !strings.Contains(id, "<") {
				got = append(got, id)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q explains %v, not %q", c.text, got, c.want)
		}
	}
}

func TestTermsAreLeftAloneInLinksAndTitles(t *testing.T) {
	r := New(small(term("forge", "forge")), "fr")
	p := r.Page(places{})
	p.Body([]*course.Block{
		{Kind: course.Heading, Level: 2, Inlines: text("La forge")},
		{Kind: course.Paragraph, Inlines: []course.Inline{
			{Kind: course.Link, Target: "https://example.org/", Children: text("la forge")},
			{Kind: course.Span, Lang: "en", Children: text("a forge")},
			{Kind: course.CodeSpan, Text: "forge"},
		}},
	})
	if got := p.Take(); strings.Contains(got, "note-forge") {
		t.Errorf("explained where it should not be: %s", got)
	}
}

func TestLinksSayTheirLanguage(t *testing.T) {
	en, fr := New(small(), "en"), New(small(), "fr")
	for _, c := range []struct {
		r            *Renderer
		target, want string
	}{
		{en, "https://example.org/loi", "(in French only)"},
		{en, "https://example.org/f", "(in French)"},
		{fr, "https://example.org/e", "(en anglais)"},
		{fr, "https://example.org/loi", ""},
		{en, "https://example.org/e", ""},
	} {
		p := c.r.Page(places{})
		p.Inlines([]course.Inline{{Kind: course.Link, Target: c.target, Children: text("x")}})
		got := p.Take()
		if c.want == "" && strings.Contains(got, "(") || !strings.Contains(got, c.want) {
			t.Errorf("%s in %s: %s", c.target, c.r.Tag, got)
		}
	}
}

func TestNothingOfTheSourceBecomesMarkup(t *testing.T) {
	r := New(small(), "en")
	hostile := `"><script>alert(1)</script>&` + "\uE0000\uE001"
	p := r.Page(places{})
	p.Body([]*course.Block{
		paragraph(hostile),
		{Kind: course.Code, Info: hostile, Text: hostile},
		{Kind: course.Figure, Target: "https://elsewhere.example/x.png", Alt: hostile},
		{Kind: course.HTML, Text: "<script>alert(1)</script>"},
		{Kind: course.Paragraph, Inlines: []course.Inline{
			{Kind: course.RawHTML, Text: "<b onclick=x>"},
			{Kind: course.Link, Target: "javascript:alert(1)", Children: text("words")},
			{Kind: course.Link, Target: "https://example.org/" + hostile, Title: hostile, Children: text("more")},
		}},
		{Kind: course.Directive, Name: "callout", Attrs: map[string]string{"title": hostile, "kind": hostile}},
	})
	got := p.Take()
	for _, bad := range []string{"<script", "javascript:", "onclick", openHole, splitHole, "elsewhere.example"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q came through: %s", bad, got)
		}
	}
	if !strings.Contains(got, "words") {
		t.Error("the words of a link that leads nowhere are lost")
	}
}

func TestDiagramIsDrawnInTheLanguageWithIDsOfItsOwn(t *testing.T) {
	m := &course.Medium{Path: "media/x.svg", Text: map[string]lang.Text{"a": {"fr": "Permissives & libres"}}, SVG: []byte(`<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20" onload="x()"><title>no</title><script>x()</script>
<defs><marker id="m"><path d="M0 0"/></marker></defs><path marker-end="url(#m)" style="fill:red" fill="url(https://x.example/)"/>
<use href="#m"/><use href="https://x.example/#m"/><text>{a} {missing}</text><image href="x.png"/><a href="x"><text>gone</text></a></svg>`)}
	d := newDiagram(m, "fr")
	got := string(d.append(nil, "k7m2qp", "Trois boîtes", "desc"))
	want := `<svg class="diagram" viewBox="0 0 10 20" role="img" aria-labelledby="k7m2qp-name" aria-describedby="desc"><title id="k7m2qp-name">Trois boîtes</title>` +
		`<defs><marker id="k7m2qp-m"><path d="M0 0"></path></marker></defs><path marker-end="url(#k7m2qp-m)"></path>` + "\n" +
		`<use href="#k7m2qp-m"></use><use></use><text>Permissives &amp; libres {missing}</text></svg>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if d.width != 10 {
		t.Errorf("the width is %v", d.width)
	}
}

func TestSourcesAreWrittenAsTheLanguageDoes(t *testing.T) {
	c := small()
	c.References = []*course.Reference{{
		ID: "a", Authors: []course.Author{{Family: "Roy", Given: "Anne"}, {Literal: lang.Text{"en": "Board", "fr": "Conseil"}}},
		Title: lang.Text{"en": "A study"}, Container: lang.Text{"en": "Journal"}, Number: "3", Issued: "2023-10-01", Languages: []lang.Tag{"en"}, Checked: "2026-11-23",
	}}
	for tag, want := range map[lang.Tag]string{
		"en": "Roy, Anne and Board. “A study”, Journal, No. 3, October 1, 2023, accessed November 23, 2026.",
		"fr": "Roy, Anne et Conseil. «\u00a0A study\u00a0», Journal, nº\u00a03, 1er octobre 2023, consulté le 23 novembre 2026 (en anglais seulement).",
	} {
		if got := New(c, tag).refs["a"].plain; spaces(got) != spaces(want) {
			t.Errorf("%s: %s", tag, got)
		}
	}
}

// spaces makes no-break spaces plain.
func spaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func TestTextIsWrappedAtBreakingSpacesOnly(t *testing.T) {
	x := New(small(), "fr").Text()
	long := strings.Repeat("mot ", 30) + "10\u00a0%\u00a0:\u00a0oui " + strings.Repeat("x", 100) + " fin"
	x.Paragraph(long)
	got := x.Take()
	for line := range strings.SplitSeq(strings.TrimSuffix(got, "\n"), "\n") {
		if n := len([]rune(line)); n > Columns && strings.Contains(line, " ") {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	if joined := strings.Join(strings.Split(strings.TrimSuffix(got, "\n"), "\n"), " "); joined != long {
		t.Errorf("words were changed: %q", joined)
	}
}

func TestSplitGivesBackWhatWasDrawn(t *testing.T) {
	var h Holes
	page := "a" + h.Open(HoleThread, "m", 7) + "b" + h.Mark(HoleTick, "x") + "c" + h.Close() + "d" + h.Mark(HoleBar, "")
	r := h.Split([]byte(page))
	if got := string(r.Plain()); got != "abcd" {
		t.Errorf("plain is %q", got)
	}
	if len(r.Holes) != 2 || r.Holes[0].Key != "m" || r.Holes[0].Value != 7 || string(r.Holes[0].Plain) != "bc" || r.Holes[1].Kind != HoleBar {
		t.Errorf("holes are %+v", r.Holes)
	}
}
