package editions

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// parsed is what the tests want to know of a page.
type parsed struct {
	ids   map[string]int
	links []string
	text  string
}

// parse reads a page as a browser does, and insists that it was well-formed.
func parse(t *testing.T, name string, data []byte) parsed {
	t.Helper()
	wellFormed(t, name, data)
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	p := parsed{ids: map[string]int{}}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				p.ids[a.Val]++
			case "href", "src":
				p.links = append(p.links, a.Val)
			}
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(root)
	return p
}

var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "source": true, "track": true, "wbr": true,
}

// wellFormed wants every element closed, by its own tag, in order.
func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: never closed: %v", name, open)
			}
			return
		case html.StartTagToken:
			tag, _ := z.TagName()
			if !void[string(tag)] {
				open = append(open, string(tag))
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(tag) {
				t.Errorf("%s: </%s> closes %v", name, tag, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func TestPagesAreWellFormedAndIDsUnique(t *testing.T) {
	for name, data := range built(t, publish.Options{Only: []string{publish.EditionWeb}}) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for id, n := range parse(t, name, data).ids {
			if n != 1 {
				t.Errorf("%s: id %q stands %d times", name, id, n)
			}
		}
		if bytes.ContainsAny(data, "\uE000\uE001\uE002") {
			t.Errorf("%s: holds the mark of a hole", name)
		}
	}
}

func TestEveryInternalLinkResolves(t *testing.T) {
	files := built(t, publish.Options{})
	pages := map[string]parsed{}
	for name, data := range files {
		if strings.HasSuffix(name, ".html") {
			pages[name] = parse(t, name, data)
		}
	}
	for name, p := range pages {
		for _, link := range p.links {
			if regexp.MustCompile(`^[a-z]+:`).MatchString(link) || link == "" {
				continue
			}
			file, fragment, _ := strings.Cut(link, "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if _, ok := files[target]; !ok {
				t.Errorf("%s: %s leads nowhere", name, link)
			} else if fragment == "thread" && strings.HasPrefix(name, "html/") { // the script makes it, and hides the way to it without
				continue
			} else if fragment != "" && pages[target].ids[fragment] == 0 {
				t.Errorf("%s: there is no #%s in %s", name, fragment, target)
			}
		}
	}
}

func TestEveryPassageIsOnceInEveryLanguage(t *testing.T) {
	c, src := fixture(t)
	w, err := publish.NewWeb(c, publish.WebOptions{Source: src})
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range c.Tags() {
		ids := map[string]int{}
		for _, p := range w.Pages() {
			if p.Tag != tag {
				continue
			}
			r, err := w.Render(p)
			if err != nil {
				t.Fatal(err)
			}
			for id, n := range parse(t, p.Path, r.Plain()).ids {
				ids[id] += n
			}
		}
		for _, p := range c.Pages() {
			for _, passage := range p.Doc(tag).Passages() {
				if ids[string(passage.ID)] != 1 {
					t.Errorf("%s: passage %s (%s, %s) stands %d times", tag, passage.ID, passage.Kind, p.Path, ids[string(passage.ID)])
				}
			}
		}
	}
}

func TestTogglingTwiceComesBack(t *testing.T) {
	c, src := fixture(t)
	w, err := publish.NewWeb(c, publish.WebOptions{Source: src})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.Pages() {
		for _, tag := range c.Tags() {
			there := w.Counterpart(p, tag)
			if there == nil || there.Tag != tag {
				t.Fatalf("%s has no counterpart in %s", p.Path, tag)
			}
			if back := w.Counterpart(there, p.Tag); back != p {
				t.Errorf("%s turned to %s and back is %s", p.Path, tag, back.Path)
			}
		}
	}
}

// A page that one language lacks is there and says so: nothing falls back.
func TestAPageMissingInALanguageSaysSo(t *testing.T) {
	whole, src := fixture(t)
	c, _, err := course.Load(without{src, whole.Modules[0].Lessons[0].Path + ".fr.md"})
	if err != nil {
		t.Fatal(err)
	}
	lesson := c.Modules[0].Lessons[0]
	w, err := publish.NewWeb(c, publish.WebOptions{Source: src})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := w.ByKey("fr", publish.PageKey(lesson))
	r, err := w.Render(p)
	if err != nil {
		t.Fatal(err)
	}
	page := string(r.Plain())
	if !strings.Contains(page, "n’existe pas encore en français") || !strings.Contains(page, "en/start/running-text/index.html") {
		t.Error("the page does not say that it is missing, or where it is")
	}
	if strings.Contains(page, "A paragraph with") {
		t.Error("the other language's text stands in its place")
	}
}

// Two passages with one text cannot be told apart in plain text; the small
// course has a few on purpose, and they are counted together.
func TestTextHoldsEveryPassageOnceInOrder(t *testing.T) {
	c, _ := fixture(t)
	files := built(t, publish.Options{Only: []string{publish.EditionText}})
	for _, tag := range c.Tags() {
		text := squeeze(string(files["text/small-"+string(tag)+".txt"]))
		for _, p := range c.Pages() {
			at := 0
			for _, passage := range p.Doc(tag).Passages() {
				if inAnswers(p, tag, passage.ID) {
					continue
				}
				for _, words := range leaves(passage) {
					found := strings.Index(text[at:], words)
					if found < 0 {
						t.Errorf("%s: %s is not in the text after what stands before it: %q", p.Path, passage.ID, words)
						continue
					}
					at += found
				}
			}
		}
		for words, want := range counted(c, tag) {
			if got := strings.Count(text, words); got < want || got > want && len(words) > 12 {
				t.Errorf("%s: %q stands %d times in the text, %d in the course", tag, words, got, want)
			}
		}
	}
}

// leaves are the words of a passage that stand in the text as they are: pieces
// between marks of notes.
func leaves(p course.Passage) []string {
	var out []string
	for line := range strings.SplitSeq(p.Plain, "\n") {
		if s := squeeze(line); s != "" && !strings.ContainsAny(s, "<") && p.Block.ID != "aaaaa5" && p.Block.ID != "aaaaa3" {
			out = append(out, s)
		}
	}
	return out
}

func counted(c *course.Course, tag lang.Tag) map[string]int {
	out := map[string]int{}
	for _, p := range c.Pages() {
		for _, passage := range p.Doc(tag).Passages() {
			for _, words := range leaves(passage) {
				out[words]++
			}
		}
	}
	return out
}

// inAnswers says whether a passage is told after the questions, or in an order
// that hides the answer.
func inAnswers(p *course.Page, tag lang.Tag, id course.ID) bool {
	found := false
	for _, q := range p.Doc(tag).Questions() {
		for _, c := range q.Choices {
			found = found || has(c.Feedback, id) || (q.Kind == course.FillIn || q.Kind == course.Numeric || q.Kind == course.Ordering) && c.ID == id
		}
		for _, pair := range q.Pairs {
			found = found || has(pair.Feedback, id) || pair.ID == id
		}
		for _, s := range q.Steps {
			for _, c := range s.Choices {
				found = found || has(c.Feedback, id)
			}
		}
		found = found || has(q.Explanation, id)
	}
	for _, n := range p.Doc(tag).Notes {
		found = found || has(n.Blocks, id)
	}
	return found
}

func has(blocks []*course.Block, id course.ID) bool {
	found := false
	course.Walk(blocks, func(b *course.Block) bool {
		found = found || b.ID == id
		return true
	})
	return found
}

func squeeze(s string) string {
	s = regexp.MustCompile("\u00a0?\\[[0-9]+(, [^]]*)?\\]").ReplaceAllString(s, "")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

// A third language without one word of text still has every page, and says what
// is missing in the interface language of its readers.
func TestAThirdLanguage(t *testing.T) {
	c, src := fixture(t)
	c.Languages = append(c.Languages, course.Language{Tag: "iu-Cans", Locale: "iu-Cans-CA", Name: "ᐃᓄᒃᑎᑐᑦ", Interface: "fr"})
	out := &publish.Memory{}
	if err := All.Build(t.Context(), c, publish.Options{Out: out, Source: src}); err != nil {
		t.Fatal(err)
	}
	data := out.Files()["web/iu-cans/start/1-text/index.html"]
	if data == nil {
		data = out.Files()["web/iu-cans/start/text/index.html"]
	}
	page := string(data)
	for _, want := range []string{`<html lang="iu-Cans-CA"`, "Langue", `href="../../../en/start/running-text/index.html"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page in the third language lacks %s", want)
		}
	}
	if out.Files()["text/small-iu-Cans.txt"] == nil {
		t.Error("there is no text in the third language")
	}
}
