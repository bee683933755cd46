package publish

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atelier/internal/content/course"
	"atelier/internal/content/publish/single"
)

// elements visits every element of a document, read as a browser without script does.
func elements(t *testing.T, data []byte, visit func(n *html.Node)) {
	t.Helper()
	root, err := html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			visit(n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
}

func singleFiles(t *testing.T, src fs.FS) (*course.Course, map[string][]byte) {
	t.Helper()
	c, _, err := course.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	out := &Memory{}
	if err := Pages.Build(context.Background(), c, Options{Only: []string{EditionHTML}, Out: out, Source: src}); err != nil {
		t.Fatal(err)
	}
	return c, out.Files()
}

var singleCourses = []string{"../publish/testdata/course", "../course/testdata/trilingual", "../../../cmd/atelier/starter"}

func TestSingleFileHasEachIDOnceAndEveryReferenceLeadsSomewhere(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{singleCourses[0], singleCourses[1], "../../../courses/open-source-in-government"} {
		_, files := singleFiles(t, os.DirFS(dir))
		for name, data := range files {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			ids := map[string]int{"thread": 1} // made by the script, where a skip link leads that it shows
			elements(t, data, func(n *html.Node) { ids[attribute(n, "id")]++ })
			for id, n := range ids {
				if n != 1 && id != "" {
					t.Errorf("%s: id %q stands %d times", name, id, n)
				}
			}
			elements(t, data, func(n *html.Node) {
				for _, id := range referred(n) {
					if ids[id] == 0 {
						t.Errorf("%s: <%s> refers to %q, which is nowhere", name, n.Data, id)
					}
				}
			})
		}
	}
}

var paintOf = regexp.MustCompile(`url\(#([^)]*)\)`)

// referred is the ids that an element speaks of.
func referred(n *html.Node) []string {
	var out []string
	for _, a := range n.Attr {
		for _, m := range paintOf.FindAllStringSubmatch(a.Val, -1) {
			out = append(out, m[1])
		}
		kind, ok := references[a.Key]
		switch {
		case !ok || a.Key == "id" || kind == fieldName || a.Val == "":
		case a.Key == "data-note": // the script looks whether the term has a note there: in a checklist it has none
		case kind == address:
			if id, ok := strings.CutPrefix(a.Val, "#"); ok {
				out = append(out, id)
			}
		default:
			out = append(out, strings.Fields(a.Val)...)
		}
	}
	return out
}

// Nothing in a file is asked for: what loads by itself is data, and the policy lets nothing else work.
func TestSingleFileAsksForNothing(t *testing.T) {
	t.Parallel()
	for _, dir := range singleCourses {
		_, files := singleFiles(t, os.DirFS(dir))
		for name, data := range files {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			policy := ""
			elements(t, data, func(n *html.Node) {
				for _, a := range n.Attr {
					loads := a.Key == "src" || a.Key == "srcset" || a.Key == "poster" || a.Key == "action" || a.Key == "data" || a.Key == "href" && n.Data == "link"
					if loads && !strings.HasPrefix(a.Val, "data:") && !strings.HasPrefix(a.Val, "#") {
						t.Errorf("%s: <%s %s=%q> asks for something", name, n.Data, a.Key, a.Val)
					}
					if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
						t.Errorf("%s: <%s %s> does not pass the policy", name, n.Data, a.Key)
					}
				}
				if n.Data == "meta" && attribute(n, "http-equiv") != "" {
					policy = attribute(n, "content")
				}
				if n.Data == "style" || n.Data == "script" && attribute(n, "type") == "" {
					if !strings.Contains(policy, n.Data+"-src "+hashSource(n.FirstChild.Data)+";") {
						t.Errorf("%s: the policy does not hold the hash of <%s>", name, n.Data)
					}
				}
			})
			if !strings.HasPrefix(policy, "default-src 'none'; ") {
				t.Errorf("%s: policy %q", name, policy)
			}
		}
	}
	if bytes.Contains(single.JS(), []byte("</script")) || bytes.Contains(single.JS(), []byte("<!--")) || bytes.Contains(single.CSS(), []byte("</style")) {
		t.Error("the script or the style would end its element")
	}
}

// With the paths taken off, as the script does it, a page has the ids of the web edition's, in their order.
func TestSingleFileHasThePagesOfTheWebEdition(t *testing.T) {
	t.Parallel()
	src := os.DirFS("../publish/testdata/course")
	c, files := singleFiles(t, src)
	w, err := NewWeb(c, WebOptions{Source: src})
	if err != nil {
		t.Fatal(err)
	}
	leaves := map[string][]string{}
	elements(t, files["html/small.html"], func(n *html.Node) {
		if attribute(n, "class") == "leaf" {
			leaves[attribute(n, "id")] = idsBelow(n)
		}
	})
	if len(leaves) != len(w.Pages()) {
		t.Errorf("%d pages, the web edition has %d", len(leaves), len(w.Pages()))
	}
	for i, p := range w.Pages() {
		var drawn bytes.Buffer
		if err := w.Draw(&drawn, p); err != nil {
			t.Fatal(err)
		}
		var want []string
		elements(t, drawn.Bytes(), func(n *html.Node) {
			if n.Data == "main" {
				want = idsBelow(n)
			}
		})
		root := ""
		if i >= len(w.Pages())/2 {
			root = "/fr/"
		}
		var got []string
		for _, id := range leaves[p.Path] {
			short, ok := strings.CutPrefix(id, p.Path)
			if !ok {
				short = strings.TrimPrefix(id, root)
			}
			got = append(got, short)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: ids %q, the web edition has %q", p.Path, got, want)
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func idsBelow(n *html.Node) []string {
	var out []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if id := attribute(c, "id"); id != "" {
			out = append(out, id)
		}
		out = append(out, idsBelow(c)...)
	}
	return out
}

// The source comes back from a file that mail or an editor has changed at its line ends; a file that is cut off says so.
func TestSingleFileGivesItsSourceBack(t *testing.T) {
	t.Parallel()
	src := os.DirFS("../publish/testdata/course")
	_, files := singleFiles(t, src)
	data := files["html/small-en.html"]
	want, err := SourceArchive(src, Everyone)
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string][]byte{
		"as written": data, "with CRLF": bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")),
		"after a byte order mark": append([]byte("\ufeff"), data...), "after a line": append([]byte("\n"), data...),
	} {
		got, err := SourceArchiveOf(changed)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, want %d: %v", name, len(got), len(want), err)
		}
	}
	if _, err := SourceArchiveOf(data[:len(data)*9/10]); err == nil {
		t.Error("a file that is cut off gives a source")
	}
	if _, err := SourceArchiveOf([]byte("<!doctype HTML><title>x</title>")); err == nil {
		t.Error("any page gives a source")
	}
}

func FuzzSourceInHTML(f *testing.F) {
	f.Add([]byte("<!DOCTYPE html><script " + sourceMark + ">\nUEsDBA==\n</script>"))
	f.Add([]byte("<!DOCTYPE html><script " + sourceMark + ">"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := SourceOf(append([]byte("<!DOCTYPE html>"), data...)); err == nil {
			t.Log("opened")
		}
	})
}

// What is rewritten is ids alone.
func TestAnchors(t *testing.T) {
	t.Parallel()
	c, src := small(t)
	w, err := NewWeb(c, WebOptions{Style: Single, Source: src})
	if err != nil {
		t.Fatal(err)
	}
	d := &document{w: w}
	p, _ := w.ByPath("/fr/glossaire/")
	if p == nil {
		t.Fatal("no glossary")
	}
	var id string
	for passage := range w.passages {
		id = max(id, string(passage))
	}
	a := d.anchors(p)
	for _, c := range [][2]string{
		{`<p id="` + id + `">`, `<p id="/fr/` + id + `">`},
		{`<p id="` + id + `-2" class="x y">`, `<p id="/fr/` + id + `-2" class="x y">`},
		{`<h2 id="sources">`, `<h2 id="/fr/glossaire/sources">`},
		{`<p aria-labelledby="a ` + id + `" aria-label="id=&quot;a&quot;">`, `<p aria-labelledby="/fr/glossaire/a /fr/` + id + `" aria-label="id=&quot;a&quot;">`},
		{`<a href="#content">`, `<a href="#content">`},
		{`<a href="#/fr/x/">`, `<a href="#/fr/x/">`},
		{`<a href="#/fr/x/#term-a">`, `<a href="#/fr/x/term-a">`},
		{`<a href="#/en/x/#` + id + `">`, `<a href="#/fr/` + id + `">`},
		{`<a href="https://example.org/#x">`, `<a href="https://example.org/#x">`},
		{`<path marker-end="url(#` + id + `-a)"/>`, `<path marker-end="url(#/fr/` + id + `-a)"/>`},
		{`<input name="` + id + `" value="id" checked>`, `<input name="/fr/` + id + `" value="id" checked>`},
		{`text with id="x" and <!-- id="x" -->`, `text with id="x" and <!-- id="x" -->`},
	} {
		if got := string(a.rewrite(nil, []byte(c[0]))); got != c[1] {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
}
