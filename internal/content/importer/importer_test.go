package importer

import (
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"atelier/courses"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
	"atelier/internal/standard/xliff"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

func load(t testing.TB, fsys fs.FS) *course.Course {
	t.Helper()
	c, problems, err := course.Load(fsys)
	if err != nil || problems.Fatal() {
		t.Fatal(err, problems)
	}
	return c
}

func constructs() fs.FS { return os.DirFS("../publish/testdata/course") }
func trilingual() fs.FS { return os.DirFS("../course/testdata/trilingual") }

// What goes out comes back without a change, in both versions, for every pair of languages.
func TestOutAndBackIsNothing(t *testing.T) {
	for name, fsys := range map[string]fs.FS{"shipped": courses.Shipped(), "trilingual": trilingual(), "every construct": constructs()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := load(t, fsys)
			for _, from := range c.Tags() {
				for _, to := range c.Tags() {
					if from == to {
						continue
					}
					d, unread := Translation(c, from, to, nil)
					for _, s := range unread {
						t.Errorf("%s: %s is not exported", s.Place, UnitName(s))
					}
					for version, data := range map[string][]byte{"2.1": xliff.Write(d), "1.2": xliff.Write12(d)} {
						back, err := xliff.Read(data)
						if err != nil {
							t.Fatal(err)
						}
						plan, err := PlanTranslation(fsys, c, back)
						if err != nil {
							t.Fatal(err)
						}
						if len(plan.Changes)+len(plan.Refused)+len(plan.Notices)+len(plan.Files) > 0 {
							t.Errorf("%s→%s %s: %d changes, %d refused; first %+v", from, to, version, len(plan.Changes), len(plan.Refused), append(plan.Refused, Refusal{})[0])
						}
						t.Logf("%s→%s %s: %d units unchanged, %d untranslated, %d KB", from, to, version, plan.Unchanged, plan.Empty, len(data)>>10)
					}
				}
			}
		})
	}
}

func TestTokensAreReversible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		if token := Token(name); name != "" && !xliff.ValidID(token) {
			t.Fatalf("%q is no NMTOKEN", token)
		} else if back, ok := FromToken(token); !ok || back != strings.ToValidUTF8(name, "\uFFFD") {
			t.Fatalf("%q came back as %q", name, back)
		}
	})
}

// editable are the units that a translator can change.
func editable(d *xliff.Document) []*xliff.Unit {
	var out []*xliff.Unit
	for i := range d.Files {
		for j := range d.Files[i].Units {
			if u := &d.Files[i].Units[j]; !u.Locked && u.Segments[0].HasTarget {
				out = append(out, u)
			}
		}
	}
	return out
}

// Random edits of translations come back as exactly these edits, and change nothing else of the course.
func TestEditsComeBackAsTheyAre(t *testing.T) {
	folders := []fs.FS{constructs(), trilingual()}
	loaded := []*course.Course{load(t, folders[0]), load(t, folders[1])}
	checks := flag.Lookup("rapid.checks")
	defer flag.Set("rapid.checks", checks.Value.String())
	if checks.Value.String() == checks.DefValue { // each reads a course three times
		flag.Set("rapid.checks", "40")
	}
	rapid.Check(t, func(t *rapid.T) {
		which := rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(t, "course") // the second takes longer
		c, fsys := loaded[which], folders[which]
		from := rapid.SampledFrom(c.Tags()).Draw(t, "from")
		to := rapid.SampledFrom(slices.DeleteFunc(c.Tags(), func(x lang.Tag) bool { return x == from })).Draw(t, "to")
		d, _ := Translation(c, from, to, nil)
		want, inEmphasis := someEdits(t, d)
		data := xliff.Write(d)
		if rapid.Bool().Draw(t, "old") {
			data = xliff.Write12(d)
		}
		back, err := xliff.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := PlanTranslation(fsys, c, back)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range plan.Refused {
			if r.Code == "unwritable" && inEmphasis[r.Unit] {
				delete(want, r.Unit) // Markdown has no emphasis that ends so
				continue
			}
			t.Errorf("%s is refused: %s (%s)", r.Unit, r.Code, r.New)
		}
		for _, ch := range plan.Changes {
			if want[ch.Unit] == "" {
				t.Errorf("%s changes and was not edited", ch.Unit)
			}
		}
		if len(plan.Changes) != len(want) {
			t.Errorf("%d changes, %d edits", len(plan.Changes), len(want))
		}
		after, _, err := course.LoadWith(fsys, plan.Files)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := Translation(after, from, to, nil)
		asSaid(t, d, again, plan)
	})
}

// someEdits adds words to some translations: what each then says, and which of the words stand inside of emphasis.
func someEdits(t *rapid.T, d *xliff.Document) (want map[string]string, inEmphasis map[string]bool) {
	bits := rapid.SampledFrom([]string{"mot", " ", "été\u00A0!", "12,5 %", "*", "**a**", "[x](y)", "[@k]", "`c`", "\\", "&amp;", "<b>", "\"", "'", ": ", "#", "- ", "|", "_a_", "^", "«\u00A0x\u00A0»", "😀", "{x}", "# ", "1. ", "> "})
	units := editable(d)
	want, inEmphasis = map[string]string{}, map[string]bool{}
	for range rapid.IntRange(1, 6).Draw(t, "edits") {
		u := rapid.SampledFrom(units).Draw(t, "unit")
		target := u.Segments[0].Target
		var texts []int
		for i, tok := range target {
			if tok.Kind == xliff.Text {
				texts = append(texts, i)
			}
		}
		name, _ := FromToken(u.ID)
		if len(texts) == 0 || want[name] != "" {
			continue
		}
		i := rapid.SampledFrom(texts).Draw(t, "text")
		more := strings.Join(rapid.SliceOfN(bits, 1, 5).Draw(t, "words"), "")
		if strings.TrimSpace(more) == "" {
			continue
		}
		target[i].Text += more
		inEmphasis[name] = i > 0 && target[i-1].Kind == xliff.Open || i+1 < len(target) && target[i+1].Kind == xliff.Open
		want[name] = clean(said(target))
	}
	return want, inEmphasis
}

// asSaid holds the course as it would be against what a document asks, but for what was refused.
func asSaid(t *rapid.T, d, again *xliff.Document, plan *Plan) {
	asked := map[string]string{}
	whole := func(u *xliff.Unit) string { // blanks may move out of emphasis
		return codes(u.Segments[0].Target) + clean(xliff.Words(u.Segments[0].Target))
	}
	for _, u := range editable(d) {
		asked[u.ID] = whole(u)
	}
	for _, r := range plan.Refused {
		delete(asked, Token(r.Unit))
	}
	for _, u := range editable(again) {
		if want, is := asked[u.ID]; is && whole(u) != want {
			t.Errorf("%s: asked %q, got %q", u.ID, want, whole(u))
		}
	}
}

// findUnit is the first unit whose target has a code of a kind.
func findUnit(t *testing.T, d *xliff.Document, is func(u *xliff.Unit) bool) *xliff.Unit {
	t.Helper()
	for _, u := range editable(d) {
		if is(u) {
			return u
		}
	}
	t.Fatal("no such unit")
	return nil
}

func codesIn(u *xliff.Unit) (n int) {
	for _, tok := range u.Segments[0].Target {
		if tok.Kind == xliff.Open || tok.Kind == xliff.Lone {
			n++
		}
	}
	return n
}

// planOf is the plan of a document that went through a file.
func planOf(t *testing.T, fsys fs.FS, c *course.Course, d *xliff.Document) *Plan {
	t.Helper()
	back, err := xliff.Read(xliff.Write(d))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := PlanTranslation(fsys, c, back)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestCodes(t *testing.T) {
	fsys := constructs()
	c := load(t, fsys)
	two := func(u *xliff.Unit) bool {
		tokens := u.Segments[0].Target
		return codesIn(u) > 1 && tokens[0].Kind == xliff.Text && slices.ContainsFunc(tokens, func(tok xliff.Token) bool { return tok.Kind == xliff.Lone })
	}
	for name, want := range map[string]struct {
		edit func(s *xliff.Segment)
		code string
	}{
		"moved": {func(s *xliff.Segment) {
			i := slices.IndexFunc(s.Target, func(tok xliff.Token) bool { return tok.Kind == xliff.Lone })
			s.Target = slices.Concat([]xliff.Token{s.Target[i], {Kind: xliff.Text, Text: " puis "}}, s.Target[:i], s.Target[i+1:])
		}, ""},
		"lost": {func(s *xliff.Segment) {
			s.Target = slices.DeleteFunc(s.Target, func(tok xliff.Token) bool { return tok.Kind == xliff.Lone })
		}, "tags-lost"},
		"doubled": {func(s *xliff.Segment) {
			for _, tok := range slices.Clone(s.Target) {
				if tok.Kind != xliff.Text {
					tok.ID += "0" // an id that nobody knows
					s.Target = append(s.Target, tok)
				}
			}
		}, "tags-added"},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := Translation(c, lang.English, lang.French, nil)
			u := findUnit(t, d, two)
			want.edit(&u.Segments[0])
			plan := planOf(t, fsys, c, d)
			switch {
			case want.code == "" && (len(plan.Refused) > 0 || len(plan.Changes) != 1):
				t.Errorf("refused %+v, changes %+v", plan.Refused, plan.Changes)
			case want.code != "" && (len(plan.Refused) != 1 || plan.Refused[0].Code != want.code || len(plan.Changes) > 0):
				t.Errorf("refused %+v, changes %+v", plan.Refused, plan.Changes)
			}
			for _, r := range plan.Refused {
				for _, tag := range []lang.Tag{lang.English, lang.French} {
					if s := r.Say(tag); strings.Contains(s, "{") || s == "" {
						t.Errorf("says %q", s)
					}
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	fsys := constructs()
	c := load(t, fsys)
	id := "aaaaa3"
	for name, want := range map[string]struct {
		edit func(u *xliff.Unit)
		code string
	}{
		"unknown id":   {func(u *xliff.Unit) { u.ID = "zzzzzz" }, "unknown-id"},
		"not our name": {func(u *xliff.Unit) { u.ID = "a_b" }, "unknown-id"},
		"emptied":      {func(u *xliff.Unit) { u.Segments[0].Target = nil }, "emptied"},
		"source changed": {func(u *xliff.Unit) {
			u.Segments[0].Source[0].Text = "Something else must never happen"
			u.Segments[0].Target[0].Text = "Autre"
		}, "source-changed"},
		"target changed": {func(u *xliff.Unit) { u.Meta[1].Value = "000000000000"; u.Segments[0].Target[0].Text = "Autre" }, "target-changed"},
		"only white space": {func(u *xliff.Unit) {
			u.Segments[0].Target = append(u.Segments[0].Target, xliff.Token{Kind: xliff.Text, Text: "\n  "})
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := Translation(c, lang.English, lang.French, nil)
			want.edit(findUnit(t, d, func(u *xliff.Unit) bool { return u.ID == id || codesIn(u) == 0 && len(u.Segments[0].Target) == 1 }))
			plan := planOf(t, fsys, c, d)
			if want.code == "" && len(plan.Refused) == 0 && len(plan.Changes) == 0 {
				return
			}
			if len(plan.Refused) != 1 || plan.Refused[0].Code != want.code || len(plan.Changes) > 0 {
				t.Errorf("refused %+v, changes %+v", plan.Refused, plan.Changes)
			}
		})
	}
	for name, d := range map[string]*xliff.Document{
		"other language": {Source: "en", Target: "de"}, "no target": {Source: "en"}, "one language": {Source: "en-CA", Target: "en"},
		"other course": {Source: "en", Target: "fr", Files: []xliff.File{{Meta: []xliff.Meta{{Type: metaCourse, Value: "urn:other"}}}}},
	} {
		if _, err := PlanTranslation(fsys, c, d); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// A page, a paragraph and a string of a YAML file that a language lacks are made from the translation; pairs keep
// their ids, and nothing is confirmed by that.
func TestWhatALanguageLacks(t *testing.T) {
	fsys := constructs()
	whole := load(t, fsys)
	page := whole.Modules[0].Lessons[0]
	fr := page.Path + ".fr.md"
	d, _ := Translation(whole, lang.English, lang.French, nil)

	t.Run("page", func(t *testing.T) {
		lacks := copyOf(t, fsys)
		delete(lacks, fr)
		c := load(t, lacks)
		plan := planOf(t, lacks, c, d)
		text, made := plan.Files[fr]
		if !made || len(plan.Refused) > 0 {
			t.Fatalf("refused %+v", plan.Refused)
		}
		after, problems, err := course.LoadWith(lacks, plan.Files)
		if err != nil || problems.Fatal() {
			t.Fatal(err, problems)
		}
		var want, got []string
		for _, p := range whole.Modules[0].Lessons[0].Doc(lang.French).Passages() {
			want = append(want, string(p.ID)+" "+p.Plain)
		}
		for _, p := range after.Modules[0].Lessons[0].Doc(lang.French).Passages() {
			got = append(got, string(p.ID)+" "+p.Plain)
		}
		if !slices.Equal(want, got) {
			t.Errorf("the page reads\n%s\nwant\n%s\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), text)
		}
	})
	t.Run("paragraph", func(t *testing.T) {
		source := whole.Files[fr].Text
		lede := page.Doc(lang.French).Lede
		from := strings.Index(source, lede.Raw)
		to := strings.Index(source[from:], "\n\n") + from + 2
		lacks := copyOf(t, fsys)
		lacks[fr] = &fstest.MapFile{Data: []byte(source[:from] + source[to:])}
		c := load(t, lacks)
		plan := planOf(t, lacks, c, d)
		if plan.Files[fr] != source {
			t.Errorf("refused %+v, changes %+v\n%s", plan.Refused, plan.Changes, plan.Files[fr])
		}
		if len(plan.Changes) != 1 || plan.Changes[0].Class != parity.Structure {
			t.Errorf("changes %+v", plan.Changes)
		}
	})
}

// copyOf is a folder in memory.
func copyOf(t *testing.T, fsys fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
