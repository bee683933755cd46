package delivery

import (
	"os"
	"slices"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// trilingual is the test course in English, French and Inuktitut: one question of
// every kind.
func trilingual(t *testing.T) *course.Course {
	t.Helper()
	c, ps, err := course.Load(os.DirFS("../../content/course/testdata/trilingual"))
	if err != nil || ps.Fatal() {
		t.Fatal(err, ps)
	}
	return c
}

func TestJudge(t *testing.T) {
	c := trilingual(t)
	check := c.Modules[0].Check
	lines := func(pairs ...string) map[course.ID]string {
		m := map[course.ID]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[course.ID(pairs[i])] = pairs[i+1]
		}
		return m
	}
	for _, one := range []struct {
		name string
		id   course.ID
		a    Answer
		want page.Verdict
	}{
		{"single right", "abg68b", Answer{Chosen: []course.ID{"hesbp9"}}, page.Right},
		{"single wrong", "abg68b", Answer{Chosen: []course.ID{"g5ntdv"}}, page.Wrong},
		{"single none", "abg68b", Answer{}, ""},
		{"multiple all", "ag7c22", Answer{Chosen: []course.ID{"y98nxf", "vh5c73"}}, page.Right},
		{"multiple some", "ag7c22", Answer{Chosen: []course.ID{"y98nxf"}}, page.Partly},
		{"multiple too many", "ag7c22", Answer{Chosen: []course.ID{"y98nxf", "vh5c73", "jsjh3p"}}, page.Partly},
		{"multiple wrong alone", "ag7c22", Answer{Chosen: []course.ID{"jsjh3p"}}, page.Wrong},
		{"true or false", "bb7eca", Answer{Chosen: []course.ID{"q4udkb"}}, page.Wrong},
		{"likert is never wrong", "qj8p55", Answer{Chosen: []course.ID{"xuaa9u"}}, page.Noted},
		{"reflection is never wrong", "nyphv2", Answer{Text: "My aunt", Lang: "en"}, page.Noted},
		{"matching", "t2by3x", Answer{Lines: lines("ja69up", "ja69up", "scyzc9", "scyzc9", "tzx5xu", "tzx5xu")}, page.Right},
		{"matching crossed", "t2by3x", Answer{Lines: lines("ja69up", "scyzc9", "scyzc9", "tzx5xu", "tzx5xu", "ja69up")}, page.Wrong},
		{"matching half", "t2by3x", Answer{Lines: lines("ja69up", "ja69up", "scyzc9", "ja69up", "tzx5xu", "scyzc9")}, page.Partly},
		{"matching a line open", "t2by3x", Answer{Lines: lines("ja69up", "ja69up")}, ""},
		{"ordering", "h3fz5a", Answer{Lines: lines("jdz2k7", "1", "d8wnzw", "2", "bcqy6h", "3")}, page.Right},
		{"ordering turned", "h3fz5a", Answer{Lines: lines("jdz2k7", "3", "d8wnzw", "2", "bcqy6h", "1")}, page.Partly},
		{"fill in", "f7dw54", Answer{Text: "nuna", Lang: "en"}, page.Right},
		{"fill in loosely", "f7dw54", Answer{Text: "  NÙNA. ", Lang: "fr"}, page.Right},
		{"fill in foreseen", "f7dw54", Answer{Text: "Aput!", Lang: "en"}, page.Wrong},
		{"fill in unforeseen", "f7dw54", Answer{Text: "siku", Lang: "en"}, page.Wrong},
		{"numeric as English writes it", "ck5eft", Answer{Text: "1,235.4", Lang: "en"}, page.Right},
		{"numeric as French writes it", "ck5eft", Answer{Text: "1\u00a0235,4", Lang: "fr"}, page.Right},
		{"numeric out of tolerance", "ck5eft", Answer{Text: "1,235.6", Lang: "en"}, page.Wrong},
		{"a French comma in English is a group", "ck5eft", Answer{Text: "1235,4", Lang: "en"}, page.Wrong},
		{"numeric no number", "ck5eft", Answer{Text: "many", Lang: "en"}, ""},
		{"numeric infinite", "ck5eft", Answer{Text: "Inf", Lang: "en"}, ""},
		{"scenario good", "ckr8xk", Answer{Chosen: []course.ID{"ha86td"}}, page.Right},
		{"scenario fair", "ckr8xk", Answer{Chosen: []course.ID{"ps2jgd"}}, page.Partly},
		{"scenario poor", "ckr8xk", Answer{Chosen: []course.ID{"skse2j"}}, page.Wrong},
		{"scenario not ended", "ckr8xk", Answer{}, ""},
	} {
		for _, tag := range c.Tags() {
			q := questionOf(textOf(check, tag), one.id)
			ask := func(tag lang.Tag, id course.ID) *course.Question { return questionOf(textOf(check, tag), id) }
			if got := judge(c, q, one.a, ask); got != one.want {
				t.Errorf("%s, seen in %s: got %q, want %q", one.name, tag, got, one.want)
			}
		}
	}
}

func TestReadLeavesWhatIsKept(t *testing.T) {
	c := trilingual(t)
	d := textOf(c.Modules[0].Check, "en")
	for _, one := range []struct {
		name string
		id   course.ID
		form fields
		kept Answer
		want Answer
	}{
		{"nothing sent", "abg68b", fields{}, Answer{Chosen: []course.ID{"hesbp9"}, Told: true}, Answer{Chosen: []course.ID{"hesbp9"}, Told: true}},
		{"an empty text", "f7dw54", fields{"f7dw54": {" "}}, Answer{Text: "nuna", Lang: "fr"}, Answer{Text: "nuna", Lang: "fr"}},
		{"the same text in another language", "f7dw54", fields{"f7dw54": {"nuna"}}, Answer{Text: "nuna", Lang: "fr"}, Answer{Text: "nuna", Lang: "fr"}},
		{"a foreign choice", "abg68b", fields{"abg68b": {"zzzzzz"}}, Answer{}, Answer{}},
		{"two where one can be", "abg68b", fields{"abg68b": {"g5ntdv", "hesbp9"}}, Answer{}, Answer{Chosen: []course.ID{"hesbp9"}}},
		{"a new answer is not told yet", "abg68b", fields{"abg68b": {"g5ntdv"}}, Answer{Chosen: []course.ID{"hesbp9"}, Told: true}, Answer{Chosen: []course.ID{"g5ntdv"}}},
		{"a place that does not exist", "h3fz5a", fields{"h3fz5a.jdz2k7": {"4"}, "h3fz5a.d8wnzw": {"2"}}, Answer{}, Answer{Lines: map[course.ID]string{"d8wnzw": "2"}}},
		{"a step that is not offered", "ckr8xk", fields{"ckr8xk": {"ha86td"}}, Answer{Chosen: []course.ID{"ps2jgd"}}, Answer{Chosen: []course.ID{"ps2jgd"}}},
	} {
		got := fields.read(one.form, questionOf(d, one.id), one.kept, "en")
		if !got.same(one.want) || got.Told != one.want.Told || got.Lang != one.want.Lang {
			t.Errorf("%s: got %+v, want %+v", one.name, got, one.want)
		}
	}
}

func TestAgainDrawsFromTheBank(t *testing.T) {
	c, _, err := course.Load(os.DirFS("../../../courses/open-source-in-government"))
	if err != nil {
		t.Fatal(err)
	}
	d := textOf(c.Modules[0].Check, "en")
	objectives := map[string]bool{}
	for i, q := range questions(d) {
		if q.ID == "" { // a source whose passages have no ids yet
			q.ID = course.ID("q" + string(rune('a'+i)) + "2222")
		}
		objectives[q.Objective] = true
	}
	first := begin(d)
	second, twin, other := again(d, first, 10, "actor"), again(d, first, 10, "actor"), again(d, first, 10, "somebody else")
	if len(second.Asked) != 10 || second.Number != 2 {
		t.Fatalf("drew %d questions for attempt %d", len(second.Asked), second.Number)
	}
	if !slices.Equal(second.Asked, twin.Asked) {
		t.Error("the same draw gives other questions")
	}
	if slices.Equal(second.Asked, other.Asked) {
		t.Error("two actors get the same questions")
	}
	covered := map[string]bool{}
	for _, id := range second.Asked {
		q := questionOf(d, id)
		covered[q.Objective] = true
		if q.Form != "" {
			t.Errorf("%s is of the fixed form although the bank is large enough", id)
		}
	}
	for o := range objectives {
		if !covered[o] {
			t.Errorf("nothing asks about %s", o)
		}
	}
	if small := again(d, second, 1000, "actor"); len(small.Asked) != len(questions(d)) {
		t.Errorf("a draw larger than the bank asks %d questions of %d", len(small.Asked), len(questions(d)))
	}
}

func TestDocMergeLosesNothing(t *testing.T) {
	a := &Doc{Seen: []course.ID{"a", "c"}, Answers: map[course.ID]Answer{"q": {Text: "mine"}}, Attempt: &Attempt{Number: 1}}
	a.merge(&Doc{Seen: []course.ID{"b", "c"}, Ticks: []course.ID{"t"}, Answers: map[course.ID]Answer{"q": {Text: "theirs"}, "r": {Text: "new"}}, Attempt: &Attempt{Number: 2}})
	if !slices.Equal(a.Seen, []course.ID{"a", "b", "c"}) || len(a.Ticks) != 1 || a.Answers["q"].Text != "mine" || a.Answers["r"].Text != "new" || a.Attempt.Number != 2 {
		t.Errorf("merged to %+v", a)
	}
}

func TestStandingsKeepNothingStale(t *testing.T) {
	c := newStandings(shards * 2)
	before := c.epoch("a")
	c.drop("a") // an act happens while the standing is being read
	c.put("a", &Standing{}, before)
	if _, ok := c.get("a"); ok {
		t.Error("a standing read before an act is kept after it")
	}
	for i := range 1000 {
		name := "x" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		c.put(identity.Actor(name), &Standing{}, c.epoch(identity.Actor(name)))
	}
	n := 0
	for i := range c.shards {
		n += c.shards[i].order.Len()
	}
	if n > shards*2 {
		t.Errorf("%d standings are kept, at most %d are wanted", n, shards*2)
	}
}
