package editions

import (
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/pdfua"
	"atelier/internal/standard/pdfua/verify"
)

// withLesson is the small course with other words in its first lesson in English, and other files.
func withLesson(t *testing.T, text string, files map[string]string) (*course.Course, fs.FS) {
	t.Helper()
	src := fstest.MapFS{}
	root := os.DirFS("../publish/testdata/course")
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		src[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	src["modules/1-start/1-text.en.md"] = &fstest.MapFile{Data: []byte("---\nslug: running-text\nformerly: [words]\nobjectives: [see]\nconcepts: [reuse]\n---\n# Title ^zaaaa2\n\n" + text + "\n")}
	for name, data := range files {
		src[name] = &fstest.MapFile{Data: []byte(data)}
	}
	c, _, err := course.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	return c, src
}

// hard are texts that break layouts, with the losses that must be told of them.
var hard = []struct {
	name, text string
	losses     []string
	files      map[string]string
}{
	{name: "a table of 500 columns", text: wideTable(500), losses: []string{"pdf-table-parted"}},
	{name: "a table with a row taller than a page", text: "| A | B |\n|---|---|\n| one | " + strings.Repeat("many words in a cell ", 900) + " |\n\n: Tall ^zaaaa3"},
	{name: "50,000 words", text: strings.Repeat("Word after word of a long text that never seems to end. ", 4546) + "^zaaaa3"},
	{name: "50,000 words in paragraphs", text: paragraphs(1000)},
	{name: "a word of 5,000 letters", text: strings.Repeat("abcdefghij", 500) + " ^zaaaa3\n\n| A | B |\n|---|---|\n| " + strings.Repeat("x", 2000) + " | y |\n\n: Long ^zaaaa4"},
	{name: "right to left", text: "السلام عليكم ورحمة الله (1998) وبركاته، وهذا نص طويل بما يكفي ليمتد على أكثر من سطر واحد في الصفحة المطبوعة. ^zaaaa3\n\nEnglish with שלום עולם 2024 inside. ^zaaaa4\n\n- עברית ^zaaaa5"},
	{name: "emoji", text: "A face 😀 and a family 👩‍👩‍👧 and a flag 🇨🇦. ^zaaaa3", losses: []string{"pdf-glyph"}},
	{name: "no picture", text: "![What it shows](media/none.png \"A caption\") ^zaaaa3", losses: []string{"pdf-picture-missing"}},
	{name: "a broken picture", text: "![What it shows](media/bad.png) ^zaaaa3", files: map[string]string{"media/bad.png": "\x89PNG\r\n\x1a\nnonsense"}, losses: []string{"pdf-picture-broken"}},
	{name: "a broken drawing", text: "![What it shows](media/bad.svg) ^zaaaa3", files: map[string]string{"media/bad.svg": "<svg><rect"}, losses: []string{"pdf-picture-broken"}},
	{name: "deep lists", text: deepList(12)},
	{name: "deep quotes", text: strings.Repeat("> ", 14) + "Deep. ^zaaaa3"},
	{name: "nothing", text: ""},
	{name: "empty things", text: "-\n\n>\n\n| A |\n|---|\n\n::: callout kind=note ^zaaaa3\n:::\n\n## ^zaaaa4"},
	{name: "controls and signs", text: "A\u200bB\u00adC\ufeffD \u202ex\u202c \u0001 \ufffe Ω ℝ ∮ é e\u0301\u0323\u0332 ^zaaaa3"},
	{name: "every script of the course", text: "ᐃᓄᒃᑎᑐᑦ ᖃᓂᐅᔮᖅᐸᐃᑦ ᓄᓇᕗᑦ ^zaaaa3"},
	{name: "unknown directives and raw marks", text: "::: nothing ^zaaaa3\nInside. ^zaaaa4\n:::\n\n<div>raw</div>\n\n[a link](/nowhere) and [another](#nowhe2) and [x](javascript:alert(1)). ^zaaaa5"},
}

func wideTable(n int) string {
	var b strings.Builder
	for r, row := range []string{"H", "-", "a", "b", "c"} {
		for i := range n {
			if r == 1 {
				b.WriteString("|---")
			} else {
				b.WriteString("| " + row + strconv.Itoa(i+1) + " ")
			}
		}
		b.WriteString("|\n")
	}
	return b.String() + "\n: Wide ^zaaaa3"
}

func paragraphs(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(strings.Repeat("Ten words stand in this line, which is quite plain. ", 5) + "\n\n")
	}
	return b.String()
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- Level " + strconv.Itoa(i+1) + "\n")
	}
	return b.String()
}

// Whatever the text is, the file keeps to PDF/UA-1, says every word and tells what it could not do.
func TestPDFOfHardTexts(t *testing.T) {
	t.Parallel()
	for _, h := range hard {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			c, src := withLesson(t, h.text, h.files)
			files := pdfFiles(t, c, src)
			name := publish.OutputPath(c, "pdf", "1-start", lang.English, "pdf")
			report, err := pdfua.Check(files[name])
			if err != nil || len(report.Violations) > 0 {
				t.Errorf("%v %v", err, report)
			}
			for _, code := range h.losses {
				if !strings.Contains(string(files["pdf/report.json"]), `"`+code+`"`) {
					t.Errorf("the report does not tell %s: %s", code, files["pdf/report.json"])
				}
			}
			sayAll(t, files[name], c.Modules[0].Lessons[0].Doc(lang.English))
		})
	}
}

// sayAll holds the words of a file against those of a page, blanks aside.
func sayAll(t *testing.T, data []byte, doc *course.Doc) {
	t.Helper()
	f, err := pdfua.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	var all, apart strings.Builder
	for _, e := range f.Tree().Kids {
		all.WriteString(e.Text())
	}
	f.Tree().Walk(func(e *verify.Element) bool {
		apart.WriteString(e.Text() + " ")
		return true
	})
	text := shown(all.String())
	doc.Each(func(b *course.Block) bool {
		words := []string{course.Plain(b.Inlines)}
		for _, row := range b.Rows {
			for _, cell := range row.Cells {
				words = append(words, course.Plain(cell))
			}
		}
		if b.Kind == course.Figure {
			words = append(words, b.Alt, course.Plain(b.Caption))
		}
		for _, w := range words {
			if strings.ContainsFunc(w, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) }) {
				sayLetters(t, apart.String(), w)
			} else if w = shown(w); !strings.Contains(text, w) {
				t.Errorf("%.80q is not said", w)
			}
		}
		return true
	})
}

// sayLetters wants the letters of every word in some word of the text: words that are read from right to left are
// written as they are seen (ISO 32000-1, 14.8.2.3.3).
func sayLetters(t *testing.T, text, words string) {
	t.Helper()
	sorted := func(s string) string {
		runes := []rune(s)
		slices.Sort(runes)
		return string(runes)
	}
	there := map[string]bool{}
	for _, word := range strings.Fields(text) {
		there[sorted(word)] = true
	}
	for _, word := range strings.Fields(words) {
		if !there[sorted(word)] {
			t.Errorf("%q is not said", word)
		}
	}
}

// shown is what remains of a text when what has no shape is taken away.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '\ufffe' || r == '\ufffd' || r == '\ufeff' || r == '\u202e' || r == '\u202c' {
			return -1
		}
		return r
	}, letters(s))
}

// A table too wide for a page is several, each with the first column and its own head; no word is lost.
func TestPDFPartsWideTables(t *testing.T) {
	t.Parallel()
	c, src := withLesson(t, wideTable(60), nil)
	f, err := pdfua.Open(pdfFiles(t, c, src)[publish.OutputPath(c, "pdf", "1-start", lang.English, "pdf")])
	if err != nil {
		t.Fatal(err)
	}
	tables, rowHeads := 0, 0
	f.Tree().Walk(func(e *verify.Element) bool {
		if e.Role == "Table" && strings.Contains(e.Text(), "a1") && strings.Contains(e.Text(), "Wide") {
			tables++
		}
		if e.Role == "TH" && strings.TrimSpace(e.Text()) == "a1" && e.Attributes["Table.Scope"] == "Row" {
			rowHeads++
		}
		return true
	})
	if tables < 4 || rowHeads != tables {
		t.Errorf("%d tables, %d heads of their first row", tables, rowHeads)
	}
}

// Three languages, one of them in syllabics: each has its files, in its language.
func TestPDFInThreeLanguages(t *testing.T) {
	t.Parallel()
	for _, cc := range contractCourses(t) {
		c, _, err := course.Load(cc.src)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Tags()) < 3 {
			continue
		}
		files := pdfFiles(t, c, cc.src)
		for _, tag := range c.Tags() {
			name := publish.OutputPath(c, "pdf", "", tag, "pdf")
			report, err := pdfua.Check(files[name])
			if err != nil || !report.OK() {
				t.Errorf("%s: %v %v", name, err, report)
			}
			checkTree(t, name, files[name], wantOf(c, tag, render.New(c, tag), c.Pages()).wantStrings(c, tag))
		}
		return
	}
	t.Fatal("the contract has no course of three languages")
}

// A summary that one page cannot hold in letters that can be read is told, and nothing of it is cut off.
func TestPDFTellsOfLongSummaries(t *testing.T) {
	t.Parallel()
	c, src := withLesson(t, "", map[string]string{"modules/1-start/summary.en.md": "---\nslug: summary\n---\n# Long ^daaaa2\n\nLede. ^daaaa3\n\n" + paragraphs(60)})
	files := pdfFiles(t, c, src)
	if !strings.Contains(string(files["pdf/report.json"]), `"pdf-summary-long"`) {
		t.Errorf("the report does not tell: %s", files["pdf/report.json"])
	}
	sayAll(t, files["pdf/small-1-start-summary-en-letter.pdf"], c.Modules[0].Summary.Doc(lang.English))
}
