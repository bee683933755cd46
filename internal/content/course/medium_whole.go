package course

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif"  // formats of pictures
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// pictureFormats are the formats of pictures, by the endings of their names.
var pictureFormats = map[string]string{".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp", ".svg": "svg"}

// whole says whether a picture is what its name promises, and whole as far as can be seen without drawing it. What is
// no picture is not looked into.
func (l *loader) whole(name string) bool {
	format := pictureFormats[strings.ToLower(path.Ext(name))]
	switch format {
	case "":
		return true
	case "svg":
		return wholeSVG(l.texts[name].Text)
	}
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		return false
	}
	switch format {
	case "webp": // a RIFF container says its length
		return len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
	case "png": // PNG 1.2, 4.1.4: the last chunk
		if !bytes.Contains(data[max(0, len(data)-trailing):], []byte("IEND")) {
			return false
		}
	case "jpeg": // T.81, B.1.1.3: end of image; cameras write more after it
		if !bytes.Contains(data[max(0, len(data)-trailing):], []byte{0xFF, 0xD9}) {
			return false
		}
	}
	size, kind, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil && kind == format && size.Width > 0 && size.Height > 0
}

// running are the endings of files that a browser takes for a page, a program or a style.
var running = []string{".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml", ".xsl", ".xslt", ".js", ".mjs", ".cjs", ".css", ".wasm", ".swf", ".svgz", ".mht", ".mhtml"}

// runs says whether a file would act, or pass for a page of the course, from the place where media are: it is no medium,
// and no edition carries it as one.
func runs(name string) bool { return slices.Contains(running, strings.ToLower(path.Ext(name))) }

// trailing is how far before the end of a file its last mark is looked for, in bytes.
const trailing = 1 << 16

// wholeSVG says whether a text is well-formed XML whose root is a drawing, named without a prefix.
func wholeSVG(text string) bool {
	d := xml.NewDecoder(strings.NewReader(text))
	root := false
	for {
		token, err := d.Token()
		if err != nil {
			return errors.Is(err, io.EOF) && root
		}
		if start, ok := token.(xml.StartElement); ok && !root {
			if root = start.Name.Local == "svg" && plainName(start); !root {
				return false
			}
		}
	}
}

// plainName says that the namespace of an element is the one that names without a prefix have.
func plainName(e xml.StartElement) bool {
	space := ""
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			space = a.Value
		}
	}
	return space == e.Name.Space
}
