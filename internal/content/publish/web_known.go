package publish

import (
	"strings"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// told says whether the pages tell a session what is done: those that no server
// keeps the learner's record for.
func (s *sheet) told() bool { return s.w.Options.Style != Site }

// known is what a session knows the page by; nil where a server does.
func (s *sheet) known() *page.Known {
	if !s.told() {
		return nil
	}
	k := &page.Known{Kind: string(s.at.Kind)}
	if s.at.Page != nil {
		k.Page = string(s.at.Page.TitleID())
	}
	return k
}

// knownPages are pages that are to be done, as a session knows them.
func (s *sheet) knownPages(pages ...*course.Page) string {
	if !s.told() {
		return ""
	}
	var ids []string
	for _, p := range pages {
		if id := p.TitleID(); id != "" && p.Kind != course.Summary {
			ids = append(ids, string(id))
		}
	}
	return strings.Join(ids, " ")
}
