package delivery

import (
	"context"
	"slices"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/standard/xapi"
)

// deed is one act on a page while its transaction runs.
type deed struct {
	room  *Room
	tx    store.Tx
	who   identity.Visitor
	page  *library.Page
	doc   *Doc
	place Place

	changed bool // the document is to be kept
	said    []xapi.Statement
}

// act runs fn on the document of a page and keeps what came of it: the device, the
// document, the statements, their reading, and the place. It says whether there
// was something to keep. A stranger of whom nothing is kept stays one.
//
// Once, when it is not empty, names the act: one that was done before under this name is not done again, and counts as
// kept.
func (r *Room) act(ctx context.Context, who identity.Visitor, p *library.Page, once string, fn func(*deed) error) (kept bool, err error) {
	c := p.Edition.Course
	err = r.DB.Write(ctx, func(tx store.Tx) error {
		d := &deed{room: r, tx: tx, who: who, page: p, place: Place{Page: p.Key, Day: r.Clock.Now().UTC().Format(time.DateOnly)}}
		if done, err := r.before(tx, who, once); done || err != nil {
			kept = done
			return err
		}
		var err error
		if d.doc, err = r.documentOf(tx, who.Actor, c, p.Page); err != nil {
			return err
		}
		if err := d.settleTime(); err != nil {
			return err
		}
		if err := fn(d); err != nil {
			return err
		}
		kept = d.changed || len(d.said) > 0
		if !kept {
			return nil
		}
		if err := r.Identity.Keep(tx, who); err != nil {
			return err
		}
		if err := r.note(tx, who, once); err != nil {
			return err
		}
		if err := d.keep(); err != nil {
			return err
		}
		return r.put(tx, who.Actor, string(courseActivity(c)), statePlace, d.place)
	})
	// Whatever happened, what is in memory may be older than the disk.
	r.standings.drop(who.Actor)
	if kept && err == nil {
		r.Acts.Add(1)
	}
	return kept && err == nil, err
}

// keep keeps the document and the statements of the deed.
func (d *deed) keep() error {
	r, owner := d.room, d.who.Actor
	if d.changed {
		if err := r.putDoc(d.tx, owner, string(PageActivity(d.page.Edition.Course, d.page.Page)), d.doc); err != nil {
			return err
		}
		if err := d.watch(); err != nil {
			return err
		}
	}
	if err := d.say(); err != nil {
		return err
	}
	return r.changed(d.tx, owner)
}

// before says whether an act was done before under its name.
func (r *Room) before(tx store.Tx, who identity.Visitor, once string) (bool, error) {
	if !onceForm.MatchString(once) || who.New {
		return false, nil
	}
	return selectOnce(tx, who.Actor, once)
}

// note remembers the name of an act that is being kept.
func (r *Room) note(tx store.Tx, who identity.Visitor, once string) error {
	if !onceForm.MatchString(once) {
		return nil
	}
	now := r.Clock.Now().UTC()
	return insertOnce(tx, who.Actor, once, now.Format(time.DateOnly), now.AddDate(0, 0, -onceDays).Format(time.DateOnly))
}

// say appends the statements of the deed, and that the module and the course are done when they are.
func (d *deed) say() error {
	if len(d.said) == 0 {
		return nil
	}
	if _, err := d.room.Records.Append(d.tx, d.who.Actor, d.said...); err != nil {
		return err
	}
	c := d.page.Edition.Course
	if p := d.page.Page; d.page.Module == nil && p != c.Assessment {
		return nil
	}
	progress, err := selectProgress(d.tx, d.who.Actor)
	if err != nil {
		return err
	}
	heirOf(d.page.Edition).progress(progress)
	if m := d.page.Module; m != nil {
		if err := d.completeModule(m, progress); err != nil {
			return err
		}
	}
	x := around(d.page, 0)
	x.ContextActivities = nil // the course is the object
	return d.room.complete(d.tx, d.who.Actor, d.page.Edition, progress, x)
}

// completeModule says that a module is done when it is, once.
func (d *deed) completeModule(m *course.Module, progress map[IRI]Progress) error {
	c := d.page.Edition.Course
	done := moduleActivity(c, m)
	s := &Standing{Progress: progress, Docs: map[IRI]*Doc{}}
	if progress[done].Reach >= Done || s.Module(c, m) != page.Done {
		return nil
	}
	x := around(d.page, 0)
	x.ContextActivities.Grouping = x.ContextActivities.Grouping[:1] // the course; the module is the object
	_, err := d.room.Records.Append(d.tx, d.who.Actor, xapi.Statement{
		Verb: xapi.Completed, Object: done.thing(xapi.TypeModule), Result: &xapi.Result{Completion: xapi.Is(true)}, Context: x,
	})
	return err
}

// reach is how far the actor is with the page.
func (d *deed) reach() (Reach, error) {
	c := d.page.Edition.Course
	k, page := heirOf(d.page.Edition), c.PageID(d.page.Page)
	if k.h == nil || len(k.h.Pages[page]) == 0 {
		p, err := selectProgressOf(d.tx, d.who.Actor, activity(c, page))
		return p.Reach, err
	}
	all, err := selectProgress(d.tx, d.who.Actor)
	return k.reached(all, page).Reach, err
}

func (d *deed) thing() xapi.Activity {
	return PageActivity(d.page.Edition.Course, d.page.Page).thing(pageType(d.page.Page))
}

// finish marks the page as done, once.
func (d *deed) finish() error {
	reach, err := d.reach()
	if err != nil || reach >= Done {
		return err
	}
	d.know()
	d.said = append(d.said, xapi.Statement{
		Verb: xapi.Completed, Object: d.thing(), Result: &xapi.Result{Completion: xapi.Is(true)}, Context: around(d.page, 0),
	})
	return nil
}

// see notes passages that were on the screen; the first ones begin the page.
func (d *deed) see(ids []course.ID, at course.ID) error {
	first := len(d.doc.Seen) == 0
	if !d.doc.see(ids) {
		return nil
	}
	d.changed, d.place.Passage = true, at
	if !first {
		return nil
	}
	reach, err := d.reach()
	if err != nil || reach > Untouched {
		return err
	}
	d.said = append(d.said, xapi.Statement{Verb: xapi.Experienced, Object: d.thing(), Context: around(d.page, 0)})
	return nil
}

// tick keeps which boxes of the page are ticked. A form says what was ticked when
// it was drawn (was): what another tab did meanwhile stays. Boxes that the page
// has no more stay as they were.
func (d *deed) tick(here, was, now []course.ID) {
	ticked := map[course.ID]bool{}
	for _, id := range d.doc.Ticks {
		ticked[id] = true
	}
	for _, id := range here {
		if slices.Contains(now, id) {
			ticked[id] = true
		} else if slices.Contains(was, id) {
			delete(ticked, id)
		}
	}
	var after []course.ID
	for id := range ticked {
		after = append(after, id)
	}
	after = union(after, nil)
	if len(after) == 0 && len(d.doc.Ticks) == 0 {
		return
	}
	d.changed = d.changed || !slices.Equal(after, d.doc.Ticks)
	d.doc.Ticks = after
}

// practise takes the answer to a question of a lesson. With tell the answer is
// judged and said; without, it is only kept.
func (d *deed) practise(q *course.Question, f fields, tell bool) page.Verdict {
	was := d.doc.Answers[q.ID]
	now := d.read(f, q, was)
	v := d.judge(q, now)
	if tell && v != "" && !now.Told {
		now.Told = true
		d.said = append(d.said, d.answered(q, now, v, 0))
	}
	if !now.empty() && (!now.same(was) || now.Told != was.Told) {
		d.changed = true
		d.doc.answer(q.ID, now)
	}
	return v
}

func (d *deed) judge(q *course.Question, a Answer) page.Verdict {
	return judge(d.page.Edition.Course, q, a, askerOf(d.page))
}

func askerOf(p *library.Page) asker {
	return func(tag lang.Tag, id course.ID) *course.Question { return questionOf(textOf(p.Page, tag), id) }
}

// answered is the statement of an answer.
func (d *deed) answered(q *course.Question, a Answer, v page.Verdict, attempt int) xapi.Statement {
	c := d.page.Edition.Course
	asked := q
	if there := questionOf(textOf(d.page.Page, a.Lang), q.ID); there != nil {
		asked = there
	}
	s := xapi.Statement{
		Verb: xapi.Answered, Object: question(c, q), Context: inside(d.page, asked, attempt),
		Result: &xapi.Result{Response: response(c, asked, a)},
	}
	if q.Kind.Scored() {
		s.Result.Success = xapi.Is(v == page.Right)
	}
	return s
}
