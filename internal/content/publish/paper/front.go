package paper

import (
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// coverGround is how much of the cover is in the colour of the course.
const coverGround = 0.64

// cover opens the whole course: what it is on the colour of the course, for whom and
// under which terms below.
func (t *pdfText) cover() *typeset.Section {
	c, p, paper := t.course, &t.d.palette, t.d.paper
	shape := paper.shape()
	shape.Left, shape.Right = paper.left-outer, paper.left-outer
	shape.Top, shape.Bottom = 108, 60
	title := t.d.title
	title.Size, title.Leading, title.Colour = 43, 47, p.OnAccent
	lede := t.d.lede
	lede.Size, lede.Leading, lede.Colour = 15, 22.5, p.OnAccent
	kicker := t.d.kicker
	kicker.Colour = p.OnAccent
	head := &typeset.Block{
		Element: typeset.Element{Tag: "H1", ID: "course/title"}, Text: &typeset.Text{Inlines: plain(c.Title.In(t.tag)), Style: title, Balance: true, RTL: t.rtl()},
		Below: 22, Bookmark: &typeset.Bookmark{Level: 1, Title: c.Title.In(t.tag)}, KeepNext: true,
	}
	description := para(c.Description.In(t.tag), lede)
	description.ID, description.Right, description.Text.Balance = "course/description", 60, true
	s := &typeset.Section{Tag: "Sect", Shape: shape, Plain: true, Roman: true, Low: true}
	s.Blocks = []*typeset.Block{{Gap: 34}, head, description}
	s.Tail = t.imprint()
	s.Backdrop = func(canvas *pdfua.Canvas) { t.coverArt(canvas, shape) }
	return s
}

// coverArt is the ground of the cover, and the thread of the course: a dot a module.
func (t *pdfText) coverArt(c *pdfua.Canvas, s typeset.Shape) {
	p := &t.d.palette
	ground := s.Height * coverGround
	c.FillRect(pdfua.Rect{W: s.Width, H: ground}, pdfua.Color(p.Accent))
	y, n := ground-58, len(t.course.Modules)
	if n < 2 {
		return
	}
	light := pdfua.Color(p.OnAccent)
	width := s.Width - s.Left - s.Right
	c.Line(s.Left, y, s.Left+width, y, pdfua.Stroke{Color: light, Width: 1})
	for i := range n {
		x := s.Left + width*float64(i)/float64(n-1)
		var dot, hole pdfua.Path
		dot.Ellipse(x, y, 6.5, 6.5)
		c.Fill(&dot, light)
		if i > 0 {
			hole.Ellipse(x, y, 5, 5)
			c.Fill(&hole, pdfua.Color(p.Accent))
		}
	}
}

// imprint says for whom the course is, how long it takes, who made it and under which
// terms.
func (t *pdfText) imprint() []*typeset.Block {
	c := t.course
	list := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "None"}}
	name := t.d.small
	name.Face.Bold, name.Colour = true, t.d.palette.Accent
	value := t.d.small
	value.Size, value.Leading, value.Colour = value.Size*1.06, value.Leading*1.04, t.d.palette.Ink
	add := func(key, id, words string) {
		if words == "" {
			return
		}
		list.Blocks = append(list.Blocks, apart(&typeset.Block{
			Element: typeset.Element{Tag: "LI"}, Label: &typeset.Label{Element: typeset.Element{Tag: "Lbl", Lang: t.uiLang()}, Inlines: plain(key), Style: name, Width: 96},
			Blocks: []*typeset.Block{{Element: typeset.Element{Tag: "LBody", ID: id}, Text: &typeset.Text{Inlines: plain(words), Style: value}, Right: 60}},
		}, 5))
	}
	add(t.say("home.audience"), "course/audience", c.Audience.In(t.tag))
	if n := publish.CourseMinutes(c, t.tag); n > 0 {
		add(t.say("home.length"), "", lang.Minutes(t.r.Face, n))
	}
	add(t.say("pdf.by"), "course/attribution", c.Attribution.In(t.tag))
	if c.Licence != "" {
		add(t.say("home.licence"), "", publish.LicenceName(c.Licence))
	}
	add(t.say("home.basis"), "", publish.Basis(c, t.tag, t.r.Face))
	if t.m.Release != "" {
		add(t.say("pdf.release"), "", t.m.Release)
	}
	return []*typeset.Block{list}
}

// tocEntry is a line of the contents.
type tocEntry struct {
	title, dest string
	below       []tocEntry
}

// contents is the table of contents with page numbers, and the objectives of the
// course.
func (t *pdfText) contents(entries []tocEntry) *typeset.Section {
	s := &typeset.Section{Tag: "Sect", Shape: t.d.paper.shape(), Roman: true}
	title := t.say("pdf.contents")
	head := t.titleBlock(&typeset.Text{Inlines: plain(title)}, typeset.Element{Tag: t.headingTag(0), ID: "contents", Lang: t.uiLang()}, title)
	head.Bookmark.Level = 1
	head.Mark = title
	s.Blocks = append(s.Blocks, head, t.toc(entries, true))
	if list := t.objectives(t.say("objectives.course"), t.course.Objectives, 0); list != nil {
		list.KeepWhole = true
		s.Blocks = append(s.Blocks, list)
	}
	return s
}

func (t *pdfText) toc(entries []tocEntry, strong bool) *typeset.Block {
	out := &typeset.Block{Element: typeset.Element{Tag: "TOC"}}
	for _, e := range entries {
		style, space := t.d.body, t.em(0.28)
		if strong {
			style.Face.Bold, space = true, t.em(0.75)
		}
		line := &typeset.Block{
			Element: typeset.Element{Tag: "TOCI"}, Text: &typeset.Text{Style: style, Page: e.dest, RTL: t.rtl(), Inlines: []typeset.Inline{{
				Element: typeset.Element{Tag: "Reference"}, Children: []typeset.Inline{{
					Element: typeset.Element{Tag: "Link"}, Link: "#" + e.dest, Contents: e.title, Text: e.title,
				}},
			}}}, Above: space,
			KeepNext: len(e.below) > 0,
		}
		out.Blocks = append(out.Blocks, line)
		if len(e.below) > 0 {
			inner := t.toc(e.below, false)
			inner.Left, inner.Above = t.em(1.35), t.em(0.3)
			out.Blocks = append(out.Blocks, inner)
		}
	}
	return out
}

// objectives are what people can do afterwards.
func (t *pdfText) objectives(title string, list []*course.Objective, below int) *typeset.Block {
	if len(list) == 0 {
		return nil
	}
	ul := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "Disc"}}
	for _, o := range list {
		label := &typeset.Label{Inlines: plain("•"), Style: t.d.body, Width: t.em(1.35), Space: t.em(0.62), Right: true}
		label.Style.Colour = t.d.palette.Accent
		ul.Blocks = append(ul.Blocks, apart(&typeset.Block{Element: typeset.Element{Tag: "LI"}, Label: label, Blocks: []*typeset.Block{{
			Element: typeset.Element{Tag: "LBody", ID: "objective." + o.ID}, Text: &typeset.Text{Inlines: plain(o.Text.In(t.tag)), Style: t.d.body, RTL: t.rtl()},
		}}}, t.em(0.4)))
	}
	return &typeset.Block{Element: typeset.Element{Tag: "Sect"}, Blocks: []*typeset.Block{t.made(title, below), ul}}
}

// openerGround and partGround are the least heights of the tinted ground at the head of a
// module and of another part; belowTitle is what of it stays free below the words.
const (
	openerGround = 270.0
	partGround   = 224.0
	belowTitle   = 24.0
)

// openerSizes are the sizes of letters, in points, in which the first page of a module is
// tried to hold everything it should.
var openerSizes = []float64{10.5, 10.25, 10, 9.75, 9.5, 9.25, 9}

// opener is the first page of a module: its number, its title, what it is for, its
// objectives, and where its pages are. It gives the height of its ground too.
func (t *pdfText) opener(b *typeset.Book, m *course.Module, entries []tocEntry) (*typeset.Block, float64) {
	before := *t.d
	defer func() { *t.d = before }()
	shape := t.d.paper.shape()
	out := &typeset.Block{Element: typeset.Element{Tag: "Sect", Names: []string{"page.modules/" + m.Key}}, PageBefore: true, Mark: m.Title.In(t.tag)}
	head := t.openerHead(m)
	ground := max(openerGround, topMargin+b.Height(head, t.d.textWidth(), t.words)+belowTitle)
	room := shape.Height - shape.Bottom - ground - 22
	var below []*typeset.Block
	for _, size := range openerSizes {
		t.d.styles(size)
		if below = t.openerBelow(m, entries); b.Height(below, t.d.textWidth(), t.words) <= room {
			break
		}
	}
	out.Blocks = append(out.Blocks, head...)
	out.Blocks = append(out.Blocks, &typeset.Block{ToHeight: ground + 22 - topMargin})
	out.Blocks = append(out.Blocks, below...)
	return out, ground
}

func (t *pdfText) openerHead(m *course.Module) []*typeset.Block {
	id := "module." + m.Key
	kicker := t.say("module-n", lang.A{"number": strconv.Itoa(m.Number)})
	if n := publish.ModuleMinutes(m, t.tag); n > 0 {
		kicker += " · " + t.say("minutes", lang.A{"n": n})
	}
	title := t.titleBlock(&typeset.Text{Inlines: plain(m.Title.In(t.tag))}, typeset.Element{Tag: t.headingTag(0), ID: id + "/title"}, strconv.Itoa(m.Number)+". "+m.Title.In(t.tag))
	title.Text.Style.Size, title.Text.Style.Leading = 30, 34
	title.Left = 0
	lede := para(m.Description.In(t.tag), t.d.lede)
	lede.ID, lede.Text.Balance = id+"/description", true
	return []*typeset.Block{{Gap: 22}, t.kickerBlock(kicker, t.d.palette.Accent), title, lede}
}

func (t *pdfText) openerBelow(m *course.Module, entries []tocEntry) []*typeset.Block {
	var out []*typeset.Block
	if m.Writing {
		out = append(out, t.uiPara(t.say("writing"), t.d.body))
	}
	if list := t.objectives(t.say("title.objectives"), m.Objectives, 1); list != nil {
		list.Blocks[0].Above = 0
		out = append(out, list)
	}
	if len(entries) > 0 {
		out = append(out, &typeset.Block{Element: typeset.Element{Tag: "Sect"}, Blocks: []*typeset.Block{t.made(t.say("pdf.in-module"), 1), t.toc(entries, false)}})
	}
	return out
}

// openerArt is the tinted ground of a module's first page, and its number.
func (t *pdfText) openerArt(s *typeset.Section, m *course.Module, ground float64) {
	numeral := t.d.title
	numeral.Size, numeral.Leading, numeral.Colour = 120, 120, t.d.palette.Accent
	numeral.Face.Bold = false
	if m.Number > 9 {
		numeral.Size = 72
	}
	s.Ornaments = []typeset.Furniture{{Start: strconv.Itoa(m.Number), Style: numeral, At: topMargin + 108, Left: s.Shape.Left - outer, Right: s.Shape.Right}}
	t.band(s, ground)
}

// band is a tinted ground at the head of a section's first page.
func (t *pdfText) band(s *typeset.Section, height float64) {
	p := &t.d.palette
	s.Backdrop = func(c *pdfua.Canvas) {
		c.FillRect(pdfua.Rect{W: s.Shape.Width, H: height}, pdfua.Color(p.AccentGround))
		c.FillRect(pdfua.Rect{Y: height, W: s.Shape.Width, H: 1.5}, pdfua.Color(p.Accent))
	}
}

// furnish gives a book its running heads and page numbers.
func (t *pdfText) furnish(b *typeset.Book, left string) {
	shape := t.d.paper.shape()
	start, end := shape.Left-t.d.outer(), shape.Right
	quiet := t.d.small
	quiet.Size, quiet.Leading = 7.8, 10
	number := quiet
	number.Face.Bold, number.Size, number.Colour = true, 8.8, t.d.palette.Accent
	b.Head = func(mark, _ string) typeset.Furniture {
		if strings.EqualFold(mark, left) {
			mark = ""
		}
		return typeset.Furniture{Start: left, End: mark, Style: quiet, At: headLine, Left: start, Right: end, Rule: headLine + 9}
	}
	b.Foot = func(_, label string) typeset.Furniture {
		return typeset.Furniture{End: label, Style: number, At: shape.Height - footLine, Left: start, Right: end}
	}
}
