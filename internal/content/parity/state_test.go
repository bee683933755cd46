package parity

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// small is a three-language course of one lesson with three passages; texts replace its files.
func small(t testing.TB, texts map[string]string) *course.Course {
	t.Helper()
	fsys := fstest.MapFS{}
	put := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }
	put("course.yaml", "id: urn:uuid:1\nkey: small\nlanguages:\n  - {tag: en, locale: en-CA, name: English}\n  - {tag: fr, locale: fr-CA, name: Français}\n"+
		"  - {tag: iu-Cans, locale: iu-Cans-CA, name: ᐃᓄᒃᑎᑐᑦ}\ntitle: {en: Small, fr: Petit, iu-Cans: ᐊᑕᐅᓯᖅ}\nlicence: CC0-1.0\nmodules: [1-one]\n")
	put("modules/1-one/module.yaml", "title: {en: One, fr: Un, iu-Cans: ᐊᑕᐅᓯᖅ}\nslug: {en: one, fr: un, iu-Cans: a}\nlessons: [1-a]\n")
	put("modules/1-one/1-a.en.md", lesson("Snow", "The team must read the licence.", "It may share 10 files."))
	put("modules/1-one/1-a.fr.md", lesson("Neige", "L’équipe doit lire la licence.", "Elle peut partager 10 fichiers."))
	put("modules/1-one/1-a.iu-Cans.md", lesson("ᐊᐳᑦ", "ᐅᖃᐅᓯᖅ ᐃᓄᐃᑦ", "10 ᓄᓇ"))
	for name, text := range texts {
		put(name, text)
	}
	c, _, err := course.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func lesson(title, first, second string) string {
	text := "---\nslug: a\n---\n# " + title + " ^aaaaaa\n\n" + first + " ^bbbbbb\n"
	if second != "" {
		text += "\n" + second + " ^cccccc\n"
	}
	return text
}

const now Day = "2026-11-23"

func pairOf(t testing.TB, c *course.Course, w Weighing, id course.ID) Pair {
	t.Helper()
	w.Now = now
	for _, p := range Pairs(c, BookOf(c), w) {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no pair %s", id)
	return Pair{}
}

// confirmed is the files of the small course with every pair confirmed by somebody.
func confirmed(t testing.TB, by Provenance) map[string]string {
	t.Helper()
	c := small(t, nil)
	got, err := Confirm(c, BookOf(c), Selection{All: true}, by, "2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range got.Edits {
		out[e.Path] = string(e.New)
	}
	return out
}

func with(files map[string]string, name, text string) map[string]string {
	out := map[string]string{name: text}
	for k, v := range files {
		if k != name {
			out[k] = v
		}
	}
	return out
}

func TestStatesFollowFromTextsAndLines(t *testing.T) {
	machine, human := confirmed(t, ByMachine), confirmed(t, "person:7f3a")
	const en, fr = "modules/1-one/1-a.en.md", "modules/1-one/1-a.fr.md"
	fewer := with(human, en, lesson("Snow", "The team must read the licence.", "It may share 12 files."))
	both := with(fewer, fr, lesson("Neige", "L’équipe doit lire la licence.", "Elle peut partager 12 fichiers."))
	typo := with(human, en, lesson("Snow", "The team must read the licence.", "It may share 10 files"))
	clear := with(human, en, lesson("Snow", "The team must read the licence.", "It may give 10 files."))
	for _, c := range []struct {
		name   string
		files  map[string]string
		before map[string]string
		state  State
		en, fr State
	}{
		{"never confirmed", nil, nil, Draft, Draft, Draft},
		{"by a machine", machine, nil, Machine, Machine, Machine},
		{"by a person", human, nil, InParity, InParity, InParity},
		{"one side changed", fewer, nil, NeedsALook, Ahead, NeedsALook},
		{"one side changed, old text known", fewer, human, NeedsALook, Ahead, NeedsALook},
		{"two sides changed", both, nil, NeedsALook, NeedsALook, NeedsALook},
		{"a typo, old text unknown", typo, nil, NeedsALook, Ahead, NeedsALook},
		{"a typo, old text known", typo, human, InParity, InParity, InParity},
		{"a typo, declared", with(typo, "changes/next.yaml", "- {id: cccccc, class: typo, languages: [en], because: x}\n"), nil, InParity, InParity, InParity},
		{"declared for the other language", with(typo, "changes/next.yaml", "- {id: cccccc, class: typo, languages: [fr], because: x}\n"), nil, NeedsALook, Ahead, NeedsALook},
		{"clarity, old text known", clear, human, NeedsALook, Ahead, NeedsALook},
		{"clarity, declared", with(clear, "changes/next.yaml", "- {id: cccccc, class: clarity, languages: [en], because: x}\n"), human, InParity, InParity, InParity},
		{"declared too low", with(fewer, "changes/next.yaml", "- {id: cccccc, class: typo, languages: [en], because: x}\n"), human, NeedsALook, Ahead, NeedsALook},
		{"declared higher", with(typo, "changes/next.yaml", "- {id: cccccc, class: meaning, languages: [en], because: x}\n"), human, NeedsALook, Ahead, NeedsALook},
		{"missing", with(human, fr, lesson("Neige", "L’équipe doit lire la licence.", "")), nil, Missing, InParity, Missing},
		{"excepted", map[string]string{fr: lesson("Neige", "L’équipe doit lire la licence.", ""),
			"modules/1-one/1-a.parity": "cccccc except=fr by=person:7f3a on=2026-11-01 until=2026-11-23 because=\"no source\"\n"}, nil, Draft, Draft, Excepted},
		{"exception is over", map[string]string{fr: lesson("Neige", "L’équipe doit lire la licence.", ""),
			"modules/1-one/1-a.parity": "cccccc except=fr by=person:7f3a on=2026-11-01 until=2026-11-22 because=\"no source\"\n"}, nil, Missing, Draft, Missing},
	} {
		w := Weighing{}
		if c.before != nil {
			w.Before = small(t, c.before)
		}
		p := pairOf(t, small(t, c.files), w, "cccccc")
		if p.State != c.state || p.Stands["en"] != c.en || p.Stands["fr"] != c.fr {
			t.Errorf("%s: %s, en %s, fr %s; want %s, %s, %s", c.name, p.State, p.Stands["en"], p.Stands["fr"], c.state, c.en, c.fr)
		}
		if tooLow := len(p.Claims) > 0; tooLow != (c.name == "declared too low") {
			t.Errorf("%s: claims %v", c.name, p.Claims)
		}
	}
}

func TestLanguageAbsentFromALineIsADraft(t *testing.T) {
	c := small(t, nil)
	got, err := Confirm(c, BookOf(c), Selection{IDs: []course.ID{"bbbbbb"}, Languages: []lang.Tag{"en", "fr"}}, "person:7f3a", now)
	if err != nil {
		t.Fatal(err)
	}
	p := pairOf(t, small(t, map[string]string{got.Edits[0].Path: string(got.Edits[0].New)}), Weighing{}, "bbbbbb")
	if p.State != Draft || p.Stands["en"] != InParity || p.Stands["iu-Cans"] != Draft {
		t.Errorf("%s, %v", p.State, p.Stands)
	}
}

func TestConfirmKeepsPeopleAndWritesLittle(t *testing.T) {
	human := confirmed(t, "person:7f3a")
	c := small(t, human)
	again, err := Confirm(c, BookOf(c), Selection{All: true}, ByMachine, now)
	if err != nil || len(again.Edits) != 0 || len(again.Confirmed) != 0 {
		t.Errorf("a machine took over what a person confirmed: %+v, %v", again, err)
	}
	c = small(t, with(human, "modules/1-one/1-a.en.md", lesson("Snow", "The team must read the licence.", "It may share 12 files.")))
	got, err := Confirm(c, BookOf(c), Selection{All: true}, ByMachine, now)
	if err != nil || len(got.Confirmed) != 1 || len(got.Edits) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	old, new := strings.Split(string(got.Edits[0].Old), "\n"), strings.Split(string(got.Edits[0].New), "\n")
	differ := 0
	for i := range old {
		if old[i] != new[i] {
			differ++
		}
	}
	if len(old) != len(new) || differ != 1 || !strings.Contains(string(got.Edits[0].New), "by=machine on=2026-11-23") {
		t.Errorf("wrote\n%s\nover\n%s", got.Edits[0].New, got.Edits[0].Old)
	}
	machine := small(t, confirmed(t, ByMachine))
	taken, err := Confirm(machine, BookOf(machine), Selection{Pages: []string{"modules/1-one/1-a"}}, "person:ab12", now)
	if err != nil || len(taken.Confirmed) != 4 {
		t.Errorf("a person could not confirm after a machine: %+v, %v", taken, err)
	}
}

func TestConfirmRefuses(t *testing.T) {
	lacking := small(t, map[string]string{"modules/1-one/1-a.fr.md": lesson("Neige", "L’équipe doit lire la licence.", "")})
	broken := small(t, map[string]string{"modules/1-one/1-a.parity": "cccccc en=zz by=machine on=2026-11-23\n"})
	for key, c := range map[string]struct {
		c   *course.Course
		sel Selection
		by  Provenance
		on  Day
	}{
		"confirm.missing":  {lacking, Selection{IDs: []course.ID{"cccccc"}}, ByMachine, now},
		"confirm.by":       {lacking, Selection{All: true}, "Marie Tremblay", now},
		"confirm.on":       {lacking, Selection{All: true}, ByMachine, "today"},
		"confirm.no-id":    {lacking, Selection{IDs: []course.ID{"zzzzzz"}}, ByMachine, now},
		"confirm.no-page":  {lacking, Selection{Pages: []string{"modules/9"}}, ByMachine, now},
		"confirm.language": {lacking, Selection{All: true, Languages: []lang.Tag{"en", "de"}}, ByMachine, now},
		"confirm.alone":    {lacking, Selection{All: true, Languages: []lang.Tag{"en"}}, ByMachine, now},
		"confirm.mistakes": {broken, Selection{All: true}, ByMachine, now},
	} {
		_, err := Confirm(c.c, BookOf(c.c), c.sel, c.by, c.on)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Key != key {
			t.Errorf("want %s, got %v", key, err)
			continue
		}
		for _, tag := range lang.Interfaces() {
			if s := f.Message(tag) + f.Hint(tag); strings.ContainsAny(s, "{}") {
				t.Errorf("%s: %q", key, s)
			}
		}
	}
	all, err := Confirm(lacking, BookOf(lacking), Selection{All: true}, ByMachine, now)
	if err != nil || len(all.Refused) != 1 || all.Refused[0].ID != "cccccc" || !slices.Equal(all.Refused[0].Missing, []lang.Tag{"fr"}) {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAnExceptionKeepsItsSigner(t *testing.T) {
	c := small(t, map[string]string{"modules/1-one/1-a.fr.md": lesson("Neige", "L’équipe doit lire la licence.", ""),
		"modules/1-one/1-a.parity": "cccccc except=fr by=person:7f3a on=2026-11-01 until=2027-01-01 because=\"no source\"\n"})
	for _, by := range []Provenance{ByMachine, "person:zz99"} {
		got, err := Confirm(c, BookOf(c), Selection{IDs: []course.ID{"cccccc"}}, by, now)
		if err != nil || len(got.Edits) != 0 {
			t.Errorf("%s signed another's exception: %+v, %v", by, got, err)
		}
	}
	same, err := Confirm(c, BookOf(c), Selection{IDs: []course.ID{"cccccc"}}, "person:7f3a", now)
	if err != nil || len(same.Edits) != 1 || !strings.Contains(string(same.Edits[0].New), "except=fr") {
		t.Errorf("%+v, %v", same, err)
	}
}
