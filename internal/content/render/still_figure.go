package render

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// figure draws a picture or a diagram with its caption.
func (s *Still) figure(b *course.Block, target, alt string, caption []course.Inline) {
	s.figureOf(b, target, alt, "", func() { s.p.Inlines(caption) }, len(caption) > 0)
}

func (s *Still) figureOf(b *course.Block, target, alt, describedBy string, caption func(), captioned bool) {
	p := s.p
	id := string(b.ID)
	if b.Continues || s.drawn[b.ID] {
		id += "-more"
	}
	p.raw(`<figure class="figure"`)
	p.id(b)
	p.raw(">")
	s.drawing(target, alt, id, describedBy)
	if captioned {
		p.raw("<figcaption>")
		caption()
		p.raw("</figcaption>")
	}
	p.raw("</figure>\n")
}

func (s *Still) drawing(target, alt, id, describedBy string) {
	p := s.p
	if d := p.r.diagrams[target]; d != nil && !s.Linked {
		p.buf = d.append(p.buf, id, alt, describedBy)
		return
	}
	p.picture(target, alt)
}

// without says in words what a picture would show that is not there. One that is
// decoration says nothing.
func (s *Still) without(alt string) {
	if alt != "" {
		s.p.escape(say(s.p.r.Face, "image", lang.A{"alt": alt}))
	}
}

// media draws the directive "media": a figure with its description after it, or
// the way to sound or video with its transcript.
func (s *Still) media(b *course.Block) {
	p := s.p
	var caption, equivalent *course.Block
	var rest []*course.Block
	for i, child := range b.Children {
		switch {
		case child.Kind == course.Directive && (child.Name == "description" || child.Name == "transcript") && equivalent == nil:
			equivalent = child
		case i == 0 && child.Kind == course.Paragraph:
			caption = child
		default:
			rest = append(rest, child)
		}
	}
	src := b.Attrs["src"]
	captioned := func() { p.draw(p.phrase(caption)) }
	if kind := mediaKind(src); kind == "video" || kind == "audio" {
		s.player(b, kind, caption)
	} else {
		describedBy := ""
		if equivalent != nil {
			describedBy = own(equivalent)
		}
		s.figureOf(b, src, b.Attrs["alt"], describedBy, captioned, caption != nil)
	}
	p.blocks(rest)
	if equivalent != nil {
		p.block(equivalent)
	}
}

// player leads to sound or video, or says that it is elsewhere.
func (s *Still) player(b *course.Block, kind string, caption *course.Block) {
	p := s.p
	p.raw(`<div class="media"`)
	p.id(b)
	p.raw(">\n<p class=\"label\"><strong>")
	name := s.word(kind)
	if b.Attrs["alt"] != "" {
		name += " · " + Escape(b.Attrs["alt"])
	}
	href, ok := p.links.Media(b.Attrs["src"])
	if ok {
		p.raw("<a")
		p.attr("href", href)
		p.raw(">")
	}
	p.raw(name)
	if ok {
		p.raw("</a>")
	}
	p.raw("</strong>")
	if m := p.r.Course.Media[b.Attrs["src"]]; m != nil {
		if size := strings.Join(nonEmpty(length(p.r.Face, m.Seconds), lang.Bytes(p.r.Face, m.Size)), ", "); ok {
			p.escape(" (" + size + ")")
		}
	}
	p.raw("</p>\n")
	if !ok {
		p.raw(`<p class="hint">`)
		s.say("not-here." + kind)
		p.raw("</p>\n")
	}
	if caption != nil {
		p.block(caption)
	}
	p.raw("</div>\n")
}

// Drawing is a diagram as a file by itself, with its words in the language: the
// tokens of colour in light, which a reader's dark page does not change. alt is its
// title; false when the medium is no diagram.
func (r *Renderer) Drawing(medium, alt string) ([]byte, bool) {
	d := r.diagrams[medium]
	if d == nil {
		return nil, false
	}
	return d.file(alt, r.Locale), true
}
