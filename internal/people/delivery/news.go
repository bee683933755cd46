package delivery

import (
	"context"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/standard/xapi"
)

// News is what is new for somebody since they did it, for readers of one language.
type News struct {
	Changed []PageNews      // pages that they did that say something else now, in reading order
	Quiet   []PageNews      // pages that they did that say the same otherwise, or elsewhere
	Other   []PageNews      // pages that they did that say something else in another language alone
	Fresh   []*library.Page // pages that came into modules that they had finished
	Away    []string        // titles of pages that they did and that were taken out
	Typos   int             // passages of which only the spelling changed
	known   []*library.Page // all pages of which it is noted that they are known, once the news are read
}

// PageNews is a page that somebody did, and what changed on it since, without what is only counted. Of checks and of the
// assessment no passage is told: it could tell an answer.
type PageNews struct {
	Page     *library.Page
	Passages []release.PassageChange
	Only     []lang.Tag // the languages in which something else is said, of a page that says the same in the reader's
}

// Owed is how many pages somebody has to know before they know what the course says, in whichever language they read it.
func (n News) Owed() int { return len(n.Changed) + len(n.Other) }

// Count is how many pages somebody should look at; what is only said otherwise, or in another language, is none.
func (n News) Count() int { return len(n.Changed) + len(n.Fresh) }

// wordsAMinute is how fast people read, as for the times of pages.
const wordsAMinute = 200

// Minutes is how long it takes to read what changed: at least one when there is something, without the pages that are
// new.
func (n News) Minutes(tag lang.Tag) int {
	read, looked := 0, 0
	for _, p := range slices.Concat(n.Changed, n.Other, n.Quiet) {
		if len(p.Passages) == 0 {
			looked++
		}
		for _, c := range p.Passages {
			t := c.Texts[tag]
			if c.Telling(tag) == release.Moved {
				continue // counted, not shown
			}
			read += len(strings.Fields(t.Is)) + len(strings.Fields(t.IsToo))
		}
	}
	if len(n.Changed)+len(n.Other)+len(n.Quiet) == 0 {
		return 0
	}
	return max(1, (read+wordsAMinute-1)/wordsAMinute+looked)
}

// matters are the tellings of what may change what somebody knows.
var matters = map[release.Telling]bool{release.Otherwise: true, release.Added: true, release.Gone: true}

// NewsOf is what is new for an actor in an edition, in a language.
func NewsOf(e *library.Edition, s *Standing, tag lang.Tag) (n News) {
	if e.Turn() < 2 || s.nothing(e.Course) {
		return n
	}
	for _, p := range required(e.Course) {
		at := e.In(tag, publish.PageKey(p))
		switch {
		case at == nil:
		case s.State(e.Course, p) == page.Done:
			n.take(e, s, at)
		case p.Module != nil && s.fresh(e, p):
			n.Fresh = append(n.Fresh, at)
		}
	}
	last := s.lastKnown(e)
	for _, p := range e.Away(last) {
		if s.Progress[activity(e.Course, p.ID)].Reach >= Done {
			n.Away = append(n.Away, p.Title.In(tag))
		}
	}
	return n
}

// take adds what changed on a page that was done.
func (n *News) take(e *library.Edition, s *Standing, at *library.Page) {
	id := e.Course.PageID(at.Page)
	changes := e.News(s.knows(e, id))[id]
	if len(changes) == 0 {
		return
	}
	one, weighty, seen := PageNews{Page: at}, false, false
	for _, c := range changes {
		telling := c.Telling(at.Tag)
		switch telling {
		case release.Unseen:
			continue
		case release.Corrected:
			n.Typos++
			seen = true
			continue
		case release.Elsewhere:
			one.Only = append(one.Only, c.WeighsIn()...)
		}
		weighty, seen = weighty || matters[telling], true
		one.Passages = append(one.Passages, c)
	}
	told := len(one.Passages) > 0
	if at.Page.Kind != course.Lesson {
		one.Passages = nil
	}
	if seen {
		n.known = append(n.known, at)
	}
	switch {
	case weighty:
		n.Changed = append(n.Changed, one)
	case len(one.Only) > 0:
		slices.Sort(one.Only)
		one.Only = slices.Compact(one.Only)
		n.Other = append(n.Other, one)
	case told:
		n.Quiet = append(n.Quiet, one)
	}
}

// knows is the number of the turn in which an actor last did a page, or said that they know it; of a page that took the
// place of others, the lowest of theirs.
func (s *Standing) knows(e *library.Edition, id course.ID) int {
	return max(1, s.knowsFrom(e, id, map[course.ID]bool{}))
}

// knowsFrom is knows without pages that were met already, and 0 where nothing is known.
func (s *Standing) knowsFrom(e *library.Edition, id course.ID, met map[course.ID]bool) (most int) {
	if d := s.Docs[activity(e.Course, id)]; d != nil {
		most = d.Knows
	}
	if met[id] || e.Heritage == nil {
		return most
	}
	met[id] = true
	for _, of := range e.Heritage.Pages[id] {
		least := e.Turn()
		for _, was := range of {
			least = min(least, s.knowsFrom(e, was, met))
		}
		most = max(most, least)
	}
	return most
}

// lastKnown is the number of the newest turn of a course in which an actor did anything, or said that they know it.
func (s *Standing) lastKnown(e *library.Edition) int {
	last := 1
	for at, d := range s.Docs {
		if strings.HasPrefix(string(at), e.Course.IRI+"#") {
			last = max(last, d.Knows)
		}
	}
	return last
}

// fresh says whether a page that is not done came into its module after the actor had done all the others.
func (s *Standing) fresh(e *library.Edition, p *course.Page) bool {
	born, others := e.Born(e.Course.PageID(p)), 0
	for _, other := range tasks(p.Module) {
		id := e.Course.PageID(other)
		switch {
		case other == p:
		case s.State(e.Course, other) == page.Done:
			others++
			if s.knows(e, id) >= born {
				return false // it was there when they did this one
			}
		case e.Born(id) == 0:
			return false
		}
	}
	return born > 0 && others > 0
}

// know notes that the actor knows the page as the release that is served has it.
func (d *deed) know() {
	if at := d.page.Edition.Turn(); at > max(1, d.doc.Knows) {
		d.doc.Knows, d.changed = at, true
	}
}

// topUp notes that an actor read what is new in an edition, and says so of each page. It gives how many pages that were.
func (r *Room) topUp(ctx context.Context, who identity.Visitor, e *library.Edition, tag lang.Tag) (pages int, err error) {
	err = r.DB.Write(ctx, func(tx store.Tx) error {
		s, err := r.readStanding(tx, who.Actor)
		if err != nil {
			return err
		}
		n := NewsOf(e, s, tag)
		pages = len(n.known)
		for _, p := range n.known {
			if err := r.knowPage(tx, who, p); err != nil {
				return err
			}
		}
		if pages == 0 {
			return nil
		}
		return r.changed(tx, who.Actor)
	})
	r.standings.drop(who.Actor)
	if err == nil && pages > 0 {
		r.Acts.Add(1)
	}
	return pages, err
}

// knowPage notes that an actor knows a page as it is, and says so: they experienced it in this release.
func (r *Room) knowPage(tx store.Tx, who identity.Visitor, p *library.Page) (err error) {
	c := p.Edition.Course
	d := &deed{room: r, tx: tx, who: who, page: p}
	if d.doc, err = r.documentOf(tx, who.Actor, c, p.Page); err != nil {
		return err
	}
	if d.know(); !d.changed {
		return nil
	}
	if err := r.putDoc(tx, who.Actor, string(PageActivity(c, p.Page)), d.doc); err != nil {
		return err
	}
	x := around(p, 0)
	x.Revision = p.Edition.Release.Version
	_, err = r.Records.Append(tx, who.Actor, xapi.Statement{Verb: xapi.Experienced, Object: d.thing(), Context: x})
	return err
}

// Since is what is new for somebody, in short: how many pages they should look at, how many minutes reading what changed
// takes, and where it is told. Count is 0 when nothing is.
type Since struct {
	Count, Minutes int
	Link           page.Link
	Text           string // a sentence that says both
}

// Since reads what is new for an actor in an edition.
func (r *Room) Since(tx store.Tx, actor identity.Actor, e *library.Edition, tag lang.Tag) (Since, error) {
	s, err := r.readStanding(tx, actor)
	if err != nil {
		return Since{}, err
	}
	n, face := NewsOf(e, s, tag), e.Face(tag)
	out := Since{Count: n.Count(), Minutes: n.Minutes(tag), Link: page.Link{Text: words.Say(face, "new.title"), Href: NewsPath(e, tag)}}
	if out.Count > 0 {
		out.Text = words.Say(face, "new.short", lang.A{"n": out.Count, "time": lang.Minutes(face, max(1, out.Minutes))})
	}
	return out, nil
}

// Owed is what an actor has still to do so that they know what an edition says.
type Owed struct {
	Tasks  int // that the rule of completion asks for
	Unread int // pages that they did, in which something else is said since in any language, and that they did not say they know
}

// Owed reads what an actor has still to do in an edition, the same whichever language they read; tag is that in which the
// pages are looked up.
func (r *Room) Owed(tx store.Tx, actor identity.Actor, e *library.Edition, tag lang.Tag) (o Owed, err error) {
	s, err := r.readStanding(tx, actor)
	if err == nil {
		o.Tasks, _ = s.Left(e.Course)
		o.Unread = NewsOf(e, s, tag).Owed()
	}
	return o, err
}
