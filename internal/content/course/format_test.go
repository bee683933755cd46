package course

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// counter gives ids in order: deterministic, valid, never twice.
func counter() func() ID {
	n := 0
	return func() ID {
		n++
		const all = idLetters + idDigits
		b := []byte("aaaaaa")
		for i, v := idLength-1, n; i > 0; i-- {
			b[i] = all[v%len(all)]
			v /= len(all)
		}
		return ID(b)
	}
}

const front = "---\nslug: a\n---\n"

// format formats bodies as one lesson in as many languages.
func format(t interface{ Fatal(...any) }, bodies ...string) (texts []string, out Formatted) {
	names := []string{"modules/1-one/1-a.en.md", "modules/1-one/1-a.fr.md"}
	fsys := tiny(nil)
	delete(fsys, names[1])
	for i, b := range bodies {
		fsys[names[i]] = tiny(map[string]string{"x": front + b})["x"]
	}
	c, ps, err := Load(fsys)
	if err != nil {
		t.Fatal(err, ps)
	}
	out = Format(c, counter())
	for i := range bodies {
		text, changed := out.Files[names[i]]
		if !changed {
			text = c.Files[names[i]].Text
		}
		texts = append(texts, strings.TrimPrefix(text, front))
	}
	return texts, out
}

func TestFormatPutsTheIDWhereItBelongs(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"paragraph", "One\ntwo  \n", "One\ntwo ^aaaaab  \n"},
		{"heading", "## Two ##\n", "## Two ^aaaaab ##\n"},
		{"setext", "Two\n===\n", "Two ^aaaaab\n===\n"},
		{"list", "- a\n- b\n\n  c\n", "- a ^aaaaab\n- b ^aaaaac\n\n  c ^aaaaad\n"},
		{"quote", "> a\nb\n", "> a\nb ^aaaaab\n"},
		{"code", "```go\nx\n```\n", "```go ^aaaaab\nx\n```\n"},
		{"indented code", "    x\n", "    x\n\n^aaaaab\n"},
		{"directive", "::: callout kind=note\nx\n:::\n", "::: callout kind=note ^aaaaab\nx ^aaaaac\n:::\n"},
		{"table", "| a |\n|---|\n| b |\n", "| a |\n|---|\n| b |\n\n^aaaaab\n"},
		{"caption", "| a |\n|---|\n| b |\n\n: Words\n", "| a |\n|---|\n| b |\n\n: Words ^aaaaab\n"},
		{"definition", "T\n: d\n", "T\n: d ^aaaaab\n"},
		{"footnote", "x[^1]\n\n[^1]: y\n", "x[^1] ^aaaaab\n\n[^1]: y ^aaaaac\n"},
		{"unused footnote", "[^1]: y\n", "[^1]: y ^aaaaab\n"},
		{"figure", "![a](b.svg \"c\")\n", "![a](b.svg \"c\") ^aaaaab\n"},
		{"windows", "a\r\n\r\nb\r\n", "a ^aaaaab\r\n\r\nb ^aaaaac\r\n"},
		{"known", "a ^k7m2qp\n\nb\n", "a ^k7m2qp\n\nb ^aaaaab\n"},
		{"escaped", "a \\^k7m2qp\n", "a \\^k7m2qp ^aaaaab\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, _ := format(t, test.in)
			if got[0] != test.want {
				t.Errorf("got\n%q\nwant\n%q", got[0], test.want)
			}
			if again, out := format(t, got[0]); again[0] != got[0] || out.Given != 0 {
				t.Errorf("not idempotent:\n%q", again[0])
			}
		})
	}
}

func TestFormatPairsLanguages(t *testing.T) {
	for _, test := range []struct {
		name, en, fr, wantEN, wantFR string
		unpaired                     int
	}{
		{"same blocks", "# A\n\nb\n", "# Á\n\nb\n", "# A ^aaaaab\n\nb ^aaaaac\n", "# Á ^aaaaab\n\nb ^aaaaac\n", 0},
		{"one more in French", "# A ^k7m2qp\n\nb\n", "# Á ^k7m2qp\n\nb\n\nc\n",
			"# A ^k7m2qp\n\nb ^aaaaab\n", "# Á ^k7m2qp\n\nb ^aaaaac\n\nc ^aaaaad\n", 3},
		{"French comes later", "# A ^k7m2qp\n\nb ^n8wd3k\n", "# Á\n\nb\n", "# A ^k7m2qp\n\nb ^n8wd3k\n", "# Á ^k7m2qp\n\nb ^n8wd3k\n", 0},
		{"between known ids", "a ^k7m2qp\n\nnew\n\nb ^n8wd3k\n", "a ^k7m2qp\n\nneuf\n\nb ^n8wd3k\n",
			"a ^k7m2qp\n\nnew ^aaaaab\n\nb ^n8wd3k\n", "a ^k7m2qp\n\nneuf ^aaaaab\n\nb ^n8wd3k\n", 0},
		{"other kinds", "# A\n\nb\n", "# Á\n\n- b\n", "# A ^aaaaab\n\nb ^aaaaac\n", "# Á ^aaaaad\n\n- b ^aaaaae\n", 4},
		{"continued", "a ^k7m2qp\n\nb\n", "a ^k7m2qp\n\naa ^k7m2qp+\n\nb\n", "a ^k7m2qp\n\nb ^aaaaab\n", "a ^k7m2qp\n\naa ^k7m2qp+\n\nb ^aaaaab\n", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, out := format(t, test.en, test.fr)
			if got[0] != test.wantEN || got[1] != test.wantFR {
				t.Errorf("got\n%q\n%q\nwant\n%q\n%q", got[0], got[1], test.wantEN, test.wantFR)
			}
			if len(out.Problems) != test.unpaired {
				t.Errorf("%d problems, want %d: %v", len(out.Problems), test.unpaired, out.Problems)
			}
		})
	}
}

// goldmarkSpec is CommonMark's own examples, which the Markdown library carries for its tests.
func goldmarkSpec(t *testing.T) (examples []struct{ Markdown string }) {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	return examples
}

func TestFormatKeepsEveryCommonMarkExample(t *testing.T) {
	examples := goldmarkSpec(t)
	left := 0
	for i, e := range examples {
		got, out := format(t, e.Markdown)
		checkKept(t, e.Markdown, got[0])
		for _, p := range out.Problems {
			if p.Code == "id-left-out" {
				left++
			}
		}
		if t.Failed() {
			t.Fatalf("example %d: %q", i+1, e.Markdown)
		}
	}
	if len(examples) != 652 {
		t.Errorf("%d examples, CommonMark 0.31.2 has 652", len(examples))
	}
	t.Logf("%d examples kept, %d ids left out", len(examples), left)
}

var idsInText = regexp.MustCompile(`(\r?\n[ >]*)?\r?\n?[ >]* ?\^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}`)

// checkKept fails when formatting changed the reading of a page, is not idempotent, or did more than insert.
func checkKept(t interface{ Errorf(string, ...any) }, before, after string) {
	if a, b := readingOf(before), readingOf(after); a != b {
		t.Errorf("reads otherwise:\n%q\n%q\n%q", after, a, b)
	}
	if !inserted(before, after) {
		t.Errorf("more than inserted:\n%q\n%q", before, after)
	}
	fatal := rapidFatal{}
	if again, out := format(fatal, after); out.Given != 0 || again[0] != after {
		t.Errorf("not idempotent:\n%q\n%q", after, again[0])
	}
}

type rapidFatal struct{}

func (rapidFatal) Fatal(args ...any) { panic(args) }

// inserted reports whether before is what is left of after when bytes are removed.
func inserted(before, after string) bool {
	i := 0
	for j := 0; j < len(after) && i < len(before); j++ {
		if after[j] == before[i] {
			i++
		}
	}
	return i == len(before)
}

func TestFormatKeepsGeneratedDocuments(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		body := markdownGen().Draw(r, "body")
		got, _ := format(r, body)
		checkKept(r, body, got[0])
	})
}

// markdownGen draws documents of hard, real-looking Markdown in several scripts.
func markdownGen() *rapid.Generator[string] {
	word := rapid.SampledFrom([]string{"licence", "l’État", "ᐃᓄᒃᑎᑐᑦ", "**fort**", "*doux*", "`x ^y`", "[lien](https://a.b)", "[@oag-2023]",
		"[mot]{lang=en}", "a^b", "^k7m2q", "\\^", "1.", "-", ":", "|", "![i](media/x.svg)", "[^1]", "naïve", "…", "&amp;", "<b>", "`", "*", "]", "#"})
	line := rapid.Custom(func(r *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 1, 6).Draw(r, "words"), " ")
	})
	block := rapid.Custom(func(r *rapid.T) string {
		a, b := line.Draw(r, "a"), line.Draw(r, "b")
		return rapid.SampledFrom([]string{a, a + "\n" + b, "## " + a, "## " + a + " ##", a + "\n---", "- " + a + "\n- " + b, "1. " + a + "\n\n   " + b,
			"> " + a + "\n" + b, "> - " + a + "\n>   - " + b, "```go\n" + a + "\n```", "```\n" + a + "\n```", "    " + a, "| " + a + " | b |\n|---|---|\n| c | d |",
			"> | a | b |\n> |---|---|\n> | c | d |\n>\n> " + b, "- | a |\n  |---|\n  | c |\n- " + b,
			"::: callout kind=note\n" + a + "\n:::", ":::: case\n::: reveal title=\"" + "x" + "\"\n" + a + "\n:::\n" + b + "\n::::", "Term\n: " + a + "\n\n  > " + b,
			"[^1]: " + a, "<!-- c -->", "---", "<div>\n" + a + "\n</div>", "[foo]: /u", "- [x] " + a + "\n  > " + b}).Draw(r, "block")
	})
	return rapid.Custom(func(r *rapid.T) string {
		sep := rapid.SampledFrom([]string{"\n\n", "\n\n", "\n"}).Draw(r, "sep")
		out := strings.Join(rapid.SliceOfN(block, 1, 7).Draw(r, "blocks"), sep) + rapid.SampledFrom([]string{"", "\n", "  \n"}).Draw(r, "end")
		if rapid.Bool().Draw(r, "windows") {
			out = strings.ReplaceAll(out, "\n", "\r\n")
		}
		return out
	})
}

func TestRandomIDsAreValid(t *testing.T) {
	different := map[ID]bool{}
	for range 1000 {
		id := RandomID()
		if !ValidID(string(id)) {
			t.Fatalf("%q is not an id", id)
		}
		different[id] = true
	}
	if len(different) < 998 { // of 658 million: two alike among a thousand is one chance in 1,300
		t.Errorf("only %d different ids in 1,000", len(different))
	}
}

func TestNumbersOfIDs(t *testing.T) {
	if !idsInText.MatchString("a ^k7m2qp") || ValidID("0aaaaa") || ValidID("aaaaa1") || ValidID("2aaaaa") || ValidID("aaaaa") || ValidID("aaaaao") {
		t.Error("an id is a letter and five letters or digits, none of 0 1 i l o")
	}
}

func TestWithoutIDsUndoesFormat(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		body := markdownGen().Draw(r, "body")
		got, _ := format(r, body)
		if back := WithoutIDs(front + got[0]); readingOf(back[len(front):]) != readingOf(body) {
			r.Errorf("reads otherwise:\n%q\n%q\n%q", body, got[0], back)
		}
	})
	const page = "---\nslug: a\n---\n# A ^k7m2qp\n\n```md\nx ^n8wd3k\n```\n\n| a |\n|---|\n| b |\n\n: c ^k7m2qq\n\n::: callout ^k7m2qr\nd ^k7m2qp+\n:::\n"
	const plain = "---\nslug: a\n---\n# A\n\n```md\nx ^n8wd3k\n```\n\n| a |\n|---|\n| b |\n\n: c\n\n::: callout\nd\n:::\n"
	if got := WithoutIDs(page); got != plain {
		t.Errorf("got\n%s", got)
	}
}
