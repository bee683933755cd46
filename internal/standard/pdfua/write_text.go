package pdfua

import (
	"math"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Text draws a run with its first glyph at x and its baseline at y. A run that is read from
// right to left is written word by word in that order and marked (14.8.2.3.3); the letters
// of a word are written as they are seen: readers turn them round, and break words when
// the pen goes back. Every place is exact to a thousandth of the size.
func (c *Canvas) Text(r Run, x, y float64, color Color) {
	if len(r.Glyphs) == 0 {
		return
	}
	t := typist{c: c, run: &r, x: x, y: y, color: color}
	if r.RTL() {
		c.page.apart("ReversedChars", "", t.all)
		return
	}
	t.all()
}

// cluster is a group of glyphs and the characters it stands for.
type cluster struct {
	glyphs []Glyph
	x      float64 // of its first glyph, from the beginning of the run
	text   string
}

// clusters groups the glyphs of the run, as they are seen.
func (r *Run) clusters() []cluster {
	out := make([]cluster, 0, len(r.Glyphs))
	x := 0.0
	for i := 0; i < len(r.Glyphs); {
		j, w := i, 0.0
		for ; j < len(r.Glyphs) && r.Glyphs[j].Cluster == r.Glyphs[i].Cluster; j++ {
			w += float64(r.Glyphs[j].Advance)
		}
		out = append(out, cluster{glyphs: r.Glyphs[i:j], x: x})
		x += w
		i = j
	}
	if r.RTL() {
		slices.Reverse(out)
	}
	for i := range out {
		from, to := int(out[i].glyphs[0].Cluster), len(r.Text)
		if i == 0 {
			from = 0 // what draws nothing in front goes with the first
		}
		if i+1 < len(out) {
			to = int(out[i+1].glyphs[0].Cluster)
		}
		if from < to {
			out[i].text = r.Text[from:to]
		}
	}
	if r.RTL() {
		slices.Reverse(out)
	}
	return out
}

// typist writes glyphs as show strings with adjustments (ISO 32000-1, 9.4.3).
type typist struct {
	c      *Canvas
	run    *Run
	x, y   float64 // where the run stands
	color  Color
	at     float64 // where the pen stands
	rise   float64
	object bool // a text object is open
	open   bool // an array in it is open
	quote  bool // a string in that is open
}

func (t *typist) all() {
	for _, word := range t.run.words() {
		for _, piece := range t.strings(word) {
			for _, cl := range piece {
				t.cluster(cl)
			}
		}
		t.end()
	}
}

// strings parts a word from right to left where a letter does not stand exactly after the
// one on its left, by kerning or as a mark: strings stand in the order of reading, and
// only the letters in each from left to right (14.8.2.3.3).
func (t *typist) strings(word []cluster) [][]cluster {
	if !t.run.RTL() {
		return [][]cluster{word}
	}
	var out [][]cluster
	from, at, rise := 0, word[0].x+float64(word[0].glyphs[0].X), word[0].glyphs[0].Y
	for i, cl := range word {
		x := cl.x
		for j, g := range cl.glyphs {
			if j == 0 && i > from && (g.Y != rise || t.moves(at, x+float64(g.X)) != 0) {
				out = append(out, word[from:i])
				from = i
			}
			if j == 0 && i == from {
				at, rise = x+float64(g.X), g.Y
			}
			at += t.shown(g.ID)
			x += float64(g.Advance)
		}
	}
	out = append(out, word[from:])
	slices.Reverse(out)
	return out
}

// moves is the adjustment between where the pen stands and where it should, in thousandths
// of the size.
func (t *typist) moves(at, x float64) float64 { return math.Round((at - x) * 1000 / t.run.Size) }

// shown is how far the pen goes by showing a glyph.
func (t *typist) shown(glyph uint16) float64 {
	return float64(float64(t.run.Face.shownWidth(glyph)) * t.run.Size / 1000)
}

// words parts a run from right to left into words with the blanks after them, in the
// order in which they are read; within a word the clusters stand as they are seen.
func (r *Run) words() [][]cluster {
	all := r.clusters()
	if !r.RTL() {
		return [][]cluster{all}
	}
	var out [][]cluster
	to := len(all)
	for i := len(all) - 1; i >= 0; i-- {
		if i == 0 || all[i].text == " " && all[i-1].text != " " {
			out = append(out, all[i:to])
			to = i
		}
	}
	return out
}

func (t *typist) cluster(cl cluster) {
	shown, actual := t.run.Face.mapping(cl, t.run.RTL())
	glyphs := func() {
		x := t.x + cl.x
		for i, g := range cl.glyphs {
			t.glyph(g, x+float64(g.X), shown[i])
			x += float64(g.Advance)
		}
	}
	if !actual {
		t.c.page.ensure()
		glyphs()
		return
	}
	t.end()
	t.c.page.apart("Span", "/ActualText"+text(readable(cl.text)), func() {
		glyphs()
		t.end()
	})
}

func (t *typist) glyph(g Glyph, x float64, shown string) {
	c := t.c
	if !t.object {
		c.setFill(t.color)
		c.op("BT\n1 0 0 -1 %s Tm\n", nums(x, t.y))
		t.object, t.at = true, x
	}
	e, cid := c.page.doc.cid(t.run.Face, g.ID, shown)
	if e != c.now.face || t.run.Size != c.now.size {
		t.endArray()
		use(&c.page.fonts, e)
		c.op("/%s %s Tf\n", e.key, nums(t.run.Size))
		c.now.face, c.now.size = e, t.run.Size
	}
	if rise := float64(g.Y); rise != t.rise {
		t.endArray()
		c.op("%s Ts\n", nums(rise))
		t.rise = rise
	}
	b := &c.page.body
	if !t.open {
		b.WriteByte('[')
		t.open = true
	}
	if move := t.moves(t.at, x); move != 0 {
		if t.quote {
			b.WriteByte('>')
			t.quote = false
		}
		b.WriteString(nums(move))
		t.at -= float64(move * t.run.Size / 1000)
	}
	if !t.quote {
		b.WriteByte('<')
		t.quote = true
	}
	const digits = "0123456789abcdef"
	b.Write([]byte{digits[cid>>12], digits[cid>>8&15], digits[cid>>4&15], digits[cid&15]})
	t.at += t.shown(g.ID)
}

// endArray shows what has been gathered.
func (t *typist) endArray() {
	if t.quote {
		t.c.op(">")
	}
	if t.open {
		t.c.op("]TJ\n")
	}
	t.open, t.quote = false, false
}

// end ends the text object; the rise outlives it and goes back to nothing.
func (t *typist) end() {
	t.endArray()
	if t.rise != 0 {
		t.c.op("0 Ts\n")
		t.rise = 0
	}
	if t.object {
		t.c.op("ET\n")
	}
	t.object = false
}

// mapping says what each glyph of a cluster stands for, and whether the cluster must say
// its text by itself because glyph by glyph it does not come out (14.8.2.4.2).
func (f *Face) mapping(cl cluster, rtl bool) (shown []string, actual bool) {
	if len(cl.glyphs) == 1 {
		s := readable(cl.text)
		return []string{s}, s == ""
	}
	want := readable(cl.text)
	shown = make([]string, len(cl.glyphs))
	for i, g := range cl.glyphs {
		if c, ok := f.reverse[g.ID]; ok {
			shown[i] = readable(string(c))
		}
	}
	inOrder := append([]string(nil), shown...)
	if rtl {
		slices.Reverse(inOrder)
	}
	if got := strings.Join(inOrder, ""); !slices.Contains(shown, "") && (got == want || rtl && norm.NFD.String(got) == norm.NFD.String(want)) {
		return shown, false // from right to left the order of marks is a reader's guess in any case
	}
	for i := range shown {
		if shown[i] == "" {
			shown[i] = want
		}
	}
	return shown, true
}

// readable is text as it may be mapped to: no controls, no U+0000, U+FEFF or U+FFFE
// (ISO 14289-1, 7.21.7).
func readable(s string) string {
	return strings.Map(drawn, s)
}
