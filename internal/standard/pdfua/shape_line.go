package pdfua

// Slice is the piece of the run whose text is Text[from:to], both at the beginning of
// characters: a part of a word is shaped again where its letters depend on what was
// cut off. The run itself is not changed.
func (r *Run) Slice(from, to int) Run {
	if from == 0 && to == len(r.Text) {
		return *r
	}
	piece := *r
	piece.Start, piece.Text, piece.Missing = r.Start+from, r.Text[from:to], nil
	if from == to {
		piece.Glyphs, piece.Width = nil, 0
		return piece
	}
	if r.how.missing || !r.cuttable(from) || !r.cuttable(to) {
		var runes []rune
		for _, c := range piece.Text {
			runes = append(runes, drawn(c))
		}
		piece.set(runes, runes, 0)
		return piece
	}
	piece.Glyphs, piece.Width = nil, 0
	for _, g := range r.Glyphs {
		if int(g.Cluster) >= from && int(g.Cluster) < to {
			g.Cluster -= int32(from)
			piece.Glyphs = append(piece.Glyphs, g)
			piece.Width += float64(g.Advance)
		}
	}
	return piece
}

// cuttable says that the text may be cut at a byte without changing a glyph.
func (r *Run) cuttable(at int) bool {
	if at == 0 || at == len(r.Text) {
		return true
	}
	found := false
	for _, g := range r.Glyphs {
		if int(g.Cluster) == at {
			if g.Unsafe {
				return false
			}
			found = true
		}
	}
	return found
}

// TrailingSpace is the width of the spaces at the end of the run's text, which a line
// does not count. They are drawn all the same: words of two lines must not join for
// those who listen.
func (r *Run) TrailingSpace() float64 {
	end := len(r.Text)
	for end > 0 && r.Text[end-1] == ' ' {
		end--
	}
	w := 0.0
	for _, g := range r.Glyphs {
		if int(g.Cluster) >= end {
			w += float64(g.Advance)
		}
	}
	return w
}

// Spaces counts the spaces (U+0020) that justification may widen.
func (r *Run) Spaces() int {
	n := 0
	for _, g := range r.Glyphs {
		if r.Text[g.Cluster] == ' ' {
			n++
		}
	}
	return n
}

// Widen is the run with points added to each of its spaces.
func (r Run) Widen(points float64) Run {
	r.Glyphs = append([]Glyph(nil), r.Glyphs...)
	for i, g := range r.Glyphs {
		if r.Text[g.Cluster] == ' ' {
			r.Glyphs[i].Advance += float32(points)
			r.Width += points
		}
	}
	return r
}
