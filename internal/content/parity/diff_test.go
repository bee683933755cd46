package parity

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

const enFile, frFile, iuFile = "modules/1-one/1-a.en.md", "modules/1-one/1-a.fr.md", "modules/1-one/1-a.iu-Cans.md"

func editOf(d Diff, id course.ID) *Edit {
	for i := range d.Edits {
		if d.Edits[i].ID == id {
			return &d.Edits[i]
		}
	}
	return nil
}

func TestCompareTellsNothingOfTheSame(t *testing.T) {
	c := loadTrilingual(t)
	if d := Compare(c, c); len(d.Edits) != 0 || d.Class() != Same {
		t.Errorf("%+v", d.Edits)
	}
}

func TestCompareByPassageAndClass(t *testing.T) {
	old := small(t, nil)
	d := Compare(old, small(t, map[string]string{enFile: lesson("Snow", "The team must read the licence", "It may share 12 files.")}))
	typo, meaning := editOf(d, "bbbbbb"), editOf(d, "cccccc")
	if typo == nil || typo.Class != Typo || len(typo.Behind) != 0 {
		t.Errorf("typo: %+v", typo)
	}
	if meaning == nil || meaning.Class != Meaning || !slices.Equal(meaning.Behind, []lang.Tag{"fr", "iu-Cans"}) || meaning.Sides[0].Reasons[0].Signal != Number {
		t.Errorf("meaning: %+v", meaning)
	}
	if d.Class() != Meaning || d.Counts["typo"] != 1 || len(d.Edits) != 2 {
		t.Errorf("%v, %d edits", d.Counts, len(d.Edits))
	}
}

func TestCompareSeesBirthAndRetirement(t *testing.T) {
	old, new := small(t, nil), small(t, map[string]string{enFile: lesson("Snow", "The team must read the licence.", "It may share 10 files.") + "\nA new thought stands here. ^dddddd\n"})
	born := editOf(Compare(old, new), "dddddd")
	if born == nil || !slices.Equal(born.What, []What{Born}) || !slices.Equal(born.Lacking, []lang.Tag{"fr", "iu-Cans"}) || born.Class != Structure {
		t.Errorf("born: %+v", born)
	}
	gone := editOf(Compare(new, old), "dddddd")
	if gone == nil || !slices.Equal(gone.What, []What{Retired}) || gone.Line == 0 {
		t.Errorf("gone: %+v", gone)
	}
}

func TestCompareSeesSplitAndMerge(t *testing.T) {
	whole := small(t, map[string]string{enFile: lesson("Snow", "The team reads the licence. Then somebody in the office answers the supplier by letter.", "")})
	halves := small(t, map[string]string{enFile: lesson("Snow", "The team reads the licence.", "") + "\nThen somebody in the office answers the supplier by letter. ^dddddd\n"})
	split := Compare(whole, halves)
	if e := editOf(split, "dddddd"); e == nil || !slices.Contains(e.What, Split) || !slices.Equal(e.Related, []course.ID{"bbbbbb"}) {
		t.Errorf("split: %+v", e)
	}
	if e := editOf(split, "bbbbbb"); e == nil || !slices.Contains(e.What, Split) || e.Class != Structure {
		t.Errorf("split: %+v", e)
	}
	if e := editOf(Compare(halves, whole), "dddddd"); e == nil || !slices.Contains(e.What, Merged) {
		t.Errorf("merge: %+v", e)
	}
}

func TestCompareSeesMovesAndKinds(t *testing.T) {
	body := func(lines ...string) string {
		return "---\nslug: a\n---\n# Snow ^aaaaaa\n\n" + strings.Join(lines, "\n\n") + "\n"
	}
	one, two, three := "One thing. ^bbbbbb", "Another thing. ^cccccc", "A third thing. ^dddddd"
	all := func(text string) map[string]string {
		return map[string]string{enFile: text, frFile: text, iuFile: text}
	}
	old := small(t, all(body(one, two, three)))
	d := Compare(old, small(t, all(body(three, one, two))))
	if len(d.Edits) != 1 || d.Edits[0].ID != "dddddd" || !slices.Equal(d.Edits[0].What, []What{Shifted}) {
		t.Errorf("one shift is %+v", d.Edits)
	}
	if e := editOf(Compare(old, small(t, all(body("## One thing. ^bbbbbb", two, three)))), "bbbbbb"); e == nil || !slices.Contains(e.What, Rekinded) || e.Class != Structure {
		t.Errorf("kind: %+v", e)
	}
	moved := all(body(one, two))
	moved["modules/1-one/module.yaml"] = "title: {en: One, fr: Un, iu-Cans: ᐊᑕᐅᓯᖅ}\nslug: {en: one, fr: un, iu-Cans: a}\nlessons: [1-a, 2-b]\n"
	for _, tag := range []string{"en", "fr", "iu-Cans"} {
		moved["modules/1-one/2-b."+tag+".md"] = "---\nslug: b\n---\n# B ^eeeeee\n\n" + three + "\n"
	}
	d = Compare(old, small(t, moved))
	if e := editOf(d, "dddddd"); e == nil || !slices.Equal(e.What, []What{Moved}) || e.From != "modules/1-one/1-a" {
		t.Errorf("moved: %+v", e)
	}
	if !slices.Equal(d.PagesBorn, []string{"modules/1-one/2-b"}) {
		t.Errorf("pages born: %v", d.PagesBorn)
	}
}

func TestCompareSeesWhatIsRight(t *testing.T) {
	question := func(a, b, kind string) string {
		return lesson("Snow", "The team reads.", "") + "\n::: question kind=" + kind + " objective=x ^eeeeee\nWhich? ^ffffff\n\n- [" + a + "] This. ^gggggg\n- [" + b + "] That. ^hhhhhh\n:::\n"
	}
	old := small(t, map[string]string{enFile: question("x", " ", "single")})
	d := Compare(old, small(t, map[string]string{enFile: question(" ", "x", "single")}))
	if e := editOf(d, "gggggg"); e == nil || e.Class != Meaning || e.Sides[0].Reasons[0].Signal != Key {
		t.Errorf("key: %+v", e)
	}
	if e := editOf(Compare(old, small(t, map[string]string{enFile: question("x", " ", "multiple")})), "eeeeee"); e == nil || e.Class != Meaning {
		t.Errorf("kind of question: %+v", e)
	}
}

func TestCompareSeesWhatChecksAskFor(t *testing.T) {
	check := func(id, head string) map[string]string {
		files := map[string]string{}
		for _, tag := range []string{"en", "fr", "iu-Cans"} {
			files["modules/1-one/check."+tag+".md"] = "---\nslug: check\n" + head + "---\n# Check ^" + id + "\n"
		}
		return files
	}
	old := small(t, check("kkkkkk", "pass: 60\nattempts: 3\n"))
	for _, id := range []string{"kkkkkk", "mmmmmm"} { // the same, and under another title
		d := Compare(old, small(t, check(id, "pass: 60\nattempts: 2\ntime: 20\n")))
		want := []Condition{{"modules/1-one/check", "attempts", 3, 2, Meaning}, {"modules/1-one/check", "time", 0, 20, Meaning}}
		if !slices.Equal(d.Conditions, want) || d.Class() < Meaning {
			t.Errorf("%s: %+v", id, d.Conditions)
		}
	}
	d := Compare(old, small(t, check("kkkkkk", "pass: 60\nattempts: 3\ntime: 1\n")))
	for tag, want := range map[lang.Tag]string{"en": "time for an attempt: as long as one likes before, 1 minute now  (meaning)", "fr": "temps d’une tentative\u00a0: aussi longtemps qu’on veut avant, 1 minute maintenant  (sens)"} {
		var s strings.Builder
		if err := d.WriteText(&s, tag); err != nil || !strings.Contains(s.String(), want) {
			t.Errorf("%v\n%s", err, s.String())
		}
	}
	if d := Compare(old, small(t, nil)); len(d.Conditions) != 0 {
		t.Errorf("a check that is gone: %+v", d.Conditions)
	}
}

func TestClaimsTooLowAreFindings(t *testing.T) {
	old := small(t, nil)
	files := map[string]string{enFile: lesson("Snow", "The team may read the licence.", "It may share 10 files."),
		iuFile:              lesson("ᐊᐳᑦ", "ᐅᖃᐅᓯᖅ ᐃᓄᒃ", "10 ᓄᓇ"),
		"changes/next.yaml": "- {id: bbbbbb, class: clarity, because: \"shorter\"}\n"}
	new := small(t, files)
	d := Compare(old, new)
	claims := d.Claims(new)
	if len(claims) != 1 || claims[0].Tag != "en" || claims[0].Seen != Meaning || claims[0].Line != 1 {
		t.Fatalf("claims: %+v", claims)
	}
	if s := claims[0].Say("en"); !strings.Contains(s, "“must” became “may”") || !strings.Contains(s, "clarity") {
		t.Error(s)
	}
	if s := claims[0].Say("fr"); !strings.Contains(s, "clarté") || strings.ContainsAny(s, "{}") {
		t.Error(s)
	}
}

func TestBoardCountsAndSaysFromWhen(t *testing.T) {
	files := confirmed(t, "person:7f3a")
	files[enFile] = lesson("Snow", "The team must read the licence.", "It may share 12 files.")
	c := small(t, files)
	history := func(path string, line int) (Day, bool) { return "2026-11-13", path == enFile }
	b := NewBoard(c, BookOf(c), Weighing{Now: now}, history)
	if len(b.Debts) != 2 || b.Debts[0].Behind != 10 || b.Debts[0].Basis != FromHistory || !slices.Equal(b.Debts[0].Ahead, []lang.Tag{"en"}) {
		t.Errorf("debts %+v", b.Debts)
	}
	if b.Total.Counts[NeedsALook] != 1 || b.Total.Columns[0].Counts[Ahead] != 1 || b.Rows[0].Columns[1].Behind != 10 {
		t.Errorf("total %+v", b.Total)
	}
	if b := NewBoard(c, BookOf(c), Weighing{Now: now}, nil); b.Debts[0].Behind != 22 || b.Debts[0].Basis != FromConfirmation {
		t.Errorf("without history %+v", b.Debts[0])
	}
	files["changes/next.yaml"] = "- {id: cccccc, class: meaning, languages: [en], because: x}\n"
	c = small(t, files)
	b = NewBoard(c, BookOf(c), Weighing{Now: now}, func(path string, line int) (Day, bool) { return "2026-11-20", path == "changes/next.yaml" && line == 1 })
	if b.Debts[0].Behind != 3 || b.Debts[0].Basis != FromDeclaration {
		t.Errorf("declared %+v", b.Debts[0])
	}
}

func TestBoardAndDiffAreSaidInBothLanguages(t *testing.T) {
	files := confirmed(t, ByMachine)
	files[enFile] = lesson("Snow", "The team may read the licence.", "It may share 12 files.")
	files[frFile] = lesson("Neige", "L’équipe doit lire la licence.", "")
	files["changes/next.yaml"] = "- {id: bbbbbb, class: typo, languages: [en], because: x}\n"
	old, new := small(t, confirmed(t, ByMachine)), small(t, files)
	b := NewBoard(new, BookOf(new), Weighing{Now: now, Before: old}, nil)
	d := Compare(old, new)
	for _, tag := range lang.Interfaces() {
		var s strings.Builder
		if err := b.WriteText(&s, tag, -1); err != nil {
			t.Fatal(err)
		}
		if err := d.WriteText(&s, tag); err != nil {
			t.Fatal(err)
		}
		if text := s.String(); strings.ContainsAny(text, "{}") || strings.Contains(text, "board.") || strings.Contains(text, "diff.") {
			t.Errorf("%s:\n%s", tag, text)
		}
	}
	for name, write := range map[string]func(*strings.Builder) error{"board": func(s *strings.Builder) error { return b.WriteJSON(s) }, "diff": func(s *strings.Builder) error { return d.WriteJSON(s) }} {
		var s strings.Builder
		var back map[string]any
		if err := write(&s); err != nil || json.Unmarshal([]byte(s.String()), &back) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAdaptationThatFollowsAnotherReleaseDiffers(t *testing.T) {
	of := func(release string) *course.Course {
		return &course.Course{Follows: &course.Follows{Course: "urn:uuid:1", Release: release}}
	}
	if d := Compare(of("1.0.0"), of("1.0.0")); d.Follows != nil {
		t.Errorf("%+v", d.Follows)
	}
	d := Compare(of("1.0.0"), of("1.1.0"))
	if d.Follows == nil || d.Follows.Before != "urn:uuid:1 1.0.0" || d.Follows.Now != "urn:uuid:1 1.1.0" {
		t.Fatalf("%+v", d.Follows)
	}
	for _, face := range lang.Interfaces() {
		var out strings.Builder
		if err := d.WriteText(&out, face); err != nil || !strings.Contains(out.String(), "urn:uuid:1 1.1.0") {
			t.Errorf("%s, %v", out.String(), err)
		}
	}
}
