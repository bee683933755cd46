package course

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// samePacked fails when a text does not come out of its packed form as it went in.
func samePacked(t *testing.T, page *Page, tag string, d *Doc, src string) {
	t.Helper()
	text := newText(d, src, true)
	got := unpack(text)
	if diff := cmp.Diff(d, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(Page{})); diff != "" {
		t.Errorf("%s in %s is another text unpacked (-parsed +unpacked):\n%s", page.Path, tag, diff)
	}
	if d.Lede != nil && got.Lede != got.Blocks[0] {
		t.Errorf("%s: the lede is not the first block", page.Path)
	}
}

// Every construct of the format and every page that ships comes out of its packed form as it went in.
func TestPackedTextsAreTheSame(t *testing.T) {
	n := 0
	for _, dir := range []string{"../publish/testdata/course", "../../../courses/open-source-in-government"} {
		c, _, err := Load(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range c.Pages() {
			for _, tag := range c.Tags() {
				if d := page.Doc(tag); d != nil {
					samePacked(t, page, string(tag), d, c.Files[d.File].Text)
					n++
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d texts were compared", n)
	}
}

func FuzzPack(f *testing.F) {
	for _, s := range []string{"a\\_b ^k7m2qp\n", "::: question kind=single ^k7m2qp\nx\n\n- [x] a\n  > b\n:::\n", "| a |\n|---|\n\n: c ^k7m2qp\n", "![a](b \"c\")\n",
		"[a]{lang=fr} [@b, p. 4; @c] [^1] &amp;\n\n[^1]: x\n", "T\n: d\n\n  > f\n", "    x\n\n^k7m2qp+\n", "3. a\n4. b\n", "- [ ] a\n\n  ```go ^k7m2qp\n  x\n  ```\n", "<a>\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		c, _, err := Load(tiny(map[string]string{"modules/1-one/1-a.en.md": front + body}))
		if err != nil {
			t.Fatal(err)
		}
		if c.Modules == nil {
			return
		}
		page := c.Modules[0].Lessons[0]
		if d := page.Doc("en"); d != nil {
			samePacked(t, page, "en", d, c.Files[d.File].Text)
		}
	})
}

// A large course gives its texts on demand, the same one to everybody who asks while one of them holds it.
func TestLargeCourseGivesItsTextsOnDemand(t *testing.T) {
	const pages = 3
	files, keys := map[string]string{}, []string{}
	for i := range pages {
		key := "l" + itoa(i)
		keys = append(keys, key)
		for _, tag := range []string{"en", "fr"} {
			files["modules/1-one/"+key+"."+tag+".md"] = "---\nslug: " + key + "\n---\n# T\n\n" + strings.Repeat("Some words and more.\n", keepTexts/20/pages/2+1)
		}
	}
	files["modules/1-one/module.yaml"] = "title: {en: One, fr: Un}\nslug: {en: one, fr: un}\nlessons: [" + strings.Join(keys, ", ") + "]\n"
	c, _ := load(t, files)
	page := c.Modules[0].Lessons[1]
	if page.texts["en"].kept != nil {
		t.Fatal("the text of a large course is kept as a tree")
	}
	if h := page.Head("en"); h.Title != "T" || !strings.HasPrefix(h.Lede, "Some words") || h.Words == 0 {
		t.Errorf("head %q %.20q %d", h.Title, h.Lede, h.Words)
	}
	var got [8]*Doc
	var wg sync.WaitGroup
	first := page.Doc("en")
	for i := range got {
		wg.Go(func() { got[i] = page.Doc("en") })
	}
	wg.Wait()
	for _, d := range got {
		if d != first {
			t.Error("two texts of one page at once")
		}
	}
	if page.Doc("iu") != nil || page.Head("iu") != nil {
		t.Error("a text in a language that the page does not have")
	}
}
