package paper

import (
	"io/fs"
	"path"
	"strings"
	"sync"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// pdfMedia is the pictures of a course, each read once.
type pdfMedia struct {
	source fs.FS
	mu     sync.Mutex
	images map[string]*pdfua.Image // nil for one that cannot be drawn
	why    map[string]string
}

// image is a picture of the course; what is wrong with it when it cannot be drawn.
func (p *pdfMedia) image(name string) (*pdfua.Image, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if image, known := p.images[name]; known {
		return image, p.why[name]
	}
	image, why := p.read(name)
	p.images[name], p.why[name] = image, why
	return image, why
}

func (p *pdfMedia) read(name string) (*pdfua.Image, string) {
	if p.source == nil || !fs.ValidPath(name) {
		return nil, "missing"
	}
	data, err := fs.ReadFile(p.source, name)
	if err != nil {
		return nil, "missing"
	}
	image, err := pdfua.LoadImage(data)
	if err != nil {
		return nil, "broken"
	}
	return image, ""
}

// mediaKindOf is "diagram", "video", "audio" or "image", by the ending of a file.
func mediaKindOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".svg":
		return "diagram"
	case ".mp4", ".webm":
		return "video"
	case ".mp3", ".ogg", ".m4a", ".wav":
		return "audio"
	}
	return "image"
}

func (t *pdfText) caption(list []course.Inline, id string) *typeset.Block {
	if len(list) == 0 {
		return nil
	}
	style := t.d.small
	style.Colour = t.d.palette.Ink2
	return &typeset.Block{
		Element: typeset.Element{Tag: "P", ID: id}, Text: &typeset.Text{Inlines: t.inlines(list), Style: style, RTL: t.rtl()}, Above: t.em(0.7),
	}
}

// Figures are drawn so that the words of a drawing 640 wide are about as large as
// those of a caption.
const (
	drawingScale = 0.72
	imageScale   = 0.75 // a pixel of 96 to the inch
	leastScale   = 0.76 // of either, so as not to leave half a page empty
)

// figure is a picture or drawing with what is said about it. A drawing without an
// alternative is decoration: an artifact.
func (t *pdfText) figure(b *course.Block, target, alt string, caption *typeset.Block, rest []*course.Block) *typeset.Block {
	picture, why := t.picture(target, alt)
	group := &typeset.Block{Element: typeset.Element{Tag: "Div"}, Left: -t.d.outer()}
	if picture != nil {
		picture.Least = leastScale
	}
	if picture == nil {
		t.lose(b.ID, "pdf-picture-"+why, lang.A{"file": target})
		group.Left = 0
		group.Blocks = append(group.Blocks, t.instead(b, alt))
	} else {
		set := &typeset.Block{Picture: picture}
		if alt != "" {
			set.Element = own(pdfua.Figure, b)
			set.Alt = alt
		} else {
			set.Decoration = true
			group.Element = own(pdfua.Div, b)
		}
		if picture.Width <= t.d.textWidth() {
			group.Left = 0
		}
		group.Blocks = append(group.Blocks, set)
	}
	if caption != nil {
		group.Blocks[len(group.Blocks)-1].KeepNext = true
		group.Blocks = append(group.Blocks, caption)
	}
	group.Blocks = append(group.Blocks, t.blocks(rest)...)
	return apart(group, t.em(gapBox))
}

// instead is the alternative of a picture that cannot be drawn, in a box.
func (t *pdfText) instead(b *course.Block, alt string) *typeset.Block {
	p := &t.d.palette
	return &typeset.Block{
		Element: own(pdfua.Div, b), Box: &typeset.Box{Stroke: p.LineStrong, Stroked: true, Pad: 12, PadX: 15, Radius: 4},
		Blocks: []*typeset.Block{para(t.r.Word("image", lang.A{"alt": alt}), t.d.small)},
	}
}

// picture is a drawing or image at its size on paper; why it cannot be drawn is
// "missing" or "broken".
func (t *pdfText) picture(target, alt string) (p *typeset.Picture, why string) {
	if medium := t.course.Media[target]; medium != nil && len(medium.SVG) > 0 {
		drawing, err := typeset.ReadSVG(medium.SVG, t.d.classes, func(s string) string { return render.Fill(s, medium, t.tag) })
		if err != nil {
			return nil, "broken"
		}
		return &typeset.Picture{Drawing: drawing, Width: drawing.Width * drawingScale, Height: drawing.Height * drawingScale}, ""
	}
	image, why := t.media.image(target)
	if image == nil {
		return nil, why
	}
	return &typeset.Picture{Image: image, Width: float64(image.Width) * imageScale, Height: float64(image.Height) * imageScale}, ""
}
