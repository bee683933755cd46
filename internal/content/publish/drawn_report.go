package publish

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// reportDrawn tells what the editions whose pages are drawn together do not carry: the web
// edition without a server, and plain text. Where nothing is lost there is no report.
func (b *builder) reportDrawn(w *Web) error {
	for _, name := range []string{EditionWeb, EditionText} {
		if !b.wants(name) {
			continue
		}
		m := &Maker{builder: b, Edition: name, Web: w}
		for _, p := range b.Course.Pages() {
			m.loseDrawn(p)
		}
		if len(m.losses.list) == 0 {
			continue
		}
		b.expect(1)
		if err := m.report(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Maker) loseDrawn(p *course.Page) {
	plain := m.Edition == EditionText
	if p.Kind == course.Assessment && len(m.Course.Bank()) > 0 {
		m.Lose(Loss{Page: p.Path, Code: "bank"})
	}
	for _, tag := range m.Course.Tags() {
		d := p.Doc(tag)
		if d == nil {
			continue
		}
		asked := false
		d.Each(func(b *course.Block) bool {
			asked = asked || b.Question != nil
			if code := m.pictureLost(b, plain); code != "" {
				m.Lose(Loss{Tag: tag, Page: p.Path, Passage: b.ID, Code: code})
			}
			return true
		})
		if plain {
			m.losePlain(p, tag, asked)
		}
	}
}

// losePlain tells what a page cannot do as plain text.
func (m *Maker) losePlain(p *course.Page, tag lang.Tag, asked bool) {
	for _, l := range []struct {
		code string
		lost bool
	}{{"text-questions", asked}, {"no-ticks", p.Kind == course.Checklist}, {"no-fields", p.Kind == course.Worksheet}} {
		if l.lost {
			m.Lose(Loss{Tag: tag, Page: p.Path, Code: l.code})
		}
	}
}

// pictureLost is the code of what a block shows and the edition does not: nothing plays and
// nothing is seen in plain text, and a page has no picture that is missing or broken.
func (m *Maker) pictureLost(b *course.Block, plain bool) string {
	source := b.Target
	if b.Kind == course.Directive && b.Name == "media" {
		source = b.Attrs["src"]
	} else if b.Kind != course.Figure {
		return ""
	}
	medium := m.Course.Media[source]
	_, decorative := b.Attrs["decorative"]
	switch {
	case !plain && (medium == nil || medium.Broken):
		return "picture"
	case !plain || decorative:
		return ""
	case IsPicture(source):
		return "text-picture"
	case slices.ContainsFunc(b.Children, func(c *course.Block) bool { return c.Kind == course.Directive && c.Name == "transcript" }):
		return "text-recording"
	}
	return "text-recording-alone"
}
