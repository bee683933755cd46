package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// crowd is n people of the same traits, who enrolled on a day.
func crowd(prefix string, n int, since time.Time, traits Traits) (all []Member) {
	for i := range n {
		all = append(all, Member{Person: fmt.Sprint(prefix, i), Traits: traits, Since: since})
	}
	return all
}

// of is the traits of people who differ in organisation and language alone.
func of(org, language string) Traits { return Traits{"f", org, language, "2027-1", none} }

// shown is what a page says of blocks to whoever sees all of them.
func shown(blocks []Block, f Filter) Figures {
	var all []published
	for _, b := range blocks {
		all = append(all, published{Block: b})
	}
	return viewOf(all, Sight{All: true}, f).Figures
}

// Those who are few wait a week for others like them, and are then counted with
// people of the other language, so that a small cohort is not without any figure.
func TestFewPeopleWait(t *testing.T) {
	day := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	members := append(crowd("f", 9, day, of("a", "fr")), crowd("e", 3, day, of("a", "en"))...)
	members = append(members, crowd("o", 2, day, of("b", "en"))...)
	blocks := Publish(nil, members, day)
	if got := shown(blocks, Filter{}).N; got != 9 {
		t.Errorf("%d people on the first day, want the nine", got)
	}
	blocks = Publish(blocks, members, day.Add(patience))
	if got := shown(blocks, Filter{}).N; got != 14 {
		t.Errorf("%d people after a week, want all", got)
	}
	if got := shown(blocks, Filter{ByOrg: "a"}).N; got != 9 {
		t.Errorf("%d people in a: who is counted with others must be in no narrowed view", got)
	}
	if got := shown(blocks, Filter{ByOffering: "f"}).N; got != 14 {
		t.Errorf("%d people in the offering, want all", got)
	}
}

// People come into a block five at once.
func TestBlocksGrowByFive(t *testing.T) {
	day := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	var blocks []Block
	for n, want := range []int{0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10} {
		blocks = Publish(blocks, crowd("p", n, day, of("a", "fr")), day)
		if got := shown(blocks, Filter{}).N; got != want {
			t.Errorf("of %d people %d are told, want %d", n, got, want)
		}
	}
}

// What is told of a block changes when five people changed, not before; a score is
// told when five have one.
func TestFiguresWaitForFive(t *testing.T) {
	day := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	members := crowd("p", 12, day, of("a", "fr"))
	blocks := Publish(nil, members, day)
	for i, want := range []int{0, 0, 0, 0, 5, 5} {
		members[i].Begun, members[i].Score = true, Amount{true, 80}
		blocks = Publish(blocks, members, day)
		got := shown(blocks, Filter{})
		if got.Begun != want || got.Score != (Total{want, 80 * want}) {
			t.Errorf("after %d people began %d are told, want %d; scores %+v", i+1, got.Begun, want, got.Score)
		}
	}
}

// What is given to Publish stays as it was.
func TestPublishChangesNothingGiven(t *testing.T) {
	day := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	members := crowd("p", 6, day, of("a", "fr"))
	blocks := Publish(nil, members, day)
	before := maps.Clone(blocks[0].Told)
	for i := range members {
		members[i].Completed = true
	}
	Publish(blocks, append(members, crowd("q", 7, day, of("a", "fr"))...), day)
	if !maps.Equal(before, blocks[0].Told) {
		t.Error("the blocks given were changed")
	}
}

// Figures are the sum of what is told, whatever becomes of people.
func TestFiguresAreSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 6).Draw(t, "publications") {
			w.live(t)
			w.blocks = Publish(w.blocks, slices.Collect(maps.Values(w.people)), w.now)
			in := map[string]bool{}
			for _, b := range w.blocks {
				n := 0
				for person, s := range b.Told {
					if in[person] {
						t.Fatalf("%s is counted twice", person)
					}
					in[person] = true
					n += len(strings.Fields(s.Modules))
				}
				sum := 0
				for _, m := range b.Figures.Modules {
					sum += m
				}
				if sum != n || b.Figures.N != len(b.Told) || len(b.Told) < Few {
					t.Fatalf("figures %+v of %d people with %d modules", b.Figures, len(b.Told), n)
				}
			}
		}
	})
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
