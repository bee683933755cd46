package pdfua

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"github.com/klauspost/compress/zlib"
)

// Image is a picture that can be drawn, on as many pages and in as many documents as one
// likes: its bytes are in each document once.
type Image struct {
	Width, Height int // pixels

	dict  string
	data  []byte
	alpha []byte // deflated samples of the soft mask; nil for an opaque picture
}

// maxPixels keeps a small broken file from claiming all memory.
const maxPixels = 64 << 20

// LoadImage reads a JPEG, whose bytes are kept as they are, or a PNG. Broken bytes and
// pictures of more than 64 million pixels are errors.
func LoadImage(data []byte) (*Image, error) {
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("pdfua: image: %w", err)
	}
	if conf.Width <= 0 || conf.Height <= 0 || conf.Width > maxPixels/conf.Height {
		return nil, fmt.Errorf("pdfua: image: %d × %d pixels", conf.Width, conf.Height)
	}
	switch kind {
	case "jpeg":
		return loadJPEG(data)
	case "png":
		return loadPNG(data)
	}
	return nil, fmt.Errorf("pdfua: image: %s cannot be drawn", kind)
}

func loadJPEG(data []byte) (*Image, error) {
	m, err := jpeg.Decode(bytes.NewReader(data)) // all of it: a picture that is cut short is an error
	if err != nil {
		return nil, fmt.Errorf("pdfua: image: %w", err)
	}
	space := "/DeviceRGB"
	switch m.ColorModel() {
	case color.GrayModel:
		space = "/DeviceGray"
	case color.CMYKModel:
		space = "/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]" // as Adobe writes them: inverted
	}
	size := m.Bounds().Size()
	return &Image{Width: size.X, Height: size.Y, data: bytes.Clone(data),
		dict: fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%s/Filter/DCTDecode", size.X, size.Y, space)}, nil
}

func loadPNG(data []byte) (*Image, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("pdfua: image: %w", err)
	}
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	rgb, alpha := new(bytes.Buffer), new(bytes.Buffer)
	zc, za := zlib.NewWriter(rgb), zlib.NewWriter(alpha)
	row, mask, opaque := make([]byte, 3*w), make([]byte, w), true
	for y := range h {
		for x := range w {
			c := color.NRGBAModel.Convert(m.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
			row[3*x], row[3*x+1], row[3*x+2], mask[x] = c.R, c.G, c.B, c.A
			opaque = opaque && c.A == 255
		}
		zc.Write(row) // to memory: cannot fail
		za.Write(mask)
	}
	if err := errors.Join(zc.Close(), za.Close()); err != nil {
		return nil, err
	}
	img := &Image{Width: w, Height: h, data: rgb.Bytes(),
		dict: fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", w, h)}
	if !opaque {
		img.alpha = alpha.Bytes()
	}
	return img, nil
}

func (d *Document) embedImage(m *Image) int {
	if n, ok := d.image[m]; ok {
		return n
	}
	n := d.out.alloc()
	d.image[m] = n
	dict := m.dict
	if m.alpha != nil {
		mask := d.out.alloc()
		d.out.raw(mask, fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", m.Width, m.Height), m.alpha)
		dict += fmt.Sprintf("/SMask %d 0 R", mask)
	}
	d.out.raw(n, dict, m.data)
	return n
}
