package course

import (
	"strings"
	"testing"
)

// What strangers write must never stop the program, and what loads must give passages whose text is there.
func FuzzLesson(f *testing.F) {
	for _, s := range []string{"# A\n\nb ^k7m2qp\n", "::: question kind=single ^k7m2qp\nx\n\n- [x] a\n  > b\n:::\n", "| a |\n|---|\n\n: c ^k7m2qp\n",
		"[a]{lang=fr} [@b, p. 4; @c] [^1]\n\n[^1]: x\n", ":::: question kind=scenario\n::: step name=a\n- [b] x\n:::\n::::\n", "T\n: d\n\n  > f\n", "    x\n\n^k7m2qp\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		c, _, err := Load(tiny(map[string]string{"modules/1-one/1-a.en.md": front + body}))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.Passages("en") {
			if strings.ContainsRune(p.Plain, '\uE000') {
				t.Errorf("a private mark is left in %q", p.Plain)
			}
		}
		if c.Modules == nil || c.Modules[0].Lessons[0].Doc("en") == nil {
			return // refused as a whole: not UTF-8 or too deep
		}
		Format(c, counter())
	})
}

func FuzzYAML(f *testing.F) {
	for _, s := range []string{"- id: a\n  term: {en: x, fr: y}\n", "[[[[", "- &a\n  b: *a\n", "a: !!binary x\n", "? x\n: y\n", "- id: |\n    x\n", "<<: {a: b}\n", "---\n...\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"glossary.yaml", "references.yaml", "course.yaml", "modules/1-one/module.yaml", "changes/next.yaml"} {
			c, ps, err := Load(tiny(map[string]string{name: text}))
			if err != nil {
				t.Fatal(err)
			}
			_ = c.Passages("fr")
			for _, p := range ps {
				if p.File == "" || p.Message("en") == "problem."+p.Code {
					t.Errorf("problem without place or words: %+v", p)
				}
			}
		}
	})
}
