package publish

import (
	"maps"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/render"
)

// Host is the institution on whose site the course stands: its look, its name, and
// what it says of the accessibility of the site.
type Host struct {
	Brand         page.Brand // without Alt, which is the name
	Name          lang.Text
	Accessibility Statement
	Contact       string // where problems and requests go, in the place of all others; may be empty
	// First is the language of the root of the site for those who ask for none; empty
	// lets them choose. With Firmly it is the language of those who have not chosen one
	// here, whatever their browser asks for.
	First  lang.Tag
	Firmly bool
}

// Statement is a text for which somebody answers. Owner is who does, Date the day it
// was last looked at, both ready to be read. A language without text has no statement.
type Statement struct {
	Text, Owner, Date lang.Text
}

// Equal says whether pages of both would be the same.
func (h Host) Equal(other Host) bool {
	same := func(a, b lang.Text) bool { return maps.Equal(a, b) }
	x, y := h.Accessibility, other.Accessibility
	return h.Brand == other.Brand && h.Contact == other.Contact && h.First == other.First && h.Firmly == other.Firmly && same(h.Name, other.Name) && same(x.Text, y.Text) && same(x.Owner, y.Owner) && same(x.Date, y.Date)
}

// BrandIn is the brand as a page in a language wears it. A name that is not given in the
// language is not borrowed from another: the logo then stands for nothing.
func (h Host) BrandIn(tag lang.Tag) page.Brand {
	b := h.Brand
	b.Alt = h.Name.In(tag)
	return b
}

// statement is the institution's own words at the foot of a page that says how
// accessible the course is; empty when it has none in the language.
func (s *sheet) statement(name string, st Statement) string {
	text := st.Text.In(s.at.Tag)
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<h2>" + render.Escape(s.say("host."+name, lang.A{"name": s.w.Options.Host.Name.In(s.at.Tag)})) + "</h2>\n")
	b.WriteString(Paragraphs(text))
	var by []string
	if owner := st.Owner.In(s.at.Tag); owner != "" {
		by = append(by, s.say("host.owner", lang.A{"owner": owner}))
	}
	if date := st.Date.In(s.at.Tag); date != "" {
		by = append(by, s.say("host.date", lang.A{"date": date}))
	}
	if len(by) > 0 {
		b.WriteString(`<p class="quiet-text">` + render.Escape(strings.Join(by, " ")) + "</p>\n")
	}
	return b.String()
}

// Paragraphs is plain text as HTML: paragraphs between blank lines, lists of lines
// that begin with a hyphen, nothing else. It is safe whatever the text holds.
func Paragraphs(text string) string {
	var b strings.Builder
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for block := range strings.SplitSeq(text, "\n\n") {
		if block = strings.TrimSpace(block); block != "" {
			writeBlock(&b, strings.Split(block, "\n"))
		}
	}
	return b.String()
}

// writeBlock writes lines that stand together: runs of list items and of text.
func writeBlock(b *strings.Builder, lines []string) {
	open := ""
	turn := func(to string) {
		if open != "" && open != to {
			b.WriteString("</" + open + ">\n")
		}
		if to != "" && open != to {
			b.WriteString("<" + to + ">")
		} else if to == "p" {
			b.WriteString("<br>")
		}
		open = to
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if item, ok := strings.CutPrefix(line, "- "); ok {
			turn("ul")
			b.WriteString("<li>" + render.Escape(item) + "</li>")
			continue
		}
		turn("p")
		b.WriteString(render.Escape(line))
	}
	turn("")
}
