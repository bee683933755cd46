package check

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// sources finds places in the text files of a course.
type sources struct {
	c     *course.Course
	files map[string]*lineTable
}

func newSources(c *course.Course) *sources {
	return &sources{c: c, files: map[string]*lineTable{}}
}

func (s *sources) of(file string) *lineTable {
	t := s.files[file]
	if t == nil {
		t = newLineTable([]byte(s.c.Files[file].Text))
		s.files[file] = t
	}
	return t
}

// lineTable knows where the lines of a file begin.
type lineTable struct {
	src    []byte
	starts []int
}

func newLineTable(src []byte) *lineTable {
	t := &lineTable{src: src, starts: []int{0}}
	for i, b := range src {
		if b == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line is the bytes of a line counted from 1, without its end.
func (t *lineTable) line(n int) (from, to int) {
	if n < 1 || n > len(t.starts) {
		return 0, 0
	}
	from, to = t.starts[n-1], len(t.src)
	if n < len(t.starts) {
		to = t.starts[n] - 1
	}
	return from, to
}

// offset is the byte a place names; -1 when the file has no such place.
func (t *lineTable) offset(p course.Place) int {
	if p.Line < 1 || p.Line > len(t.starts) {
		return -1
	}
	from, to := t.line(p.Line)
	for column := 1; column < p.Column && from < to; column++ {
		_, size := utf8.DecodeRune(t.src[from:])
		from += size
	}
	return from
}

// place is the line and column, from 1, of a byte.
func (t *lineTable) place(offset int) (line, column int) {
	low, high := 0, len(t.starts)
	for high-low > 1 {
		if middle := (low + high) / 2; t.starts[middle] <= offset {
			low = middle
		} else {
			high = middle
		}
	}
	return low + 1, utf8.RuneCount(t.src[t.starts[low]:offset]) + 1
}

// find lays a text on the only place of a line where it stands as it is.
func (t *lineTable) find(line int, text string) []int32 {
	from, to := t.line(line)
	i := bytes.Index(t.src[from:to], []byte(text))
	if i < 0 || bytes.Count(t.src[from:to], []byte(text)) > 1 {
		return nil
	}
	return straight(from+i, len(text))
}

// yaml lays a text on a scalar of the entry that begins at a place: where it stands as it is on one line, after its
// language when that is said there.
func (t *lineTable) yaml(p course.Place, tag lang.Tag, text string) []int32 {
	from := t.offset(p)
	if from < 0 {
		return nil
	}
	region := t.src[from:t.entryEnd(p)]
	for _, before := range []string{string(tag) + ": ", string(tag) + `: "`, string(tag) + ": '", ": ", `: "`, ": '"} {
		if i := bytes.Index(region, []byte(before+text)); i >= 0 {
			return straight(from+i+len(before), len(text))
		}
	}
	return nil
}

// entryEnd is where the list entry or mapping that begins at a place ends: before the next line that is not deeper.
// A place on the first line speaks of the whole file.
func (t *lineTable) entryEnd(p course.Place) int {
	if p.Line <= 2 {
		return len(t.src)
	}
	depth := t.indent(p.Line)
	for n := p.Line + 1; n <= len(t.starts); n++ {
		if from, to := t.line(n); strings.TrimSpace(string(t.src[from:to])) != "" && t.indent(n) <= depth && (p.Column <= 1 || t.indent(n) < p.Column-1) {
			return from
		}
	}
	return len(t.src)
}

func straight(from, length int) []int32 {
	at := make([]int32, length)
	for i := range at {
		at[i] = int32(from + i)
	}
	return at
}

// cell is where a cell's text begins, columns from 0; -1 when the line has no such cell.
func (t *lineTable) cell(line, column int) int {
	from, to := t.line(line)
	i := from
	for i < to && (t.src[i] == ' ' || t.src[i] == '>' || t.src[i] == '\t') {
		i++
	}
	if i < to && t.src[i] == '|' {
		i++
	}
	for ; column > 0 && i < to; i++ {
		switch t.src[i] {
		case '\\':
			i++
		case '|':
			column--
		}
	}
	if i >= to {
		return -1
	}
	return i
}

// caption is where the line that begins with a colon stands, before or after a table of that many rows.
func (t *lineTable) caption(line, rows int) int {
	for n := line - 3; n <= line+rows+4; n++ {
		from, to := t.line(n)
		text := bytes.TrimLeft(t.src[from:to], " >\t")
		if bytes.HasPrefix(text, []byte(": ")) {
			return to - len(text) + 2
		}
	}
	return -1
}

// align lays running text over its Markdown source from an offset on: for each byte of the text, where it stands.
// Markup is stepped over; where the two do not agree the answer is nil, which costs a finding its exact place and
// its repair, and nothing else.
func align(src []byte, from int, text string) []int32 {
	if from < 0 {
		return nil
	}
	a := aligner{src: src, i: from, at: make([]int32, 0, len(text))}
	for j := 0; j < len(text); {
		_, size := utf8.DecodeRuneInString(text[j:])
		if !a.step(text[j : j+size]) {
			return nil
		}
		j += size
	}
	return a.at
}

type aligner struct {
	src []byte
	i   int
	at  []int32
}

// step finds the next character of the text.
func (a *aligner) step(char string) bool {
	for tries := 0; tries < 200 && a.i < len(a.src); tries++ {
		if char == object {
			if start := a.i; a.skipObject() {
				a.put(start, len(char))
				return true
			}
		} else if bytes.HasPrefix(a.src[a.i:], []byte(char)) && !a.escaped(char) {
			for k := range len(char) {
				a.at = append(a.at, int32(a.i+k))
			}
			a.i += len(char)
			return true
		} else if a.entity(char) {
			return true
		}
		if a.src[a.i] == '\n' && char == " " {
			a.put(a.i, 1)
			a.i++
			a.prefix()
			return true
		}
		if !a.skipMarkup() {
			return false
		}
	}
	return false
}

func (a *aligner) put(offset, n int) {
	for range n {
		a.at = append(a.at, int32(offset))
	}
}

// escaped says that a backslash here stands for the punctuation after it.
func (a *aligner) escaped(char string) bool {
	return char == `\` && a.i+1 < len(a.src) && strings.IndexByte("\\`*_{}[]()#+-.!^<>|~'\"", a.src[a.i+1]) >= 0
}

func (a *aligner) entity(char string) bool {
	if a.src[a.i] != '&' {
		return false
	}
	end := bytes.IndexByte(a.src[a.i:min(a.i+12, len(a.src))], ';')
	if end < 0 || html.UnescapeString(string(a.src[a.i:a.i+end+1])) != char {
		return false
	}
	a.put(a.i, len(char))
	a.i += end + 1
	return true
}

// prefix steps over what a container puts before a continued line.
func (a *aligner) prefix() {
	for a.i < len(a.src) && strings.IndexByte(" \t>", a.src[a.i]) >= 0 {
		a.i++
	}
}

// skipMarkup steps over one piece of markup that is not text.
func (a *aligner) skipMarkup() bool {
	rest := a.src[a.i:]
	switch {
	case bytes.HasPrefix(rest, []byte("](")):
		return a.past("](", ")")
	case bytes.HasPrefix(rest, []byte("<!--")):
		return a.past("<!--", "-->")
	case bytes.HasPrefix(rest, []byte("]{")):
		return a.past("]{", "}")
	case bytes.HasPrefix(rest, []byte("][")):
		return a.past("][", "]")
	case len(a.at) == 0 && rest[0] == '[' && bytes.Contains(rest[:min(len(rest), 40)], []byte("] ")):
		return a.past("[", "] ") // the box of an answer, with the step it leads to
	case len(a.at) == 0 && strings.IndexByte("#-+.)0123456789:|", rest[0]) >= 0,
		strings.IndexByte(" \t*_[]\\<>\r", rest[0]) >= 0:
		a.i++
		return true
	case len(a.at) == 0 && rest[0] == 'x' && a.i > 0 && a.src[a.i-1] == '[':
		a.i++
		return true
	}
	return false
}

// skipObject steps over code, a citation, a footnote mark, an image or a phrase in another language.
func (a *aligner) skipObject() bool {
	rest := a.src[a.i:]
	switch {
	case rest[0] == '`':
		n := len(rest) - len(bytes.TrimLeft(rest, "`"))
		return a.past(string(rest[:n]), string(rest[:n]))
	case bytes.HasPrefix(rest, []byte("[@")), bytes.HasPrefix(rest, []byte("[^")):
		return a.past("[", "]")
	case bytes.HasPrefix(rest, []byte("![")):
		return a.past("![", ")")
	case rest[0] == '[':
		if i := bytes.Index(rest[:min(len(rest), 400)], []byte("]{lang=")); i > 0 && !bytes.Contains(rest[:i], []byte("](")) {
			a.i += i
			return a.past("]{", "}")
		}
	}
	return false
}

func (a *aligner) past(open, end string) bool {
	i := bytes.Index(a.src[a.i+len(open):], []byte(end))
	if i < 0 || i > 2000 {
		return false
	}
	a.i += len(open) + i + len(end)
	return true
}
