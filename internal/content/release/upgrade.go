package release

import (
	"maps"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// Upgrade is what readers of one release meet in a later one, page by page.
type Upgrade struct {
	From  string        `json:"from"`
	To    string        `json:"to"`
	Pages []PageUpgrade `json:"pages"` // of the later one in reading order; those that are gone come last
}

// PageUpgrade is what happened to a page.
type PageUpgrade struct {
	ID    course.ID       `json:"id"`   // course.PageID in the later release, in the earlier when the page is gone
	Path  string          `json:"path"` // likewise, in the source
	Kind  course.PageKind `json:"kind"`
	Title lang.Text       `json:"title"`
	Born  bool            `json:"born,omitempty"`
	Gone  bool            `json:"gone,omitempty"`
	// Of is, for a page that is born, the pages of the earlier release from which all of it came; empty when some of
	// it is new. Whoever did all of these did the page.
	Of       []course.ID     `json:"of,omitempty"`
	Came     []Came          `json:"came,omitempty"`
	Passages []PassageChange `json:"passages,omitempty"`
	// Conditions are what a check asks for otherwise, beside its questions.
	Conditions []parity.Condition `json:"conditions,omitempty"`
}

// Came says that a passage of the page was known by another id, or stood on another page, in the earlier release.
type Came struct {
	ID    course.ID `json:"id"`
	Was   course.ID `json:"was"`   // the passage it was split from; its own id when it only moved
	WasOn course.ID `json:"wasOn"` // the page, by its id in the earlier release
}

// PassageChange is what changed in a passage, for its readers.
type PassageChange struct {
	ID    course.ID             `json:"id"`
	Class parity.Class          `json:"class"`
	What  []parity.What         `json:"what"`
	Kind  string                `json:"kind"`
	Texts map[lang.Tag]Reworded `json:"texts,omitempty"` // in the languages whose text changed
}

// Reworded is a passage before and after, in one language; empty where it did not exist. Of a passage that only moved
// both are the same.
type Reworded struct {
	Class  parity.Class `json:"class"`
	Before string       `json:"before,omitempty"` // in Markdown, as the source has it
	After  string       `json:"after,omitempty"`
	Was    string       `json:"was,omitempty"` // the same as a reader hears it
	Is     string       `json:"is,omitempty"`
	Key    bool         `json:"key,omitempty"` // with the same words, something else is right in a question
	// WasToo is what the passages said that went into this one, and IsToo what those say that were split from it.
	WasToo string `json:"wasToo,omitempty"`
	IsToo  string `json:"isToo,omitempty"`
}

// NewUpgrade tells two releases of a course apart. Classes that their authors declared, as the entries of the releases
// between keep them, hold over what the machine sees; also on the way back to an earlier release.
func NewUpgrade(from, to *Released) Upgrade {
	k := &upgrading{from: from, to: to, declared: map[course.ID]parity.Class{}, said: map[course.ID]parity.Class{}, came: map[course.ID][]course.ID{}}
	same := shared(from.History, to.History)
	for _, e := range slices.Concat(from.History[same:], to.History[same:]) {
		for _, c := range e.Changes {
			k.declared[c.ID] = max(k.declared[c.ID], c.Class)
			if c.Class < parity.Structure {
				c.Text = c.Class
			}
			k.said[c.ID] = max(k.said[c.ID], c.Text)
		}
	}
	for _, l := range to.Course.Lock {
		k.came[l.ID] = l.From
	}
	k.before, k.after = pagesByID(from.Course), pagesByID(to.Course)
	k.stood = standing(from.Course)
	u := Upgrade{From: from.Version, To: to.Version}
	diff := parity.Compare(from.Course, to.Course)
	changes := k.changes(diff)
	for _, p := range to.Course.Pages() {
		one := k.page(p)
		if !one.Born || len(one.Of) > 0 { // what stands on a new page is not told passage by passage
			one.Passages = changes[p.Path]
		}
		for _, c := range diff.Conditions {
			if c.Page == p.Path {
				one.Conditions = append(one.Conditions, c)
			}
		}
		if one.Born || len(one.Conditions) > 0 || len(one.Came) > 0 || len(one.Passages) > 0 {
			u.Pages = append(u.Pages, one)
		}
	}
	for _, p := range from.Course.Pages() {
		if id := from.Course.PageID(p); k.after[id] == nil {
			u.Pages = append(u.Pages, PageUpgrade{ID: id, Path: p.Path, Kind: p.Kind, Title: titleOf(from.Course, p), Gone: true})
		}
	}
	return u
}

// shared is how many releases two histories begin with alike. The later release may know nothing of the earlier one,
// when that was withdrawn.
func shared(from, to []Entry) (n int) {
	for n < len(from) && n < len(to) && from[n].Version == to[n].Version && from[n].Fingerprint == to[n].Fingerprint {
		n++
	}
	return n
}

// upgrading is two releases while they are told apart.
type upgrading struct {
	from, to      *Released
	declared      map[course.ID]parity.Class
	said          map[course.ID]parity.Class // of the text alone
	came          map[course.ID][]course.ID  // as ids.lock says
	before, after map[course.ID]*course.Page
	stood         map[course.ID]course.ID // passages of the earlier release to their pages
}

func pagesByID(c *course.Course) map[course.ID]*course.Page {
	out := map[course.ID]*course.Page{}
	for _, p := range c.Pages() {
		out[c.PageID(p)] = p
	}
	return out
}

// standing is on which page each passage stands.
func standing(c *course.Course) map[course.ID]course.ID {
	out := map[course.ID]course.ID{}
	for _, p := range c.Pages() {
		page := c.PageID(p)
		for _, id := range c.PageIDs(p) {
			out[id] = page
		}
	}
	return out
}

func titleOf(c *course.Course, p *course.Page) lang.Text {
	out := lang.Text{}
	for _, tag := range c.Tags() {
		if h := p.Head(tag); h != nil {
			out[tag] = h.Title
		}
	}
	return out
}

// page is where a page and its passages came from.
func (k *upgrading) page(p *course.Page) PageUpgrade {
	c := k.to.Course
	one := PageUpgrade{ID: c.PageID(p), Path: p.Path, Kind: p.Kind, Title: titleOf(c, p)}
	one.Born = k.before[one.ID] == nil
	whole, left, of := true, false, []course.ID{}
	for _, id := range c.PageIDs(p) {
		was := k.ancestor(id)
		on := k.stood[was]
		if was != "" && (was != id || on != one.ID) {
			one.Came = append(one.Came, Came{ID: id, Was: was, WasOn: on})
		}
		if id == one.ID {
			continue // a title says what a page is about, and is nothing that one has done
		}
		whole, left = whole && was != "", left || was != ""
		of = append(of, on)
	}
	switch at := k.at(p.Path); {
	case !one.Born:
	case p.Kind == course.Check && !left: // nothing of the one before is in it: another check, though it stands where that stood
	case at != "" && k.after[at] == nil: // the page is where it was and has another title
		one.Of = []course.ID{at}
	case whole && len(of) > 0:
		slices.Sort(of)
		one.Of = slices.Compact(of)
	}
	return one
}

// at is the page of the earlier release at a path.
func (k *upgrading) at(path string) course.ID {
	for id, p := range k.before {
		if p.Path == path {
			return id
		}
	}
	return ""
}

// ancestor is the passage of the earlier release that a passage is, or was split from; empty when it is new.
func (k *upgrading) ancestor(id course.ID) course.ID {
	for range len(k.came) {
		if _, known := k.stood[id]; known {
			return id
		}
		from := k.came[id]
		if len(from) == 0 {
			return ""
		}
		id = from[0]
	}
	return ""
}

// changes is what changed in each passage, by the path of its page.
func (k *upgrading) changes(diff parity.Diff) map[string][]PassageChange {
	out := map[string][]PassageChange{}
	t := &telling{upgrading: k, was: heard(k.from.Course), is: heard(k.to.Course), edits: map[course.ID]*parity.Edit{}}
	for i := range diff.Edits {
		t.edits[diff.Edits[i].ID] = &diff.Edits[i]
	}
	for i := range diff.Edits {
		e := &diff.Edits[i]
		c := PassageChange{ID: e.ID, Class: e.Class, What: e.What, Kind: e.Kind, Texts: map[lang.Tag]Reworded{}}
		if class, known := k.declared[e.ID]; known {
			c.Class = class
		}
		if c.has(parity.Moved) {
			for tag, text := range t.is[e.ID] {
				c.Texts[tag] = unchanged(text)
			}
		}
		for _, s := range e.Sides {
			if t.common(s.Tag) {
				c.Texts[s.Tag] = t.reworded(e, s)
			}
		}
		if len(c.Texts) == 0 && len(e.Sides) > 0 || isAddress(e.ID) {
			continue // of a language that one of both lacks, or nothing that is read
		}
		page := pageOf(e.File)
		out[page] = append(out[page], c)
	}
	return out
}

// isAddress says that a passage is the address of a page.
func isAddress(id course.ID) bool { return strings.HasSuffix(string(id), "/slug") }

// telling is what the texts of passages were and are, while changes are told.
type telling struct {
	*upgrading
	was, is map[course.ID]map[lang.Tag]course.Passage
	edits   map[course.ID]*parity.Edit
}

// common says that a language is one of both: a language that came to the course, or left it, changes nothing for readers
// of the others.
func (t *telling) common(tag lang.Tag) bool {
	return slices.Contains(t.from.Course.Tags(), tag) && slices.Contains(t.to.Course.Tags(), tag)
}

func unchanged(p course.Passage) Reworded {
	return Reworded{Before: p.Text, After: p.Text, Was: p.Plain, Is: p.Plain}
}

// reworded is what an edit did in a language. A passage that was split from another said before what it says now, in that
// one; and one that went into another says there what it said.
func (t *telling) reworded(e *parity.Edit, s parity.Side) Reworded {
	for _, id := range e.Related {
		other := t.edits[id]
		if other == nil || !slices.ContainsFunc(other.Sides, func(o parity.Side) bool { return o.Tag == s.Tag && o.Old != "" && o.New != "" }) {
			continue
		}
		switch {
		case s.Old == "":
			return unchanged(t.is[e.ID][s.Tag])
		case s.New == "":
			return unchanged(t.was[e.ID][s.Tag])
		}
	}
	class := s.Said()
	if said := t.said[e.ID]; said > parity.Same && s.Old != "" && s.New != "" && (class == e.Said() || class > said) {
		class = said
	}
	out := Reworded{Class: class, Before: s.Old, After: s.New, Was: t.was[e.ID][s.Tag].Plain, Is: t.is[e.ID][s.Tag].Plain,
		Key: s.Old == s.New && class >= parity.Meaning}
	for _, id := range e.Related {
		switch was, is := t.was[id][s.Tag], t.is[id][s.Tag]; {
		case s.Old == "" || s.New == "":
		case was.Plain == "":
			out.IsToo = joined(out.IsToo, is.Plain)
		case is.Plain == "":
			out.WasToo = joined(out.WasToo, was.Plain)
		}
	}
	return out
}

// joined is two texts, one after the other.
func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

// heard are the passages of a course in each language.
func heard(c *course.Course) map[course.ID]map[lang.Tag]course.Passage {
	out := map[course.ID]map[lang.Tag]course.Passage{}
	for _, tag := range c.Tags() {
		for _, p := range c.Passages(tag) {
			if out[p.ID] == nil {
				out[p.ID] = map[lang.Tag]course.Passage{}
			}
			out[p.ID][tag] = p
		}
	}
	return out
}

// then is a change with a later one of the same passage over it.
func (c PassageChange) then(later PassageChange) PassageChange {
	out := PassageChange{ID: later.ID, Class: max(c.Class, later.Class), Kind: later.Kind, What: slices.Clone(c.What), Texts: map[lang.Tag]Reworded{}}
	for _, w := range later.What {
		if !slices.Contains(out.What, w) {
			out.What = append(out.What, w)
		}
	}
	maps.Copy(out.Texts, c.Texts)
	for tag, t := range later.Texts {
		if before, known := c.Texts[tag]; known {
			t.Before, t.Was, t.Class, t.Key = before.Before, before.Was, max(before.Class, t.Class), before.Key || t.Key
			t.WasToo, t.IsToo = joined(before.WasToo, t.WasToo), joined(before.IsToo, t.IsToo)
		}
		out.Texts[tag] = t
	}
	return out
}

// nothing says that every text is what it was, and where it was; or that it came and went.
func (c PassageChange) nothing() bool {
	stands := false
	for _, t := range c.Texts {
		if t.Before != t.After || t.Key {
			return false
		}
		stands = stands || t.After != ""
	}
	return len(c.Texts) > 0 && !(stands && c.has(parity.Moved))
}

// Weighs says whether the change of a page matters to somebody who read it before, in whatever language: something else is
// said, was added or is gone.
func (p PageUpgrade) Weighs() bool { return slices.ContainsFunc(p.Passages, PassageChange.Weighs) }

// Weighs says whether the passage says something else in any of its languages, was added or is gone. The languages of a
// course are equal originals: what changed in one of them changed in the course.
func (c PassageChange) Weighs() bool { return len(c.WeighsIn()) > 0 }

// WeighsIn are the languages in which something else is said, in the order of their tags.
func (c PassageChange) WeighsIn() (tags []lang.Tag) {
	for tag, t := range c.Texts {
		if t.weighs() {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// weighs says whether the text says something else, is new or is gone.
func (t Reworded) weighs() bool {
	switch {
	case t.Key:
		return true
	case t.Before == t.After:
		return false
	}
	return t.Before == "" || t.After == "" || t.Class >= parity.Meaning
}

func (c PassageChange) has(w parity.What) bool { return slices.Contains(c.What, w) }
