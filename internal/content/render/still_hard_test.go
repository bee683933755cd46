package render

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// hardWords are strings that have broken writers of XML and of HTML.
var hardWords = []string{
	"", " ", "plain", "a < b && c > d", `"quoted" 'single'`, "]]>", "<!-- -->", "</p>", "<script>alert(1)</script>", "\x00\x01\x1f\x7f",
	"\xff\xfe bytes", "\uFFFE\uFFFF\uFFFD", "\uE000\uE001\uE0FF", "مصدر مفتوح", "👩🏽‍💻🇨🇦", "e\u0301\u0323", "\u2028\u2029\u00ad\u200b\u202e", "line\nline\r\nline\rend",
	"{name}", "a\tb", "lang=\"x\"", "ᐃᓄᒃᑎᑐᑦ", "\U0010FFFF", "&amp;&#0;&bogus;",
}

// hard draws documents that no author would write and a loader could still give.
type hard struct {
	*rapid.T
	ids int
}

func (h *hard) words() string {
	if rapid.Bool().Draw(h.T, "known") {
		return rapid.SampledFrom(hardWords).Draw(h.T, "words")
	}
	return rapid.String().Draw(h.T, "words")
}

func (h *hard) id() course.ID {
	h.ids++
	return course.ID("p" + strings.Repeat("z", 5-len(itoa(h.ids))) + itoa(h.ids))
}

func (h *hard) one(of ...string) string { return rapid.SampledFrom(of).Draw(h.T, "one") }

func (h *hard) count(most int) int { return rapid.IntRange(0, most).Draw(h.T, "n") }

func (h *hard) inlines(depth int) []course.Inline {
	var out []course.Inline
	for range h.count(3) {
		in := course.Inline{Kind: course.InlineKind(rapid.IntRange(int(course.Text), int(course.RawHTML)).Draw(h.T, "inline")), Text: h.words()}
		switch in.Kind {
		case course.Link, course.Image:
			in.Target, in.Title = h.one("https://example.org/loi", "#k7m2qp", "/cases/x", "javascript:x", "media/x.png", "media/x.svg", h.words()), h.words()
		case course.Span:
			in.Lang = lang.Tag(h.one("fr", "ar", "iu-Cans"))
		case course.Cite:
			in.Cites = []course.CiteItem{{Reference: h.one("law", "both", "unknown"), Locator: h.words()}}
		case course.NoteRef:
			in.Target = h.one("one", "two")
		}
		if depth > 0 {
			in.Children = h.inlines(depth - 1)
		}
		out = append(out, in)
	}
	return out
}

func (h *hard) paragraph() *course.Block {
	return &course.Block{Kind: course.Paragraph, ID: h.id(), Inlines: h.inlines(1), Continues: h.count(9) == 0}
}

func (h *hard) blocks(depth int) []*course.Block {
	var out []*course.Block
	for range h.count(3) {
		out = append(out, h.block(depth))
	}
	return out
}

func (h *hard) block(depth int) *course.Block {
	b := h.paragraph()
	b.Kind = course.BlockKind(rapid.IntRange(int(course.Heading), int(course.HTML)).Draw(h.T, "block"))
	b.Level, b.Text, b.Info, b.Alt, b.Ordered, b.Tight = h.count(8), h.words(), h.words(), h.words(), h.count(1) == 0, h.count(1) == 0
	b.Target = h.one("media/x.svg", "media/x.png", h.words())
	b.Caption = h.inlines(0)
	if depth == 0 {
		b.Kind = course.Paragraph
		return b
	}
	switch b.Kind {
	case course.Item, course.Definition: // never outside their list
		b.Kind = course.Quote
		b.Children = h.blocks(depth - 1)
	case course.List:
		b.ID, b.Inlines = "", nil
		for range 1 + h.count(2) {
			b.Children = append(b.Children, &course.Block{Kind: course.Item, HasBox: h.count(1) == 0, Box: h.one("x", " "), Children: h.blocks(depth - 1)})
		}
	case course.Definitions:
		b.ID, b.Inlines = "", nil
		for range 1 + h.count(2) {
			b.Children = append(b.Children, &course.Block{Kind: course.Definition, Inlines: h.inlines(0), Children: h.blocks(depth - 1)})
		}
	case course.Quote:
		b.ID, b.Inlines, b.Children = "", nil, h.blocks(depth-1)
	case course.Table:
		for range h.count(3) {
			row := course.Row{}
			for range 1 + h.count(6) {
				row.Cells = append(row.Cells, h.inlines(0))
			}
			b.Rows = append(b.Rows, row)
		}
	case course.Directive:
		h.directive(b, depth)
	}
	return b
}

func (h *hard) directive(b *course.Block, depth int) {
	b.Inlines = nil
	b.Name = h.one("callout", "case", "reveal", "checklist", "media", "worksheet", "field", "slot", "description", "transcript", "question", h.words())
	b.Attrs = map[string]string{"title": h.words(), "kind": h.one("note", "long", "number", "choice", h.words()), "alt": h.words(), "ref": h.words(),
		"src": h.one("media/x.svg", "media/x.png", "media/x.mp4", "media/x.mp3"), "min": "0", "max": h.words()}
	b.Children = h.blocks(depth - 1)
	if b.Name == "media" && h.count(1) == 0 {
		b.Children = append(b.Children, &course.Block{Kind: course.Directive, Name: "description", ID: h.id(), Children: h.blocks(depth - 1)})
	}
	if b.Name == "question" {
		b.Question = h.question(b.ID, depth-1)
	}
}

func (h *hard) choices(depth int, names ...string) []course.Choice {
	var out []course.Choice
	for range h.count(3) {
		text := h.paragraph()
		text.Continues = false
		out = append(out, course.Choice{ID: text.ID, Text: text, Right: h.count(1) == 0, Feedback: h.blocks(depth), Goto: h.one(append(names, "nowhere")...)})
	}
	return out
}

func (h *hard) question(id course.ID, depth int) *course.Question {
	q := &course.Question{ID: id, Stem: h.blocks(depth), Explanation: h.blocks(depth), Unit: h.words()}
	q.Kind = rapid.SampledFrom([]course.QuestionKind{course.Single, course.Multiple, course.TrueFalse, course.Matching, course.Ordering, course.FillIn,
		course.Numeric, course.Likert, course.Reflection, course.Scenario, "bogus"}).Draw(h.T, "kind")
	switch q.Kind {
	case course.Reflection:
	case course.Matching:
		for range h.count(3) {
			partner := h.paragraph()
			partner.Continues = false
			q.Pairs = append(q.Pairs, course.Pair{ID: partner.ID, Term: h.inlines(0), Partner: partner, Feedback: h.blocks(depth)})
		}
	case course.Scenario:
		for _, name := range []string{"start", "end"} {
			q.Steps = append(q.Steps, course.Step{ID: h.id(), Name: name, Outcome: h.one("", "good", "x"), Blocks: h.blocks(depth), Choices: h.choices(depth, "start", "end")})
		}
	default:
		q.Choices = h.choices(depth)
	}
	return q
}

func TestStillOfHardDocuments(t *testing.T) {
	c := small(term("plain", "plain"))
	c.Media = map[string]*course.Medium{
		"media/x.svg": {Path: "media/x.svg", Text: map[string]lang.Text{"name": {"fr": "<&>"}}, SVG: []byte(`<svg viewBox="0 0 1 1"><text id="a b">{name}</text><use href="#a b"/></svg>`)},
		"media/x.mp4": {Path: "media/x.mp4", Seconds: 3, Size: 9},
	}
	r := New(c, "fr")
	rapid.Check(t, func(t *rapid.T) {
		h := &hard{T: t}
		title := h.paragraph()
		title.Kind, title.Level, title.Continues = course.Heading, 1, false
		d := &course.Doc{Page: &course.Page{Kind: course.Lesson}, Title: title, Blocks: h.blocks(3)}
		for i, label := range []string{"one", "two"} {
			d.Notes = append(d.Notes, &course.Note{Label: label, Number: i + 1, Blocks: h.blocks(2)})
		}
		s := r.Still(onPages{})
		s.Types = h.count(1) == 0
		sound(t, "a hard document", s.Doc(d))
	})
}
