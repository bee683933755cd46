package course

import (
	"slices"
	"sort"
	"strings"

	"atelier/internal/base/lang"
)

// Pages is every page of the course in reading order: for each module its lessons, check and summary; then the
// assessment, checklists, cases, worksheets and guide.
func (c *Course) Pages() []*Page {
	var out []*Page
	for _, m := range c.Modules {
		out = append(out, m.Pages()...)
	}
	if c.Assessment != nil {
		out = append(out, c.Assessment)
	}
	for _, more := range [][]*Page{c.Checklists, c.Cases, c.Worksheets, c.Guide} {
		out = append(out, more...)
	}
	return out
}

// Pages is every page of the module in reading order: its lessons, check and summary.
func (m *Module) Pages() []*Page {
	out := slices.Clone(m.Lessons)
	for _, p := range []*Page{m.Check, m.Summary} {
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}

// Tags is the languages of the course, in its order.
func (c *Course) Tags() []lang.Tag {
	out := make([]lang.Tag, len(c.Languages))
	for i, l := range c.Languages {
		out[i] = l.Tag
	}
	return out
}

// In is the course in some of its languages, in the order given. A tag that it does not
// speak is left out.
func (c *Course) In(tags ...lang.Tag) *Course {
	some := *c
	some.Languages, some.LeftOut = nil, slices.Clone(c.LeftOut)
	for _, tag := range tags {
		if l, ok := c.Language(tag); ok {
			some.Languages = append(some.Languages, l)
		}
	}
	for _, l := range c.Languages {
		if !slices.Contains(tags, l.Tag) {
			some.LeftOut = append(some.LeftOut, l)
		}
	}
	return &some
}

// Language is what the course says of a tag; false when it does not speak it.
func (c *Course) Language(tag lang.Tag) (Language, bool) {
	for _, l := range c.Languages {
		if l.Tag == tag {
			return l, true
		}
	}
	return Language{}, false
}

// Walk visits blocks in reading order, parents before children. Visit returns false to skip the children.
// It does not enter a question: what a question shows stands in its directive's children too.
func Walk(blocks []*Block, visit func(*Block) bool) {
	for _, b := range blocks {
		if visit(b) {
			Walk(b.Children, visit)
		}
	}
}

// Plain is the words of running text without markup: what a reader hears. Citations and note marks are silent.
func Plain(inlines []Inline) string {
	if len(inlines) == 1 && inlines[0].Kind == Text { // most passages: nothing is copied
		return inlines[0].Text
	}
	var b strings.Builder
	b.Grow(plainLength(inlines))
	plain(&b, inlines)
	return b.String()
}

func plainLength(inlines []Inline) int {
	n := 0
	for i := range inlines {
		switch in := &inlines[i]; in.Kind {
		case Text, CodeSpan, Image:
			n += len(in.Text)
		case SoftBreak, HardBreak:
			n++
		case Cite, NoteRef, RawHTML:
		default:
			n += plainLength(in.Children)
		}
	}
	return n
}

func plain(b *strings.Builder, inlines []Inline) {
	for i := range inlines {
		switch in := &inlines[i]; in.Kind {
		case Text, CodeSpan, Image:
			b.WriteString(in.Text)
		case SoftBreak, HardBreak:
			b.WriteByte(' ')
		case Cite, NoteRef, RawHTML:
		default:
			plain(b, in.Children)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
