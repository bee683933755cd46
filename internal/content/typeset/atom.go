package typeset

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"

	"atelier/internal/standard/pdfua"
)

// atom is the smallest thing of a line: a word or a piece of one, with the blank
// after it as an atom of its own.
type atom struct {
	word   *word
	style  *TextStyle
	leaf   *leaf
	width  float64
	level  int8   // of the bidirectional algorithm; odd runs from right to left
	blank  bool   // takes no room at the end of a line
	may    bool   // a line may end after it
	must   bool   // a line ends after it
	within bool   // a break after it parts a word, in need
	page   string // a destination: the number of its page stands here
}

// leaf is the place of words in the structure below their block: the inlines
// around them, outermost first. Painting gives each its element.
type leaf struct {
	up *leaf
	in *Inline
}

// setting gathers the runs of a paragraph before it is cut into atoms.
type setting struct {
	words   *Words
	palette *Palette
	runes   []rune
	runs    []styledRun
}

type styledRun struct {
	from, to int // runes
	style    *TextStyle
	leaf     *leaf
	lang     string
	brk      bool // the run ends its line
	page     string
}

// pageDigits keep the room of a page number until it is known.
const pageDigits = "000"

// atoms cuts inlines into atoms.
func (w *Words) atoms(inlines []Inline, style TextStyle, lang string, p *Palette, code bool) []atom {
	s := &setting{words: w, palette: p}
	s.gather(inlines, &style, lang, nil)
	if len(s.runes) == 0 {
		return nil
	}
	return s.cut(code)
}

func (s *setting) gather(inlines []Inline, style *TextStyle, lang string, up *leaf) {
	for i := range inlines {
		in := &inlines[i]
		own, tongue := style, lang
		if in.Mark != 0 && s.palette != nil {
			changed := in.Mark.apply(*style, s.palette)
			own = &changed
		}
		if in.Lang != "" {
			tongue = in.Lang
		}
		at := up
		if in.Tag != "" || in.Link != "" || in.ID != "" || in.Lang != "" {
			at = &leaf{up: up, in: in}
		}
		if in.Break {
			s.runes = append(s.runes, '\n')
			s.runs = append(s.runs, styledRun{from: len(s.runes) - 1, to: len(s.runes), style: own, leaf: up, lang: tongue, brk: true})
			continue
		}
		text := in.Text
		if in.PageOf != "" {
			text = pageDigits
		}
		if text != "" {
			from := len(s.runes)
			s.runes = append(s.runes, []rune(text)...)
			s.runs = append(s.runs, styledRun{from: from, to: len(s.runes), style: own, leaf: at, lang: tongue, page: in.PageOf})
		}
		s.gather(in.Children, own, tongue, at)
	}
}

// cut parts the runs where a line may end, where blanks begin and where the
// direction changes.
func (s *setting) cut(code bool) []atom {
	levels := s.levels()
	ends := s.lineEnds()
	out := s.words.scratch[:0]
	for _, run := range s.runs {
		if run.brk {
			if n := len(out); n > 0 {
				out[n-1].must, out[n-1].may = true, true
			} else {
				out = append(out, atom{word: s.words.shape(run.style, "", run.lang, false), style: run.style, leaf: run.leaf, must: true, may: true})
			}
			continue
		}
		for at := run.from; at < run.to; {
			blank := breaking(s.runes[at])
			end := at + 1
			for end < run.to && breaking(s.runes[end]) == blank && levels[end] == levels[at] && (blank || !ends[end]) {
				end++
			}
			a := s.atom(run, at, end, levels[at], blank)
			a.may = ends[end] || code && blank
			if n := len(out); blank && n > 0 && end < len(s.runes) {
				a.may = true
			}
			out = append(out, a)
			at = end
		}
	}
	s.words.scratch = out[:0]
	return slices.Clone(out) // a book keeps them until it is painted: no room to spare
}

func (s *setting) atom(run styledRun, from, to int, level int8, blank bool) atom {
	text := strings.Map(visible, string(s.runes[from:to]))
	word := s.words.shape(run.style, text, run.lang, level%2 == 1)
	return atom{word: word, style: run.style, leaf: run.leaf, width: word.width, level: level, blank: blank, page: run.page}
}

// visible takes away what has no shape and gives controls a blank.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r' || r == '\v' || r == '\f':
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return 0xfffd
	case r == 0x00ad || r == 0xfeff: // hyphens that might be, byte order marks
		return -1
	}
	return r
}

// breaking says whether a rune is a blank at which a line may end.
func breaking(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || unicode.Is(unicode.Zs, r) && r != 0xa0 && r != 0x202f && r != 0x2007
}

// lineEnds says before which rune a line may begin (UAX 14). It has one entry more
// than there are runes, for the end.
func (s *setting) lineEnds() []bool {
	ends := make([]bool, len(s.runes)+1)
	var seg segmenter.Segmenter
	seg.Init(s.runes)
	for lines := seg.LineIterator(); lines.Next(); {
		line := lines.Line()
		end := line.Offset + len(line.Text)
		ends[end] = end == len(s.runes) || s.runes[end-1] != '-' || s.hyphenEnds(end)
	}
	return ends
}

// clitics follow a French verb behind a hyphen, from which no line may part them.
var clitics = map[string]bool{"elle": true, "elles": true, "ils": true, "nous": true, "vous": true, "toi": true, "moi": true, "les": true, "lui": true, "leur": true}

// hyphenEnds says whether a line may end at a hyphen: not beside a scrap of a word
// (« a-t-elle », “e-mail”).
func (s *setting) hyphenEnds(at int) bool {
	from, to := at-1, at
	for from > 0 && unicode.IsLetter(s.runes[from-1]) {
		from--
	}
	for to < len(s.runes) && unicode.IsLetter(s.runes[to]) {
		to++
	}
	letters := unicode.IsLetter(s.runes[at])
	return !letters || at-1-from > 2 && to-at > 2 && !clitics[string(s.runes[at:to])]
}

// levels are the embedding levels of the runes; nearly always all are 0.
func (s *setting) levels() []int8 {
	levels := make([]int8, len(s.runes))
	for i, level := range pdfua.Levels(s.runes, pdfua.AutoDirection) {
		levels[i] = int8(level)
	}
	return levels
}

// hasRTL looks for letters and controls that run from right to left.
func hasRTL(runes []rune) bool {
	for _, r := range runes {
		if r < 0x590 {
			continue
		}
		if r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff || r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff ||
			r == 0x200f || r == 0x202b || r == 0x202e || r == 0x2067 {
			return true
		}
	}
	return false
}

// startsRTL says which way a paragraph runs: as its first letter does (UAX 9, P2).
func startsRTL(inlines []Inline, otherwise bool) bool {
	for i := range inlines {
		for _, r := range inlines[i].Text {
			if hasRTL([]rune{r}) && unicode.IsLetter(r) {
				return true
			}
			if unicode.IsLetter(r) {
				return false
			}
		}
		if len(inlines[i].Children) > 0 {
			return startsRTL(inlines[i].Children, otherwise)
		}
	}
	return otherwise
}

// narrow cuts the atoms that are wider than a line into pieces that fit, between
// letters as a reader counts them (UAX 29).
func (w *Words) narrow(atoms []atom, width float64) []atom {
	fits := true
	for i := range atoms {
		if atoms[i].width > width && !atoms[i].blank {
			fits = false
		}
	}
	if fits {
		return atoms
	}
	var out []atom
	for _, a := range atoms {
		if a.width <= width || a.blank {
			out = append(out, a)
			continue
		}
		out = append(out, w.parts(a, width)...)
	}
	return out
}

func (w *Words) parts(a atom, width float64) []atom {
	var seg segmenter.Segmenter
	seg.Init([]rune(a.word.text))
	var out []atom
	add := func(text string) {
		part := a
		part.word = w.shape(a.style, text, "", a.level%2 == 1)
		part.width = part.word.width
		part.may, part.must, part.within = true, false, true
		out = append(out, part)
	}
	piece, room := "", 0.0
	for it := seg.GraphemeIterator(); it.Next(); {
		letter := string(it.Grapheme().Text)
		wide := w.shape(a.style, letter, "", a.level%2 == 1).width
		if piece != "" && room+wide > width*0.98 {
			add(piece)
			piece, room = "", 0
		}
		piece += letter
		room += wide
	}
	if piece != "" {
		add(piece)
	}
	if n := len(out); n > 0 {
		out[n-1].may, out[n-1].must, out[n-1].within = a.may, a.must, false
	}
	return out
}
