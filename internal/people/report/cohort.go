package report

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
)

// PublishPeople brings the blocks of the people who are enrolled up to date. It reads
// where everybody stands, between short transactions, and writes what changed; two
// nodes that do so at once do not publish one upon the other.
func (r *Room) PublishPeople(ctx context.Context) error {
	for _, c := range r.courses() {
		if err := r.publishPeople(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// courses are those that there are reports about.
func (r *Room) courses() (all []*course.Course) {
	for _, e := range r.Library.Editions() {
		all = append(all, e.Course)
	}
	return all
}

func (r *Room) publishPeople(ctx context.Context, c *course.Course) error {
	was := map[Traits]*published{}
	var blocks []Block
	err := r.DB.Read(store.Patient(ctx), func(tx store.Tx) error {
		list, err := selectBlocks(tx, c.Key)
		if err != nil {
			return err
		}
		told, err := selectMembers(tx, c.Key)
		for i := range list {
			list[i].Told = told[list[i].Traits]
			was[list[i].Traits] = &list[i]
			blocks = append(blocks, list[i].Block)
		}
		return err
	})
	if err != nil {
		return err
	}
	members, err := r.members(ctx, c)
	if err != nil {
		return err
	}
	now := r.Clock.Now()
	for _, b := range Publish(blocks, members, now) {
		before := was[b.Traits]
		if before != nil && maps.Equal(before.Told, b.Told) && reflect.DeepEqual(before.Figures, b.Figures) {
			continue
		}
		if err := r.DB.Write(store.Patient(ctx), func(tx store.Tx) error {
			return putBlock(tx, c.Key, before, b, now.UTC().Format(time.DateOnly))
		}); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is how many people are read in one transaction.
const atOnce = 200

// members are the people who are enrolled in a course, as they stand now. Who is in
// several offerings is counted in the one they enrolled in first.
func (r *Room) members(ctx context.Context, c *course.Course) (all []Member, err error) {
	enrolled, err := r.enrolled(ctx, c)
	if err != nil {
		return nil, err
	}
	tests := testsOf(c)
	for after := identity.PersonID(""); ; {
		var people []identity.Person
		err := r.DB.Read(store.Patient(ctx), func(tx store.Tx) error {
			var err error
			if people, err = r.Identity.People(tx, identity.PersonFilter{After: after, Most: atOnce}); err != nil {
				return err
			}
			those := slices.DeleteFunc(slices.Clone(people), func(p identity.Person) bool { return enrolled[p.ID].Offering == "" })
			some, err := r.stands(tx, c, tests, those)
			for i, p := range those {
				if err == nil {
					all = append(all, r.member(c, p, enrolled[p.ID], some[i]))
				}
			}
			return err
		})
		if err != nil || len(people) < atOnce {
			return all, err
		}
		after = people[len(people)-1].ID
	}
}

// enrolled is the first enrolment in force of everybody who takes part in a course.
func (r *Room) enrolled(ctx context.Context, c *course.Course) (map[identity.PersonID]enrolment.Enrolment, error) {
	out := map[identity.PersonID]enrolment.Enrolment{}
	err := r.eachOffering(ctx, c.Key, func(tx store.Tx, o enrolment.Offering) error {
		for after := identity.PersonID(""); ; {
			list, err := r.Enrolment.Enrolments(tx, o.ID, after, atOnce)
			if err != nil {
				return err
			}
			for _, e := range list {
				after = e.Person
				if was, is := out[e.Person]; e.Active() && (!is || cmp.Or(cmp.Compare(e.Enrolled, was.Enrolled), cmp.Compare(e.Offering, was.Offering)) < 0) {
					out[e.Person] = e
				}
			}
			if len(list) < atOnce {
				return nil
			}
		}
	})
	return out, err
}

// eachOffering calls fn for every offering of a course, each in a transaction.
func (r *Room) eachOffering(ctx context.Context, key string, fn func(store.Tx, enrolment.Offering) error) error {
	for before := enrolment.OfferingID(""); ; {
		var list []enrolment.Offering
		err := r.DB.Read(store.Patient(ctx), func(tx store.Tx) (err error) {
			if list, err = r.Enrolment.Offerings(tx, key, before, atOnce); err != nil {
				return err
			}
			for _, o := range list {
				if err := fn(tx, o); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(list) < atOnce {
			return err
		}
		before = list[len(list)-1].ID
	}
}

// member is a person as reports know them.
func (r *Room) member(c *course.Course, p identity.Person, e enrolment.Enrolment, s Stand) Member {
	since, _ := time.Parse(time.DateOnly, e.Enrolled) // a day of ours; a broken one is long ago
	return Member{Person: string(p.Actor), Since: since, Stand: s, Traits: Traits{
		ByOffering: string(e.Offering), ByOrg: cmp.Or(string(p.Org), none), ByLanguage: string(reads(c, p.Language)),
		ByQuarter: quarter(since), ByRelease: cmp.Or(r.Library.EditionOf(c.Key).ReleaseAt(since.Add(24*time.Hour)), none)}}
}

// reads is the language of a course in which a person reads.
func reads(c *course.Course, tag lang.Tag) lang.Tag {
	if _, ok := c.Language(tag); ok {
		return tag
	}
	return c.Languages[0].Tag
}

// quarter is the year and the quarter of a day: "2026-4".
func quarter(day time.Time) string {
	return day.Format("2006-") + string(rune('1'+(int(day.Month())-1)/3))
}

// stands are where people stand in a course, in their order.
func (r *Room) stands(tx store.Tx, c *course.Course, t tests, people []identity.Person) ([]Stand, error) {
	if len(people) == 0 {
		return nil, nil
	}
	actors := make([]identity.Actor, len(people))
	for i, p := range people {
		actors[i] = p.Actor
	}
	times, err := selectTimes(tx, c.IRI, actors)
	if err != nil {
		return nil, err
	}
	answers, err := selectFirst(tx, actors)
	if err != nil {
		return nil, err
	}
	out := make([]Stand, len(people))
	for i, actor := range actors {
		s, err := r.Learning.Outline(tx, actor, c)
		if err != nil {
			return nil, err
		}
		out[i] = t.stand(c, s, answers[actor])
		if minutes := (times[actor] + 59) / 60; minutes > 0 {
			out[i].Minutes = Amount{true, minutes}
		}
	}
	return out, nil
}

// tests is what a course asks: its pages, and the objective of each question.
type tests struct {
	pages     []*course.Page
	objective map[string]string         // by question
	of        map[*course.Page][]string // objectives that a page asks about
}

func testsOf(c *course.Course) tests {
	t := tests{objective: map[string]string{}, of: map[*course.Page][]string{}}
	_, byName := checks(c)
	for _, p := range byName {
		t.pages = append(t.pages, p)
		for _, tag := range c.Tags() {
			for id, q := range delivery.Asked(c, p, tag) {
				if q.Objective != "" {
					t.objective[string(id)] = q.Objective
					t.of[p] = append(t.of[p], q.Objective)
				}
			}
		}
	}
	return t
}

// stand is where somebody stands. An objective is reached by who had two in three of
// the questions about it right at the first try, or passed a check with a mark that
// asks about it. The score is the mean of the best results.
func (t tests) stand(c *course.Course, s *delivery.Standing, first map[string]bool) Stand {
	out := Stand{Outcome: Outcome{Begun: s.Begun(c), Completed: s.Completed(c)}}
	var modules []string
	for _, m := range c.Modules {
		if s.Module(c, m) == page.Done {
			modules = append(modules, m.Key)
		}
	}
	reached := map[string]bool{}
	n, sum := 0, 0.0
	for _, p := range t.pages {
		got := s.Progress[delivery.PageActivity(c, p)]
		if got.Reach >= delivery.Failed {
			n++
			sum += got.Scaled
		}
		if got.Reach >= delivery.Passed {
			out.Passed = out.Passed || p == c.Assessment
			for _, id := range t.of[p] {
				reached[id] = true
			}
		}
	}
	if n > 0 {
		out.Score = Amount{true, int(100*sum/float64(n) + 0.5)}
	}
	maps.Copy(reached, t.reached(first))
	out.Modules, out.Objectives = strings.Join(modules, " "), strings.Join(slices.Sorted(maps.Keys(reached)), " ")
	return out
}

// reached are the objectives of which two in three first answers were right.
func (t tests) reached(first map[string]bool) map[string]bool {
	asked, right := map[string]int{}, map[string]int{}
	for question, is := range first {
		if id := t.objective[question]; id != "" {
			asked[id]++
			if is {
				right[id]++
			}
		}
	}
	out := map[string]bool{}
	for id, n := range asked {
		if 3*right[id] >= 2*n {
			out[id] = true
		}
	}
	return out
}
