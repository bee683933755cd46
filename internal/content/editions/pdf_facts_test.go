package editions

import (
	"regexp"
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/pdfua"
)

// noteMark is the number of a note or a source in text that is read back.
var noteMark = regexp.MustCompile(`[\s\x{202f}]*\d+([,;] \d+)*$`)

// TestWhatAssistiveTechnologyIsToldOfPDF compares what a PDF file tells, read back from its structure tree, with the
// source: headings, alternatives of figures, captions and headers of tables, phrases in other languages. Headings stand
// a level or more deeper than in the source, since the file holds the whole course.
func TestWhatAssistiveTechnologyIsToldOfPDF(t *testing.T) {
	c, _ := shippedCourse(t)
	files := shippedFiles(t)
	lost := lostPassages(t, files, "pdf")
	for _, tag := range c.Tags() {
		f, err := pdfua.Open(files[publish.OutputPath(c, "pdf", "", tag, "pdf")])
		if err != nil {
			t.Fatal(err)
		}
		facts := f.Facts()
		got := map[accessFact]int{}
		add := func(kind, text string) {
			got[accessFact{kind, spaced(text), 0}]++
			got[accessFact{kind, spaced(noteMark.ReplaceAllString(text, "")), 0}]++
		}
		for _, h := range facts.Headings {
			add("heading", h.Text)
		}
		for _, fig := range facts.Figures {
			add("alt", fig.Alt)
		}
		for _, table := range facts.Tables {
			add("caption", table.Caption)
			for _, h := range table.Headers {
				add("header", h.Text)
			}
		}
		for _, p := range facts.Parts {
			add("language "+string(lang.Tag(p.Lang).Base()), p.Text)
		}
		compareFacts(t, withoutLevels(courseFacts(c, tag)), got, lost, tag)
		if title := c.Title.In(tag); facts.Title != title || !strings.HasPrefix(facts.Lang, string(tag)) {
			t.Errorf("title %q, language %q; want %q, %q", facts.Title, facts.Lang, title, tag)
		}
	}
}

func withoutLevels(facts map[accessFact][]course.ID) map[accessFact][]course.ID {
	out := map[accessFact][]course.ID{}
	for f, ids := range facts {
		f.level = 0
		out[f] = append(out[f], ids...)
	}
	return out
}
