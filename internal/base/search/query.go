package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Answer is what a query finds.
type Answer struct {
	Query string `json:"query"`
	// All says that every passage found has every word; else Missing and the
	// order of the results say what could be done: most words first.
	All bool `json:"all"`
	// Missing are the words, as typed, that no passage has.
	Missing []string `json:"missing"`
	// Instead are the words taken for misspelt: as typed, then as searched.
	Instead [][2]string `json:"instead"`
	// Total is the number of results there would be without a limit.
	Total   int      `json:"total"`
	Results []Result `json:"results"`
}

// Result is a passage that was found.
type Result struct {
	Address string `json:"address"`
	Passage string `json:"passage"`
	Kind    string `json:"kind"`
	Score   int    `json:"score"`
	Title   []Part `json:"title"`
	Heading []Part `json:"heading"`
	Snippet []Part `json:"snippet"`
}

// Part is a run of text; Mark says that it is a word that was looked for.
type Part struct {
	Text string `json:"text"`
	Mark bool   `json:"mark"`
}

const (
	maxQueryWords = 32 // the words of a query that count
	maxExpansions = 32 // the terms that the beginning of a word may stand for
	pageResults   = 3  // the passages of one page that are shown
)

// wanted is one word of a query and the terms that answer it.
type wanted struct {
	typed string
	terms []int32
}

// Search finds the best passages for a query, at most limit. Passages that have
// all words come first and alone; where none has, those that have some.
func (x *Index) Search(query string, limit int) Answer {
	query = valid(query)
	answer := Answer{Query: query, Missing: []string{}, Instead: [][2]string{}, Results: []Result{}}
	words := x.wanted(query, &answer)
	if len(words) == 0 {
		return answer
	}
	hits := x.hitsOf(words[0])
	for _, w := range words[1:] {
		hits = union(hits, x.hitsOf(w))
	}
	all := slices.DeleteFunc(slices.Clone(hits), func(h hit) bool { return h.words < len(words) })
	if answer.All = len(all) > 0; answer.All {
		hits = all
	}
	slices.SortFunc(hits, compareHits)
	hits = x.fewOfAPage(hits)
	answer.Total = len(hits)
	marks := marksOf(words)
	for _, h := range hits[:min(max(limit, 0), len(hits))] {
		answer.Results = append(answer.Results, x.result(h, marks))
	}
	return answer
}

// wanted reads the words of a query. Common words count only where there is
// nothing else.
func (x *Index) wanted(query string, answer *Answer) []wanted {
	all := scanWords(query)
	telling := slices.DeleteFunc(slices.Clone(all), func(w queryWord) bool { return x.analyser.Common(w.folded) })
	if len(telling) == 0 {
		telling = all
	}
	var out []wanted
	seen := make(map[string]bool)
	for _, w := range telling {
		if seen[w.folded] {
			continue
		}
		seen[w.folded] = true
		terms := x.termsOf(w, answer)
		if len(terms) == 0 {
			answer.Missing = append(answer.Missing, w.typed)
		}
		out = append(out, wanted{w.typed, terms})
	}
	return out
}

// queryWord is a word of a query; open says that the query ends with it, so that
// more of it may be on its way.
type queryWord struct {
	typed, folded string
	open          bool
}

func scanWords(query string) []queryWord {
	var out []queryWord
	var s Scanner
	s.Reset(query)
	for len(out) < maxQueryWords && s.Next() {
		out = append(out, queryWord{query[s.start:s.end], string(s.folded), s.end == len(query)})
	}
	return out
}

// termsOf gives the terms that answer a word: its own, else those it is the
// beginning of, else that of the commonest word one slip away.
func (x *Index) termsOf(w queryWord, answer *Answer) []int32 {
	if term, ok := x.lookUp(w.folded); ok {
		return []int32{term}
	}
	if w.open && utf8.RuneCountInString(w.folded) >= 2 {
		if terms := x.beginning(w.folded); len(terms) > 0 {
			return terms
		}
	}
	if word := x.oneSlipAway(w.folded); word >= 0 {
		answer.Instead = append(answer.Instead, [2]string{w.typed, x.words[word]})
		return []int32{x.wordTerms[word]}
	}
	return nil
}

// lookUp gives the term of a folded word.
func (x *Index) lookUp(folded string) (int32, bool) {
	if term, ok := x.termOf[folded]; ok {
		return term, true
	}
	term, ok := x.stems[x.analyser.Stem(folded)]
	return term, ok
}

// beginning gives the most frequent terms with a word that begins with folded.
func (x *Index) beginning(folded string) []int32 {
	at, _ := slices.BinarySearch(x.words, folded)
	var terms []int32
	for ; at < len(x.words) && strings.HasPrefix(x.words[at], folded); at++ {
		terms = append(terms, x.wordTerms[at])
	}
	slices.Sort(terms)
	terms = slices.Compact(terms)
	slices.SortStableFunc(terms, func(a, b int32) int { return x.frequency(b) - x.frequency(a) })
	return terms[:min(len(terms), maxExpansions)]
}

// hit is a passage, the number of query words it has and what they weigh.
type hit struct {
	doc          int32
	words, score int
}

func compareHits(a, b hit) int {
	if a.words != b.words {
		return b.words - a.words
	}
	if a.score != b.score {
		return b.score - a.score
	}
	return int(a.doc - b.doc)
}

// hitsOf gives the passages of a word in their order, each with its best term.
func (x *Index) hitsOf(w wanted) []hit {
	var out []hit
	for i, term := range w.terms {
		weight := rarity(len(x.docs), x.frequency(term))
		list := make([]hit, 0, x.frequency(term))
		for _, p := range x.postingsOf(term) {
			list = append(list, hit{p.doc(), 1, p.impact() * weight})
		}
		if i == 0 {
			out = list
			continue
		}
		out = merge(out, list, func(a, b hit) hit { a.score = max(a.score, b.score); return a })
	}
	return out
}

func union(a, b []hit) []hit {
	return merge(a, b, func(a, b hit) hit { return hit{a.doc, a.words + b.words, a.score + b.score} })
}

// merge merges two lists in the order of documents.
func merge(a, b []hit, both func(a, b hit) hit) []hit {
	out := make([]hit, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].doc < b[0].doc:
			out, a = append(out, a[0]), a[1:]
		case a[0].doc > b[0].doc:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, both(a[0], b[0])), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// fewOfAPage keeps the best passages of each page, so that one page does not
// hide the others.
func (x *Index) fewOfAPage(hits []hit) []hit {
	shown := make(map[int32]int)
	return slices.DeleteFunc(hits, func(h hit) bool {
		page := x.pages[h.doc]
		shown[page]++
		return shown[page] > pageResults
	})
}
