package search

// The window of a long passage that is shown, in words, and how many of them
// stand before the first mark.
const (
	snippetWords = 40
	snippetLead  = 6
)

// marksOf gives the terms to mark.
func marksOf(words []wanted) map[int32]bool {
	marks := make(map[int32]bool)
	for _, w := range words {
		for _, term := range w.terms {
			marks[term] = true
		}
	}
	return marks
}

func (x *Index) result(h hit, marks map[int32]bool) Result {
	d := x.docs[h.doc]
	return Result{
		Address: d.Address, Passage: d.Passage, Kind: d.Kind, Score: h.score,
		Title:   x.parts(d.Title, x.found(d.Title, marks), 0, len(d.Title)),
		Heading: x.parts(d.Heading, x.found(d.Heading, marks), 0, len(d.Heading)),
		Snippet: x.snippet(d.Text, marks),
	}
}

// place is a word of a text, with its term where it is to be marked.
type place struct {
	start, end int
	term       int32
}

// found analyses a text again and says which of its words were looked for.
func (x *Index) found(text string, marks map[int32]bool) []place {
	var out []place
	var s Scanner
	s.Reset(text)
	for s.Next() {
		term, ok := x.termOf[string(s.folded)]
		if !ok || !marks[term] || x.analyser.Common(string(s.folded)) && !s.capitals() {
			term = noTerm
		}
		out = append(out, place{s.start, s.end, term})
	}
	return out
}

// snippet cuts a text to the window that has the most of what was looked for.
func (x *Index) snippet(text string, marks map[int32]bool) []Part {
	places := x.found(text, marks)
	if len(places) <= snippetWords {
		return x.parts(text, places, 0, len(text))
	}
	first := bestWindow(places)
	last := first + snippetWords
	from, to := 0, len(text)
	if first > 0 {
		from = places[first].start
	}
	if last < len(places) {
		to = places[last-1].end
	}
	parts := x.parts(text, places[first:last], from, to)
	if first > 0 {
		parts = append([]Part{{"… ", false}}, parts...)
	}
	if last < len(places) {
		parts = append(parts, Part{" …", false})
	}
	return parts
}

// bestWindow gives the first word of the window with the most different terms,
// then the most marks; the earliest of equals.
func bestWindow(places []place) int {
	best, bestValue := 0, -1
	for i, p := range places {
		if p.term == noTerm {
			continue
		}
		first := min(max(0, i-snippetLead), len(places)-snippetWords)
		if value := windowValue(places[first : first+snippetWords]); value > bestValue {
			best, bestValue = first, value
		}
	}
	return best
}

func windowValue(places []place) int {
	terms := make(map[int32]bool)
	marks := 0
	for _, p := range places {
		if p.term != noTerm {
			terms[p.term] = true
			marks++
		}
	}
	return len(terms)*snippetWords + marks
}

// parts cuts text[from:to] at its marks.
func (x *Index) parts(text string, places []place, from, to int) []Part {
	out := []Part{}
	for _, p := range places {
		if p.term == noTerm {
			continue
		}
		if p.start > from {
			out = append(out, Part{text[from:p.start], false})
		}
		out = append(out, Part{text[p.start:p.end], true})
		from = p.end
	}
	if from < to {
		out = append(out, Part{text[from:to], false})
	}
	return out
}
