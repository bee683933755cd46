package parity

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Weighing is what a judgement of pairs takes besides the texts and the lines.
type Weighing struct {
	Now Day // exceptions before it are over
	// Before is an earlier state of the course, whose texts tell the class of an edit; nil when there is none.
	// An edit without a declared class and without its old text counts as meaning.
	Before *course.Course
}

// Claim is a declared class that the machine reads otherwise.
type Claim struct {
	course.Place
	ID       course.ID
	Tag      lang.Tag
	Declared Class
	Seen     Class
	Reasons  []Reason
}

// Pairs judges every passage of a course, in the reading order of its first language.
func Pairs(c *course.Course, book *Book, w Weighing) []Pair {
	var passages []course.Passage
	for _, tag := range c.Tags() {
		passages = append(passages, c.Passages(tag)...)
	}
	pairs := gather(c.Tags(), passages)
	weigher := newWeigher(c, w)
	for i := range pairs {
		pairs[i].Line = book.Line(pairs[i].ID)
		weigher.weigh(&pairs[i])
	}
	return pairs
}

// gather groups passages by id, in the order in which ids are first met.
func gather(tags []lang.Tag, passages []course.Passage) []Pair {
	index := make(map[course.ID]int, len(passages)/max(len(tags), 1))
	var pairs []Pair
	for _, p := range passages {
		if p.ID == "" {
			continue
		}
		i, known := index[p.ID]
		if !known {
			i = len(pairs)
			index[p.ID] = i
			pairs = append(pairs, Pair{ID: p.ID, File: fileOf(p), Kind: p.Kind, Page: p.Page, Module: p.Module,
				Texts: map[lang.Tag]course.Passage{}})
		}
		if _, again := pairs[i].Texts[p.Tag]; !again { // the loader tells of an id that stands twice
			pairs[i].Texts[p.Tag] = p
		}
	}
	return pairs
}

// fileOf is the .parity file a passage belongs to: beside its page, or beside its YAML file.
func fileOf(p course.Passage) string {
	if p.Page != nil && p.Page.Path != "" {
		return p.Page.Path + ".parity"
	}
	name := strings.TrimSuffix(p.File, path.Ext(p.File))
	name = strings.TrimSuffix(name, "."+string(p.Tag))
	return name + ".parity"
}

// weigher judges the pairs of one course.
type weigher struct {
	tags     []lang.Tag
	now      Day
	judge    *Judge
	declared map[course.ID][]course.Change
	before   map[course.ID]map[lang.Tag]string
}

func newWeigher(c *course.Course, w Weighing) *weigher {
	out := &weigher{tags: c.Tags(), now: w.Now, judge: NewJudge(c.Glossary), declared: map[course.ID][]course.Change{}}
	for _, ch := range c.Changes {
		out.declared[ch.ID] = append(out.declared[ch.ID], ch)
	}
	if w.Before != nil {
		out.before = textsOf(w.Before)
	}
	return out
}

// textsOf is the normalised text of every passage of a course.
func textsOf(c *course.Course) map[course.ID]map[lang.Tag]string {
	out := map[course.ID]map[lang.Tag]string{}
	for _, tag := range c.Tags() {
		for _, p := range gather([]lang.Tag{tag}, c.Passages(tag)) {
			if out[p.ID] == nil {
				out[p.ID] = map[lang.Tag]string{}
			}
			out[p.ID][tag] = p.Texts[tag].Text
		}
	}
	return out
}

// weigh fills in the state of a pair and of each of its languages.
func (w *weigher) weigh(p *Pair) {
	p.Stands = make(map[lang.Tag]State, len(w.tags))
	var open []lang.Tag // languages with a text and without exception
	for _, tag := range w.tags {
		switch _, has := p.Texts[tag]; {
		case w.excepted(p, tag):
			p.Stands[tag] = Excepted
		case !has:
			p.Stands[tag] = Missing
		default:
			open = append(open, tag)
		}
	}
	p.Changed = w.changed(p, open)
	for _, tag := range open {
		p.Stands[tag] = w.stand(p, tag, open)
	}
	p.State = worst(p.Stands)
}

// excepted says whether a person excused the language and the exception still runs. The last day counts.
func (w *weigher) excepted(p *Pair, tag lang.Tag) bool {
	if p.Line == nil || !slices.Contains(p.Line.Except, tag) {
		return false
	}
	if w.now > p.Line.Until {
		p.Lapsed = append(p.Lapsed, tag)
		return false
	}
	return true
}

// changed is the languages whose text changed since it was confirmed, by an edit that touches the others.
func (w *weigher) changed(p *Pair, open []lang.Tag) []lang.Tag {
	if p.Line == nil {
		return nil
	}
	var out []lang.Tag
	for _, tag := range open {
		confirmed := p.Line.Hashes[tag]
		if confirmed != "" && confirmed != p.Hash(tag) && !w.covered(p, tag, confirmed) {
			out = append(out, tag)
		}
	}
	return out
}

// covered says whether the edit since the confirmation leaves the other languages as they are: a typo as the machine
// sees it, when the old text is at hand, or what its author declared a typo or a matter of clarity and the machine does
// not see otherwise. Clarity that nobody declared covers nothing: the machine cannot tell another word for the same
// thing from another thing.
func (w *weigher) covered(p *Pair, tag lang.Tag, confirmed string) bool {
	seen, reasons, atHand := w.seen(p, tag, confirmed)
	declared, has := w.declaration(p.ID, tag)
	if !has {
		return atHand && seen <= Typo
	}
	class, ok := ParseClass(declared.Class)
	if !ok {
		return false
	}
	if atHand && class < seen && !onlyUnread(reasons) {
		p.Claims = append(p.Claims, Claim{Place: declared.Place, ID: p.ID, Tag: tag, Declared: class, Seen: seen, Reasons: reasons})
		return false
	}
	return class <= Clarity
}

// seen is the machine's class of the edit from the confirmed text to the present one; false when the text that was
// confirmed is not at hand.
func (w *weigher) seen(p *Pair, tag lang.Tag, confirmed string) (Class, []Reason, bool) {
	old, ok := w.before[p.ID][tag]
	if !ok || (course.Passage{Text: old}).Hash() != confirmed {
		return Meaning, nil, false
	}
	class, reasons := w.judge.Classify(tag, old, p.Texts[tag].Text)
	return class, reasons, true
}

// declaration is the last declared class for a passage in a language.
func (w *weigher) declaration(id course.ID, tag lang.Tag) (course.Change, bool) {
	all := w.declared[id]
	for i := len(all) - 1; i >= 0; i-- {
		if len(all[i].Languages) == 0 || slices.Contains(all[i].Languages, tag) {
			return all[i], true
		}
	}
	return course.Change{}, false
}

// stand is where one language stands that has a text and no exception.
func (w *weigher) stand(p *Pair, tag lang.Tag, open []lang.Tag) State {
	switch {
	case p.Line == nil || p.Line.Hashes[tag] == "":
		return Draft
	case len(p.Changed) == 1 && p.Changed[0] == tag && len(open) > 1:
		return Ahead
	case len(p.Changed) > 0:
		return NeedsALook
	case p.Line.By == ByMachine:
		return Machine
	}
	return InParity
}

// worst is the state of a pair: that of the language that needs work most.
func worst(stands map[lang.Tag]State) State {
	found := map[State]bool{}
	for _, s := range stands {
		if s == Ahead {
			s = NeedsALook
		}
		found[s] = true
	}
	for _, s := range States() {
		if found[s] {
			return s
		}
	}
	return InParity
}

func lineNumber(at course.Place) string { return strconv.Itoa(at.Line) }

// countWords counts what stands between spaces and holds a letter or a digit.
func countWords(plain string) int {
	n := 0
	for f := range strings.FieldsSeq(plain) {
		if strings.ContainsFunc(f, isWordRune) {
			n++
		}
	}
	return n
}
