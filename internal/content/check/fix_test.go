package check

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// repair runs and fixes a course until nothing is left to fix, and says how often it had to.
func repair(t testing.TB, fsys fstest.MapFS) (rounds int, left []Finding) {
	t.Helper()
	for rounds = 0; ; rounds++ {
		c, problems, err := course.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		left = Run(c, Options{Now: now, Problems: problems})
		changed := Fix(c, left)
		if len(changed) == 0 || rounds > 6 {
			return rounds, left
		}
		for name, data := range changed {
			fsys[name] = &fstest.MapFile{Data: data}
		}
	}
}

func TestFixEverySample(t *testing.T) {
	for _, s := range allSamples(t) {
		rule := ruleNamed(s.rule)
		if !s.bad || rule == nil {
			continue
		}
		rounds, left := repair(t, s.fsys)
		if rounds > 4 {
			t.Errorf("%s/%s: %d rounds", s.rule, s.name, rounds)
		}
		for _, f := range left {
			if f.Fix != nil {
				t.Errorf("%s/%s: still to be fixed: %s %s", s.rule, s.name, f.Place, f.Rule)
			}
		}
	}
}

func TestFixedText(t *testing.T) {
	cases := []struct{ tag, before, after string }{
		{"fr", `L'état d'une «licence» : 10 % pour "tous" ?`, "L’état d’une «\u00a0licence\u00a0»\u00a0: 10\u00a0% pour «\u00a0tous\u00a0»?"},
		{"fr", `**Note** : voir [l'aide](#a2b3c4) à 8h30, ''`, "**Note**\u00a0: voir [l’aide](#a2b3c4) à 8\u00a0h\u00a030, ''"},
		{"fr", "Tapez `l'x : y` et *l'oeuvre*...", "Tapez `l'x : y` et *l’œuvre*…"},
		{"fr", "Voir https://x.org/a:b?c=d'e et 12500 $.", "Voir https://x.org/a:b?c=d'e et 12\u00a0500\u00a0$."},
		{"fr", "Un [it's \"x\"]{lang=en} : fin.", "Un [it’s “x”]{lang=en}\u00a0: fin."},
		{"en", `It's "fine" : 10 % of 12500...`, "It’s “fine”: 10% of 12,500…"},
		{"en", "See `it's` and [it's](#a2b3c4).", "See `it's` and [it’s](#a2b3c4)."},
	}
	for _, c := range cases {
		fsys := baseCourse(t)
		name := "modules/1-start/1-first." + c.tag + ".md"
		fsys[name] = &fstest.MapFile{Data: []byte(sampleHead + "# Sample\n\nLede.\n\n" + c.before + "\n")}
		repair(t, fsys)
		_, got, _ := strings.Cut(string(fsys[name].Data), "Lede.\n\n")
		if strings.TrimSuffix(got, "\n") != c.after {
			t.Errorf("%s\n got %s\nwant %s", c.before, got, c.after)
		}
	}
}

// Whatever the text, fixing comes to rest, and changes neither code nor addresses nor ids nor front matter, nor the
// number of blocks.
func TestFixProperties(t *testing.T) {
	pieces := []string{"L'eau", "« mot »", "«mot»", " : ", "10 %", "25$", "`it's : \"x\"`", "[lien](https://e.org/a:b'c)", "oeuvre", "1,234,567",
		"12500", "8h30", "13:30", "...", "  ", "\"oui\"", "**l'un**", "?", " ?", " ; ", "don't", "the readers' room", "et / ou", "[@act, p. 4]", "\n", "\u00a0", "Etat",
		"2ème", "le 3 Mars 2026", "^", "\\*", "_x_", "&amp;", "“ici”", "[it's]{lang=en}", "https://e.org/l'a:b"}
	rapid.Check(t, func(rt *rapid.T) {
		tag := rapid.SampledFrom([]string{"en", "fr"}).Draw(rt, "tag")
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(rt, "pieces"), " ")
		fsys := baseCourse(t)
		for file := range fsys {
			if strings.Contains(file, "/check.") || strings.Contains(file, "/summary.") {
				delete(fsys, file)
			}
		}
		name := "modules/1-start/1-first." + tag + ".md"
		fsys[name] = &fstest.MapFile{Data: []byte(sampleHead + "# Sample ^a2b3c4\n\nLede. ^d5e6f7\n\n" + body + " ^k3m4n5\n")}
		before, _ := load(t, fsys)
		rounds, left := repair(t, fsys)
		after, _ := load(t, fsys)
		text := string(fsys[name].Data)
		for _, f := range left {
			if f.Fix != nil {
				rt.Fatalf("%d rounds, still %s in %q", rounds, f.Rule, text)
			}
		}
		if !strings.HasPrefix(text, sampleHead) {
			rt.Fatalf("front matter changed: %q", text)
		}
		if a, b := machineParts(before, lang.Tag(tag)), machineParts(after, lang.Tag(tag)); a != b {
			rt.Fatalf("from %q\n to %q\n%s\n%s", body, text, a, b)
		}
	})
}

// machineParts is what a repair may never touch.
func machineParts(c *course.Course, tag lang.Tag) string {
	var b strings.Builder
	d := c.Modules[0].Lessons[0].Doc(tag)
	d.Each(func(block *course.Block) bool {
		b.WriteString("\n" + string(block.ID) + " " + block.Text)
		eachInline(block, func(in course.Inline) {
			switch in.Kind {
			case course.CodeSpan:
				b.WriteString(" `" + in.Text)
			case course.Link, course.Image:
				b.WriteString(" " + in.Target)
			case course.Cite:
				for _, cite := range in.Cites {
					b.WriteString(" @" + cite.Reference + cite.Locator)
				}
			}
		})
		return true
	})
	return b.String()
}
