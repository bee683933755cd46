package report

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var organisations, languages = []string{"a", "b", "c"}, []string{"en", "fr"}

// filters are all that can be asked for.
func filters() (all []Filter) {
	for _, org := range append(slices.Clone(organisations), "") {
		for _, tag := range append(slices.Clone(languages), "") {
			all = append(all, Filter{org, tag})
		}
	}
	return all
}

// A cohort grows, learns, loses people and is published again and again. Whoever has
// every view of every publication, and takes any one from any other, never holds
// figures about one to four people.
func TestNobodyIsSingledOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
		people := map[string]Member{}
		var blocks []Block
		var seen []view
		for step := range rapid.IntRange(1, 8).Draw(t, "publications") {
			for range rapid.IntRange(0, 15).Draw(t, "new") {
				m := Member{Person: fmt.Sprintf("p%03d", len(people)+1000*step), Since: now, Traits: Traits{
					rapid.SampledFrom(organisations).Draw(t, "organisation"), rapid.SampledFrom(languages).Draw(t, "language")}}
				people[m.Person] = m
			}
			for _, id := range slices.Sorted(maps.Keys(people)) {
				switch m := people[id]; rapid.IntRange(0, 9).Draw(t, "what becomes of "+id) {
				case 0:
					delete(people, id)
				case 1, 2, 3:
					m.Begun, m.Completed, m.Minutes = true, rapid.Bool().Draw(t, "completed"), m.Minutes+10
					people[id] = m
				case 4:
					m.Traits[1] = rapid.SampledFrom(languages).Draw(t, "other language")
					people[id] = m
				}
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 10).Draw(t, "days")) * 24 * time.Hour)
			blocks = Publish(blocks, slices.Collect(maps.Values(people)), now)
			for _, f := range filters() {
				seen = append(seen, see(t, blocks, f))
			}
		}
		for _, a := range seen {
			for _, b := range seen {
				if n := a.apart(b); n > 0 && n < Few {
					t.Fatalf("two views differ by %d people: %v, %v", n, a, b)
				}
			}
		}
	})
}

// view is who stands behind the figures of a view, and how they stood.
type view map[string]Outcome

func see(t *rapid.T, blocks []Block, f Filter) view {
	v, sum := view{}, Figures{}
	for _, b := range blocks {
		if !f.holds(b.Traits) {
			continue
		}
		for person, o := range b.Told {
			if _, twice := v[person]; twice {
				t.Fatalf("%s is counted twice", person)
			}
			v[person] = o
			sum.add(o)
		}
	}
	if got := Sum(blocks, f); got != sum {
		t.Fatalf("figures %+v of people who make %+v", got, sum)
	}
	return v
}

// apart is how many people a view has and the other has not, or has otherwise.
func (v view) apart(w view) (n int) {
	for person, o := range v {
		if there, ok := w[person]; !ok || there != o {
			n++
		}
	}
	return n
}

// crowd is n people of the same traits, who enrolled on a day.
func crowd(prefix string, n int, since time.Time, traits Traits) (all []Member) {
	for i := range n {
		all = append(all, Member{Person: fmt.Sprint(prefix, i), Traits: traits, Since: since})
	}
	return all
}

// Those who are few wait a week for others like them, and are then counted with
// people of the other language, so that a small cohort is not without any figure.
func TestFewPeopleWait(t *testing.T) {
	day := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	members := append(crowd("f", 9, day, Traits{"a", "fr"}), crowd("e", 3, day, Traits{"a", "en"})...)
	members = append(members, crowd("o", 2, day, Traits{"b", "en"})...)
	blocks := Publish(nil, members, day)
	if got := Sum(blocks, Filter{}).N; got != 9 {
		t.Errorf("%d people on the first day, want the nine", got)
	}
	blocks = Publish(blocks, members, day.Add(patience))
	if got := Sum(blocks, Filter{}).N; got != 14 {
		t.Errorf("%d people after a week, want all", got)
	}
	if got := Sum(blocks, Filter{"a", ""}).N; got != 9 {
		t.Errorf("%d people in a: who is counted with others must be in no narrowed view", got)
	}
}

// Figures of a block change when five people changed, not before.
func TestFiguresWaitForFive(t *testing.T) {
	day := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	members := crowd("p", 12, day, Traits{"a", "fr"})
	blocks := Publish(nil, members, day)
	for i, want := range []int{0, 0, 0, 0, 5, 5} {
		members[i].Begun = true
		blocks = Publish(blocks, members, day)
		if got := Sum(blocks, Filter{}).Begun; got != want {
			t.Errorf("after %d people began %d are told, want %d", i+1, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, n int
		want    Percent
	}{
		{2, 4, Percent{}},
		{0, 5, Percent{Known: true, Value: 10, OrLess: true}},
		{5, 5, Percent{Known: true, Value: 90, OrMore: true}},
		{1, 8, Percent{Known: true, Value: 15}},
		{2, 5, Percent{Known: true, Value: 40}},
		{88, 99, Percent{Known: true, Value: 90}},
	} {
		if got := percent(c.part, c.n); got != c.want {
			t.Errorf("%d of %d: got %+v, want %+v", c.part, c.n, got, c.want)
		}
	}
}
