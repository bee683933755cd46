package editions

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"io"
	"os"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// What assistive technology is told beyond the words: headings with their levels, alternatives of pictures, captions
// and headers of tables, phrases in other languages. They are taken from the model and from every output that is made
// of HTML, and must be the same, or the edition's report names the passage. (PDF is read back by its own test.)

// accessFact is one of them. Level is 0 where the output may choose another.
type accessFact struct {
	kind, text string
	level      int
}

// courseFacts are the facts of every page of a course in one language, with the passage that each stands in.
func courseFacts(c *course.Course, tag lang.Tag) map[accessFact][]course.ID {
	out := map[accessFact][]course.ID{}
	for _, p := range c.Pages() {
		d := p.Doc(tag)
		if d == nil {
			continue
		}
		skip := map[course.ID]bool{}
		if p.Kind == course.Assessment {
			skip = bankOf(d)
		}
		d.Each(func(b *course.Block) bool {
			if skip[b.ID] {
				return false
			}
			for _, f := range blockFacts(b) {
				out[f] = append(out[f], b.ID)
			}
			return true
		})
	}
	return out
}

// bankOf is the questions that public editions keep back.
func bankOf(d *course.Doc) map[course.ID]bool {
	out := map[course.ID]bool{}
	for _, q := range d.Questions() {
		if q.Form == "" {
			out[q.ID] = true
		}
	}
	return out
}

func blockFacts(b *course.Block) []accessFact {
	var out []accessFact
	add := func(kind, text string, level int) {
		if text = spaced(text); text != "" {
			out = append(out, accessFact{kind, text, level})
		}
	}
	switch b.Kind {
	case course.Heading:
		add("heading", course.Plain(b.Inlines), b.Level)
	case course.Figure:
		add("alt", b.Alt, 0)
	case course.Table:
		add("caption", course.Plain(b.Caption), 0)
		for _, cell := range b.Rows[0].Cells {
			add("header", course.Plain(cell), 0)
		}
	case course.Directive:
		if b.Name == "media" {
			add("alt", b.Attrs["alt"], 0)
		}
	}
	other(b.Inlines, func(in course.Inline) { add("language "+string(in.Lang.Base()), course.Plain(in.Children), 0) })
	return out
}

// other visits the phrases in another language.
func other(inlines []course.Inline, visit func(course.Inline)) {
	for _, in := range inlines {
		if in.Kind == course.Span && in.Lang != "" {
			visit(in)
		}
		other(in.Children, visit)
	}
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// htmlFacts adds the facts of an HTML or XHTML page.
func htmlFacts(t *testing.T, page []byte, into map[accessFact]int) {
	t.Helper()
	if bytes.HasPrefix(page, []byte("<?xml")) && bytes.Contains(page, []byte("<questestinterop")) {
		itemFacts(t, page, into)
		return
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			nodeFacts(n, into)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
}

// itemFacts adds the facts of questions in QTI 1.2.1: the title of the assessment, and what stands in their texts, which
// are HTML in character data.
func itemFacts(t *testing.T, file []byte, into map[accessFact]int) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(file)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			for _, a := range token.Attr {
				if token.Name.Local == "assessment" && a.Name.Local == "title" {
					into[accessFact{"heading", spaced(a.Value), 1}]++
				}
			}
		case xml.CharData:
			if bytes.ContainsRune(token, '<') {
				htmlFacts(t, token, into)
			}
		}
	}
}

func nodeFacts(n *html.Node, into map[accessFact]int) {
	add := func(kind, text string, level int) { into[accessFact{kind, spaced(text), level}]++ }
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		level, _ := strconv.Atoi(n.Data[1:])
		add("heading", textOf(n), level)
		add("heading", textOf(n), 0)
	case "img":
		add("alt", attrOf(n, "alt"), 0)
	case "svg":
		add("alt", attrOf(n, "aria-label"), 0)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Data == "title" {
				add("alt", textOf(c), 0)
			}
		}
	case "video", "audio", "iframe":
		add("alt", attrOf(n, "aria-label"), 0)
		add("alt", attrOf(n, "title"), 0)
	case "caption":
		add("caption", textOf(n), 0)
	case "th":
		add("header", textOf(n), 0)
	}
	if l := attrOf(n, "lang"); l != "" && n.Data != "html" {
		add("language "+string(lang.Tag(l).Base()), textOf(n), 0)
	}
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is the words of a node without the marks of notes and sources.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Data == "br":
			b.WriteByte(' ')
		case n.Data == "sup" || slices.Contains([]string{"ref", "noteref", "doc-noteref", "doc-biblioref"}, cmp.Or(attrOf(n, "role"), attrOf(n, "class"))):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// pagesOf are the pages of an output in one language: its own HTML, or that of the package's members. The source that
// travels along is not opened.
func pagesOf(t *testing.T, name string, data []byte) map[string][]byte {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("PK")) {
		if isPage(name) {
			return map[string][]byte{name: data}
		}
		return nil
	}
	r, err := archive.Open(data, archive.Usual)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, member := range r.Names() {
		if !isPage(member) {
			continue
		}
		if out[member], err = r.Read(member); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func isPage(name string) bool {
	return slices.Contains([]string{".html", ".xhtml", ".xml"}, path.Ext(name)) && path.Base(name) != "imsmanifest.xml"
}

// htmlEditions are those whose pages are HTML.
var htmlEditions = []string{"web", "html", "epub", "scorm12", "scorm2004", "cmi5", "cartridge"}

func TestWhatAssistiveTechnologyIsToldSurvives(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every page of every edition")
	}
	src := os.DirFS("../../../courses/open-source-in-government")
	c, _, err := course.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range htmlEditions {
		if !made(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := contractBuild(t, c, src, name)
			for _, tag := range c.Tags() {
				got := map[accessFact]int{}
				for file, data := range files {
					if inLanguage(file, name, tag) {
						for _, page := range pagesOf(t, file, data) {
							htmlFacts(t, page, got)
						}
					}
				}
				compareFacts(t, courseFacts(c, tag), got, lostPassages(t, files, name), tag)
			}
		})
	}
}

func made(name string) bool {
	for _, e := range All {
		if e.Name == name {
			return true
		}
	}
	return false
}

// inLanguage says whether a file of an edition is one in a language alone.
func inLanguage(file, edition string, tag lang.Tag) bool {
	if edition == publish.EditionWeb {
		return strings.HasPrefix(file, "web/"+string(tag)+"/")
	}
	return strings.HasPrefix(file, edition+"/") && strings.Contains(path.Base(file), "-"+string(tag)+".") ||
		strings.Contains(path.Base(file), "-"+string(tag)+"-")
}

// lostPassages are those that the report of an edition names.
func lostPassages(t *testing.T, files map[string][]byte, edition string) map[course.ID]bool {
	t.Helper()
	out := map[course.ID]bool{}
	for _, l := range readReport(t, files, edition).Losses {
		out[l.Passage] = true
	}
	return out
}

func compareFacts(t *testing.T, want map[accessFact][]course.ID, got map[accessFact]int, lost map[course.ID]bool, tag lang.Tag) {
	t.Helper()
	var missing []string
	for f, ids := range want {
		n := 0
		for _, id := range ids {
			if !lost[id] {
				n++
			}
		}
		if got[f] < min(n, 1) { // pages may be shown once and stand in the source twice, never the other way round
			missing = append(missing, f.kind+" "+strconv.Itoa(f.level)+" "+f.text+" ("+string(ids[0])+")")
		}
	}
	sort.Strings(missing)
	t.Logf("%s: %d facts, %d missing", tag, len(want), len(missing))
	if len(missing) > 0 {
		t.Errorf("%s: %d facts are missing:\n%s", tag, len(missing), strings.Join(missing[:min(len(missing), 15)], "\n"))
	}
}
