package parity

import (
	"cmp"
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// What happened to a passage between two states of a course.
type What string

// What can happen to a passage.
const (
	Born     What = "born"
	Retired  What = "retired"
	Moved    What = "moved"   // to another page
	Shifted  What = "shifted" // to another place in its page
	Split    What = "split"   // part of it went on under a new id
	Merged   What = "merged"  // another passage went into it
	Rekinded What = "kind"    // a paragraph became a heading, and the like
	Changed  What = "changed" // its text, or what is right in it
)

// Side is what an edit did in one language.
type Side struct {
	Tag      lang.Tag `json:"language"`
	Class    Class    `json:"class"` // the class that holds: the higher of what the machine sees and what is declared above it
	Seen     Class    `json:"seen"`  // the machine's class
	Declared string   `json:"declared,omitempty"`
	TooLow   bool     `json:"tooLow,omitempty"` // what is declared is lower than what the machine sees, and does not hold
	Reasons  []Reason `json:"reasons,omitempty"`
	Old      string   `json:"old,omitempty"`
	New      string   `json:"new,omitempty"`
}

// Edit is what happened to one passage.
type Edit struct {
	ID      course.ID   `json:"id"`
	What    []What      `json:"what"`
	Class   Class       `json:"class"` // the highest of its sides and of what happened
	Kind    string      `json:"kind"`
	File    string      `json:"file"`           // where it stands now, or stood
	Line    int         `json:"line,omitempty"` // likewise
	From    string      `json:"from,omitempty"` // the page it came from, when it moved
	Related []course.ID `json:"related,omitempty"`
	Sides   []Side      `json:"sides,omitempty"`
	// Behind is the languages whose text the edit leaves behind: they did not change, and the
	// class is above clarity, or clarity that nobody declared.
	Behind []lang.Tag `json:"behind,omitempty"`
	// Lacking is the languages in which a new passage has no text yet.
	Lacking []lang.Tag `json:"lacking,omitempty"`
}

// Diff is how two states of a course differ, passage by passage.
type Diff struct {
	Languages []lang.Tag     `json:"languages"`
	Edits     []Edit         `json:"edits"` // in the reading order of the new state; what is gone comes last
	Counts    map[string]int `json:"counts"`
	PagesBorn []string       `json:"pagesBorn,omitempty"`
	PagesGone []string       `json:"pagesGone,omitempty"`
	// Conditions are what checks ask for otherwise, beside their questions.
	Conditions []Condition `json:"conditions,omitempty"`
	// Follows says what an adaptation followed before and follows now; nil when that is the same.
	Follows *Followed `json:"follows,omitempty"`
}

// Followed is the course and the release that an adaptation follows, as "ID RELEASE"; empty where it follows none.
type Followed struct {
	Before string `json:"before"`
	Now    string `json:"now"`
}

func followed(c *course.Course) string {
	if c.Follows == nil {
		return ""
	}
	return c.Follows.Course + " " + c.Follows.Release
}

// Class is the highest class of a diff.
func (d Diff) Class() Class {
	var most Class
	for _, e := range d.Edits {
		most = max(most, e.Class)
	}
	for _, c := range d.Conditions {
		most = max(most, c.Class)
	}
	return most
}

// Said is the class of what is said otherwise in texts that are in both states: of a passage that was moved, split or
// merged it tells whether something else is said as well. Of one that is new or gone it is Same.
func (e Edit) Said() Class {
	most := Same
	for _, s := range e.Sides {
		if s.both() {
			most = max(most, s.Said())
		}
	}
	return most
}

// Said is the class of the text alone: that it is declared as structure says nothing of what it says.
func (s Side) Said() Class {
	if s.Class == Structure {
		return s.Seen
	}
	return s.Class
}

// both says that a text is in both states.
func (s Side) both() bool { return s.Seen < Structure }

// Claims is the declared classes of the new state that are lower than what the machine sees.
func (d Diff) Claims(c *course.Course) []Claim {
	var out []Claim
	for _, e := range d.Edits {
		for _, s := range e.Sides {
			if !s.TooLow {
				continue
			}
			declared, _ := ParseClass(s.Declared)
			claim := Claim{ID: e.ID, Tag: s.Tag, Declared: declared, Seen: s.Seen, Reasons: s.Reasons}
			for _, ch := range c.Changes {
				if ch.ID == e.ID {
					claim.Place = ch.Place
				}
			}
			out = append(out, claim)
		}
	}
	return out
}

// Compare tells two states of a course apart. The declared classes of the new state are weighed.
func Compare(old, new *course.Course) Diff {
	k := newComparison(old, new)
	d := Diff{Languages: k.tags, Counts: map[string]int{}}
	for i, p := range k.after {
		if before, known := k.oldByID[p.ID]; known {
			if e, differs := k.edit(before, &k.after[i]); differs {
				d.Edits = append(d.Edits, e)
			}
			continue
		}
		d.Edits = append(d.Edits, k.born(&k.after[i]))
	}
	for i, p := range k.before {
		if _, known := k.newByID[p.ID]; !known {
			d.Edits = append(d.Edits, k.retired(&k.before[i]))
		}
	}
	k.relate(d.Edits)
	k.weighWholes(d.Edits)
	for _, e := range d.Edits {
		d.Counts[e.Class.String()]++
	}
	d.Conditions = conditions(old, new)
	if before, now := followed(old), followed(new); before != now {
		d.Follows = &Followed{Before: before, Now: now}
	}
	d.PagesBorn, d.PagesGone = setDifference(pagePaths(new), pagePaths(old)), setDifference(pagePaths(old), pagePaths(new))
	return d
}

// comparison holds both states while they are told apart.
type comparison struct {
	tags             []lang.Tag
	before, after    []Pair
	oldByID, newByID map[course.ID]*Pair
	shifted          map[course.ID]bool
	oldKeys, newKeys map[lang.Tag]map[course.ID]string // what is right in questions
	weigher          *weigher
}

func newComparison(old, new *course.Course) *comparison {
	k := &comparison{tags: new.Tags(), oldByID: map[course.ID]*Pair{}, newByID: map[course.ID]*Pair{}, weigher: newWeigher(new, Weighing{})}
	for _, tag := range old.Tags() {
		if !slices.Contains(k.tags, tag) {
			k.tags = append(k.tags, tag)
		}
	}
	k.before, k.after = pairsOf(old), pairsOf(new)
	for i := range k.before {
		k.oldByID[k.before[i].ID] = &k.before[i]
	}
	for i := range k.after {
		k.newByID[k.after[i].ID] = &k.after[i]
	}
	k.shifted = shifted(k.before, k.after)
	k.oldKeys, k.newKeys = answerKeys(old), answerKeys(new)
	return k
}

func pairsOf(c *course.Course) []Pair {
	var passages []course.Passage
	for _, tag := range c.Tags() {
		passages = append(passages, c.Passages(tag)...)
	}
	return gather(c.Tags(), passages)
}

// edit is what happened to a passage that is in both states; false when nothing did.
func (k *comparison) edit(before, after *Pair) (Edit, bool) {
	e := k.start(after)
	if before.File != after.File {
		e.What, e.From = append(e.What, Moved), pageOf(*before)
	} else if k.shifted[after.ID] {
		e.What = append(e.What, Shifted)
	}
	if before.Kind != after.Kind {
		e.What = append(e.What, Rekinded)
	}
	if len(e.What) > 0 {
		e.Class = Structure
	}
	for _, tag := range k.tags {
		if s, differs := k.side(before, after, tag); differs {
			e.Sides = append(e.Sides, s)
			e.Class = max(e.Class, s.Class)
		}
	}
	for _, tag := range k.tags {
		if _, has := after.Texts[tag]; !has {
			e.Lacking = append(e.Lacking, tag)
		}
	}
	if len(e.Sides) > 0 {
		e.What = append(e.What, Changed)
		k.leaveBehind(&e, after)
	}
	return e, len(e.What) > 0
}

// side is what happened to the text of one language.
func (k *comparison) side(before, after *Pair, tag lang.Tag) (Side, bool) {
	old, was := before.Texts[tag]
	new, is := after.Texts[tag]
	s := Side{Tag: tag, Old: old.Text, New: new.Text}
	if was != is {
		s.Seen = Structure
		s.Class = Structure
		return s, true
	}
	k.see(&s, before, after, old.Text, new.Text)
	if s.Seen == Same {
		return s, false
	}
	if declared, has := k.weigher.declaration(after.ID, tag); has {
		s.weigh(declared.Class)
	}
	return s, true
}

// see is the machine's class of a side of a passage that is in both states, whose texts to compare are given: they are more
// than its own when it was split or took up another.
func (k *comparison) see(s *Side, before, after *Pair, was, is string) {
	tag, old, new := s.Tag, before.Texts[s.Tag], after.Texts[s.Tag]
	s.Seen, s.Reasons = k.weigher.judge.Classify(tag, was, is)
	if a, b := k.oldKeys[tag][after.ID], k.newKeys[tag][after.ID]; a != b {
		s.Seen = max(s.Seen, Meaning)
		s.Reasons = append(s.Reasons, Reason{Signal: Key, Gone: nonEmpty(a), Came: nonEmpty(b)})
	}
	if gone, came := machineAttrs(old.Block, new.Block); len(gone)+len(came) > 0 {
		s.Seen = max(s.Seen, Meaning)
		s.Reasons = append(s.Reasons, Reason{Signal: Attribute, Gone: gone, Came: came})
	}
	s.Class = s.Seen
}

// weigh lets a declared class hold when it is not lower than what the machine sees, or when the machine did not read
// the words.
func (s *Side) weigh(declared string) {
	class, ok := ParseClass(declared)
	if !ok {
		return
	}
	s.Declared = declared
	if class >= s.Seen || onlyUnread(s.Reasons) {
		s.Class = class
		return
	}
	s.TooLow = true
}

// machineAttrs is what changed on the opening line of a directive that is not words.
func machineAttrs(old, new *course.Block) (gone, came []string) {
	if old == nil || new == nil || old.Kind != course.Directive || new.Kind != course.Directive {
		return nil, nil
	}
	list := func(b *course.Block) []string {
		out := []string{b.Name}
		for key, value := range b.Attrs {
			if key != "title" && key != "alt" {
				out = append(out, key+"="+value)
			}
		}
		return out
	}
	return setDifference(list(old), list(new)), setDifference(list(new), list(old))
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// leaveBehind finds the languages that an edit leaves behind.
func (k *comparison) leaveBehind(e *Edit, after *Pair) {
	touched := map[lang.Tag]bool{}
	above := false
	for _, s := range e.Sides {
		touched[s.Tag] = true
		above = above || s.Class > Clarity || s.Class == Clarity && s.Declared == ""
	}
	for _, tag := range k.tags {
		if _, has := after.Texts[tag]; above && has && !touched[tag] {
			e.Behind = append(e.Behind, tag)
		}
	}
}

func (k *comparison) start(p *Pair) Edit {
	e := Edit{ID: p.ID, Kind: p.Kind, File: pageOf(*p)}
	for _, tag := range k.tags {
		if t, has := p.Texts[tag]; has {
			e.File, e.Line = t.File, t.Line
			break
		}
	}
	return e
}

func (k *comparison) born(p *Pair) Edit {
	e := k.start(p)
	e.What, e.Class = []What{Born}, Structure
	for _, tag := range k.tags {
		if t, has := p.Texts[tag]; has {
			e.Sides = append(e.Sides, Side{Tag: tag, Class: Structure, Seen: Structure, New: t.Text})
		} else {
			e.Lacking = append(e.Lacking, tag)
		}
	}
	return e
}

func (k *comparison) retired(p *Pair) Edit {
	e := k.start(p)
	e.What, e.Class = []What{Retired}, Structure
	for _, tag := range k.tags {
		if t, has := p.Texts[tag]; has {
			e.Sides = append(e.Sides, Side{Tag: tag, Class: Structure, Seen: Structure, Old: t.Text})
		}
	}
	return e
}

func pagePaths(c *course.Course) []string {
	var out []string
	for _, p := range c.Pages() {
		out = append(out, p.Path)
	}
	return out
}

func setDifference(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}
