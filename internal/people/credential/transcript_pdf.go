package credential

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// TranscriptPDF is a transcript on paper: Letter, with a part in every language of its courses, one first. It is tagged
// (PDF/UA-1).
func (r *Room) TranscriptPDF(ctx context.Context, t Transcript, first lang.Tag) ([]byte, error) {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		return nil, err
	}
	s := scroll{Room: r, t: t, palette: inks, logo: r.logo(ctx)}
	if v, err := strconv.ParseUint(strings.TrimPrefix(r.Institution().Brand.Light, "#"), 16, 24); err == nil {
		s.palette.Accent = typeset.Colour(v)
	}
	sum := sha256.Sum256([]byte(t.Holder + t.At.String()))
	b := &typeset.Book{Palette: s.palette, Lang: s.locale(first)}
	b.Options = pdfua.Options{Title: words.Say(lang.Interface(first), "transcript.title"), Lang: b.Lang, Author: in(r.Institution().Name, first), Creator: "Atelier", Date: t.At, ID: hex.EncodeToString(sum[:])}
	for _, tag := range t.tags(first) {
		b.Options.Langs = append(b.Options.Langs, s.locale(tag))
		if tag != first {
			b.Options.Titles = append(b.Options.Titles, pdfua.LangText{Lang: s.locale(tag), Text: words.Say(lang.Interface(tag), "transcript.title")})
		}
		b.Sections = append(b.Sections, s.section(tag, b.Lang))
	}
	b.Foot = func(_, label string) typeset.Furniture {
		return typeset.Furniture{Start: t.Holder, End: label, Style: s.style(typeset.Sans, 8.5, 12, false, s.palette.Ink2), At: 750, Left: scrollMargin, Right: scrollMargin, Rule: 734}
	}
	var out bytes.Buffer
	_, err = b.Write(&out, typeset.NewWords(fonts))
	return out.Bytes(), err
}

// The sheet of a transcript, in points: Letter, upright.
const (
	scrollWidth, scrollHeight = 612.0, 792.0
	scrollMargin              = 64.0
)

// scroll is a transcript being set.
type scroll struct {
	*Room
	t         Transcript
	palette   typeset.Palette
	logo      *typeset.Picture // nil where there is none
	tag, face lang.Tag
	around    string // the language of the document
}

// locale is how a language is named in the document.
func (s scroll) locale(tag lang.Tag) string {
	for _, one := range s.t.Courses {
		if l := one.Locale[tag]; l != "" {
			return l
		}
	}
	return string(tag)
}

func (s scroll) say(key string, args ...lang.A) string { return words.Say(s.face, key, args...) }

func (s scroll) style(family typeset.Family, size, leading float64, bold bool, colour typeset.Colour) typeset.TextStyle {
	return typeset.TextStyle{Face: typeset.Face{Family: family, Bold: bold}, Size: size, Leading: leading, Colour: colour}
}

func (s scroll) section(tag lang.Tag, around string) *typeset.Section {
	s.tag, s.face, s.around = tag, lang.Interface(tag), around
	out := &typeset.Section{Tag: "Sect", Title: s.say("transcript.title"), Restart: true,
		Shape: typeset.Shape{Width: scrollWidth, Height: scrollHeight, Top: 62, Bottom: 72, Left: scrollMargin, Right: scrollMargin}}
	small := s.style(typeset.Sans, 10, 15, false, s.palette.Ink2)
	name := s.t.Holder
	if name == "" {
		name = s.say("transcript.nobody")
	}
	out.Blocks = []*typeset.Block{
		s.block("P", in(s.Institution().Name, tag), s.style(typeset.Sans, 11, 15, true, s.palette.Ink), 0),
		s.block("H1", s.say("transcript.title"), s.style(typeset.Serif, 25, 31, true, s.palette.Accent), 16),
		s.block("P", name, s.style(typeset.Serif, fit(name, 17, 40), 23, true, s.palette.Ink), 10),
		s.block("P", s.say("transcript.as-of", lang.A{"day": lang.Date(s.face, s.t.At)}), small, 2),
	}
	if s.Institution().Name == nil {
		out.Blocks = out.Blocks[1:]
	} else if s.logo != nil {
		out.Shape.Top -= signRise
		out.Blocks[0].Above = signBelow
		out.Blocks = append([]*typeset.Block{s.sign()}, out.Blocks...)
	}
	if len(s.t.Courses) == 0 {
		out.Blocks = append(out.Blocks, s.block("P", s.say("transcript.nothing"), small, 24))
	}
	for _, one := range s.t.Courses {
		out.Blocks = append(out.Blocks, s.course(one)...)
	}
	out.Blocks = append(out.Blocks, s.block("P", s.say("transcript.about"), s.style(typeset.Sans, 8.5, 12.5, false, s.palette.Ink2), 26))
	return out
}

// sign is the logo of the institution, above its name.
func (s scroll) sign() *typeset.Block {
	name := words.Say(s.face, "sheet.line", lang.A{"name": s.say("sheet.logo"), "text": in(s.Institution().Name, s.tag)})
	b := &typeset.Block{Element: typeset.Element{Tag: string(pdfua.Figure), Alt: name}, Picture: s.logo}
	if l := s.locale(s.tag); l != s.around {
		b.Lang = l
	}
	return b
}

// block is a paragraph.
func (s scroll) block(tag, text string, style typeset.TextStyle, above float64) *typeset.Block {
	b := &typeset.Block{Element: typeset.Element{Tag: tag}, Text: &typeset.Text{Inlines: []typeset.Inline{{Text: text}}, Style: style}, Above: above}
	if l := s.locale(s.tag); l != s.around {
		b.Lang = l
	}
	if strings.HasPrefix(tag, "H") {
		b.KeepNext, b.Text.Balance = true, true
	}
	return b
}

// course is what the paper says of a course.
func (s scroll) course(one Learned) []*typeset.Block {
	text := s.style(typeset.Sans, 10, 15, false, s.palette.Ink)
	head := s.block("H2", in(one.Titles, s.tag), s.style(typeset.Serif, 15, 20, true, s.palette.Ink), 26)
	state := s.block("P", sayFar(s.face, one), text, 3)
	state.KeepNext = len(one.Parts) > 0
	out := []*typeset.Block{head, state}
	if len(one.Parts) > 0 {
		out = append(out, s.table(one, text))
	}
	for _, c := range one.Certificates {
		out = append(out, s.block("P", sayHeld(s.face, c, s.today()), text, 6))
	}
	return out
}

// table is the parts of a course with what was reached in each.
func (s scroll) table(one Learned, style typeset.TextStyle) *typeset.Block {
	t := &typeset.Table{Style: style, MinCol: 60, Again: s.say("transcript.columns")}
	cell := func(text, scope string) *typeset.Cell {
		c := &typeset.Cell{Element: typeset.Element{Tag: "TD"}, Text: typeset.Text{Inlines: []typeset.Inline{{Text: text}}, Style: style}}
		if scope != "" {
			c.Tag, c.Scope = "TH", scope
			c.Style.Face.Bold = scope == "Column"
		}
		return c
	}
	for _, key := range columns {
		t.Head = append(t.Head, cell(s.say(key), "Column"))
	}
	for _, p := range one.Parts {
		t.Rows = append(t.Rows, []*typeset.Cell{cell(in(p.Titles, s.tag), "Row"), cell(sayState(s.face, p.State), ""), cell(sayScore(s.face, p), "")})
	}
	b := &typeset.Block{Element: typeset.Element{Tag: "Table"}, Table: t, Above: 8}
	if l := s.locale(s.tag); l != s.around {
		b.Lang = l
	}
	return b
}

// columns are what a transcript says of the parts of a course.
var columns = []string{"transcript.part", "transcript.state", "transcript.score"}

func sayState(face lang.Tag, s page.State) string {
	return words.Say(face, "transcript.state-"+string(s))
}

// sayScore is the best result of a part in words.
func sayScore(face lang.Tag, p LearnedPart) string {
	if !p.Tried {
		return "–"
	}
	return lang.Percent(face, p.Score, 0)
}

// sayFar is how far somebody is with a course.
func sayFar(face lang.Tag, one Learned) string {
	if one.Completed != "" {
		return words.Say(face, "transcript.completed", lang.A{"day": sayDay(face, one.Completed)})
	}
	return words.Say(face, "transcript.far", lang.A{"n": one.Done, "of": one.Of})
}

// sayHeld is a certificate on one line.
func sayHeld(face lang.Tag, c Certificate, today string) string {
	key := "transcript.held"
	if c.Version == "" {
		key = "transcript.held-working"
	}
	return words.Say(face, key, lang.A{"code": c.Code, "release": c.Version, "day": sayDay(face, c.Done), "state": words.Say(face, "own."+string(c.State(today)))})
}

// sayDay is a day in words.
func sayDay(face lang.Tag, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return lang.Date(face, t)
}
