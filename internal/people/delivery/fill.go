package delivery

import (
	"bytes"
	"context"
	"slices"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// filler draws what is personal on a page, for one standing.
type filler struct {
	p    *library.Page
	s    *Standing
	c    *course.Course
	face lang.Tag
	news news
	room *Room
}

// news is what just happened, told once by the address a form leads to.
type news string

// What may be told.
const (
	noNews    news = ""
	isMissing news = "missing" // questions without an answer
	isOnward  news = "onward"  // a scenario went on
	isStale   news = "stale"   // the form was of an attempt that is over
	isKept    news = "kept"    // ticks are kept
)

// Plain is what stands in the holes of a page for somebody of whom nothing is kept.
func (r *Room) Plain(p *library.Page, holes []render.Hole) ([][]byte, error) {
	return r.newFiller(p, stranger(), noNews).fill(holes)
}

func (r *Room) newFiller(p *library.Page, s *Standing, n news) *filler {
	return &filler{room: r, p: p, s: s, c: p.Edition.Course, face: p.Edition.Face(p.Tag), news: n}
}

// maxDrawn bounds the pages that are remembered as drawn for one actor.
const maxDrawn = 4

// slots is fill, remembered with the standing as long as there is no news.
func (r *Room) slots(p *library.Page, s *Standing, n news) ([][]byte, error) {
	passing := p.Page != nil && limited(p.Page, s.doc(p.Edition.Course, p.Page).Attempt) // tells the time
	if n == noNews && !passing {
		s.mu.Lock()
		slots := s.drawn[p]
		s.mu.Unlock()
		if slots != nil {
			return slices.Clone(slots), nil
		}
	}
	holes, _, err := p.Holes(r)
	if err != nil {
		return nil, err
	}
	slots, err := r.newFiller(p, s, n).fill(holes)
	if err != nil || n != noNews || passing {
		return slots, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for old := range s.drawn {
		if len(s.drawn) >= maxDrawn || old.Edition != p.Edition {
			delete(s.drawn, old)
		}
	}
	if s.drawn == nil {
		s.drawn = map[*library.Page][][]byte{}
	}
	s.drawn[p] = slots
	return slices.Clone(slots), nil
}

func (f *filler) fill(holes []render.Hole) ([][]byte, error) {
	out := make([][]byte, len(holes))
	for i, h := range holes {
		c := f.hole(h)
		if c == nil {
			out[i] = h.Plain
			continue
		}
		var b bytes.Buffer
		if err := c.Render(context.Background(), &b); err != nil {
			return nil, err
		}
		out[i] = b.Bytes()
	}
	return out, nil
}

// hole draws one hole; nil leaves what a stranger sees.
func (f *filler) hole(h render.Hole) templ.Component {
	switch v := h.Value.(type) {
	case *publish.HomeView:
		return f.home(v)
	case *publish.ModuleView:
		return f.module(v)
	case *publish.ThreadView:
		return page.ThreadNav(f.face, f.thread(v))
	case *publish.QuizView:
		return f.quiz(v)
	case *render.QuestionView:
		return f.practice(v)
	case page.ChecklistPage:
		return f.checklist(v)
	case *page.Button:
		return f.onward(v)
	}
	switch h.Kind {
	case render.HoleBar:
		return f.bar()
	case render.HoleForm:
		return f.ticksOf(course.ID(h.Key))
	case render.HoleTick:
		if slices.Contains(f.doc().Ticks, course.ID(h.Key)) {
			return page.HTML(" checked")
		}
	}
	return nil
}

func (f *filler) doc() *Doc {
	if f.p.Page == nil {
		return noDoc
	}
	return f.s.doc(f.c, f.p.Page)
}

func (f *filler) say(key string, args ...lang.A) string { return words.Say(f.face, key, args...) }

// bar tells what just happened, and brings the script of pages that have something
// to keep.
func (f *filler) bar() templ.Component {
	var parts []templ.Component
	if f.news == isStale || f.news == isOnward {
		parts = append(parts, page.NoticeBox(f.face, page.Notice{Kind: "info", Title: f.say("news." + string(f.news)), Live: true}))
	}
	if n := f.told(); n != nil {
		parts = append(parts, page.NoticeBox(f.face, *n))
	}
	if f.p.Page != nil {
		parts = append(parts, page.HTML(scriptTag))
	}
	return templ.Join(parts...)
}

// home is the cover with a way back to where the learner was.
func (f *filler) home(v *publish.HomeView) templ.Component {
	h := v.Home
	h.Modules = slices.Clone(h.Modules)
	for i, m := range f.c.Modules {
		if i < len(h.Modules) {
			h.Modules[i].State = f.s.Module(f.c, m)
			h.Modules[i].LessonsDone = f.s.LessonsDone(f.c, m)
		}
	}
	if h.Final != nil {
		final := *h.Final
		final.State = f.s.State(f.c, f.c.Assessment)
		h.Final = &final
	}
	if !f.s.nothing(f.c) {
		if b := f.resume(nil); b != nil {
			h.Go = *b
		} else if f.room.Mine != nil && f.s.Completed(f.c) {
			h.Go = page.Button{Text: f.say("mine"), Note: f.say("mine-done"), Href: f.room.Mine(f.p.Tag, f.face), Icon: "next"}
		}
		h.Second = &page.Button{Text: f.say("device"), Href: identity.DevicePath(f.p.Tag, f.face), Quiet: true}
	}
	return page.Cover(f.face, h)
}

// resume leads to where the learner was, in the course or in a module; nil when
// everything is done.
func (f *filler) resume(m *course.Module) *page.Button {
	at, href := f.s.at(f.p.Edition, f.p.Tag, m)
	if at == nil {
		return nil
	}
	return &page.Button{Text: at.Title, Note: f.say("continue"), Href: href, Icon: "next"}
}

func (f *filler) module(v *publish.ModuleView) templ.Component {
	m := v.Page
	m.Lessons = slices.Clone(m.Lessons)
	for i, wp := range v.Pages {
		if i < len(m.Lessons) {
			m.Lessons[i].State = f.s.State(f.c, wp.Page)
		}
	}
	if m.Go != nil && f.s.Module(f.c, f.p.Module) == page.Started {
		if b := f.resume(f.p.Module); b != nil {
			m.Go = b
		}
	}
	return page.ModuleBody(f.face, m)
}

// thread is the thread with what is done, and how long the rest takes.
func (f *filler) thread(v *publish.ThreadView) page.Thread {
	th := v.Thread
	th.Steps = slices.Clone(th.Steps)
	th.Minutes = 0
	for i, wp := range v.Pages {
		state := f.s.State(f.c, wp.Page)
		if i < len(th.Steps) {
			th.Steps[i].State = state
		}
		if state != page.Done && (wp.Page.Kind == course.Lesson || wp.Page.Kind == course.Check) {
			th.Minutes += publish.Minutes(wp.Page, f.p.Tag)
		}
	}
	return th
}

func (f *filler) checklist(c page.ChecklistPage) templ.Component {
	ticks := f.doc().Ticks
	var was []course.ID
	c.Sections = slices.Clone(c.Sections)
	for i := range c.Sections {
		c.Sections[i].Items = slices.Clone(c.Sections[i].Items)
		for j := range c.Sections[i].Items {
			item := &c.Sections[i].Items[j]
			if item.Ticked = slices.Contains(ticks, course.ID(item.ID)); item.Ticked {
				was = append(was, course.ID(item.ID))
			}
		}
	}
	c.Fields = append(slices.Clip(c.Fields), page.Field{Name: "checklist", Value: f.p.Page.Path}, page.Field{Name: "was", Value: joined(was)})
	c.Saved = f.news == isKept
	return page.ChecklistBody(f.face, c)
}

// ticksOf says, in a checklist inside a lesson, what was ticked when it was drawn.
func (f *filler) ticksOf(list course.ID) templ.Component {
	was := slices.DeleteFunc(boxes(f.p.Doc(), list), func(id course.ID) bool { return !slices.Contains(f.doc().Ticks, id) })
	return page.HTML(`<input type="hidden" name="was" value="` + render.Escape(joined(was)) + `">`)
}

// onward is the link at the foot of a lesson: a button that marks the lesson as
// done and leads on, until it is done.
func (f *filler) onward(b *page.Button) templ.Component {
	if f.p.Page == nil || f.p.Page.Kind != course.Lesson || f.s.State(f.c, f.p.Page) == page.Done {
		return nil
	}
	done := *b
	done.Href, done.Action, done.Fields = "", f.p.Path, []page.Field{{Name: "act", Value: "done"}}
	done.Note = f.say("done-and-on") + " · " + b.Note
	return page.Go(done)
}
