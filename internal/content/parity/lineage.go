package parity

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// shifted finds passages that stand elsewhere among the passages of their page than before: those outside the
// longest run that kept its order, so that one passage carried up is one shift and not many.
func shifted(before, after []Pair) map[course.ID]bool {
	at := map[course.ID]int{}
	file := map[course.ID]string{}
	for i, p := range before {
		at[p.ID], file[p.ID] = i, p.File
	}
	pages := map[string][]course.ID{}
	for _, p := range after {
		if p.Page != nil && file[p.ID] == p.File {
			pages[p.File] = append(pages[p.File], p.ID)
		}
	}
	out := map[course.ID]bool{}
	for _, ids := range pages {
		kept := keptOrder(ids, at)
		for _, id := range ids {
			if !kept[id] {
				out[id] = true
			}
		}
	}
	return out
}

// keptOrder is the longest run of ids whose former places rise (patience sorting).
func keptOrder(ids []course.ID, at map[course.ID]int) map[course.ID]bool {
	var tops []int // index into ids of the last of each run length
	previous := make([]int, len(ids))
	for i, id := range ids {
		n := sort.Search(len(tops), func(n int) bool { return at[ids[tops[n]]] >= at[id] })
		previous[i] = -1
		if n > 0 {
			previous[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	kept := map[course.ID]bool{}
	if len(tops) > 0 {
		for i := tops[len(tops)-1]; i >= 0; i = previous[i] {
			kept[ids[i]] = true
		}
	}
	return kept
}

// relate finds splits and merges: a passage that was born where another lost the same words, or that is gone where
// another gained them. It only says so; nothing is decided by it.
func (k *comparison) relate(edits []Edit) {
	for i := range edits {
		e := &edits[i]
		switch {
		case slices.Contains(e.What, Born):
			k.relateTo(edits, e, Split, func(o *Edit) (texts [2]string) {
				return [2]string{textOf(k.newByID[e.ID]), lost(k.oldByID[o.ID], k.newByID[o.ID])}
			})
		case slices.Contains(e.What, Retired):
			k.relateTo(edits, e, Merged, func(o *Edit) [2]string {
				return [2]string{textOf(k.oldByID[e.ID]), lost(k.newByID[o.ID], k.oldByID[o.ID])}
			})
		}
	}
}

// relateTo looks for the changed passage of the same page whose lost (or gained) words are those of e.
func (k *comparison) relateTo(edits []Edit, e *Edit, what What, texts func(*Edit) [2]string) {
	const enough = 0.6 // share of the words of e that must come from the other
	best, found := enough, -1
	for i := range edits {
		o := &edits[i]
		if !slices.Contains(o.What, Changed) || !k.samePage(o.ID, e.ID) {
			continue
		}
		t := texts(o)
		if share := overlap(t[0], t[1]); share > best {
			best, found = share, i
		}
	}
	if found < 0 {
		return
	}
	o := &edits[found]
	if !slices.Contains(o.What, what) {
		o.What = append(o.What, what)
	}
	o.Class = Structure
	o.Related = append(o.Related, e.ID)
	e.What = append(e.What, what)
	e.Related = append(e.Related, o.ID)
}

// weighWholes weighs each passage that was split, or took up another, together with the others: what went on under another
// id is said as before, and what is said otherwise in any of the parts counts.
func (k *comparison) weighWholes(edits []Edit) {
	at := map[course.ID]*Edit{}
	for i := range edits {
		at[edits[i].ID] = &edits[i]
	}
	for i := range edits {
		e := &edits[i]
		if k.oldByID[e.ID] == nil || k.newByID[e.ID] == nil || len(e.Related) == 0 {
			continue
		}
		parts := append([]course.ID{e.ID}, e.Related...)
		for j := range e.Sides {
			s := &e.Sides[j]
			if !s.both() {
				continue
			}
			k.see(s, k.oldByID[e.ID], k.newByID[e.ID], whole(k.before, parts, s.Tag), whole(k.after, parts, s.Tag))
			s.Declared, s.TooLow = "", false
			if class := k.declaredOf(parts, s.Tag); class > Same {
				s.weigh(class.String())
			}
		}
		e.Behind = nil
		k.leaveBehind(e, k.newByID[e.ID])
	}
}

// whole is the text of some passages in a language, in reading order.
func whole(pairs []Pair, parts []course.ID, tag lang.Tag) string {
	var out []string
	for _, p := range pairs {
		if t, has := p.Texts[tag]; has && slices.Contains(parts, p.ID) {
			out = append(out, t.Text)
		}
	}
	return strings.Join(out, " ")
}

// declaredOf is the highest class that is declared of some passages in a language; Same when none is.
func (k *comparison) declaredOf(parts []course.ID, tag lang.Tag) (most Class) {
	for _, id := range parts {
		if declared, has := k.weigher.declaration(id, tag); has {
			class, _ := ParseClass(declared.Class)
			most = max(most, class)
		}
	}
	return most
}

func (k *comparison) samePage(a, b course.ID) bool {
	page := func(id course.ID) string {
		if p := k.newByID[id]; p != nil {
			return p.File
		}
		return k.oldByID[id].File
	}
	return page(a) == page(b)
}

// textOf is the plain text of a pair in the first of its languages.
func textOf(p *Pair) string {
	if p == nil {
		return ""
	}
	return p.Texts[firstTag(p)].Plain
}

func firstTag(p *Pair) lang.Tag {
	tags := make([]lang.Tag, 0, len(p.Texts))
	for tag := range p.Texts {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	if len(tags) == 0 {
		return ""
	}
	return tags[0]
}

// lost is the words of a that b has not.
func lost(a, b *Pair) string {
	if a == nil || b == nil {
		return ""
	}
	tag := firstTag(a)
	has := map[string]int{}
	for _, w := range plainWords(b.Texts[tag].Plain) {
		has[w]++
	}
	var out []string
	for _, w := range plainWords(a.Texts[tag].Plain) {
		if has[w]--; has[w] < 0 {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// overlap is the share (0 to 1) of the words of a that are in b; 0 for fewer than three words.
func overlap(a, b string) float64 {
	words := plainWords(a)
	if len(words) < 3 {
		return 0
	}
	has := map[string]int{}
	for _, w := range plainWords(b) {
		has[w]++
	}
	n := 0
	for _, w := range words {
		if has[w]--; has[w] >= 0 {
			n++
		}
	}
	return float64(n) / float64(len(words))
}

func plainWords(s string) []string {
	return strings.FieldsFunc(plainKey(s), func(r rune) bool { return !isWordRune(r) })
}

// answerKeys is what is right in every question, by the id of the answer that says it, in each language.
func answerKeys(c *course.Course) map[lang.Tag]map[course.ID]string {
	out := map[lang.Tag]map[course.ID]string{}
	for _, tag := range c.Tags() {
		keys := map[course.ID]string{}
		out[tag] = keys
		for _, page := range c.Pages() {
			d := page.Doc(tag)
			if d == nil {
				continue
			}
			course.Walk(d.Blocks, func(b *course.Block) bool {
				if b.Question != nil {
					questionKeys(b.Question, keys)
				}
				return true
			})
		}
	}
	return out
}

func questionKeys(q *course.Question, keys map[course.ID]string) {
	for i, ch := range q.Choices {
		switch {
		case q.Kind == course.Ordering:
			keys[ch.ID] = strconv.Itoa(i + 1)
		case q.Kind.Scored() && ch.Right:
			keys[ch.ID] = "[x]"
		case q.Kind.Scored():
			keys[ch.ID] = "[ ]"
		}
	}
	for _, s := range q.Steps {
		for _, ch := range s.Choices {
			keys[ch.ID] = "[" + ch.Goto + "]"
		}
	}
}
