package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"atelier/internal/base/page"
	"atelier/internal/content/render"
)

// A frame is the frame of the pages of one language at one depth below modules,
// drawn once and cut where pages differ. Those pages are nearly all of a course,
// and the frame is more work than their text.
type frame struct {
	pieces []string // one more than blanks
	blanks []int
}

// frameKey is what a frame depends on.
type frameKey struct {
	tag    string
	depth  int
	layout page.Layout
	shape  int // which optional parts the page has
}

// The blanks of a frame. Blanks from blankMany on are numbered by language.
const (
	blankTitle = iota
	blankDescription
	blankCanonical
	blankData
	blankDefault
	blankBack
	blankReport
	blankUp
	blankUpHref
	blankSelf
	blankSide
	blankBody
	blankPage
	blankKind
	blankMany
)

// firstBlank is the private-use character that marks blank 0; it is not one of
// those that mark holes.
const firstBlank = 0xE100

func blank(n int) string { return string(rune(firstBlank + n)) }

// framed writes the page: a cached frame filled in, or one drawn for this page.
func (s *sheet) framed(out *bytes.Buffer, body templ.Component) error {
	if s.at.Module == nil {
		return page.Page(s.shell(), body).Render(context.Background(), out)
	}
	sh := s.shellOf()
	f, err := s.w.frame(s, sh)
	if err != nil {
		return err
	}
	for i, piece := range f.pieces {
		out.WriteString(piece)
		if i == len(f.blanks) {
			break
		}
		if err := s.fill(out, f.blanks[i], sh, body); err != nil {
			return err
		}
	}
	return nil
}

// fill writes what stands in a blank on this page.
func (s *sheet) fill(out *bytes.Buffer, n int, sh page.Shell, body templ.Component) error {
	text := ""
	switch n {
	case blankTitle:
		text = strings.Join(sh.Title, " – ")
	case blankDescription:
		text = sh.Head.Description
	case blankCanonical:
		text = sh.Head.Canonical
	case blankData:
		data, err := json.Marshal(sh.Head.JSONLD)
		out.Write(data)
		return err
	case blankDefault:
		text = sh.Head.Alternates[len(sh.Head.Alternates)-1].Href
	case blankBack:
		text = sh.Settings.Back
	case blankReport:
		text = s.report()
	case blankUp:
		text = sh.Crumbs[0].Text
	case blankUpHref:
		text = sh.Crumbs[0].Href
	case blankSelf:
		text = s.at.Title
	case blankPage:
		text = sh.Known.Page
	case blankKind:
		text = sh.Known.Kind
	case blankSide:
		return sh.Side.Render(context.Background(), out)
	case blankBody:
		return body.Render(context.Background(), out)
	default:
		at := (n - blankMany) / 2
		text = sh.Languages[at].Href
		if (n-blankMany)%2 == 1 {
			text = sh.Head.Alternates[at].Href
		}
	}
	out.Write(render.AppendEscaped(out.AvailableBuffer(), text))
	return nil
}

// frame is the cached frame for a page with this shell.
func (w *Web) frame(s *sheet, sh page.Shell) (*frame, error) {
	key := frameKey{tag: string(s.at.Tag), depth: strings.Count(s.at.Path, "/"), layout: sh.Layout}
	for i, has := range []bool{sh.Head.Description != "", sh.Head.JSONLD != nil, sh.Side != nil, len(sh.Crumbs) > 0, sh.Head.Type == "article", sh.Known != nil, sh.Known.HasPage()} {
		if has {
			key.shape |= 1 << i
		}
	}
	if f, ok := w.frames.Load(key); ok {
		return f.(*frame), nil
	}
	full := s.shell()
	sh.Nav, sh.Foot, sh.Brand, sh.Course, sh.Assets, sh.App = full.Nav, s.foot(blank(blankReport)), full.Brand, full.Course, full.Assets, full.App
	var out bytes.Buffer
	if err := page.Page(blanked(sh), page.HTML(blank(blankBody))).Render(context.Background(), &out); err != nil {
		return nil, err
	}
	f := cutFrame(out.String())
	w.frames.Store(key, f)
	return f, nil
}

// blanked is a shell with blanks where pages differ.
func blanked(sh page.Shell) page.Shell {
	sh.Title = []string{blank(blankTitle)}
	if sh.Head.Description != "" {
		sh.Head.Description = blank(blankDescription)
	}
	if sh.Head.JSONLD != nil {
		sh.Head.JSONLD = blank(blankData)
	}
	sh.Languages = append([]page.Language(nil), sh.Languages...)
	for i := range sh.Languages {
		sh.Languages[i].Href = blank(blankMany + 2*i)
	}
	if sh.Head.Canonical != "" {
		sh.Head.Canonical = blank(blankCanonical)
		sh.Head.Alternates = append([]page.Alternate(nil), sh.Head.Alternates...)
		for i := range sh.Head.Alternates {
			sh.Head.Alternates[i].Href = blank(blankMany + 2*i + 1)
		}
		sh.Head.Alternates[len(sh.Head.Alternates)-1].Href = blank(blankDefault)
	}
	sh.Settings.Back = blank(blankBack)
	if len(sh.Crumbs) > 0 {
		sh.Crumbs = []page.Link{{Text: blank(blankUp), Href: blank(blankUpHref)}, {Text: blank(blankSelf)}}
	}
	if sh.Known != nil {
		known := page.Known{Kind: blank(blankKind)}
		if sh.Known.HasPage() {
			known.Page = blank(blankPage)
		}
		sh.Known = &known
	}
	if sh.Side != nil {
		sh.Side = page.HTML(blank(blankSide))
	}
	return sh
}

// cutFrame cuts a drawn frame at its blanks. The blank of the structured data is
// a JSON string, whose quotes go with it.
func cutFrame(html string) *frame {
	html = strings.Replace(html, `"`+blank(blankData)+`"`, blank(blankData), 1)
	f := &frame{}
	from := 0
	for at, r := range html {
		if r >= firstBlank && r < firstBlank+0x100 {
			f.pieces = append(f.pieces, html[from:at])
			f.blanks = append(f.blanks, int(r-firstBlank))
			from = at + utf8.RuneLen(r)
		}
	}
	f.pieces = append(f.pieces, html[from:])
	return f
}
