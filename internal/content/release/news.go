package release

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// Telling is how a change of a passage is told to readers of a language.
type Telling string

// The tellings. What matters to what one knows is Otherwise, Added, Gone or Elsewhere.
const (
	Unseen    Telling = ""          // they see nothing of it
	Corrected Telling = "typo"      // spelling: counted, not shown
	Clearer   Telling = "clarity"   // the same in other words
	Otherwise Telling = "meaning"   // something else is said
	Added     Telling = "added"     // a new passage
	Gone      Telling = "gone"      // a passage that is no more
	Elsewhere Telling = "elsewhere" // something else is said, but in another language alone
	Moved     Telling = "moved"     // it came from another page
	Split     Telling = "split"     // part of it stands by itself now
	Merged    Telling = "merged"    // another one went into it
)

// Telling is how the change is told to readers of a language. Where something else is said in one language, another in
// which other words came too says something else as well; one in which no word did is told so.
func (c PassageChange) Telling(tag lang.Tag) Telling {
	t, changed := c.Texts[tag]
	switch {
	case t.weighs():
		return t.otherwise()
	case !c.Weighs():
		return c.lightly(t)
	case changed && t.Before != t.After && t.Class > parity.Typo:
		return Otherwise
	}
	return Elsewhere
}

// otherwise is how a text is told that says something else.
func (t Reworded) otherwise() Telling {
	switch {
	case t.Before == t.After:
		return Otherwise
	case t.Before == "":
		return Added
	case t.After == "":
		return Gone
	}
	return Otherwise
}

// lightly is how a text is told that says the same.
func (c PassageChange) lightly(t Reworded) Telling {
	switch {
	case t.Before == t.After:
		if c.has(parity.Moved) && t.After != "" {
			return Moved
		}
		return Unseen
	case c.has(parity.Split):
		return Split
	case c.has(parity.Merged):
		return Merged
	case t.Class == parity.Typo:
		return Corrected
	}
	return Clearer
}

// News is what somebody who knows a release meets in a later one, by the id of the page on which each passage stands now,
// in the order of the page; what is gone comes last, where it stood. Chain are the upgrades from the one to the other, and
// the course is the later one.
func News(c *course.Course, chain []Upgrade) map[course.ID][]PassageChange {
	changes, stood, next := map[course.ID]PassageChange{}, map[course.ID]course.ID{}, map[course.ID]course.ID{}
	from := map[course.ID]course.ID{} // passages that moved, to the page on which they stood at first
	var order []course.ID
	for _, step := range chain {
		for _, p := range step.Pages {
			for _, was := range p.Of {
				next[was] = p.ID
			}
			for _, came := range p.Came {
				if _, known := from[came.ID]; !known && came.ID == came.Was {
					from[came.ID] = came.WasOn
				}
			}
			for _, change := range p.Passages {
				have, known := changes[change.ID]
				if known {
					change = have.then(change)
				} else {
					order = append(order, change.ID)
				}
				changes[change.ID], stood[change.ID] = change, p.ID
			}
		}
	}
	out, pages := map[course.ID][]PassageChange{}, map[course.ID]bool{}
	today := func(page course.ID) course.ID {
		for range len(next) {
			if pages[page] || next[page] == "" {
				break
			}
			page = next[page]
		}
		return page
	}
	take := func(page, id course.ID) {
		change, known := changes[id]
		if was, moved := from[id]; known && moved && today(was) == page {
			change.What = slices.DeleteFunc(slices.Clone(change.What), func(w parity.What) bool { return w == parity.Moved }) // there and back
		}
		if known && !change.nothing() {
			out[page] = append(out[page], change)
		}
		delete(changes, id)
	}
	for _, p := range c.Pages() {
		pages[c.PageID(p)] = true
	}
	for _, p := range c.Pages() {
		page := c.PageID(p)
		for _, id := range c.PageIDs(p) {
			take(page, id)
		}
	}
	for _, id := range order {
		if page := today(stood[id]); pages[page] {
			take(page, id)
		}
	}
	return out
}
