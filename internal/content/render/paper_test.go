package render

import (
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

var markup = regexp.MustCompile(`<[^>]*>`)

// An entry of the references says the same as running text and as HTML.
func TestSourceEntriesAreOne(t *testing.T) {
	c, _, err := course.Load(os.DirFS("../../../courses/open-source-in-government"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range c.Tags() {
		r := New(c, tag)
		for _, ref := range c.References {
			entry, ok := r.SourceEntry(ref.ID)
			want, known := r.SourceHTML(ref.ID)
			want = html.UnescapeString(markup.ReplaceAllString(want, ""))
			if got := course.Plain(entry); !ok || !known || got != want {
				t.Errorf("%s, %s: %q, in HTML %q", ref.ID, tag, got, want)
			}
		}
	}
	if _, ok := New(c, "en").SourceEntry("nobody"); ok {
		t.Error("an entry of no reference")
	}
}

// A term is found once on a page, in the words of the text.
func TestSpotterFindsFirstUses(t *testing.T) {
	c := &course.Course{Glossary: []*course.Term{
		{ID: "fork", Term: lang.Text{"en": "fork"}, Definition: lang.Text{"en": "a copy"}},
		{ID: "sbom", Term: lang.Text{"en": "list of components"}, Definition: lang.Text{"en": "a list"}},
	}}
	s := New(c, "en").Spotter()
	var got []string
	for _, text := range []string{"Two forks and a fork.", "A list of components, forked", "the list of components again"} {
		s.Each(text, func(from, to int, term *course.Term) { got = append(got, term.ID+"="+text[from:to]) })
	}
	if strings.Join(got, " ") != "fork=forks sbom=list of components" {
		t.Errorf("%q", got)
	}
}
