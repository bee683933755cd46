package search

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// node runs the bundled script under testdata/parity.js, with what it is asked as
// JSON on standard input, and gives the lines it writes.
func node(t *testing.T, request any) []string {
	t.Helper()
	program, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed, so the script cannot be compared with the Go code")
	}
	input, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var failure bytes.Buffer
	command := exec.Command(program, filepath.Join("testdata", "parity.js"), filepath.Join("dist", "search.js"))
	command.Stdin, command.Stderr = bytes.NewReader(input), &failure
	output, err := command.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, failure.String())
	}
	return strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
}

// oneLine is value as JSON.stringify writes it.
func oneLine(t *testing.T, value any) string {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func TestScriptFindsWhatTheServerFinds(t *testing.T) {
	for _, tag := range []string{"en", "fr"} {
		for _, size := range []struct {
			name  string
			pages int
		}{{"one file", 12}, {"shards", 220}} {
			t.Run(tag+" "+size.name, func(t *testing.T) {
				compareAnswers(t, tag, corpusIndex(tag, size.pages), corpusQueries(tag), size.pages > 100, 500)
			})
		}
	}
}

func TestScriptFindsWhatTheServerFindsInSyllabics(t *testing.T) {
	b := NewBuilder("iu-Cans")
	b.Add(Document{Address: "iu-cans/1/", Title: "ᐃᓄᒃᑎᑐᑦ", Passage: "aaaaaa", Kind: "lesson", Text: "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ ᓄᓇᕗᒻᒥ"})
	b.Add(Document{Address: "iu-cans/2/", Title: "ᓄᓇᕗᑦ", Passage: "bbbbbb", Kind: "lesson", Text: "ᓄᓇᕗᒻᒥ logiciel 2026"})
	compareAnswers(t, "iu-Cans", b.Index(), []string{"ᓄᓇᕗᒻᒥ", "ᓄᓇ", "ᓄᓇᕗᒻᒪ", "ᐅᖃᐅᓯᖅ ᐃᓄ", "Logiciel", "ᕗ"}, false, 4)
}

// compareAnswers asks the Go code and the script; at least so many queries must
// find something.
func compareAnswers(t *testing.T, tag string, x *Index, queries []string, sharded bool, least int) {
	files := filesOf(t, tag, x.docs)
	if (len(files) > 1) != sharded {
		t.Fatalf("%d files, sharded should be %v", len(files), sharded)
	}
	const limit = 7
	request := map[string]any{"tag": tag, "queries": queries, "limit": limit}
	folder := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	request["main"] = filepath.Join(folder, MainFile(tag))
	got := node(t, request)
	if len(got) != len(queries) {
		t.Fatalf("%d answers to %d queries", len(got), len(queries))
	}
	found := 0
	for i, query := range queries {
		answer := x.Search(query, limit)
		found += min(1, answer.Total)
		if want := oneLine(t, answer); got[i] != want {
			t.Fatalf("query %.80q\nscript %.2000s\ngo     %.2000s", query, got[i], want)
		}
	}
	t.Logf("%d queries, %d found something, %d files", len(queries), found, len(files))
	if found < least {
		t.Errorf("only %d of %d queries find something, %d should", found, len(queries), least)
	}
}

func TestScriptStemsAsTheServerDoes(t *testing.T) {
	for _, tag := range []string{"en", "fr"} {
		var words []string
		for _, text := range append(courseTexts(t, tag), strings.Join(corpusWords(tag), " ")) {
			Words([]byte(text), func(_, _ int, folded []byte) { words = append(words, string(folded)) })
		}
		slices.Sort(words)
		words = slices.Compact(words)
		var want []string
		for _, word := range words {
			want = append(want, AnalyserFor(tag).Stem(word))
		}
		got := node(t, map[string]any{"language": tag, "stem": words})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: stems (-go +script):\n%s", tag, diff)
		}
		t.Logf("%s: %d distinct words", tag, len(words))
	}
}

// TestScriptFoldsAsTheServerDoes gives both every character that Go's Unicode
// has, one at a time and between letters. Characters that came into Unicode since
// are left out: a browser may know them and Go not.
func TestScriptFoldsAsTheServerDoes(t *testing.T) {
	var texts, want []string
	for r := rune(1); r < 0x30000; r++ {
		if r >= 0xD800 && r < 0xE000 || r == 0x2028 || r == 0x2029 || !assigned(r) {
			continue
		}
		text := "a" + string(r) + "b " + string(r)
		words := []string{}
		Words([]byte(text), func(_, _ int, folded []byte) { words = append(words, string(folded)) })
		texts, want = append(texts, text), append(want, oneLine(t, words))
	}
	got := node(t, map[string]any{"scan": texts})
	different := 0
	for i := range want {
		if got[i] != want[i] {
			if different++; different < 20 {
				t.Errorf("%q: script %s, go %s", texts[i], got[i], want[i])
			}
		}
	}
	if different > 0 {
		t.Errorf("%d characters differ", different)
	}
}

func assigned(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co)
}
