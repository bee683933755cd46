package delivery

import (
	"context"
	"errors"
	"time"

	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// grace is how much later than it is due something of a timed attempt may arrive: the network is given it, not the learner.
const grace = 30 * time.Second

// timed says whether an attempt is under a clock: it was begun under one, and its page still has one.
func (a *Attempt) timed(p *course.Page) bool { return a != nil && !a.Began.IsZero() && p.Time > 0 }

// due is when the time of a timed attempt is over, with a share of it. An attempt is under the limit it was begun under, or
// the present one where that is kinder.
func (a *Attempt) due(p *course.Page, s Share) time.Time {
	return a.Began.Add(s.of(max(a.Minutes, p.Time)))
}

// runOut says whether an attempt that is not sent takes no answers any more.
func (a *Attempt) runOut(p *course.Page, s Share, now time.Time) bool {
	return a.timed(p) && !a.Sent && now.After(a.due(p, s).Add(grace))
}

// used is how many attempts were begun, with those of devices that were put together.
func (a *Attempt) used() int {
	if a == nil {
		return 0
	}
	return a.Number + a.Elsewhere
}

// left is how many more attempts at a page may begin; false where they are not counted.
func left(p *course.Page, a *Attempt) (n int, counted bool) {
	if p.Attempts == 0 {
		return 0, false
	}
	return max(0, p.Attempts-a.used()), true
}

// exhausted says whether no other attempt may begin.
func exhausted(p *course.Page, a *Attempt) bool {
	n, counted := left(p, a)
	return counted && n == 0
}

// reviewed says whether the answers of a page are looked over before they are sent: what is for the mark of the course,
// and what cannot be sent as often as one likes (WCAG 2.2, 3.3.4).
func reviewed(c *course.Course, p *course.Page) bool { return c.Graded(p) || p.Limited() }

// share is how much of the time the actor has now.
func (d *deed) share() (Share, error) {
	return selectShare(d.tx, d.who.Actor, d.page.Edition.Course.Key)
}

// settleTime closes the attempt of the page when its time is over, before anything else is done there.
func (d *deed) settleTime() error {
	if a := d.doc.Attempt; !a.timed(d.page.Page) || a.Sent {
		return nil
	}
	share, err := d.share()
	if err != nil {
		return err
	}
	if d.doc.Attempt.runOut(d.page.Page, share, d.room.Clock.Now()) {
		return d.close(share)
	}
	return nil
}

// close marks an attempt, whose time is over, with what was answered. That happened when the time was over, whenever it is
// written.
func (d *deed) close(share Share) error {
	a, before := d.doc.Attempt, len(d.said)
	a.Ended, d.changed = a.due(d.page.Page, share).UTC(), true
	if err := d.mark(a); err != nil {
		return err
	}
	for i := range d.said[before:] {
		d.said[before+i].Timestamp = a.Ended
	}
	return nil
}

// watch notes when somebody has to look whether the time of the attempt is over, or that nobody has to any more.
func (d *deed) watch() error {
	a, own := d.doc.Attempt, PageActivity(d.page.Edition.Course, d.page.Page)
	if a == nil || a.Began.IsZero() {
		return nil
	}
	if a.Sent || !a.timed(d.page.Page) {
		return deleteClock(d.tx, d.who.Actor, own)
	}
	share, err := d.share()
	if err != nil {
		return err
	}
	return upsertClock(d.tx, d.who.Actor, own, a.due(d.page.Page, share).UnixMilli())
}

// timeUp closes an attempt whose learner was told that its time is over.
func (d *deed) timeUp(number int) (outcome, error) {
	a := d.doc.Attempt
	if a == nil || a.Number != number {
		return stale, nil
	}
	if a.Sent {
		return sent, nil
	}
	share, err := d.share()
	if err != nil || !a.timed(d.page.Page) || d.room.Clock.Now().Before(a.due(d.page.Page, share)) {
		return saved, err
	}
	return sent, d.close(share)
}

// over says whether an attempt was closed by time and is not open again to mend it.
func (d *deed) over(number int) bool {
	a := d.doc.Attempt
	return a != nil && !a.Ended.IsZero() && a.Number == number && !a.Mending
}

// late keeps what arrives after the time of an attempt is over. The mark is made and stays; what was typed is not lost.
func (d *deed) late(f fields, number int) bool {
	if !d.over(number) {
		return false
	}
	a, kept := d.doc.Attempt, false
	for _, q := range a.questions(d.page.Doc()) {
		was := a.Answers[q.ID]
		if was.Told && d.judge(q, was) == page.Right {
			continue
		}
		if now := d.read(f, q, was); !now.same(was) && !now.empty() {
			a.answer(q.ID, now)
			kept = true
		}
	}
	d.changed = d.changed || kept
	return kept
}

// settled is a standing in which the attempt at a page is closed when its time is over.
func (r *Room) settled(ctx context.Context, who identity.Visitor, p *library.Page) (*Standing, error) {
	s, err := r.Standing(ctx, who.Actor)
	if err != nil || p.Page == nil || p.Doc() == nil {
		return s, err
	}
	c := p.Edition.Course
	if a := s.doc(c, p.Page).Attempt; a == nil || !a.runOut(p.Page, s.shares[c.Key], r.Clock.Now()) {
		return s, nil
	}
	if err := r.closeFor(ctx, who, p); err != nil {
		return nil, err
	}
	return r.Standing(ctx, who.Actor)
}

// closeFor closes the attempt of somebody at a page, if its time is over, without anything else being done there.
func (r *Room) closeFor(ctx context.Context, who identity.Visitor, p *library.Page) error {
	err := r.DB.Write(ctx, func(tx store.Tx) error {
		d := &deed{room: r, tx: tx, who: who, page: p}
		var err error
		if d.doc, err = r.documentOf(tx, who.Actor, p.Edition.Course, p.Page); err != nil {
			return err
		}
		if err := d.settleTime(); err != nil {
			return err
		}
		if !d.changed {
			return d.watch()
		}
		return d.keep()
	})
	r.standings.drop(who.Actor)
	return err
}

// closeAtOnce is how many attempts are looked at in one go.
const closeAtOnce = 200

// CloseRunOut closes the timed attempts whose time is over and whose learners did not come back.
func (r *Room) CloseRunOut(ctx context.Context) error {
	var list []running
	err := r.DB.Read(ctx, func(tx store.Tx) (err error) {
		list, err = selectRunOut(tx, r.Clock.Now().Add(-grace).UnixMilli(), closeAtOnce)
		return err
	})
	if err != nil {
		return err
	}
	var wrong error // one attempt that cannot be closed does not keep the others open
	for _, one := range list {
		p := r.pageOf(one.activity)
		if p == nil { // a page that is not served any more takes no answers, and is looked at again when it is
			err = r.DB.Write(ctx, func(tx store.Tx) error { return deleteClock(tx, one.owner, one.activity) })
		} else {
			err = r.closeFor(ctx, identity.Visitor{Actor: one.owner}, p)
		}
		if ctx.Err() != nil {
			return err
		}
		wrong = errors.Join(wrong, err)
	}
	return wrong
}

// pageOf is the page of an activity in the first language that has it; nil when it is not served.
func (r *Room) pageOf(at IRI) *library.Page {
	for _, e := range r.Library.Editions() {
		if !at.of(e.Course) {
			continue
		}
		for _, p := range e.Pages() {
			if p.Page != nil && p.Doc() != nil && PageActivity(e.Course, p.Page) == at {
				return p
			}
		}
	}
	return nil
}
