package paper

import (
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// pdfText turns what a course says in one language into the blocks of one file.
type pdfText struct {
	m      *publish.Maker
	course *course.Course
	tag    lang.Tag
	locale string
	r      *render.Renderer
	d      *design
	media  *pdfMedia
	words  *typeset.Words

	level   int               // of the heading of a page
	up      int               // how many levels of headings stand above the first of the outline
	holds   map[string]string // the destinations of the file, with the page each is on
	used    map[string]bool   // destinations of terms and sources that were led to
	numbers map[string]int    // of the references it lists
	terms   map[string]bool   // entries of its glossary
	owed    []pdfOwed         // questions whose answers are to come
	page    *course.Page      // being set
	notes   map[string]*course.Note
	spot    *render.Spotter
	quiet   int // above 0 no term is marked: titles, links, questions
	asked   int
	entry   bool // an entry of the references, which says its language itself
}

// pdfOwed is a question whose answer stands at the end of the module.
type pdfOwed struct {
	page   *course.Page
	q      *course.Question
	number int
	notes  map[string]*course.Note
}

func (t *pdfText) say(key string, args ...lang.A) string { return publish.Say(t.r.Face, key, args...) }

// lose notes that something of the page being set is not carried.
func (t *pdfText) lose(passage course.ID, code string, args lang.A) {
	l := publish.Loss{Tag: t.tag, Passage: passage, Code: code, Args: args}
	if t.page != nil {
		l.Page = t.page.Path
	}
	t.m.Lose(l)
}

// own is the element of a passage.
func own(tag pdfua.Tag, b *course.Block) typeset.Element {
	e := typeset.Element{Tag: string(tag)}
	if b != nil && !b.Continues {
		e.ID = string(b.ID)
	}
	return e
}

// plain is words as running text.
func plain(text string) []typeset.Inline { return []typeset.Inline{{Text: text}} }

// para is a paragraph of plain words.
func para(text string, style typeset.TextStyle) *typeset.Block {
	return &typeset.Block{Element: typeset.Element{Tag: "P"}, Text: &typeset.Text{Inlines: plain(text), Style: style}}
}

// uiLang is the language of the interface's words where it is not that of the text.
func (t *pdfText) uiLang() string {
	if t.r.Face.Base() == t.tag.Base() {
		return ""
	}
	return string(t.r.Face)
}

// uiPara is a paragraph of words of the interface.
func (t *pdfText) uiPara(text string, style typeset.TextStyle) *typeset.Block {
	b := para(text, style)
	b.Lang = t.uiLang()
	return b
}

func (t *pdfText) inlines(list []course.Inline) []typeset.Inline {
	out := make([]typeset.Inline, 0, len(list))
	for i := range list {
		in := &list[i]
		switch in.Kind {
		case course.Text:
			out = t.running(out, in.Text)
		case course.SoftBreak:
			out = append(out, typeset.Inline{Text: " "})
		case course.HardBreak:
			out = append(out, typeset.Inline{Break: true})
		case course.CodeSpan:
			out = append(out, typeset.Inline{Element: typeset.Element{Tag: "Code"}, Mark: typeset.Code, Text: in.Text})
		case course.Emphasis:
			out = append(out, typeset.Inline{Mark: typeset.Italic, Children: t.inlines(in.Children)})
		case course.Strong:
			out = append(out, typeset.Inline{Mark: typeset.Bold, Children: t.inlines(in.Children)})
		case course.Span:
			t.quiet++
			out = append(out, typeset.Inline{Element: typeset.Element{Tag: "Span", Lang: t.r.LocaleOf(in.Lang)}, Children: t.inlines(in.Children)})
			t.quiet--
		case course.Link:
			out = t.link(out, in)
		case course.Image:
			if in.Text != "" {
				t.lose("", "pdf-inline-image", lang.A{"alt": in.Text})
				out = append(out, typeset.Inline{Text: t.r.Word("image", lang.A{"alt": in.Text})})
			}
		case course.Cite:
			out = t.cite(out, in.Cites)
		case course.NoteRef:
			out = t.noteRef(out, in.Target)
		}
	}
	return out
}

// running adds text in which the first use of each term leads to the glossary.
func (t *pdfText) running(out []typeset.Inline, text string) []typeset.Inline {
	if t.quiet > 0 || t.spot == nil {
		return append(out, typeset.Inline{Text: text})
	}
	at := 0
	t.spot.Each(text, func(from, to int, term *course.Term) {
		if !t.terms[term.ID] {
			return
		}
		t.used[termDest(term.ID)] = true
		if from > at {
			out = append(out, typeset.Inline{Text: text[at:from]})
		}
		out = append(out, typeset.Inline{
			Element: typeset.Element{Tag: "Link"}, Text: text[from:to], Mark: typeset.Term, Link: "#" + termDest(term.ID),
			Contents: t.say("pdf.to-term", lang.A{"term": render.Unmarked(term.Term.In(t.tag))}),
		})
		at = to
	})
	return append(out, typeset.Inline{Text: text[at:]})
}

func termDest(id string) string { return "term." + id }

// link adds a link; one that leads nowhere in the file keeps its words.
func (t *pdfText) link(out []typeset.Inline, in *course.Inline) []typeset.Inline {
	t.quiet++
	defer func() { t.quiet-- }()
	words := t.inlines(in.Children)
	link := typeset.Inline{Element: typeset.Element{Tag: "Link"}, Mark: typeset.Linked, Contents: course.Plain(in.Children), Children: words}
	switch {
	case strings.HasPrefix(in.Target, "#"):
		link.Link = in.Target
	case strings.HasPrefix(in.Target, "/"):
		link.Link = "#" + t.pageDest(strings.TrimPrefix(in.Target, "/"))
	case render.SafeAddress(in.Target):
		link.Link = in.Target
		if link.Contents == "" {
			link.Contents = in.Target
		}
		out = append(out, link)
		if note := t.r.LinkNote(in.Target); note != "" && !t.entry {
			out = append(out, typeset.Inline{Text: " " + note, Mark: typeset.Interface | typeset.Quiet})
		}
		return out
	default:
		return append(out, words...)
	}
	if _, there := t.holds[link.Link[1:]]; !there {
		return append(out, words...)
	}
	return append(out, link)
}

// pageDest is the destination of a page by its path in the source, of a module, or of
// a part of the file.
func (t *pdfText) pageDest(path string) string {
	path, fragment, _ := strings.Cut(path, "#")
	if fragment != "" {
		return fragment
	}
	return "page." + path
}

// cite adds the numbers of sources, above the line and tied to the word before.
func (t *pdfText) cite(out []typeset.Inline, items []course.CiteItem) []typeset.Inline {
	out = tied(out)
	first := true
	for _, item := range items {
		t.used[sourceDest(item.Reference)] = true
		n := t.numbers[item.Reference]
		if n == 0 {
			continue // a finding of the loader
		}
		mark := strconv.Itoa(n)
		if item.Locator != "" {
			mark += ", " + item.Locator
		}
		if first {
			mark = "\u202f" + mark
		} else {
			mark = "; " + mark
		}
		first = false
		name, _ := t.r.SourceName(item.Reference)
		out = append(out, typeset.Inline{Element: typeset.Element{Tag: "Reference"}, Children: []typeset.Inline{{
			Element: typeset.Element{Tag: "Link"}, Text: mark, Mark: typeset.Raised | typeset.Accented, Link: "#" + sourceDest(item.Reference),
			Contents: t.say("pdf.to-source", lang.A{"number": strconv.Itoa(n), "source": name}),
		}}})
	}
	return out
}

func sourceDest(id string) string { return "reference." + id }

// tied takes off the blanks at the end of running text.
func tied(out []typeset.Inline) []typeset.Inline {
	for n := len(out) - 1; n >= 0 && len(out[n].Children) == 0; n-- {
		out[n].Text = strings.TrimRight(out[n].Text, " ")
		if out[n].Text != "" {
			break
		}
		out = out[:n]
	}
	return out
}

// noteRef adds the mark of a footnote, which stands at the end of the page's text.
func (t *pdfText) noteRef(out []typeset.Inline, label string) []typeset.Inline {
	n := t.notes[label]
	if n == nil {
		return out
	}
	number := strconv.Itoa(n.Number)
	return append(tied(out), typeset.Inline{Element: typeset.Element{Tag: "Reference"}, Children: []typeset.Inline{{
		Element: typeset.Element{Tag: "Link"}, Text: "\u202f" + t.say("pdf.note-mark", lang.A{"number": number}), Mark: typeset.Raised | typeset.Accented,
		Link: "#" + t.noteDest(n), Contents: t.r.Word("note") + "\u00a0" + number,
	}}})
}

func (t *pdfText) noteDest(n *course.Note) string {
	return "note." + t.page.Path + "." + strconv.Itoa(n.Number)
}
