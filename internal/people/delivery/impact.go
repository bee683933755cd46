package delivery

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// Impact is what publishing a release would change for those who are learning, counted. Somebody may be counted on
// several pages.
type Impact struct {
	Learners   int // who began something of the course
	Unaffected int
	Pages      []PageImpact // in the reading order of the release
	Alone      int          // passages that say something else in some languages and not in others
}

// PageImpact is what a page of the release means to those who are learning.
type PageImpact struct {
	ID     course.ID
	Title  lang.Text
	Module lang.Text // of a check: the title of its module, for several checks may have one title
	New    int       // had finished the module, and see this page as a new one
	Repeat int       // had done the check whose place this one takes, and would do it again
	Told   int       // had done the page, and are told what it says now
	Gone   int       // had done the page, which is in the course no more
	Asked  int       // began the check and have not passed it, and meet other conditions
	// Conditions are what the check asks for otherwise.
	Conditions []parity.Condition
}

// ImpactOf reads the progress of everybody and says what a release would change for them. The first release of a course
// changes nothing: there is none to compare it with.
func ImpactOf(tx store.Tx, out library.Published) (Impact, error) {
	w := newWeighing(out)
	err := eachProgress(tx, out.IRI, func(_ identity.Actor, all map[IRI]Progress) { w.weigh(all) })
	if err != nil {
		return Impact{}, err
	}
	w.impact.Pages = slices.DeleteFunc(w.impact.Pages, func(p PageImpact) bool { return p.New+p.Repeat+p.Told+p.Gone+p.Asked+len(p.Conditions) == 0 })
	return w.impact, nil
}

// weighing is the impact while it is counted.
type weighing struct {
	before, after *course.Course
	heir, was     heir
	upgrade       release.Upgrade
	pages         map[course.ID]*course.Page // of the release, by id
	replaced      map[course.ID]course.ID    // checks to those whose place they take
	taken         map[course.ID]bool         // pages whose place another took
	impact        Impact
}

func newWeighing(out library.Published) *weighing {
	w := &weighing{before: out.Before, after: out.Now, upgrade: out.Upgrade, pages: map[course.ID]*course.Page{}, replaced: map[course.ID]course.ID{}, taken: map[course.ID]bool{}}
	if w.before == nil {
		return w
	}
	w.was = heir{c: w.before, h: release.NewHeritage(w.before, out.Chain, 2)}
	w.heir = heir{c: w.after, h: release.NewHeritage(w.after, append(slices.Clip(out.Chain), out.Upgrade), 2)}
	for _, p := range w.after.Pages() {
		w.pages[w.after.PageID(p)] = p
	}
	for _, p := range w.upgrade.Pages {
		w.impact.Pages = append(w.impact.Pages, PageImpact{ID: p.ID, Title: p.Title, Module: w.moduleOf(p), Conditions: p.Conditions})
		if p.Gone {
			continue
		}
		for _, c := range p.Passages {
			if slices.ContainsFunc(w.after.Tags(), func(tag lang.Tag) bool { return c.Telling(tag) == release.Elsewhere }) {
				w.impact.Alone++
			}
		}
		if old := w.formerCheck(w.pages[p.ID]); p.Born && len(p.Of) == 0 && old != nil {
			w.replaced[p.ID], w.taken[w.before.PageID(old)] = w.before.PageID(old), true
		}
		for _, was := range p.Of {
			w.taken[was] = true
		}
	}
	return w
}

// moduleOf is the title of the module of a check; nil of other pages.
func (w *weighing) moduleOf(p release.PageUpgrade) lang.Text {
	of := w.after
	if p.Gone {
		of = w.before
	}
	for _, page := range of.Pages() {
		if page.Path == p.Path && page.Kind == course.Check && page.Module != nil {
			return page.Module.Title
		}
	}
	return nil
}

// formerCheck is the check, in the release before, of the module that a check belongs to; nil when it is still there.
func (w *weighing) formerCheck(p *course.Page) *course.Page {
	if p == nil || p.Kind != course.Check || p.Module == nil {
		return nil
	}
	for _, m := range w.before.Modules {
		if m.Key == p.Module.Key && m.Check != nil && w.pages[w.before.PageID(m.Check)] == nil {
			return m.Check
		}
	}
	return nil
}

// weigh counts one learner.
func (w *weighing) weigh(all map[IRI]Progress) {
	w.impact.Learners++
	if w.before == nil {
		w.impact.Unaffected++
		return
	}
	w.was.progress(all)
	old := &Standing{Progress: all, Docs: map[IRI]*Doc{}}
	now := map[IRI]Progress{}
	for at, p := range all {
		now[at] = p
	}
	w.heir.progress(now)
	is := &Standing{Progress: now, Docs: map[IRI]*Doc{}}
	touched, i := false, 0
	for _, p := range w.upgrade.Pages {
		one := &w.impact.Pages[i]
		i++
		if p.Gone {
			if !w.taken[p.ID] && all[activity(w.before, p.ID)].Reach >= Done {
				one.Gone++
				touched = true
			}
			continue
		}
		done := now[activity(w.after, p.ID)].Reach >= Done
		if len(p.Conditions) > 0 && now[activity(w.after, p.ID)].Reach >= Begun && !is.settled(w.after, w.pages[p.ID]) {
			one.Asked++
			touched = true
		}
		switch {
		case p.Born && !done && w.replaced[p.ID] != "" && all[activity(w.after, w.replaced[p.ID])].Reach >= Done:
			one.Repeat++
		case p.Born && !done && w.finished(old, w.pages[p.ID]):
			one.New++
		case done && p.Weighs():
			one.Told++
		default:
			continue
		}
		touched = true
	}
	if !touched {
		w.impact.Unaffected++
	}
}

// finished says whether somebody had finished the module, as it was, to which a task of the release belongs.
func (w *weighing) finished(old *Standing, p *course.Page) bool {
	if p == nil || p.Module == nil || !slices.Contains(tasks(p.Module), p) {
		return false
	}
	for _, m := range w.before.Modules {
		if m.Key == p.Module.Key {
			left := 0
			for _, task := range tasks(m) {
				if old.State(w.before, task) != page.Done {
					left++
				}
			}
			return left == 0 && len(tasks(m)) > 0
		}
	}
	return false
}

// name is the title in a language, of a check with that of its module; in another one where the course does not have that.
func (p PageImpact) name(tag lang.Tag) string {
	if tags := p.Title.Tags(); !p.Title.Has(tag) && len(tags) > 0 {
		tag = tags[0]
	}
	if p.Module.Has(tag) {
		return p.Title.In(tag) + " – " + p.Module.In(tag)
	}
	return p.Title.In(tag)
}

// Lines says the impact in sentences, in an interface language and with the titles of a language; of another one where the
// course does not have that.
func (i Impact) Lines(tag, face lang.Tag) []string {
	out := []string{words.Say(face, "impact.nobody")}
	if i.Learners > 0 {
		out[0] = words.Say(face, "impact.unaffected", lang.A{"n": i.Unaffected, "of": i.Learners})
	}
	if i.Alone > 0 {
		out = append(out, words.Say(face, "impact.alone", lang.A{"n": i.Alone}))
	}
	for _, p := range i.Pages {
		for _, line := range []struct {
			key string
			n   int
		}{{"impact.new", p.New}, {"impact.repeat", p.Repeat}, {"impact.told", p.Told}, {"impact.gone", p.Gone}} {
			if line.n > 0 {
				out = append(out, words.Say(face, line.key, lang.A{"n": line.n, "page": p.name(tag)}))
			}
		}
		if len(p.Conditions) > 0 {
			key := "impact.conditions"
			if p.Asked == 0 {
				key = "impact.conditions-nobody"
			}
			out = append(out, words.Say(face, key, lang.A{"n": p.Asked, "page": p.name(tag), "what": parity.SayConditions(p.Conditions, face)}))
		}
	}
	return out
}
