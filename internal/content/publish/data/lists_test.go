package data

import (
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A work that a language does not have is cited in one that it has, and says so.
func TestWorksInTheLanguagesTheyHave(t *testing.T) {
	r := &course.Reference{Title: lang.Text{"en": "Only English"}, Languages: []lang.Tag{"en"}}
	if got := workIn(r, "fr"); got != "en" {
		t.Errorf("cited in %s", got)
	}
	r.Title["fr"] = "Aussi"
	if got := workIn(r, "fr"); got != "fr" {
		t.Errorf("cited in %s", got)
	}
}
