package render

import (
	"mime"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// figure draws an image that stands alone in a paragraph.
func (p *Page) figure(b *course.Block) {
	f := page.Figure{ID: own(b)}
	f.Body = p.drawing(b.Target, b.Alt, string(b.ID), "")
	if len(b.Caption) > 0 {
		f.Caption = p.part(func() { p.Inlines(b.Caption) })
	}
	p.widen(&f, b.Target, b.Alt)
	p.draw(page.FigureBox(p.r.Face, f))
}

// widen lets a broad diagram scroll by itself on a narrow page.
func (p *Page) widen(f *page.Figure, target, alt string) {
	if d := p.r.diagrams[target]; d != nil && d.width >= wideDiagram {
		f.Wide, f.Name = true, or(alt, say(p.r.Face, "figure"))
	}
}

// wideDiagram is the width of a viewBox from which words would be too small on a
// screen of 320 pixels.
const wideDiagram = 560

// media draws the directive "media": a picture or diagram with its caption and
// description, or sound or video with its transcript.
func (p *Page) media(b *course.Block) {
	src := b.Attrs["src"]
	var caption, equivalent templ.Component
	equivalentID := ""
	var rest []*course.Block
	for i, child := range b.Children {
		switch {
		case child.Kind == course.Directive && (child.Name == "description" || child.Name == "transcript"):
			equivalentID = own(child)
			equivalent = p.part(func() {
				p.open("div", child)
				p.blocks(child.Children)
				p.raw("</div>")
			})
		case i == 0 && child.Kind == course.Paragraph:
			caption = p.phrase(child)
		default:
			rest = append(rest, child)
		}
	}
	if len(rest) > 0 {
		caption = templ.Join(orNone(caption), p.inside(rest))
	}
	if kind := mediaKind(src); kind == "video" || kind == "audio" {
		p.player(b, kind, caption, equivalent)
		return
	}
	alt := b.Attrs["alt"]
	f := page.Figure{ID: own(b), Caption: caption, Equivalent: equivalent}
	f.Body = p.drawing(src, alt, string(b.ID), equivalentID)
	p.widen(&f, src, alt)
	p.draw(page.FigureBox(p.r.Face, f))
}

func orNone(c templ.Component) templ.Component {
	if c == nil {
		return templ.NopComponent
	}
	return c
}

// drawing is a diagram drawn in the page, or a picture.
func (p *Page) drawing(target, alt, id, describedBy string) templ.Component {
	return p.part(func() {
		if d := p.r.diagrams[target]; d != nil && !p.still.links() {
			p.buf = d.append(p.buf, id, alt, describedBy)
			return
		}
		p.picture(target, alt)
	})
}

// picture draws an image of the course. One from elsewhere is not asked for: its
// alternative stands in its place.
func (p *Page) picture(target, alt string) {
	href, ok := p.links.Media(target)
	if !ok && p.still != nil {
		p.still.without(alt)
		return
	}
	if !ok {
		p.escape(alt)
		return
	}
	p.raw("<img")
	p.attr("src", href)
	p.raw(` alt="`)
	p.escape(alt)
	p.raw(`"`)
	if size, ok := p.r.Dimensions[target]; ok {
		p.attr("width", itoa(size.Width))
		p.attr("height", itoa(size.Height))
	}
	if p.still == nil {
		p.raw(` loading="lazy" decoding="async"`)
	}
	p.raw(">")
}

// player draws sound or video.
func (p *Page) player(b *course.Block, kind string, caption, transcript templ.Component) {
	src := b.Attrs["src"]
	m := page.Media{ID: own(b), Kind: kind, Title: b.Attrs["alt"], Caption: caption, Transcript: transcript}
	if m.Title == "" {
		m.Title = say(p.r.Face, kind)
	}
	if href, ok := p.links.Media(src); ok {
		m.Sources = []page.MediaSource{{Href: href, Type: mediaType(src)}}
	} else if e, ok := p.links.(Elsewhere); ok {
		m.Elsewhere = e.Elsewhere(src)
	}
	medium := p.r.Course.Media[src]
	if medium != nil {
		m.Duration, m.Size = length(p.r.Face, medium.Seconds), lang.Bytes(p.r.Face, medium.Size)
		m.Tracks = p.tracks(medium)
	}
	if size, ok := p.r.Dimensions[src]; ok {
		m.Width, m.Height = size.Width, size.Height
	}
	p.draw(page.Player(p.r.Face, m))
}

// tracks are the captions of a medium, the page's language first and chosen.
func (p *Page) tracks(m *course.Medium) []page.MediaTrack {
	var out []page.MediaTrack
	for _, l := range p.r.Course.Languages {
		file := m.Captions[l.Tag]
		if file == "" {
			continue
		}
		href, ok := p.links.Media(beside(m.Path, file))
		if !ok {
			continue
		}
		t := page.MediaTrack{Href: href, Kind: "captions", Locale: p.r.locale(l.Tag), Label: l.Name, Default: l.Tag == p.r.Tag}
		if t.Default {
			out = append([]page.MediaTrack{t}, out...)
		} else {
			out = append(out, t)
		}
	}
	return out
}

// beside is a file named in the strings of a medium, as a path of the source.
func beside(medium, file string) string {
	if strings.Contains(file, "/") {
		return file
	}
	return medium[:strings.LastIndexByte(medium, '/')+1] + file
}

func mediaType(path string) string {
	if t := mime.TypeByExtension(path[strings.LastIndexByte(path, '.'):]); t != "" && !strings.Contains(t, ";") {
		return t
	}
	return mediaKind(path) + "/" + path[strings.LastIndexByte(path, '.')+1:]
}

// length is a duration as people say it: seconds below two minutes, then minutes.
func length(face lang.Tag, seconds int) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds < 120:
		return say(face, "seconds", lang.A{"n": seconds})
	}
	return lang.Minutes(face, (seconds+30)/60)
}
