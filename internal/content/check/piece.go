package check

import (
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// object stands in the text of a piece for what is not its prose: code, a citation, a footnote mark, an image, a
// phrase in another language.
const object = "\uFFFC"

// pieceKind says what a string is for.
type pieceKind uint8

const (
	pieceParagraph pieceKind = iota + 1
	pieceHeading
	pieceItem // first paragraph of a list item
	pieceCell
	pieceAlt
	pieceCaption
	pieceTitle   // title of a directive
	pieceTerm    // term of a definition
	pieceYAML    // a string of a YAML file or of front matter
	pieceCited   // title or publisher of somebody else's work
	pieceForeign // a phrase marked as being in another language
)

// Piece is one string that people read, in one language.
type Piece struct {
	ID    course.ID
	Tag   lang.Tag
	Kind  pieceKind
	File  string
	Text  string
	Start course.Place
	Block *course.Block // nil for YAML
	Doc   *Text         // nil for YAML
	Words []Word
	// at holds, for each byte of Text, its offset in the source file; nil where text and source could not be
	// laid side by side: then places are those of the whole passage, and nothing is repaired.
	at    []int32
	lines *lineTable
}

// prose says whether the piece is running text of the course's own.
func (pc *Piece) prose() bool {
	switch pc.Kind {
	case pieceParagraph, pieceItem, pieceYAML, pieceCaption:
		return true
	}
	return false
}

// own says whether the words are the course's own, so that their choice can be judged.
func (pc *Piece) own() bool { return pc.Kind != pieceCited && pc.Kind != pieceForeign }

// place is where a byte of the text stands in the source.
func (pc *Piece) place(i int) course.Place {
	if pc.at == nil || i >= len(pc.at) {
		return pc.Start
	}
	line, column := pc.lines.place(int(pc.at[i]))
	return course.Place{File: pc.File, Line: line, Column: column}
}

// region is the bytes of the source that hold text[start:end], when they hold exactly that. With start == end it is
// an insertion point.
func (pc *Piece) region(start, end int) (from, to int, ok bool) {
	if pc.at == nil || start < 0 || end > len(pc.at) {
		return 0, 0, false
	}
	if start == end {
		if start == 0 || start >= len(pc.at) {
			return 0, 0, false
		}
		// Right after the byte before, so that markup between the two stays outside.
		from = int(pc.at[start-1]) + 1
		return from, from, int(pc.at[start]) == from
	}
	from, to = int(pc.at[start]), int(pc.at[end-1])+1
	return from, to, to-from == end-start && string(pc.lines.src[from:to]) == pc.Text[start:end]
}

// docPieces is every string of a page in one language.
func docPieces(t *Text, sources *sources) []*Piece {
	b := pieceBuilder{text: t, src: sources.of(t.File)}
	for _, block := range t.Leaves {
		b.block(block)
	}
	return b.out
}

type pieceBuilder struct {
	text *Text
	src  *lineTable
	out  []*Piece
}

func (pb *pieceBuilder) block(b *course.Block) {
	switch b.Kind {
	case course.Heading:
		pb.inlines(b, pieceHeading, b.ID, b.Inlines, pb.src.offset(b.Place))
	case course.Paragraph:
		kind := pieceParagraph
		if p := pb.text.Parents[b]; p != nil && p.Kind == course.Item && p.Children[0] == b {
			kind = pieceItem
		}
		pb.inlines(b, kind, b.ID, b.Inlines, pb.src.offset(b.Place))
	case course.Definition:
		pb.term(b)
	case course.Figure:
		pb.verbatim(b, pieceAlt, b.ID+"/alt", b.Alt)
		pb.inlinesVerbatim(b, pieceCaption, b.ID+"/caption", b.Caption)
	case course.Table:
		pb.table(b)
	case course.Directive:
		for _, key := range []string{"title", "alt"} {
			kind := pieceTitle
			if key == "alt" {
				kind = pieceAlt
			}
			pb.verbatim(b, kind, b.ID+course.ID("/"+key), b.Attrs[key])
		}
	}
}

// term adds the term of a definition, which stands on a line before it.
func (pb *pieceBuilder) term(b *course.Block) {
	var w inlineWriter
	w.write(b.Inlines)
	pc := pb.add(b, pieceTerm, b.ID+"/term", pb.text.Tag, w.text.String(), -1)
	for line := b.Line; pc != nil && pc.at == nil && line > b.Line-4; line-- {
		pc.at = pb.src.find(line, pc.Text)
	}
}

func (pb *pieceBuilder) table(b *course.Block) {
	for r, row := range b.Rows {
		line := b.Line + r
		if r > 0 {
			line++ // the line of dashes
		}
		for c, cell := range row.Cells {
			id := b.ID + course.ID("/cell."+strconv.Itoa(r)+"."+strconv.Itoa(c+1))
			pb.inlines(b, pieceCell, id, cell, pb.src.cell(line, c))
		}
	}
	if len(b.Caption) == 0 {
		return
	}
	pb.inlines(b, pieceCaption, b.ID+"/caption", b.Caption, pb.src.caption(b.Line, len(b.Rows)))
}

// inlines adds the piece of running text, and one for each phrase marked as another language.
func (pb *pieceBuilder) inlines(b *course.Block, kind pieceKind, id course.ID, inlines []course.Inline, from int) {
	var w inlineWriter
	w.write(inlines)
	whole := pb.add(b, kind, id, pb.text.Tag, w.text.String(), from)
	for _, span := range w.foreign {
		var inner inlineWriter
		inner.write(span.Children)
		from := -1
		if whole != nil && span.start < len(whole.at) && strings.HasPrefix(whole.Text[span.start:], object) {
			from = int(whole.at[span.start]) + len("[")
		}
		pb.add(b, pieceForeign, id, span.Lang, inner.text.String(), from)
	}
}

func (pb *pieceBuilder) inlinesVerbatim(b *course.Block, kind pieceKind, id course.ID, inlines []course.Inline) {
	var w inlineWriter
	w.write(inlines)
	pb.verbatim(b, kind, id, w.text.String())
}

// verbatim adds a string that stands on the block's own line as it is.
func (pb *pieceBuilder) verbatim(b *course.Block, kind pieceKind, id course.ID, text string) {
	if pc := pb.add(b, kind, id, pb.text.Tag, text, -1); pc != nil {
		pc.at = pb.src.find(b.Line, pc.Text)
	}
}

// add adds a piece whose source begins at an offset, -1 when that is not known; nil when there is no text.
func (pb *pieceBuilder) add(b *course.Block, kind pieceKind, id course.ID, tag lang.Tag, text string, from int) *Piece {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	pc := &Piece{
		ID: id, Tag: tag, Kind: kind, File: pb.text.File, Text: text, Start: b.Place,
		Block: b, Doc: pb.text, Words: words(text, tag), lines: pb.src,
	}
	if from >= 0 {
		pc.at = align(pb.src.src, from, text)
	}
	pb.out = append(pb.out, pc)
	return pc
}

// inlineWriter writes running text as rules see it.
type inlineWriter struct {
	text    strings.Builder
	foreign []foreignSpan
}

// foreignSpan is a phrase marked as another language, and where its object stands in the text.
type foreignSpan struct {
	course.Inline
	start int
}

func (w *inlineWriter) write(inlines []course.Inline) {
	for _, in := range inlines {
		switch in.Kind {
		case course.Text:
			w.text.WriteString(in.Text)
		case course.SoftBreak, course.HardBreak:
			w.text.WriteByte(' ')
		case course.CodeSpan, course.Image, course.Cite, course.NoteRef:
			w.text.WriteString(object)
		case course.Span:
			w.foreign = append(w.foreign, foreignSpan{in, w.text.Len()})
			w.text.WriteString(object)
		case course.RawHTML:
		default:
			w.write(in.Children)
		}
	}
}

// yamlPieces is every string of the YAML files and of front matter.
func yamlPieces(c *course.Course, sources *sources) []*Piece {
	var out []*Piece
	for _, tag := range c.Tags() {
		for _, p := range c.YAMLPassages(tag) {
			text := strings.TrimSpace(p.Plain)
			if text == "" || isAddress(text) || strings.HasSuffix(string(p.ID), "/slug") {
				continue
			}
			lines := sources.of(p.File)
			pc := &Piece{
				ID: p.ID, Tag: tag, Kind: yamlKind(p.ID), File: p.File, Text: text, Start: p.Place,
				Words: words(text, tag), lines: lines,
			}
			pc.at = lines.yaml(p.Place, tag, text)
			out = append(out, pc)
		}
	}
	return out
}

func yamlKind(id course.ID) pieceKind {
	s := string(id)
	switch {
	case strings.HasPrefix(s, "reference."),
		strings.HasPrefix(s, "resource.") && !strings.HasSuffix(s, "/good-for"):
		return pieceCited
	}
	return pieceYAML
}

func isAddress(s string) bool {
	return !strings.ContainsAny(s, " \n") && (strings.Contains(s, "://") || strings.HasPrefix(s, "mailto:"))
}
