package office

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // a logo may come as JPEG
	"image/png"
	"strings"
	"sync"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/standard/svg"
)

// File is a file that a setting names. Its name is made of its content, so that it can
// be kept by any cache for ever.
type File struct {
	Name string // "logo-0a1b2c3d4e.svg"
	Type string // media type
	Data []byte
}

// Bounds of a logo.
const (
	maxLogo = 200 << 10 // bytes
	maxSide = 2_000     // pixels
)

// Logo reads a logo as somebody sends it: an SVG is written anew without what runs,
// loads or links; a PNG or JPEG is drawn anew, which leaves behind where and with
// what it was taken.
func Logo(data []byte) (File, error) {
	if len(data) > maxLogo {
		return File{}, fault.New(fault.TooLarge, words, "logo-large", lang.A{"most": lang.Size(maxLogo)})
	}
	if looksLikeXML(data) {
		clean, err := svg.Clean(data)
		if err != nil {
			return File{}, fault.New(fault.Invalid, words, "logo-svg").Because(err)
		}
		return named(clean, "svg", "image/svg+xml"), nil
	}
	shape, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return File{}, fault.New(fault.Invalid, words, "logo-kind").Because(err)
	}
	if shape.Width > maxSide || shape.Height > maxSide {
		return File{}, fault.New(fault.TooLarge, words, "logo-side", lang.A{"most": maxSide})
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return File{}, fault.New(fault.Invalid, words, "logo-kind").Because(err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return File{}, err
	}
	return named(out.Bytes(), "png", "image/png"), nil
}

func looksLikeXML(data []byte) bool {
	return strings.HasPrefix(string(bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")), "<")
}

func named(data []byte, ext, kind string) File {
	return File{Name: "logo-" + mark(data) + "." + ext, Type: kind, Data: data}
}

// sheetName is the name of the style sheet of a brand.
func sheetName(css []byte) string { return "brand-" + mark(css) + ".css" }

func mark(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// files remembers what was served; there are few.
type files struct {
	mu    sync.Mutex
	known map[string]File
}

// maxFiles bounds what is remembered.
const maxFiles = 16

func (f *files) get(name string) (File, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one, ok := f.known[name]
	return one, ok
}

func (f *files) put(one File) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.known) >= maxFiles {
		clear(f.known)
	}
	f.known[one.Name] = one
}
