package render

import (
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func TestAFragmentAloneNamesItsSources(t *testing.T) {
	c := &course.Course{
		Languages: []course.Language{{Tag: "fr", Locale: "fr-CA"}},
		References: []*course.Reference{{
			ID: "oag", Title: lang.Text{"en": "Report"}, Issued: "2023", URL: lang.Text{"en": "https://example.org/r"},
			Authors: []course.Author{{Family: "Hogan"}},
		}, {ID: "talk", Title: lang.Text{"fr": "Causerie"}, Issued: "2024"}},
	}
	s := New(c, "fr").Still(nil)
	s.Alone = true
	got := s.Inlines([]course.Inline{
		{Kind: course.Text, Text: "Dit "},
		{Kind: course.Cite, Cites: []course.CiteItem{{Reference: "oag", Locator: "p. 4"}, {Reference: "talk"}, {Reference: "none"}}},
	})
	want := `Dit (<a href="https://example.org/r" hreflang="en">Hogan, 2023</a>, p. 4) (Causerie, 2024)`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if end := s.End(); strings.TrimSpace(end) != "" {
		t.Errorf("a list is owed: %s", end)
	}
}
