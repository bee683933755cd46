package lang

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]Tag{
		"en": "en", "FR": "fr", "iu-cans": "iu-Cans", "IU-CANS-ca": "iu-Cans-CA",
		"fr-CA": "fr-CA", " en-ca ": "en-CA", "zh-hant": "zh-Hant",
		// Canonical case only: no language is changed into another one.
		"iw": "iw", "ike": "ike",
	} {
		got, err := Parse(in)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "x", "und", "français", "en_", "e n", "../fr", strings.Repeat("a", 5000)} {
		if got, err := Parse(in); err == nil {
			t.Errorf("Parse(%.20q) = %q without error", in, got)
		}
	}
}

func TestLower(t *testing.T) {
	if got := Tag("iu-Cans").Lower(); got != "iu-cans" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("iu-Cans")
	f.Add("en-u-co-phonebk")
	f.Fuzz(func(t *testing.T, s string) {
		tag, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(tag.String())
		if err != nil || again != tag {
			t.Errorf("%q is %q, and that is %q (%v)", s, tag, again, err)
		}
	})
}

// DESIGN, law 3: nothing silently falls back to the other language.
func TestTextNeverFallsBack(t *testing.T) {
	text := Text{"en": "course", "iu-Cans": "ᐃᓕᓐᓂᐊᕐᓂᖅ", "de": ""}
	for _, tag := range []Tag{"fr", "iu", "en-CA", "de", ""} {
		if got := text.In(tag); got != "" || text.Has(tag) {
			t.Errorf("in %q it says %q", tag, got)
		}
	}
	if text.In("iu-Cans") == "" || !text.Has("en") {
		t.Error("what exists is not found")
	}
	if got := text.Tags(); !slices.Equal(got, []Tag{"en", "iu-Cans"}) {
		t.Errorf("it exists in %v", got)
	}
	if tags := Text(nil).Tags(); len(tags) != 0 {
		t.Errorf("nothing exists in %v", tags)
	}
}

func TestInterface(t *testing.T) {
	for _, c := range []struct {
		tag    Tag
		wishes []Tag
		want   Tag
	}{
		{"en", nil, English}, {"fr", nil, French}, {"fr-CA", nil, French},
		{"iu-Cans", nil, English}, {"iu-Cans", []Tag{"fr"}, French},
		{"iu-Cans", []Tag{"de", "fr-CA"}, French}, {"en", []Tag{"fr"}, English},
		{"frr", nil, English}, // North Frisian is no French
		{"", nil, English},
	} {
		if got := Interface(c.tag, c.wishes...); got != c.want {
			t.Errorf("Interface(%q, %v) = %q, want %q", c.tag, c.wishes, got, c.want)
		}
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range Complete(sharedFiles) {
		t.Error(lack)
	}
}

func folder(en, fr string) fstest.MapFS {
	return fstest.MapFS{
		"catalogue/en.yaml": {Data: []byte(en)},
		"catalogue/fr.yaml": {Data: []byte(fr)},
	}
}

const (
	enMessages = `
hello: "Hello {name}, {missing} {"
found:
  one: "{n} lesson in {names}"
  other: "{n} lessons in {names}"
nested:
  deep: "down"
`
	frMessages = `
hello: "Bonjour {name}, {missing} {"
found:
  one: "{n} leçon dans {names}"
  many: "{n} de leçons dans {names}"
  other: "{n} leçons dans {names}"
nested:
  deep: "en bas"
`
)

func TestSay(t *testing.T) {
	c := MustCatalogue(folder(enMessages, frMessages))
	names := []string{"a", "b", "c"}
	for _, one := range []struct {
		tag  Tag
		key  string
		args A
		want string
	}{
		{"en", "hello", A{"name": "{n}"}, "Hello {n}, {missing} {"},
		{"fr-CA", "hello", A{"name": Text{"fr": "Zoé", "en": "Zoe"}}, "Bonjour Zoé, {missing} {"},
		{"en", "found", A{"n": 0, "names": names}, "0 lessons in a, b and c"},
		{"en", "found", A{"n": 1, "names": names}, "1 lesson in a, b and c"},
		{"fr", "found", A{"n": 0, "names": names}, "0 leçon dans a, b et c"},
		{"fr", "found", A{"n": 1.5, "names": names}, "1,5 leçon dans a, b et c"},
		{"fr", "found", A{"n": 2, "names": names}, "2 leçons dans a, b et c"},
		{"fr", "found", A{"n": int64(3_000_000), "names": names}, "3\u00a0000\u00a0000 de leçons dans a, b et c"},
		{"iu-Cans", "nested.deep", nil, "down"},
		{"en", "no.such.key", nil, "no.such.key"},
	} {
		if got := c.Say(one.tag, one.key, one.args); got != one.want {
			t.Errorf("%s %s: %q, want %q", one.tag, one.key, got, one.want)
		}
	}
	if got := c.Say("en", "found", A{"n": 1}, A{"names": "x"}); got != "1 lesson in x" {
		t.Errorf("two sets of arguments: %q", got)
	}
}

func TestCompleteFindsEachLack(t *testing.T) {
	for name, c := range map[string]struct{ en, fr, want string }{
		"key":         {"a: x\nb: y", "a: x", "fr: b is missing"},
		"other key":   {"a: x", "a: x\nb: y", "en: b is missing"},
		"plural":      {"a: {one: x, other: y}", "a: {one: x, other: y}", `fr: a lacks the plural form "many"`},
		"one-sided":   {"a: {one: x, other: y}", "a: x", "fr: a has plural forms in one language only"},
		"placeholder": {"a: 'x {n}'", "a: x", "fr: a does not use {n}, which en does"},
		"empty":       {"a: ''", "a: x", "en: a is empty (other)"},
		"colon":       {"a: x", `a: "x : y"`, `fr: a (other) wants a no-break space or an apostrophe: "x : "`},
		"quotes":      {"a: x", "a: «\u00a0x »", `an apostrophe: " »"`},
		"apostrophe":  {"a: x", "a: l'x", `an apostrophe: "l'x"`},
		"number":      {"a: 1", "a: x", "not uint64"},
		"yaml":        {"a: [", "a: x", "catalogue en"},
	} {
		got := Complete(folder(c.en, c.fr))
		if len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := Complete(fstest.MapFS{}); len(got) != 1 {
		t.Errorf("an empty folder lacks %q", got)
	}
	if got := Complete(folder(enMessages, frMessages)); got != nil {
		t.Errorf("complete messages lack %q", got)
	}
}

func TestCatalogueMayBeJSON(t *testing.T) {
	c, err := NewCatalogue(fstest.MapFS{"en.json": {Data: []byte(`{"a": "x"}`)}, "fr.json": {Data: []byte(`{"a": "y"}`)}})
	if err != nil || c.Say(French, "a") != "y" {
		t.Errorf("%v", err)
	}
}
