package parity

import (
	"bytes"
	"cmp"
	"embed"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

//go:embed catalogue
var files embed.FS

// words are the messages of this package.
var words = lang.MustCatalogue(files)

// maxLine bounds one line, in bytes.
const maxLine = 4096

// Mistake is something wrong in a .parity file.
type Mistake struct {
	course.Place
	Code string // stable; "mistake.<code>" in the catalogue
	Args lang.A
}

// Say is what is wrong, in the interface language of tag.
func (m Mistake) Say(tag lang.Tag) string { return words.Say(tag, "mistake."+m.Code, m.Args) }

// File is one .parity file, its lines sorted by id.
type File struct {
	Path  string
	Lines []*Line
	text  string // as it was read
}

// Bytes is the file as it is written: one line an id, sorted; a line nobody touched stays byte for byte.
func (f *File) Bytes() []byte {
	lines := slices.Clone(f.Lines)
	slices.SortStableFunc(lines, func(a, b *Line) int { return cmp.Compare(a.ID, b.ID) })
	var b bytes.Buffer
	for _, l := range lines {
		if l.raw != "" {
			b.WriteString(strings.TrimSpace(l.raw))
		} else {
			b.WriteString(l.String())
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Book is every .parity file of a course.
type Book struct {
	Files    map[string]*File // by path in the course
	Mistakes []Mistake        // sorted by place
	byID     map[course.ID]*Line
}

// Line is what is confirmed of a passage, whichever file it stands in; nil when nothing is.
func (b *Book) Line(id course.ID) *Line { return b.byID[id] }

// NewBook is a book without a line.
func NewBook() *Book {
	return &Book{Files: map[string]*File{}, byID: map[course.ID]*Line{}}
}

// BookOf reads every .parity file of a loaded course. What is wrong in them is in Mistakes.
func BookOf(c *course.Course) *Book {
	b := NewBook()
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		if path.Ext(name) == ".parity" {
			b.add(name, c.Files[name].Text)
		}
	}
	slices.SortStableFunc(b.Mistakes, func(x, y Mistake) int {
		return cmp.Or(byPlace(x.Place, y.Place), cmp.Compare(x.Code, y.Code))
	})
	return b
}

func (b *Book) wrong(code string, at course.Place, args lang.A) {
	b.Mistakes = append(b.Mistakes, Mistake{Place: at, Code: code, Args: args})
}

// add reads the text of one file into the book.
func (b *Book) add(name, text string) {
	file := &File{Path: name, text: text}
	b.Files[name] = file
	s := strings.TrimPrefix(text, "\uFEFF")
	number := 0
	for raw := range strings.SplitSeq(s, "\n") {
		number++
		at := course.Place{File: name, Line: number, Column: 1}
		raw = strings.TrimSuffix(raw, "\r")
		switch {
		case strings.TrimSpace(raw) == "":
		case !utf8.ValidString(raw):
			b.wrong("line-encoding", at, nil)
		case len(raw) > maxLine:
			b.wrong("line-long", at, nil)
		default:
			b.addLine(file, raw, at)
		}
	}
}

func (b *Book) addLine(file *File, raw string, at course.Place) {
	line, wrong := parseLine(raw, at)
	b.Mistakes = append(b.Mistakes, wrong...)
	if line == nil {
		return
	}
	if first := b.byID[line.ID]; first != nil {
		b.wrong("line-duplicate", line.Place, lang.A{"id": string(line.ID), "file": first.File, "line": lineNumber(first.Place)})
		return
	}
	file.Lines = append(file.Lines, line)
	if len(wrong) == 0 {
		b.byID[line.ID] = line
	}
}

// Strays is the lines whose passage is not in the course: it was retired, or the line was mistyped. They are
// kept until somebody drops them, for a passage may come back with its text.
func (b *Book) Strays(pairs []Pair) []*Line {
	known := make(map[course.ID]bool, len(pairs))
	for _, p := range pairs {
		known[p.ID] = true
	}
	var out []*Line
	for id, l := range b.byID {
		if !known[id] {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(x, y *Line) int { return cmp.Or(byPlace(x.Place, y.Place), cmp.Compare(x.ID, y.ID)) })
	return out
}
