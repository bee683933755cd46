package report

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The attack on reports. Whoever has every view that any filter gives, of every
// publication, adds and subtracts them as they like, to get a figure about few people.
//
// A view is known by who stands behind it and how: a fact is a person as they were told
// in one state. A sum of views is about those facts that it counts other than zero
// times. The attack succeeds when a sum is about one to four people.

// world is a population that changes.
type world struct {
	people map[string]Member
	now    time.Time
	blocks []Block
	made   int
}

func newWorld(*rapid.T) *world {
	return &world{people: map[string]Member{}, now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)}
}

var population = [len(Traits{})][]string{{"f-1", "f-2"}, {"a", "b", none}, {"en", "fr"}, {"2027-1"}, {none, "1.0.0"}}

// live lets days pass: people join, learn, finish, leave, are erased, move.
func (w *world) live(t *rapid.T) {
	for range rapid.IntRange(0, 15).Draw(t, "new") {
		m := Member{Person: fmt.Sprintf("p%03d", w.made), Since: w.now}
		w.made++
		for i, values := range population {
			m.Traits[i] = rapid.SampledFrom(values).Draw(t, asks[i])
		}
		w.people[m.Person] = m
	}
	for _, id := range slices.Sorted(maps.Keys(w.people)) {
		m := w.people[id]
		switch rapid.IntRange(0, 9).Draw(t, "what becomes of "+id) {
		case 0:
			delete(w.people, id) // who withdraws or is erased is not among the enrolled any more
			continue
		case 1, 2:
			m.Begun, m.Modules = true, "1 2"
			m.Minutes = Amount{true, m.Minutes.Value + 10}
		case 3, 4:
			m.Begun, m.Completed, m.Modules = true, true, "1 2 3"
			m.Score = Amount{true, rapid.IntRange(0, 100).Draw(t, "score")}
		case 5:
			m.Traits[ByLanguage] = rapid.SampledFrom(population[ByLanguage]).Draw(t, "other language")
		}
		w.people[id] = m
	}
	w.now = w.now.Add(time.Duration(rapid.IntRange(0, 10).Draw(t, "days")) * 24 * time.Hour)
}

// secret is a part of what is told of people; each is told on its own terms.
type secret func(Stand) any

var secrets = map[string]secret{
	"how far": func(s Stand) any { return s.Outcome },
	"score":   func(s Stand) any { return s.Score },
	"minutes": func(s Stand) any { return s.Minutes },
}

// fact is a person in a state.
type fact struct {
	person string
	state  any
}

// view is the facts behind a figure. A person without a score is not behind the mean.
type view map[fact]int

func behind(told map[string]Stand, part secret) view {
	v := view{}
	for person, s := range told {
		if state := part(s); state != (Amount{}) {
			v[fact{person, state}] = 1
		}
	}
	return v
}

// about is how many people a sum is about.
func (v view) about() int {
	people := map[string]bool{}
	for f, n := range v {
		if n != 0 {
			people[f.person] = true
		}
	}
	return len(people)
}

func (v view) minus(w view) view {
	out := maps.Clone(v)
	for f, n := range w {
		out[f] -= n
	}
	return out
}

// attack tries every view, every difference of two, and tries of random sums of several.
// It gives the smallest number of people that it learned something about on their own.
func attack(views []view, r *rand.Rand) (least int) {
	least = 1 << 30
	take := func(v view) {
		if n := v.about(); n > 0 {
			least = min(least, n)
		}
	}
	for i, v := range views {
		take(v)
		for _, w := range views[:i] {
			take(v.minus(w))
		}
	}
	for range 200 {
		sum := view{}
		for range 3 + r.IntN(4) {
			v := views[r.IntN(len(views))]
			if r.IntN(2) == 0 {
				sum = sum.minus(v)
				continue
			}
			for f, n := range v {
				sum[f] += n
			}
		}
		take(sum)
	}
	return least
}

// distinct leaves each view once.
func distinct(views []view) (out []view) {
	for _, v := range views {
		if len(v) > 0 && !slices.ContainsFunc(out, func(w view) bool { return maps.Equal(v, w) }) {
			out = append(out, v)
		}
	}
	return out
}

// A population changes, reports are published again and again; the attack fails.
func TestNobodyIsSingledOut(t *testing.T) {
	filters := combine(population)
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		views := map[string][]view{}
		for range rapid.IntRange(1, 5).Draw(t, "publications") {
			w.live(t)
			w.blocks = Publish(w.blocks, slices.Collect(maps.Values(w.people)), w.now)
			for _, f := range filters {
				told := map[string]Stand{}
				for _, b := range w.blocks {
					if f.holds(b.Traits) {
						maps.Copy(told, b.Told)
					}
				}
				for name, part := range secrets {
					views[name] = append(views[name], behind(told, part))
				}
			}
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for name, all := range views {
			all = distinct(all)
			if len(all) == 0 {
				continue
			}
			if least := attack(all, r); least < Few {
				t.Fatalf("%s of %d people were found out", name, least)
			}
		}
	})
}

// Reports as others make them hide views of fewer than five people and sum the rest as
// it is now. The same attack finds people there, so it is worth something.
func TestTheAttackFindsLeaks(t *testing.T) {
	leaky := map[string]func(*world, Filter) map[string]Stand{
		"a threshold alone": func(w *world, f Filter) map[string]Stand {
			told := map[string]Stand{}
			for _, m := range w.people {
				if f.holds(m.Traits) {
					told[m.Person] = m.Stand
				}
			}
			if len(told) < Few {
				return nil
			}
			return told
		},
		"groups that are brought up to date at once": func(w *world, f Filter) map[string]Stand {
			told := map[string]Stand{}
			for _, b := range w.blocks {
				for person := range b.Told {
					if m, here := w.people[person]; here && f.holds(b.Traits) {
						told[person] = m.Stand
					}
				}
			}
			return told
		},
	}
	for name, tells := range leaky {
		t.Run(name, func(t *testing.T) {
			found := 0
			for seed := range 20 {
				rapidly := rapid.Custom(func(t *rapid.T) int {
					w := newWorld(t)
					var views []view
					for range 3 {
						w.live(t)
						w.blocks = Publish(w.blocks, slices.Collect(maps.Values(w.people)), w.now)
						for _, f := range combine(population) {
							views = append(views, behind(tells(w, f), secrets["how far"]))
						}
					}
					if views = distinct(views); len(views) == 0 {
						return Few
					}
					return attack(views, rand.New(rand.NewPCG(1, 2)))
				})
				if rapidly.Example(seed) < Few {
					found++
				}
			}
			if found < 5 {
				t.Errorf("the attack found somebody in %d of 20 populations", found)
			}
		})
	}
}
