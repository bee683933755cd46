package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io/fs"
	"path"
	"slices"
	"strings"

	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// Asset is a file that pages need. Its name holds a hash of its content, so that
// it can be kept for ever.
type Asset struct {
	Name string
	data []byte // of the design system; nil for a file of the course
	file string // in the course's folder
}

// Assets lists what pages load from WebOptions.Assets.
func (w *Web) Assets() []Asset { return w.assets }

// Data reads an asset.
func (w *Web) Data(a Asset) ([]byte, error) {
	if a.data != nil {
		return a.data, nil
	}
	return fs.ReadFile(w.Options.Source, a.file)
}

// gather lists the assets and measures the pictures.
func (w *Web) gather() (map[string]render.Size, error) {
	w.assets = []Asset{
		{Name: page.CSSName, data: page.CSS}, {Name: page.JSName, data: page.JS},
		{Name: searchScript, data: search.Script},
	}
	sizes := map[string]render.Size{}
	if w.Options.Source == nil {
		return sizes, nil
	}
	for _, file := range w.mediaFiles() {
		data, err := fs.ReadFile(w.Options.Source, file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		a := Asset{Name: hashedName(file, data), file: file}
		w.assets, w.media[file] = append(w.assets, a), a
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
			sizes[file] = render.Size{Width: c.Width, Height: c.Height}
		}
	}
	return sizes, nil
}

// searchScript is the search script's file name.
var searchScript = hashedName("search.js", search.Script)

// mediaFiles are the pictures, sounds, videos and captions of the course, in
// order. Diagrams are drawn in the pages themselves.
func (w *Web) mediaFiles() []string {
	var files []string
	for _, m := range w.Course.Media {
		if len(m.SVG) == 0 && !m.Broken {
			files = append(files, m.Path)
		}
		for _, captions := range m.Captions {
			files = append(files, besideMedium(m, captions))
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

func besideMedium(m *course.Medium, file string) string {
	if strings.Contains(file, "/") {
		return file
	}
	return path.Join(path.Dir(m.Path), file)
}

func hashedName(file string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(file)
	return strings.TrimSuffix(path.Base(file), ext) + "-" + hex.EncodeToString(sum[:5]) + ext
}
