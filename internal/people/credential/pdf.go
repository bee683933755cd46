package credential

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"

	"rsc.io/qr"

	"atelier/internal/base/lang"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// The sheet of a certificate, in points: Letter on its side, with the colour of the institution at its left.
const (
	sheetWidth  = 792.0
	sheetHeight = 612.0
	panelWidth  = 158.0
	codeSize    = 92.0 // of the QR code, with its quiet zone
)

// The colours of a certificate: those of the product on paper, and the accent of the institution.
var inks = typeset.Palette{Ink: 0x1d2328, Ink2: 0x4c555d, Line: 0xdfdbd2, LineStrong: 0x767c83, Accent: 0x0b5563, AccentGround: 0xe6f0f0, OnAccent: 0xffffff, Ground: 0xffffff, Sheet: 0xffffff}

// PDF is a certificate on paper: a page in every language of the course, one first. It is tagged (PDF/UA-1).
func (r *Room) PDF(ctx context.Context, o held, first lang.Tag) ([]byte, error) {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		return nil, err
	}
	p := paper{Room: r, held: o, palette: inks, logo: r.logo(ctx)}
	if v, err := strconv.ParseUint(strings.TrimPrefix(r.Institution().Brand.Light, "#"), 16, 24); err == nil {
		p.palette.Accent = typeset.Colour(v)
	}
	face := lang.Interface(first)
	b := &typeset.Book{Palette: p.palette, Lang: p.locale(first)}
	b.Options = pdfua.Options{Title: words.Say(face, "badge.name", lang.A{"title": o.a.Title.In(first)}), Lang: b.Lang, Author: in(o.a.Issuer, first),
		Creator: "Atelier", Date: o.Issued, ID: o.ID + "#" + string(first)}
	for _, tag := range languages(o.a, first) {
		b.Options.Langs = append(b.Options.Langs, p.locale(tag))
		if tag != first {
			b.Options.Titles = append(b.Options.Titles, pdfua.LangText{Lang: p.locale(tag), Text: words.Say(lang.Interface(tag), "badge.name", lang.A{"title": o.a.Title.In(tag)})})
		}
		s, err := p.section(tag, b.Lang)
		if err != nil {
			return nil, err
		}
		b.Sections = append(b.Sections, s)
	}
	var out bytes.Buffer
	// What no face can draw is a sign in its place, and what readers copy and hear is the text itself.
	_, err = b.Write(&out, typeset.NewWords(fonts))
	return out.Bytes(), err
}

// paper is a certificate being set.
type paper struct {
	*Room
	held
	palette typeset.Palette
	logo    *typeset.Picture // nil where there is none
	tag     lang.Tag
	face    lang.Tag
	around  string // the language of the document
}

// locale is how a language is named in a document.
func (p paper) locale(tag lang.Tag) string {
	if l := p.a.Locale[tag]; l != "" {
		return l
	}
	return string(tag)
}

func (p paper) say(key string, args ...lang.A) string { return words.Say(p.face, key, args...) }

// section is the page in one language.
func (p paper) section(tag lang.Tag, around string) (*typeset.Section, error) {
	p.tag, p.face, p.around = tag, lang.Interface(tag), around
	s := &typeset.Section{Tag: "Sect", Plain: true, Low: true, TailGap: 14,
		Shape: typeset.Shape{Width: sheetWidth, Height: sheetHeight, Top: 62, Bottom: 52, Left: panelWidth + 54, Right: 64}}
	s.Blocks = p.words()
	if sign := p.sign(); sign != nil {
		s.Shape.Top -= signRise
		s.Blocks = p.signed(sign, s.Blocks)
	}
	s.Tail = p.foot()
	code, err := p.code()
	if err != nil {
		return nil, err
	}
	s.Backdrop = func(c *pdfua.Canvas) { p.art(c, code) }
	return s, nil
}

// block is a paragraph of the interface, or of the course when its locale is given.
func (p paper) block(tag, text, locale string, style typeset.TextStyle, above float64) *typeset.Block {
	if locale == "" {
		locale = p.spoken()
	}
	b := &typeset.Block{Element: typeset.Element{Tag: tag}, Text: &typeset.Text{Inlines: []typeset.Inline{{Text: text}}, Style: style, Balance: true}, Above: above}
	if locale != p.around {
		b.Lang = locale
	}
	return b
}

// spoken is the language of the interface on the page, with the region of the course where it has one.
func (p paper) spoken() string {
	if l := p.locale(p.tag); strings.HasPrefix(l, string(p.face)+"-") {
		return l
	}
	return string(p.face)
}

// The logo stands above the name of the institution, in the space between the edge of the sheet and the title: all else
// stays where it is without one.
const (
	signRise  = 18.0 // how much higher the page begins
	signBelow = 9.0  // between the logo and the name
)

// sign is the logo as the page shows it; nil where there is none, or where the institution is called otherwise now.
func (p paper) sign() *typeset.Block {
	issuer := in(p.a.Issuer, p.tag)
	if p.logo == nil || issuer == "" || in(p.Institution().Name, p.tag) != issuer {
		return nil
	}
	b := &typeset.Block{Element: typeset.Element{Tag: string(pdfua.Figure), Alt: p.fact("logo", issuer)}, Picture: p.logo}
	if l := p.spoken(); l != p.around {
		b.Lang = l
	}
	return b
}

// signed puts the logo above the words of a certificate, of which the name and the title come first.
func (p paper) signed(sign *typeset.Block, words []*typeset.Block) []*typeset.Block {
	words[0].Above = signBelow
	words[1].Above -= sign.Picture.Height + signBelow - signRise
	return append([]*typeset.Block{sign}, words...)
}

func (p paper) style(family typeset.Family, size, leading float64, bold bool, colour typeset.Colour) typeset.TextStyle {
	return typeset.TextStyle{Face: typeset.Face{Family: family, Bold: bold}, Size: size, Leading: leading, Colour: colour}
}

// words are what the certificate says. Long names and titles are set smaller, so that they take two lines at most.
func (p paper) words() []*typeset.Block {
	quiet := p.style(typeset.Serif, 14, 20, false, p.palette.Ink2)
	name := p.name
	if name == "" {
		name = p.say("sheet.holder")
	}
	title, course := p.a.Title.In(p.tag), p.locale(p.tag)
	return []*typeset.Block{
		p.block("P", in(p.a.Issuer, p.tag), course, p.style(typeset.Sans, 12, 16, true, p.palette.Ink), 0),
		p.block("H1", p.say("sheet.kicker"), "", p.style(typeset.Sans, 15, 20, true, p.palette.Accent), 62),
		p.block("P", p.say("sheet.given"), "", quiet, 22),
		p.block("P", name, "", p.style(typeset.Serif, fit(name, 36, 28), fit(name, 42, 28), true, p.palette.Ink), 6),
		p.block("P", p.say("sheet.has"), "", quiet, 10),
		p.block("H2", title, course, p.style(typeset.Serif, fit(title, 26, 44), fit(title, 31, 44), true, p.palette.Accent), 6),
		p.block("P", p.a.About.In(p.tag), course, p.style(typeset.Serif, 11, 16, false, p.palette.Ink2), 12),
	}
}

// fit is a size for a text of a line of so many letters, smaller for longer ones.
func fit(text string, size float64, letters int) float64 {
	n := len([]rune(text))
	switch {
	case n > 4*letters:
		return size * 0.5
	case n > 2*letters:
		return size * 0.65
	case n > letters:
		return size * 0.8
	}
	return size
}

// between stands between facts on a line.
const between = "   ·   "

// foot is what makes the certificate one of its own: when, which release, how it is checked.
func (p paper) foot() []*typeset.Block {
	small := p.style(typeset.Sans, 9.5, 14.5, false, p.palette.Ink2)
	strong := small
	strong.Face.Bold, strong.Colour = true, p.palette.Ink
	date := func(day string) string {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return day
		}
		return lang.Date(p.face, t)
	}
	when := []string{p.fact("done", date(p.Done))}
	if p.Expires != "" {
		when = append(when, p.fact("until", date(p.Expires)))
	}
	what := []string{p.fact("release", p.version())}
	if n := p.a.Minutes[p.tag]; n > 0 {
		what = append(what, p.fact("time", p.say("sheet.time-text", lang.A{"time": lang.Minutes(p.face, n)})))
	}
	out := []*typeset.Block{{Rule: 0.8, Below: 10}, p.block("P", strings.Join(when, between), "", strong, 0), p.block("P", strings.Join(what, between), "", strong, 0)}
	if p.Signs() {
		check := p.at(under(VerifyPath, p.Code)(p.tag, p.face))
		line := p.block("P", p.say("sheet.check")+" ", "", small, 4)
		line.Text.Inlines = append(line.Text.Inlines, typeset.Inline{Element: typeset.Element{Tag: "Link"}, Link: check, Contents: p.say("verify.title"), Children: []typeset.Inline{{Text: check, Mark: typeset.Linked}}})
		out = append(out, line)
	}
	return append(out, p.block("P", p.fact("code", p.Code)+between+p.fact("issued", lang.Date(p.face, p.Issued)), "", small, 4))
}

func (p paper) fact(key, text string) string {
	return words.Say(p.face, "sheet.line", lang.A{"name": p.say("sheet." + key), "text": text})
}

func (p paper) version() string {
	if p.Version == "" {
		return p.say("sheet.working")
	}
	return p.Version
}

// code is the address at which the certificate is checked, for cameras; nil where there is none. It is an artifact: the
// address stands on the page in words.
func (p paper) code() (*qr.Code, error) {
	if !p.Signs() {
		return nil, nil
	}
	return qr.Encode(p.at(under(VerifyPath, p.Code)(p.tag, p.face)), qr.M)
}

// art is the ground of the certificate: the colour of the institution, the thread of the course with a dot a module, all
// of them done, and the QR code.
func (p paper) art(c *pdfua.Canvas, code *qr.Code) {
	accent, light := pdfua.Color(p.palette.Accent), pdfua.Color(0xffffff)
	c.FillRect(pdfua.Rect{W: panelWidth, H: sheetHeight}, accent)
	x, top, bottom := panelWidth/2, 70.0, sheetHeight-70
	if code != nil {
		bottom -= codeSize + 40
	}
	if n := p.a.Modules; n > 1 {
		c.Line(x, top, x, bottom, pdfua.Stroke{Color: light, Width: 1.2})
		for i := range n {
			var dot pdfua.Path
			dot.Ellipse(x, top+(bottom-top)*float64(i)/float64(n-1), 6.5, 6.5)
			c.Fill(&dot, light)
		}
	}
	if code != nil {
		p.squares(c, code, pdfua.Rect{X: x - codeSize/2, Y: sheetHeight - 52 - codeSize, W: codeSize, H: codeSize})
	}
}

// quiet is the width of the quiet zone of a QR code in modules (ISO/IEC 18004, 6.3.8).
const quiet = 4

func (p paper) squares(c *pdfua.Canvas, code *qr.Code, at pdfua.Rect) {
	var ground, dark pdfua.Path
	ground.RoundRect(at, 4)
	c.Fill(&ground, 0xffffff)
	side := at.W / float64(code.Size+2*quiet)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			dark.Rect(pdfua.Rect{X: at.X + side*float64(from+quiet), Y: at.Y + side*float64(y+quiet), W: side * float64(x-from), H: side})
		}
	}
	c.Fill(&dark, 0x000000)
}
