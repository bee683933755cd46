package search

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestWordsEndAtApostrophesAndHyphens(t *testing.T) {
	for text, want := range map[string]string{
		"L’ordinateur de l'État":     "l ordinateur de l etat",
		"Aujourd’hui, rendez-vous":   "aujourd hui rendez vous",
		"Œuvre œuvre ÆÐÞ Straße":     "oeuvre oeuvre aedth strasse",
		"nai\u0308ve soft\u00adware": "naive software",
		"«\u00a0oui\u00a0» 24 h, 2e": "oui 24 h 2e",
		"government’s e-mail":        "government s e mail",
		"漢字かな abc漢":                  "漢 字 か な abc 漢",
		"ᐃᓄᒃᑎᑐᑦ 🙂 a🙂b":               "ᐃᓄᒃᑎᑐᑦ a b",
		"\u0301 a\xffb":              "a b",
	} {
		var got []string
		Words([]byte(text), func(_, _ int, folded []byte) { got = append(got, string(folded)) })
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestScannerDoesNotAllocate(t *testing.T) {
	text := []byte(strings.Repeat("The Government publishes open data; l’État aussi. ", 50))
	var s Scanner
	run := func() {
		s.ResetBytes(text)
		for s.Next() {
		}
	}
	run()
	if n := testing.AllocsPerRun(20, run); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// sameResults says that two queries find the same passages with the same marks.
func sameResults(t *testing.T, x *Index, a, b string) {
	t.Helper()
	first, second := x.Search(a, 10), x.Search(b, 10)
	if diff := cmp.Diff(first.Results, second.Results); diff != "" {
		t.Errorf("%q and %q differ:\n%.1500s", a, b, diff)
	}
}

func TestAccentsMayBeLeftOut(t *testing.T) {
	x := corpusIndex("fr", 120)
	compared := 0
	for _, word := range corpusWords("fr") {
		if plain := unaccented(word); plain != word {
			sameResults(t, x, word, plain)
			compared++
		}
	}
	if compared < 1000 {
		t.Errorf("only %d words have accents", compared)
	}
}

func TestPluralFindsWhatTheSingularFinds(t *testing.T) {
	nouns := map[string][][2]string{
		"fr": {{"logiciel", "logiciels"}, {"dépôt", "dépôts"}, {"donnée", "donnees"}, {"journal", "journaux"}, {"bureau", "bureaux"},
			{"l’œuvre", "les oeuvres"}, {"communauté", "communautés"}, {"gouvernement", "GOUVERNEMENTS"}},
		"en": {{"repository", "repositories"}, {"license", "licences"}, {"government’s", "governments"}, {"policy", "policies"},
			{"organisation", "organizations"}, {"status", "statuses"}, {"process", "processes"}},
	}
	for tag, pairs := range nouns {
		b := NewBuilder(tag)
		for _, pair := range pairs {
			b.Add(Document{Address: pair[0], Title: "x", Passage: "a", Text: "abc " + pair[0] + " def"})
			b.Add(Document{Address: pair[1], Title: "x", Passage: "b", Text: "abc " + pair[1] + " def"})
		}
		x := b.Index()
		for _, pair := range pairs {
			sameResults(t, x, pair[0], pair[1])
			if n := x.Search(pair[0], 10).Total; n != 2 {
				t.Errorf("%s: %d results, want 2", pair[0], n)
			}
		}
	}
}

func smallIndex() *Index {
	b := NewBuilder("en")
	for _, d := range []Document{
		{Address: "en/licences/", Title: "Open licences", Heading: "Why a licence", Passage: "aaaaaa", Kind: "lesson",
			Text: "Without a licence, nobody may reuse the code."},
		{Address: "en/code/", Title: "Source code", Passage: "bbbbbb", Kind: "lesson",
			Text: "Code is read by people. A licence is mentioned once, among many other words about repositories and history."},
		{Address: "en/it/", Title: "Who decides", Passage: "cccccc", Kind: "case", Text: "The IT department decides, and it takes its time."},
		{Address: "en/time/", Title: "Time", Passage: "dddddd", Kind: "case", Text: "Time is what it is."},
	} {
		b.Add(d)
	}
	return b.Index()
}

func found(a Answer) string {
	var out []string
	for _, r := range a.Results {
		out = append(out, r.Passage)
	}
	return strings.Join(out, " ")
}

func TestSearch(t *testing.T) {
	x := smallIndex()
	for _, c := range []struct {
		query, found string
		all          bool
	}{
		{"licence", "aaaaaa bbbbbb", true},
		{"licenses", "aaaaaa bbbbbb", true},      // the title and the heading weigh
		{"licence repositories", "bbbbbb", true}, // all words, where one passage has them
		{"licence department", "cccccc aaaaaa bbbbbb", false},
		{"repos", "bbbbbb", true},      // the beginning of a word, typed last
		{"repos ", "", false},          // and not when the word is closed
		{"departmant", "cccccc", true}, // one slip
		{"it", "cccccc", true},         // the abbreviation alone
		{"what is the licence", "aaaaaa bbbbbb", true},
		{"zebra", "", false}, {"", "", false}, {"  ’ ", "", false},
	} {
		a := x.Search(c.query, 10)
		if found(a) != c.found || a.All != c.all {
			t.Errorf("%q: %q (all words: %v), want %q (%v)", c.query, found(a), a.All, c.found, c.all)
		}
	}
}

func TestSearchSaysWhatItDidWithTheWords(t *testing.T) {
	a := smallIndex().Search("Zebra departmant", 10)
	if diff := cmp.Diff([]string{"Zebra"}, a.Missing); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]string{{"departmant", "department"}}, a.Instead); diff != "" {
		t.Error(diff)
	}
}

func TestSearchMarksTheWords(t *testing.T) {
	r := smallIndex().Search("LICENSES", 1).Results[0]
	want := []Part{{"Without a ", false}, {"licence", true}, {", nobody may reuse the code.", false}}
	if diff := cmp.Diff(want, r.Snippet); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Part{{"Open ", false}, {"licences", true}}, r.Title); diff != "" {
		t.Error(diff)
	}
}

func TestSnippetShowsTheWindowWithTheMostMarks(t *testing.T) {
	b := NewBuilder("en")
	b.Add(Document{Text: strings.Repeat("filler ", 80) + "open source code" + strings.Repeat(" filler", 80) + " open."})
	parts := b.Index().Search("code open", 1).Results[0].Snippet
	if parts[0].Text != "… " || parts[len(parts)-1].Text != " …" || !slices.Contains(parts, Part{"code", true}) {
		t.Errorf("%v", parts)
	}
}

func TestOnePageDoesNotHideTheOthers(t *testing.T) {
	b := NewBuilder("en")
	for i := range 10 {
		b.Add(Document{Address: "en/long/", Title: "Licence", Passage: string(rune('a' + i)), Text: "licence licence"})
	}
	b.Add(Document{Address: "en/short/", Title: "Other", Passage: "z", Text: "one word on every licence there is"})
	if got := found(b.Index().Search("licence", 10)); got != "a b c z" {
		t.Error(got)
	}
}

func TestSameDocumentsGiveSameBytes(t *testing.T) {
	first := filesOf(t, "fr", corpusDocuments("fr", 60))
	second := filesOf(t, "fr", corpusDocuments("fr", 60))
	if !slices.EqualFunc(first, second, func(a, b File) bool { return a.Name == b.Name && bytes.Equal(a.Data, b.Data) }) {
		t.Error("the files differ")
	}
}

func TestAnIndexOfNothing(t *testing.T) {
	x := NewBuilder("fr").Index()
	if a := x.Search("logiciel", 10); a.Total != 0 || a.All {
		t.Error(a)
	}
	compareAnswers(t, "fr", x, []string{"logiciel", "", "le"}, false, 0)
}

func TestAZ(t *testing.T) {
	letters := AZ("fr", []Entry{{Label: "zone"}, {Label: "État"}, {Label: "2e version"}, {Label: "Écart"}, {Label: "eau"},
		{Label: "œuvre"}, {Label: "« Ouvert »"}, {Label: "Cote"}, {Label: "côté"}, {Label: "coté"}, {Label: "🙂"}})
	var got []string
	for _, l := range letters {
		var labels []string
		for _, e := range l.Entries {
			labels = append(labels, e.Label)
		}
		got = append(got, l.Name+": "+strings.Join(labels, ", "))
	}
	want := []string{"#: 2e version, 🙂", "C: Cote, coté, côté", "E: eau, Écart, État", "O: œuvre, « Ouvert »", "Z: zone"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range append(corpusSentences["fr"], "\xff\xc3", "e\u0301\u00ad", "漢a") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		Words([]byte(text), func(start, end int, folded []byte) {
			if start < last || end <= start || end > len(text) || len(folded) == 0 {
				t.Fatalf("%q: word %d to %d, %q, after %d", text, start, end, folded, last)
			}
			if utf8.ValidString(text) && !utf8.Valid(folded) {
				t.Fatalf("%q: folded %q is not UTF-8", text, folded)
			}
			last = end
			for _, tag := range []string{"en", "fr", "iu-Cans"} {
				AnalyserFor(tag).Stem(string(folded))
			}
		})
	})
}

func FuzzSearch(f *testing.F) {
	for _, q := range corpusQueries("en")[:60] {
		f.Add(q, 3)
	}
	x := corpusIndex("en", 8)
	f.Fuzz(func(t *testing.T, query string, limit int) {
		a := x.Search(query, limit)
		if len(a.Results) > max(limit, 0) || len(a.Results) > a.Total {
			t.Fatalf("%d results, limit %d, total %d", len(a.Results), limit, a.Total)
		}
		for _, r := range a.Results {
			if r.Score <= 0 || len(r.Snippet) == 0 {
				t.Fatalf("%q: %+v", query, r)
			}
		}
	})
}
