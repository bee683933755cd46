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
	"io"
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
	File string // in the course's folder; empty for one of the design system
}

// Assets lists what pages load from WebOptions.Assets.
func (w *Web) Assets() []Asset { return w.assets }

// Medium is the file of the course's folder at a path, as an asset; false where pages show no such file.
func (w *Web) Medium(source string) (Asset, bool) {
	a, ok := w.media[source]
	return a, ok
}

// MediumAddress is where a file of the course's folder stands on the web; false where that is not known.
func (w *Web) MediumAddress(source string) (string, bool) {
	a, ok := w.media[source]
	return w.base + "/assets/" + a.Name, ok && w.base != ""
}

// Data reads an asset.
func (w *Web) Data(a Asset) ([]byte, error) {
	if a.data != nil {
		return a.data, nil
	}
	return fs.ReadFile(w.Options.Source, a.File)
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
		name, size, err := w.measure(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		a := Asset{Name: name, File: file}
		w.assets, w.media[file] = append(w.assets, a), a
		if size.Width > 0 {
			sizes[file] = size
		}
	}
	return sizes, nil
}

// measure reads a medium once: the name it is served under, and how large a picture is.
func (w *Web) measure(file string) (name string, size render.Size, err error) {
	f, err := w.Options.Source.Open(file)
	if err != nil {
		return "", size, err
	}
	defer f.Close()
	sum := sha256.New()
	all := io.TeeReader(f, sum)
	if c, _, err := image.DecodeConfig(all); err == nil {
		size = render.Size{Width: c.Width, Height: c.Height}
	}
	_, err = io.Copy(io.Discard, all)
	return nameWith(file, sum.Sum(nil)), size, err
}

// Open gives an asset to read from the beginning.
func (w *Web) Open(a Asset) (io.ReadCloser, error) {
	if a.data != nil {
		return io.NopCloser(bytes.NewReader(a.data)), nil
	}
	return w.Options.Source.Open(a.File)
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
	return nameWith(file, sum[:])
}

func nameWith(file string, sum []byte) string {
	ext := path.Ext(file)
	return strings.TrimSuffix(path.Base(file), ext) + "-" + hex.EncodeToString(sum[:5]) + ext
}

// IsPicture says whether a file of media/ is a picture, by its ending; it is sound
// or video otherwise.
func IsPicture(source string) bool {
	switch strings.ToLower(source[strings.LastIndexByte(source, '.')+1:]) {
	case "mp4", "webm", "mp3", "ogg", "m4a", "wav":
		return false
	}
	return true
}
