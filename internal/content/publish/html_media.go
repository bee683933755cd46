package publish

import (
	"encoding/base64"
	"io/fs"
	"mime"
	"path"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// mostInline is how large a medium may be, in bytes, to be inside of a document as data:
// a mailbox takes files of ten megabytes or so.
const mostInline = 2 << 20

// dataAddress is a medium as an address that holds it (RFC 2397). False when it is too
// large, or cannot be read.
func (w *Web) dataAddress(a Asset) (string, bool) {
	info, err := fs.Stat(w.Options.Source, a.File)
	if err != nil || info.Size() > mostInline {
		return "", false
	}
	data, err := w.Data(a)
	if err != nil {
		return "", false
	}
	return "data:" + dataType(a.File) + ";base64," + base64.StdEncoding.EncodeToString(data), true
}

// dataType is the media type of a file of the course by its ending, the same on every
// machine.
func dataType(file string) string {
	switch ext := strings.ToLower(path.Ext(file)); ext {
	case ".vtt":
		return "text/vtt"
	case ".mp4", ".webm":
		return "video/" + ext[1:]
	case ".mp3":
		return "audio/mpeg"
	case ".ogg", ".wav":
		return "audio/" + ext[1:]
	default:
		kind, _, _ := strings.Cut(mime.TypeByExtension(ext), ";")
		return or(kind, "application/octet-stream")
	}
}

// Elsewhere is where a medium is that the document does not hold.
func (l links) Elsewhere(path string) string {
	a, ok := l.w.media[path]
	if !ok || l.w.Options.MediaURL == "" {
		return ""
	}
	return l.w.Options.MediaURL + a.Name
}

// mediaURL is the folder of media of the web edition; empty when it is unknown.
func (b *builder) mediaURL() string {
	if b.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(b.BaseURL, "/") + "/assets/"
}

// loseSingle tells what the single files do not carry: media that are too large for them.
func (m *Maker) loseSingle() {
	for _, medium := range m.Course.Media {
		if medium.Size <= mostInline {
			continue
		}
		for _, p := range m.Course.Pages() {
			for _, tag := range m.Course.Tags() {
				m.loseMedium(p, tag, medium)
			}
		}
	}
}

func (m *Maker) loseMedium(p *course.Page, tag lang.Tag, medium *course.Medium) {
	d := p.Doc(tag)
	if d == nil {
		return
	}
	d.Each(func(b *course.Block) bool {
		if b.Attrs["src"] == medium.Path || b.Target == medium.Path {
			m.Lose(Loss{Tag: tag, Page: p.Path, Passage: b.ID, Code: "html-media", Args: lang.A{"file": path.Base(medium.Path)}})
		}
		return true
	})
}
