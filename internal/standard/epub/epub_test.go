package epub

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// sample is a small publication without fault.
func sample() *Publication {
	page := func(href, title string) Item {
		c := Content{Title: title, Language: "en-CA", Stylesheet: "style.css", Type: "chapter", Role: "doc-chapter", Label: "t", Body: `<h1 id="t">` + "x</h1>"}
		return Item{Href: href, MediaType: XHTML, Data: c.Bytes(), Spine: true}
	}
	return &Publication{
		Metadata: Metadata{
			Identifier: "urn:uuid:334dd7c2-9a76-40e3-8bce-e809d44daaa5", Others: []string{"https://example.org/course"}, Title: "A <title> & more",
			Language: "en-CA", Creator: "Someone", Date: "2026-11-23", Modified: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Description: "What it is.",
			Subjects: []string{"One", "Two"}, Rights: "CC BY 4.0", License: "https://creativecommons.org/licenses/by/4.0/", Version: "1.0.0",
			Accessibility: Accessibility{
				AccessModes: []string{"textual"}, Sufficient: []string{"textual"}, Features: []string{"tableOfContents"}, Hazards: []string{"none"}, Summary: "It is text.",
			},
		},
		Manifest: []Item{
			page("one.xhtml", "One"), page("two.xhtml", "Two"), {Href: "style.css", MediaType: CSS, Data: []byte("p { margin: 0 }")},
			{Href: "source.zip", MediaType: Zip, Data: []byte("PK\x05\x06" + strings.Repeat("\x00", 18))},
		},
		TOC:      []NavPoint{{"One", "one.xhtml", []NavPoint{{"Part", "one.xhtml#t", nil}}}, {"Two", "two.xhtml", nil}},
		TOCTitle: "Contents", Landmarks: []Landmark{{"bodymatter", "Start", "one.xhtml"}, {"toc", "Contents", "nav.xhtml"}},
		LandmarksTitle: "Parts", Stylesheet: "style.css", TOCAfter: "one.xhtml",
	}
}

func written(t testing.TB, p *Publication) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// EPUB 4.3.3: the first bytes say what the file is, where a sniffer looks for them.
func TestContainerBeginsWithItsType(t *testing.T) {
	data := written(t, sample())
	if got := string(data[30:58]); got != "mimetypeapplication/epub+zip" {
		t.Errorf("bytes 30 to 58 are %q", got)
	}
	if !bytes.Equal(data, written(t, sample())) {
		t.Error("written twice, other bytes")
	}
}

func TestMembersAreWellFormedAndListed(t *testing.T) {
	p := sample()
	p.Metadata.Title = "\x01\"<&>\uFFFE مصدر"
	p.TOC[0].Title = "]]> & <b>"
	data := written(t, p)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var opf string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, ".opf") {
			opf = string(text)
		}
		if strings.Contains(f.Name, "style") || f.Name == "mimetype" || strings.HasSuffix(f.Name, ".zip") {
			continue
		}
		if err := parses(text); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	for _, f := range z.File {
		if name, ok := strings.CutPrefix(f.Name, "EPUB/"); ok && name != "package.opf" && !strings.Contains(opf, `href="`+name+`"`) {
			t.Errorf("the manifest lacks %s", name)
		}
	}
	for _, want := range []string{
		`unique-identifier="publication"`, `<dc:identifier id="publication">urn:uuid:`, `property="dcterms:modified">2026-11-23T00:00:00Z<`,
		`property="schema:accessibilitySummary">It is text.<`, `<itemref idref="item-1"></itemref>` + "\n    " + `<itemref idref="nav">`,
	} {
		if !strings.Contains(opf, want) {
			t.Errorf("the package document lacks %s:\n%s", want, opf)
		}
	}
}

func parses(text []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := dec.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestFaultsAreRefused(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*Publication)
	}{
		{"5.5.3.1.1", func(p *Publication) { p.Metadata.Identifier = " " }},
		{"5.5.3.1.2", func(p *Publication) { p.Metadata.Title = "" }},
		{"5.5.3.1.3", func(p *Publication) { p.Metadata.Language = "" }},
		{"5.5.5", func(p *Publication) { p.Metadata.Modified = time.Time{} }},
		{"Accessibility 2.2", func(p *Publication) { p.Metadata.Hazards = nil }},
		{"5.6.2", func(p *Publication) { p.Manifest = append(p.Manifest, p.Manifest[0]) }},
		{"5.6.2", func(p *Publication) { p.Manifest[2].MediaType = "" }},
		{"4.2.3", func(p *Publication) { p.Manifest[2].Href = "../style.css" }},
		{"4.2.3", func(p *Publication) { p.Manifest[2].Href = "a b.css" }},
		{"4.2.3", func(p *Publication) { p.Manifest[2].Href = "é.css" }},
		{"4.2.3", func(p *Publication) { p.Manifest[2].Href = strings.Repeat("a", 300) }},
		{"5.7.2", func(p *Publication) { p.Manifest[2].Spine = true }},
		{"5.7.1", func(p *Publication) { p.Manifest[0].Spine, p.Manifest[1].Spine = false, false }},
		{"5.7.1", func(p *Publication) { p.TOCAfter = "style.css" }},
		{"D.6.1", func(p *Publication) {
			p.Manifest[0].Properties, p.Manifest[1].Properties = []string{"cover-image"}, []string{"cover-image"}
		}},
		{"7.4.2", func(p *Publication) { p.TOC[0].Kids[0].Href = "three.xhtml#t" }},
		{"7.4.2", func(p *Publication) { p.TOC[0].Title = "" }},
		{"7.4.2", func(p *Publication) { p.TOC = nil }},
		{"7.4.4", func(p *Publication) { p.Landmarks[0].Href = "three.xhtml" }},
	} {
		p := sample()
		c.spoil(p)
		var out bytes.Buffer
		if err := p.Write(&out); err == nil || !strings.Contains(err.Error(), "EPUB "+c.want+":") {
			t.Errorf("a fault of %s: %v", c.want, err)
		}
		if out.Len() > 0 {
			t.Errorf("a fault of %s: something was written", c.want)
		}
	}
}

// Whatever the words, the parts stay well-formed and say them.
func TestWordsOfEveryKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.String().Draw(t, "title")
		p := sample()
		p.Metadata.Title, p.TOCTitle = "t"+title, title
		p.TOC[0].Title, p.Landmarks[0].Title = "t"+title, "t"+title
		for name, part := range map[string][]byte{"nav": p.navigation(), "ncx": p.ncx(), "content": Content{Title: title, Language: title}.Bytes()} {
			if err := parses(part); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		opf, err := p.packageDocument()
		if err != nil || parses(opf) != nil || !utf8.Valid(opf) {
			t.Fatalf("package document: %v\n%s", err, opf)
		}
		if !slices.Contains(p.Metadata.properties(), opfMeta{"schema:version", "1.0.0"}) {
			t.Fatal("no version")
		}
	})
}
