package release

import (
	"embed"
	"slices"
	"strings"

	"github.com/yuin/goldmark"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// notes are the notes of the release in one language of the course: what the authors wrote in changes/next.LANG.md,
// then what changed, counted by class and told by page.
func (p *Plan) notes(now *course.Course, l course.Language, own string) string {
	face := lang.Interface(l.Tag, l.Interface)
	n := &noteWriter{face: face, tag: l.Tag}
	n.line("# " + n.say("title", lang.A{"course": now.Title.In(l.Tag), "version": p.Version}))
	n.line("")
	n.line(n.say("date", lang.A{"date": p.Date.Say(face)}))
	if own = strings.TrimSpace(own); own != "" {
		n.line("")
		n.line(own)
	}
	if p.Since == "" {
		n.line("")
		n.line(n.say("first"))
		return n.String()
	}
	n.counts(p.Entry)
	n.pages(p.Entry, p.titles(now, l.Tag))
	return n.String()
}

type noteWriter struct {
	strings.Builder
	face, tag lang.Tag
}

func (n *noteWriter) say(key string, args ...lang.A) string { return words.Say(n.face, key, args...) }

func (n *noteWriter) line(s string) { n.WriteString(s + "\n") }

// counts tells how many passages have each class, the weightiest first.
func (n *noteWriter) counts(e Entry) {
	n.line("")
	n.line("## " + n.say("changed", lang.A{"since": e.Since}))
	n.line("")
	counts := e.Counts()
	for _, class := range []parity.Class{parity.Structure, parity.Meaning, parity.Clarity, parity.Typo} {
		if counts[class] > 0 {
			n.line("- " + n.say("count."+class.String(), lang.A{"n": counts[class]}))
		}
	}
}

// pages tells where, page after page: which pages are new, which are gone, and the weightiest change of the others.
func (n *noteWriter) pages(e Entry, title map[string]string) {
	var order []string
	most := map[string]parity.Class{}
	number := map[string]int{}
	for _, c := range e.Changes {
		if _, known := most[c.Page]; !known {
			order = append(order, c.Page)
		}
		most[c.Page] = max(most[c.Page], c.Class)
		number[c.Page]++
	}
	for _, c := range e.Conditions {
		name := title[c.Page]
		if name == "" {
			name = c.Page
		}
		n.line("- " + n.say("condition", lang.A{"page": name, "what": c.Say(n.face)}))
	}
	if len(order) == 0 {
		return
	}
	n.line("")
	n.line("## " + n.say("where"))
	n.line("")
	for _, page := range order {
		key := "page.changed"
		switch {
		case slices.Contains(e.PagesBorn, page):
			key = "page.born"
		case slices.Contains(e.PagesGone, page):
			key = "page.gone"
		}
		name := title[page]
		if name == "" {
			name = page
		}
		n.line("- " + n.say(key, lang.A{"page": name, "n": number[page], "class": most[page].Say(n.face)}))
	}
}

// titles are the titles of pages by their path, as the notes name them; those that are gone have that of the release before.
// The check of a module is named with its module: all of them may have one title.
func (p *Plan) titles(now *course.Course, tag lang.Tag) map[string]string {
	out := map[string]string{}
	for _, c := range []*course.Course{p.before, now} {
		if c == nil {
			continue
		}
		for _, p := range c.Pages() {
			if d := p.Doc(tag); d != nil && d.Title != nil {
				out[p.Path] = course.Plain(d.Title.Inlines)
				if p.Kind == course.Check && p.Module != nil && p.Module.Title.Has(tag) {
					out[p.Path] += " – " + p.Module.Title.In(tag)
				}
			}
		}
	}
	return out
}

// NotesHTML draws the notes of a release without their title. Markup that is not Markdown is left out.
func NotesHTML(text string) (string, error) {
	if rest, ok := strings.CutPrefix(text, "# "); ok {
		_, text, _ = strings.Cut(rest, "\n")
	}
	var out strings.Builder
	err := goldmark.Convert([]byte(text), &out)
	return out.String(), err
}
