package release

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// small is a course of one lesson in two languages, whose passages are given by their ids: "id en | fr", and the classes that
// are declared: "id class".
type small struct {
	passages []string
	declared []string
}

const smallHead = "id: urn:uuid:1\nkey: small\nlanguages:\n  - {tag: en, locale: en-CA, name: English}\n  - {tag: fr, locale: fr-CA, name: Français}\n" +
	"title: {en: Small, fr: Petit}\nlicence: CC0-1.0\nmodules: [1-one]\n"

func (s small) over(dir fstest.MapFS) {
	put := func(name, text string) { dir[name] = &fstest.MapFile{Data: []byte(text)} }
	put("course.yaml", smallHead)
	put("modules/1-one/module.yaml", "title: {en: One, fr: Un}\nslug: {en: one, fr: un}\nlessons: [1-a]\n")
	text := map[string]string{"en": "---\nslug: a\n---\n# Snow ^aaaaaa\n", "fr": "---\nslug: a\n---\n# Neige ^aaaaaa\n"}
	for _, p := range s.passages {
		id, both, _ := strings.Cut(p, " ")
		en, fr, _ := strings.Cut(both, " | ")
		for tag, say := range map[string]string{"en": en, "fr": fr} {
			if say != "" {
				text[tag] += "\n" + say + " ^" + id + "\n"
			}
		}
	}
	for tag, say := range text {
		put("modules/1-one/1-a."+tag+".md", say)
	}
	if len(s.declared) > 0 {
		var lines string
		for _, d := range s.declared {
			id, class, _ := strings.Cut(d, " ")
			lines += fmt.Sprintf("- {id: %s, class: %s, because: x}\n", id, class)
		}
		put(nextFile, lines)
	}
}

// through are the upgrades between states of a small course, and the course as it is at the end.
func through(t *testing.T, states ...small) (*course.Course, []Upgrade) {
	t.Helper()
	dir := fstest.MapFS{}
	var now *Released
	var chain []Upgrade
	for i, s := range states {
		var before *course.Course
		if now != nil {
			before = now.Course
		}
		s.over(dir)
		version := fmt.Sprintf("1.%d", i)
		plan(t, before, dir, version).keep(dir)
		next, err := Verify(maps.Clone(dir), version)
		if err != nil {
			t.Fatal(err)
		}
		if now != nil {
			chain = append(chain, NewUpgrade(now, next))
		}
		now = next
	}
	return now.Course, chain
}

// tellings are what is told of the changes of the lesson in each language: "id en fr".
func tellings(t *testing.T, states ...small) string {
	t.Helper()
	c, chain := through(t, states...)
	var out []string
	for _, change := range News(c, chain)["aaaaaa"] {
		one := string(change.ID)
		for _, tag := range []lang.Tag{"en", "fr"} {
			telling := change.Telling(tag)
			if telling == Unseen {
				telling = "-"
			}
			one += " " + string(telling)
		}
		if one != string(change.ID)+" - -" {
			out = append(out, one)
		}
	}
	return strings.Join(out, ", ")
}

const (
	wholeEn, wholeFr = "The team reads the licence in 10 days. Then somebody in the office answers the supplier by letter.", "L’équipe lit la licence en 10 jours. Puis quelqu’un du bureau répond au fournisseur par lettre."
	firstEn, firstFr = "The team reads the licence in 10 days.", "L’équipe lit la licence en 10 jours."
	restEn, restFr   = "Then somebody in the office answers the supplier by letter.", "Puis quelqu’un du bureau répond au fournisseur par lettre."
	neverEn, neverFr = "Then nobody in the office must ever answer the supplier by letter.", "Puis personne du bureau ne doit jamais répondre au fournisseur par lettre."
	laterEn, laterFr = "The team reads the licence in 30 days.", "L’équipe lit la licence en 30 jours."
)

func passage(id, en, fr string) string { return id + " " + en + " | " + fr }

func TestHowChangesAreTold(t *testing.T) {
	of := func(passages ...string) small { return small{passages: passages} }
	one, halves := of(passage("bbbbbb", wholeEn, wholeFr)), of(passage("bbbbbb", firstEn, firstFr), passage("cccccc", restEn, restFr))
	first := of(passage("bbbbbb", firstEn, firstFr))
	for name, test := range map[string]struct {
		states []small
		want   string
	}{
		"another meaning in both":                     {[]small{first, of(passage("bbbbbb", laterEn, laterFr))}, "bbbbbb meaning meaning"},
		"another meaning in one alone":                {[]small{first, of(passage("bbbbbb", laterEn, firstFr))}, "bbbbbb meaning elsewhere"},
		"another meaning in one, spelling in another": {[]small{first, of(passage("bbbbbb", "The team reads the license in 10 days.", laterFr))}, "bbbbbb elsewhere meaning"},
		"spelling in one alone":                       {[]small{first, of(passage("bbbbbb", firstEn, "L’équipe lit la license en 10 jours."))}, "bbbbbb - typo"},
		"other words in one alone":                    {[]small{first, of(passage("bbbbbb", "The group reads the licence in 10 days.", firstFr))}, "bbbbbb clarity -"},
		"other words, declared as another meaning":    {[]small{first, {passages: []string{passage("bbbbbb", "The group reads the licence in 10 days.", firstFr)}, declared: []string{"bbbbbb meaning"}}}, "bbbbbb meaning elsewhere"},
		"new in both":                                 {[]small{first, of(passage("bbbbbb", firstEn, firstFr), passage("dddddd", restEn, restFr))}, "dddddd added added"},
		"new in one alone":                            {[]small{first, of(passage("bbbbbb", firstEn, firstFr), "dddddd  | "+restFr)}, "dddddd elsewhere added"},
		"gone from one alone":                         {[]small{halves, of(passage("bbbbbb", firstEn, firstFr), "cccccc "+restEn)}, "cccccc elsewhere gone"},
		"what another language got later":             {[]small{first, of(passage("bbbbbb", laterEn, firstFr)), of(passage("bbbbbb", laterEn, laterFr))}, "bbbbbb meaning meaning"},
		"and back":                                    {[]small{first, of(passage("bbbbbb", laterEn, firstFr)), first}, ""},
		"split":                                       {[]small{one, halves}, "bbbbbb split split"},
		"split, and the first half says otherwise":    {[]small{one, of(passage("bbbbbb", laterEn, laterFr), passage("cccccc", restEn, restFr))}, "bbbbbb meaning meaning"},
		"split, and the half that is new says otherwise": {[]small{one, of(passage("bbbbbb", firstEn, firstFr),
			passage("cccccc", "Then somebody in the office must answer the supplier by letter.", "Puis quelqu’un du bureau doit répondre au fournisseur par lettre."))}, "bbbbbb meaning meaning"},
		"split, and a half is declared to say otherwise": {[]small{one, {passages: halves.passages, declared: []string{"cccccc meaning"}}}, "bbbbbb meaning meaning"},
		"split in one language alone":                    {[]small{one, of(passage("bbbbbb", firstEn, wholeFr), "cccccc "+restEn)}, "bbbbbb split -"},
		"split, then the half that is new says otherwise": {[]small{one, halves, of(passage("bbbbbb", firstEn, firstFr), passage("cccccc", neverEn, neverFr))},
			"bbbbbb split split, cccccc meaning meaning"},
		"split, then the half that is new is gone": {[]small{one, halves, first}, "bbbbbb split split, cccccc gone gone"},
		"split and put together again":             {[]small{one, halves, of(passage("bbbbbb", wholeEn, wholeFr))}, ""},
		"merged":                                   {[]small{halves, one}, "bbbbbb merged merged"},
		"merged, and what was taken up says otherwise": {[]small{halves, of(passage("bbbbbb", firstEn+" Then somebody in the office must answer the supplier by letter.",
			firstFr+" Puis quelqu’un du bureau doit répondre au fournisseur par lettre."))}, "bbbbbb meaning meaning"},
		"said otherwise, then merged": {[]small{halves, of(passage("bbbbbb", firstEn, firstFr), passage("cccccc", neverEn, neverFr)), of(passage("bbbbbb", firstEn+" "+neverEn, firstFr+" "+neverFr))},
			"bbbbbb merged merged, cccccc meaning meaning"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tellings(t, test.states...); got != test.want {
				t.Errorf("told %q, want %q", got, test.want)
			}
		})
	}
}

// A passage that moved to another page and came back is not told, and one that stays there is.
func TestMovedThereAndBack(t *testing.T) {
	page := func(dir fstest.MapFS, name string, passages ...string) {
		for _, tag := range []string{"en", "fr"} {
			text := "---\nslug: " + name + "\n---\n# Page " + name + " ^" + strings.Repeat(name, 6) + "\n"
			for _, id := range passages {
				text += "\nWhat " + id + " says. ^" + id + "\n"
			}
			dir["modules/1-one/"+name+"."+tag+".md"] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	var all []*Released
	dir := fstest.MapFS{}
	dir["course.yaml"] = &fstest.MapFile{Data: []byte(smallHead)}
	dir["modules/1-one/module.yaml"] = &fstest.MapFile{Data: []byte("title: {en: One, fr: Un}\nslug: {en: one, fr: un}\nlessons: [a, b]\n")}
	for i, on := range [][2][]string{{{"ppppp2", "ppppp3"}, {"qqqqq2"}}, {{"ppppp2"}, {"qqqqq2", "ppppp3"}}, {{"ppppp2", "ppppp3"}, {"qqqqq2"}}} {
		page(dir, "a", on[0]...)
		page(dir, "b", on[1]...)
		var before *course.Course
		if i > 0 {
			before = all[i-1].Course
		}
		version := fmt.Sprintf("1.%d", i)
		plan(t, before, dir, version).keep(dir)
		now, err := Verify(maps.Clone(dir), version)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, now)
	}
	there, back := NewUpgrade(all[0], all[1]), NewUpgrade(all[1], all[2])
	if got := News(all[1].Course, []Upgrade{there})["bbbbbb"]; len(got) != 1 || got[0].Telling("fr") != Moved {
		t.Errorf("there: %+v", got)
	}
	if got := News(all[2].Course, []Upgrade{there, back}); len(got) != 0 {
		t.Errorf("and back: %+v", got)
	}
	if got := News(all[0].Course, []Upgrade{there, NewUpgrade(all[1], all[0])}); len(got) != 0 { // it was withdrawn
		t.Errorf("withdrawn: %+v", got)
	}
}

// What was split or merged is told with all its parts.
func TestPartsAreToldTogether(t *testing.T) {
	one, halves := small{passages: []string{passage("bbbbbb", wholeEn, wholeFr)}}, small{passages: []string{passage("bbbbbb", laterEn, laterFr), passage("cccccc", restEn, restFr)}}
	c, chain := through(t, one, halves)
	if got := News(c, chain)["aaaaaa"][0].Texts["en"]; got.Was != wholeEn || got.Is != laterEn || got.IsToo != restEn {
		t.Errorf("%+v", got)
	}
	c, chain = through(t, halves, one)
	if got := News(c, chain)["aaaaaa"][0].Texts["fr"]; got.Was != laterFr || got.WasToo != restFr || got.Is != wholeFr {
		t.Errorf("%+v", got)
	}
}

// A language that comes to a course says nothing new to those who read another.
func TestANewLanguageIsNoChange(t *testing.T) {
	dir := fstest.MapFS{}
	small{passages: []string{"bbbbbb " + firstEn}}.over(dir)
	alone := strings.Replace(strings.Replace(smallHead, "  - {tag: fr, locale: fr-CA, name: Français}\n", "", 1), ", fr: Petit", "", 1)
	dir["course.yaml"] = &fstest.MapFile{Data: []byte(alone)}
	dir["modules/1-one/module.yaml"] = &fstest.MapFile{Data: []byte("title: {en: One}\nslug: {en: one}\nlessons: [1-a]\n")}
	french := dir["modules/1-one/1-a.fr.md"]
	delete(dir, "modules/1-one/1-a.fr.md")
	plan(t, nil, dir, "1.0").keep(dir)
	before, err := Verify(maps.Clone(dir), "1.0")
	if err != nil {
		t.Fatal(err)
	}
	small{passages: []string{passage("bbbbbb", firstEn, firstFr)}}.over(dir)
	if french == nil {
		t.Fatal("the course has no French page")
	}
	plan(t, before.Course, dir, "1.1").keep(dir)
	after, err := Verify(maps.Clone(dir), "1.1")
	if err != nil {
		t.Fatal(err)
	}
	if u := NewUpgrade(before, after); len(u.Pages) > 0 {
		t.Errorf("%+v", u.Pages)
	}
}

// Another address of a page leads there from the old one, and is nothing that its readers are told.
func TestAnotherAddressIsNotTold(t *testing.T) {
	first := small{passages: []string{passage("bbbbbb", firstEn, firstFr)}}
	dir := fstest.MapFS{}
	first.over(dir)
	plan(t, nil, dir, "1.0").keep(dir)
	before, err := Verify(maps.Clone(dir), "1.0")
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"en", "fr"} {
		name := "modules/1-one/1-a." + tag + ".md"
		dir[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(dir[name].Data), "slug: a", "slug: b", 1))}
	}
	plan(t, before.Course, dir, "1.1").keep(dir)
	after, err := Verify(maps.Clone(dir), "1.1")
	if err != nil {
		t.Fatal(err)
	}
	if u := NewUpgrade(before, after); len(u.Pages) > 0 {
		t.Errorf("%+v", u.Pages)
	}
}
