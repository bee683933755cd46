package release

import (
	"maps"

	"atelier/internal/content/course"
)

// Heritage is where the pages and passages of a release come from, over all the releases published before it: what
// people did there holds here. It is nothing but ids, so it is small.
type Heritage struct {
	// Pages are the pages that took the place of others, with each set of pages that they did so: whoever did all of one set
	// did the page. Those may have taken the place of others in their turn, and a page that came back that of the one which
	// had taken its own.
	Pages map[course.ID][][]course.ID
	// Passages are, page by page, the passages that were known otherwise or stood elsewhere, with how, the newest first.
	Passages map[course.ID]map[course.ID][]Hop
	// Left are, page by page, the passages that came to stand there and went on since, with how they came. What is done to
	// their origin after they went is not theirs.
	Left map[course.ID]map[course.ID][]Hop
	// Attempts are the checks that go on from one other, with how, the newest first.
	Attempts map[course.ID][]Hop
}

// Hop says that before a release, by the number that it has in the order of those that people read, a passage was ID and
// stood on Page.
type Hop struct {
	Release  int
	ID, Page course.ID
}

// NewHeritage reads the upgrades that led to a release, of which the first leads to the release with the number first. They
// may lead back to earlier releases.
func NewHeritage(c *course.Course, chain []Upgrade, first int) *Heritage {
	h := &Heritage{Pages: map[course.ID][][]course.ID{}, Passages: map[course.ID]map[course.ID][]Hop{}, Left: map[course.ID]map[course.ID][]Hop{}, Attempts: map[course.ID][]Hop{}}
	hops := map[course.ID][]Hop{}
	for i, step := range chain {
		before, went := map[course.ID][]Hop{}, map[course.ID][]Hop{} // several of a step may come from one
		for _, p := range step.Pages {
			if len(p.Of) > 0 {
				h.Pages[p.ID] = append(h.Pages[p.ID], p.Of)
			}
			if len(p.Of) == 1 {
				went[p.ID] = append([]Hop{{Release: first + i, Page: p.Of[0]}}, h.Attempts[p.Of[0]]...)
			}
			for _, came := range p.Came {
				if _, noted := before[came.Was]; !noted {
					before[came.Was] = hops[came.Was]
				}
			}
		}
		maps.Copy(h.Attempts, went)
		for _, p := range step.Pages {
			for _, came := range p.Came {
				hops[came.ID] = append([]Hop{{Release: first + i, ID: came.Was, Page: came.WasOn}}, before[came.Was]...)
			}
		}
	}
	for _, p := range c.Pages() {
		page := c.PageID(p)
		for _, id := range c.PageIDs(p) {
			if len(hops[id]) == 0 {
				continue
			}
			note(h.Passages, page, id, hops[id])
			for i, hop := range hops[id][:len(hops[id])-1] {
				note(h.Left, hop.Page, hop.ID, hops[id][i+1:])
			}
		}
	}
	return h
}

func note(of map[course.ID]map[course.ID][]Hop, page, id course.ID, hops []Hop) {
	if of[page] == nil {
		of[page] = map[course.ID][]Hop{}
	}
	of[page][id] = hops
}
