package editions

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/pdfua"
	"atelier/internal/standard/pdfua/verify"
)

// letters are the characters of a text that are no blanks: where lines end is not what is compared.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\u00ad' {
			return -1
		}
		return r
	}, s)
}

// said is the text of an element without the marks of sources and notes, which the model does not count as words.
func said(e *verify.Element) string {
	if e.Role == "Reference" {
		return ""
	}
	if e.Actual != "" {
		return e.Actual
	}
	var b strings.Builder
	for _, k := range e.Kids {
		if k.Element != nil {
			b.WriteString(said(k.Element))
		} else {
			b.WriteString(k.Text)
		}
	}
	return b.String()
}

// heard is running text as it is printed: with what is said of links to works in the other language.
func heard(r *render.Renderer, list []course.Inline) string {
	var b strings.Builder
	for _, in := range list {
		switch in.Kind {
		case course.Text, course.CodeSpan:
			b.WriteString(in.Text)
		case course.Image:
			b.WriteString(r.Word("image", lang.A{"alt": in.Text}))
		case course.Cite, course.NoteRef, course.RawHTML:
		default:
			b.WriteString(heard(r, in.Children))
		}
		if in.Kind == course.Link {
			b.WriteString(r.LinkNote(in.Target))
		}
	}
	return b.String()
}

// wanted is what a file must say: the ids of blocks in reading order, those inside of questions aside, and the words of
// every leaf.
type wanted struct {
	order []string
	words map[string]string
}

func wantOf(c *course.Course, tag lang.Tag, r *render.Renderer, pages []*course.Page) wanted {
	w := wanted{words: map[string]string{}}
	for _, p := range pages {
		d := p.Doc(tag)
		inside := false
		var visit func(b *course.Block) bool
		visit = func(b *course.Block) bool {
			if b.Question != nil {
				if b.Question.Form == "" && p.Kind == course.Assessment {
					return false
				}
				w.order = append(w.order, string(b.ID))
				inside = true
				course.Walk(b.Children, visit)
				inside = false
				return false
			}
			if b.ID == "" || b.Continues || b.Kind == course.Item || b.Kind == course.Definition {
				return true
			}
			if !inside {
				w.order = append(w.order, string(b.ID))
			}
			switch b.Kind {
			case course.Heading, course.Paragraph:
				w.words[string(b.ID)] = letters(heard(r, b.Inlines))
			case course.Code:
				w.words[string(b.ID)] = letters(b.Text)
			case course.Table:
				words := heard(r, b.Caption)
				for _, row := range b.Rows {
					for _, cell := range row.Cells {
						words += heard(r, cell)
					}
				}
				w.words[string(b.ID)] = letters(words)
			default:
				w.words[string(b.ID)] = ""
			}
			return true
		}
		if d != nil {
			d.Each(visit)
		}
	}
	return w
}

// wantStrings adds the strings of the YAML files, which stand in the file of the whole course.
func (w wanted) wantStrings(c *course.Course, tag lang.Tag) wanted {
	for _, p := range c.YAMLPassages(tag) {
		id := string(p.ID)
		if !strings.HasSuffix(id, "/slug") && !strings.HasPrefix(id, "medium.") && !strings.HasPrefix(id, "concept.") {
			w.words[id] = letters(render.Unmarked(p.Plain))
		}
	}
	return w
}

// checkTree compares what a file gives to a reader with what the model says.
func checkTree(t *testing.T, name string, data []byte, w wanted) {
	t.Helper()
	f, err := pdfua.Open(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	known := map[string]bool{}
	for _, id := range w.order {
		known[id] = true
	}
	var order []string
	count := map[string]int{}
	f.Tree().Walk(func(e *verify.Element) bool {
		if e.ID == "" {
			return true
		}
		count[e.ID]++
		if known[e.ID] {
			order = append(order, e.ID)
		}
		if want := w.words[e.ID]; want != "" && letters(said(e)) != want {
			t.Errorf("%s: %s says %q, the model %q", name, e.ID, letters(said(e)), want)
		}
		return true
	})
	if !slices.Equal(order, w.order) {
		at := 0
		for at < len(order) && at < len(w.order) && order[at] == w.order[at] {
			at++
		}
		t.Errorf("%s: %d passages in order, want %d; they part at %v, want %v", name, len(order), len(w.order), order[at:min(at+4, len(order))], w.order[at:min(at+4, len(w.order))])
	}
	for id := range w.words {
		if count[id] != 1 {
			t.Errorf("%s: passage %s stands %d times", name, id, count[id])
		}
	}
}

// The structure tree is the model: every passage once, in reading order, with its words. The answers of questions stand
// at the end of their module, the bank of the assessment is kept back.
func TestPDFTreeIsTheModel(t *testing.T) {
	t.Parallel()
	shipped, _ := shippedCourse(t)
	small, smallSource := fixture(t)
	for _, x := range []struct {
		c     *course.Course
		files map[string][]byte
	}{{shipped, shippedFiles(t)}, {small, pdfFiles(t, small, smallSource)}} {
		for _, tag := range x.c.Tags() {
			r := render.New(x.c, tag)
			name := publish.OutputPath(x.c, "pdf", "", tag, "pdf")
			checkTree(t, name, x.files[name], wantOf(x.c, tag, r, x.c.Pages()).wantStrings(x.c, tag))
			for _, m := range x.c.Modules {
				name := publish.OutputPath(x.c, "pdf", m.Key, tag, "pdf")
				checkTree(t, name, x.files[name], wantOf(x.c, tag, r, m.Pages()))
				if m.Summary == nil {
					continue
				}
				for _, size := range []string{"letter", "a4"} {
					name := "pdf" + "/" + x.c.Key + "-" + m.Key + "-summary-" + string(tag) + "-" + size + ".pdf"
					checkTree(t, name, x.files[name], wantOf(x.c, tag, r, []*course.Page{m.Summary}))
				}
			}
			for _, p := range x.c.Checklists {
				name := publish.OutputPath(x.c, "pdf", p.Key, tag, "pdf")
				checkTree(t, name, x.files[name], wantOf(x.c, tag, r, []*course.Page{p}))
			}
		}
	}
}
