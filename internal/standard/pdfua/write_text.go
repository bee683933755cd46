package pdfua

import (
	"math"
	"strings"
)

// Text draws a run with its first glyph at x and its baseline at y. Glyphs are written from
// left to right as they are seen, also those of a run that is read from right to left:
// readers know that order and turn it round, and break words when the pen goes back.
// Every place is exact to a thousandth of the size.
func (c *Canvas) Text(r Run, x, y float64, color Color) {
	if len(r.Glyphs) == 0 {
		return
	}
	c.setFill(color)
	t := typist{c: c, run: &r, x: x, at: x}
	if r.Actual != "" {
		c.op("/Span<</ActualText %s>>BDC\n", text(r.Actual))
	}
	c.op("BT\n1 0 0 -1 %s Tm\n", nums(x, y))
	for _, cl := range r.clusters() {
		t.cluster(cl)
	}
	t.end()
	c.op("ET\n")
	if r.Actual != "" {
		c.op("EMC\n")
	}
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
		reverse(out)
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
		reverse(out)
	}
	return out
}

// typist writes glyphs as show strings with adjustments (ISO 32000-1, 9.4.3).
type typist struct {
	c     *Canvas
	run   *Run
	x     float64 // of the run
	at    float64 // where the pen stands
	rise  float64
	open  bool // an array is open
	quote bool // a string in it is open
}

func (t *typist) cluster(cl cluster) {
	shown, actual := t.run.Face.mapping(cl, t.run.RTL())
	if actual {
		t.end()
		t.c.op("/Span<</ActualText %s>>BDC\n", text(readable(cl.text)))
	}
	x := t.x + cl.x
	for i, g := range cl.glyphs {
		t.glyph(g, x+float64(g.X), shown[i])
		x += float64(g.Advance)
	}
	if actual {
		t.end()
		t.c.op("EMC\n")
	}
}

func (t *typist) glyph(g Glyph, x float64, shown string) {
	e, cid := t.c.page.doc.cid(t.run.Face, g.ID, shown)
	if e != t.c.now.face || t.run.Size != t.c.now.size {
		t.end()
		use(&t.c.page.fonts, e)
		t.c.op("/%s %s Tf\n", e.key, nums(t.run.Size))
		t.c.now.face, t.c.now.size = e, t.run.Size
	}
	if rise := float64(g.Y); rise != t.rise {
		t.end()
		t.c.op("%s Ts\n", nums(rise))
		t.rise = rise
	}
	b := &t.c.page.body
	if !t.open {
		b.WriteByte('[')
		t.open = true
	}
	if move := math.Round((t.at - x) * 1000 / t.run.Size); move != 0 {
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
	t.at += float64(float64(e.width(g.ID)) * t.run.Size / 1000)
}

// end closes the array; at the end of the run the rise goes back to nothing.
func (t *typist) end() {
	if t.quote {
		t.c.op(">")
	}
	if t.open {
		t.c.op("]TJ\n")
	}
	t.open, t.quote = false, false
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
		reverse(inOrder)
	}
	if strings.Join(inOrder, "") == want && !contains(shown, "") {
		return shown, false
	}
	for i := range shown {
		if shown[i] == "" {
			shown[i] = want
		}
	}
	return shown, true
}

func contains(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}

// readable is text as it may be mapped to: no controls, no U+0000, U+FEFF or U+FFFE
// (ISO 14289-1, 7.21.7).
func readable(s string) string {
	return strings.Map(drawn, s)
}
