package credential

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // a logo may be a JPEG
	"image/png"
	"sync"

	"golang.org/x/image/draw"

	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// Room for a logo on paper, in points: a tall one is as high as three lines of text, a wide one as wide as a third of the
// sheet. Pixels are never larger than a point, or they would be seen.
const (
	logoHeight = 46.0
	logoWidth  = 230.0
	logoFine   = 300.0 / 72 // pixels to the point: more than that no printer shows
)

// Bounds of a logo that is drawn on paper.
const (
	maxLogoBytes  = 16 << 20
	maxLogoPixels = 8 << 20
)

var errLogo = errors.New("credential: the logo is too large for paper")

// logos remembers the last logo that was read for paper, or that it could not be: reading one costs more than the rest of
// a certificate, and there is one on a site.
type logos struct {
	mu   sync.Mutex
	sum  [sha256.Size]byte
	last *typeset.Picture
}

// logo is the logo of the institution at its size on paper; nil where there is none that can be drawn. A logo never stands
// in the way of a certificate: what is wrong with it is logged, once for each.
func (r *Room) logo(ctx context.Context) *typeset.Picture {
	if r.Logo == nil {
		return nil
	}
	data, err := r.Logo(ctx)
	if err != nil {
		r.Log.Warn("the logo is left out of a paper", "error", err)
		return nil
	}
	if len(data) == 0 {
		return nil
	}
	sum := sha256.Sum256(data)
	r.logos.mu.Lock()
	defer r.logos.mu.Unlock()
	if sum == r.logos.sum {
		return r.logos.last
	}
	picture, err := readLogo(data)
	if err != nil {
		r.Log.Warn("the logo cannot be drawn on paper and is left out", "error", err)
	}
	r.logos.sum, r.logos.last = sum, picture
	return picture
}

// readLogo reads a PNG, a JPEG or an SVG of plain shapes. Finer pixels than paper shows are made coarser, so that each
// certificate stays small.
func readLogo(data []byte) (*typeset.Picture, error) {
	if len(data) > maxLogoBytes {
		return nil, errLogo
	}
	if bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \t\r\n"), []byte("<")) {
		drawing, err := typeset.ReadPlainSVG(data)
		if err != nil {
			return nil, err
		}
		return sized(&typeset.Picture{Drawing: drawing}, drawing.Width, drawing.Height, 1e6), nil
	}
	shape, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("credential: logo: %w", err)
	}
	if shape.Width <= 0 || shape.Height <= 0 || shape.Width > maxLogoPixels/shape.Height {
		return nil, errLogo
	}
	p := sized(&typeset.Picture{}, float64(shape.Width), float64(shape.Height), 1)
	if w, h := max(1, int(p.Width*logoFine)), max(1, int(p.Height*logoFine)); w < shape.Width {
		if data, err = coarser(data, w, h); err != nil {
			return nil, err
		}
	}
	if p.Image, err = pdfua.LoadImage(data); err != nil {
		return nil, err
	}
	return p, nil
}

// sized gives a picture of a width and a height the size of a logo, enlarged so many times at most.
func sized(p *typeset.Picture, w, h, most float64) *typeset.Picture {
	k := min(logoWidth/w, logoHeight/h, most)
	p.Width, p.Height = w*k, h*k
	return p
}

// coarser is a picture with fewer pixels, as PNG.
func coarser(data []byte, w, h int) ([]byte, error) {
	from, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("credential: logo: %w", err)
	}
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	err = png.Encode(&out, to)
	return out.Bytes(), err
}
