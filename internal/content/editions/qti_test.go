package editions

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/standard/qti/qtitest"
)

// qtiSchemas are the schemas of QTI 2.2 in a folder where everything they import is:
// the schemas of others (MathML, SSML, XInclude, APIP) are not with them, and stand-ins
// declare the names that are referred to. No item has any of them.
func qtiSchemas(t *testing.T) string {
	t.Helper()
	from := judgesFolder(t, "qti22/qtiv2p2")
	root := t.TempDir()
	imports := regexp.MustCompile(`<xs:import namespace="([^"]+)" schemaLocation="([^"]+)"`)
	refs := regexp.MustCompile(`ref="(\w+):([\w-]+)"`)
	spaces := regexp.MustCompile(`xmlns:(\w+)="([^"]+)"`)
	files, err := filepath.Glob(filepath.Join(from, "*.xsd"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas: %v", err)
	}
	names, places := map[string][]string{}, map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, filepath.Join(root, "qtiv2p2", filepath.Base(file)), data)
		prefix := map[string]string{}
		for _, m := range spaces.FindAllStringSubmatch(string(data), -1) {
			prefix[m[1]] = m[2]
		}
		for _, m := range refs.FindAllStringSubmatch(string(data), -1) {
			names[prefix[m[1]]] = append(names[prefix[m[1]]], m[2])
		}
		for _, m := range imports.FindAllStringSubmatch(string(data), -1) {
			if strings.HasPrefix(m[2], "../") {
				places[filepath.Join(root, "qtiv2p2", m[2])] = m[1]
			}
		}
	}
	for file, space := range places {
		if strings.HasSuffix(space, "XML/1998/namespace") {
			data, err := os.ReadFile(filepath.Join(from, "..", "..", "cc11", "xml.xsd"))
			if err != nil {
				t.Fatal(err)
			}
			keep(t, file, data)
			continue
		}
		declared := slices.Clone(names[space]) // Compact empties what it leaves over, and two files may be of one namespace
		slices.Sort(declared)
		var out strings.Builder
		out.WriteString(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="` + space + `">`)
		for _, name := range slices.Compact(declared) {
			out.WriteString(`<xs:element name="` + name + `"/>`)
		}
		keep(t, file, []byte(out.String()+"</xs:schema>"))
	}
	return filepath.Join(root, "qtiv2p2")
}

func keep(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// members are the files of an archive.
func members(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	r, err := archive.Open(data, archive.Usual)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, name := range r.Names() {
		if out[name], err = r.Read(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestItems22AreValid(t *testing.T) {
	t.Parallel()
	schemas := qtiSchemas(t)
	items, manifests := map[string][]byte{}, map[string][]byte{}
	for _, name := range []string{"shipped", "small"} {
		for file, data := range lmsEdition(t, name, "qti", ".zip") {
			if !strings.Contains(file, "-2-2-") {
				continue
			}
			for member, data := range members(t, data) {
				switch {
				case member == "imsmanifest.xml":
					manifests[file+member] = data
				case strings.HasSuffix(member, ".xml"):
					items[file+member] = data
				}
			}
		}
	}
	valid(t, filepath.Join(schemas, "imsqti_v2p2.xsd"), items)
	valid(t, filepath.Join(schemas, "qtiv2p2_imscpv1p2_v1p0.xsd"), manifests)
	t.Logf("%d items and %d manifests of QTI 2.2", len(items), len(manifests))
}

// Every question of the course, in both versions: its texts are there, its key scores
// all, and each wrong answer does not; what is told of an answer is shown with it.
func TestItemsSayAndScoreWhatTheCourseSays(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]string{"shipped": "../../../courses/open-source-in-government", "small": "../publish/testdata/course"} {
		c, _, err := course.Load(os.DirFS(folder))
		if err != nil {
			t.Fatal(err)
		}
		for file, data := range lmsEdition(t, name, "qti", ".zip") {
			files := members(t, data)
			n := 0
			for _, tag := range c.Tags() {
				if !strings.HasSuffix(file, "-"+string(tag)+".zip") {
					continue
				}
				eachQuestion(c, tag, func(p *course.Page, q *course.Question) {
					item, err := qtitest.Read(files["items/i-"+string(q.ID)+".xml"])
					if err != nil {
						t.Errorf("%s: %s: %v", file, q.ID, err)
						return
					}
					n++
					x := itemCheck{t, file, item, q}
					x.texts()
					x.scores()
				})
			}
			if items := 0; n == 0 {
				t.Errorf("%s: %d items", file, items)
			} else {
				t.Logf("%s: %d questions", file, n)
			}
		}
	}
}

func eachQuestion(c *course.Course, tag lang.Tag, visit func(*course.Page, *course.Question)) {
	for _, p := range c.Pages() {
		if d := p.Doc(tag); d != nil {
			for _, q := range d.Questions() {
				visit(p, q)
			}
		}
	}
}

type itemCheck struct {
	t    *testing.T
	file string
	item *qtitest.Node
	q    *course.Question
}

func (x itemCheck) errorf(format string, args ...any) {
	x.t.Helper()
	x.t.Errorf("%s: %s (%s): "+format, append([]any{x.file, x.q.ID, x.q.Kind}, args...)...)
}

// squeezed is a text without white space, in which nothing of its wording can hide.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// leafWords are the texts of blocks, in pieces between marks of notes and sources.
func leafWords(blocks ...*course.Block) []string {
	var out []string
	course.Walk(blocks, func(b *course.Block) bool {
		piece := ""
		var walk func([]course.Inline)
		walk = func(in []course.Inline) {
			for _, i := range in {
				switch i.Kind {
				case course.Cite, course.NoteRef, course.Image:
					out, piece = append(out, piece), ""
				case course.Text, course.CodeSpan:
					for n, part := range blanks.Split(i.Text, -1) {
						if n > 0 {
							out, piece = append(out, piece), ""
						}
						piece += part
					}
				case course.Link: // may have a note of its language after it
					walk(i.Children)
					out, piece = append(out, piece), ""
				default:
					walk(i.Children)
				}
			}
		}
		walk(b.Inlines)
		out = append(out, piece)
		return true
	})
	return slices.DeleteFunc(out, func(s string) bool { return squeezed(s) == "" })
}

var blanks = regexp.MustCompile(`_{3,}`)

// texts: everything the question says is in the item, each feedback under the answer it
// belongs to.
func (x itemCheck) texts() {
	all := squeezed(x.item.Text)
	check := func(blocks ...*course.Block) {
		for _, s := range leafWords(blocks...) {
			if !strings.Contains(all, squeezed(s)) {
				x.errorf("the item does not say %q", s)
			}
		}
	}
	check(x.q.Stem...)
	check(x.q.Explanation...)
	told := map[string]string{}
	for _, f := range x.item.All("modalFeedback") {
		told[f.Attrs["identifier"]] = squeezed(f.Text)
	}
	choices := slices.Clone(x.q.Choices)
	for _, s := range x.q.Steps {
		check(s.Blocks...)
		choices = append(choices, s.Choices...)
	}
	for _, c := range choices {
		if x.q.Kind != course.Numeric && x.q.Kind != course.FillIn {
			check(c.Text)
		}
		for _, s := range leafWords(c.Feedback...) {
			if !strings.Contains(told[string(c.ID)], squeezed(s)) {
				x.errorf("%q is not told of %s", s, c.ID)
			}
		}
	}
	for _, p := range x.q.Pairs {
		check(p.Partner)
		check(p.Feedback...)
	}
}

// score is what responses earn.
func (x itemCheck) score(responses map[string][]string) (float64, []string) {
	x.t.Helper()
	out, err := qtitest.Process(x.item, responses)
	if err != nil {
		x.errorf("%v", err)
	}
	if len(out["SCORE"]) != 1 {
		return math.NaN(), out["FEEDBACK"]
	}
	f, err := strconv.ParseFloat(out["SCORE"][0], 64)
	if err != nil {
		x.errorf("%v", err)
	}
	return f, out["FEEDBACK"]
}

func (x itemCheck) wants(what string, response []string, want float64) []string {
	x.t.Helper()
	got, told := x.score(map[string][]string{"RESPONSE": response})
	if math.Abs(got-want) > 1e-9 {
		x.errorf("%s scores %v, not %v", what, got, want)
	}
	return told
}

func ids(choices []course.Choice, keep func(course.Choice) bool) []string {
	var out []string
	for _, c := range choices {
		if keep(c) {
			out = append(out, string(c.ID))
		}
	}
	return out
}

func (x itemCheck) scores() {
	right := func(c course.Choice) bool { return c.Right }
	switch q := x.q; q.Kind {
	case course.Single, course.TrueFalse, course.Multiple:
		x.wants("the key", ids(q.Choices, right), 1)
		for _, c := range q.Choices {
			want := 0.0
			if c.Right {
				want = 1 / float64(len(ids(q.Choices, right)))
			}
			told := x.wants(string(c.ID), []string{string(c.ID)}, want)
			if len(c.Feedback) > 0 && !slices.Contains(told, string(c.ID)) {
				x.errorf("nothing is told of %s", c.ID)
			}
		}
		if q.Kind == course.Multiple {
			x.wants("everything", ids(q.Choices, func(course.Choice) bool { return true }), max(0, float64(2*len(ids(q.Choices, right))-len(q.Choices))/float64(len(ids(q.Choices, right)))))
		}
	case course.Matching:
		var pairs []string
		for _, p := range q.Pairs {
			pairs = append(pairs, "t-"+string(p.ID)+" "+string(p.ID))
		}
		x.wants("the key", pairs, 1)
		x.wants("one pair", pairs[:1], 1/float64(len(pairs)))
	case course.Ordering:
		order := ids(q.Choices, func(course.Choice) bool { return true })
		x.wants("the key", order, 1)
		slices.Reverse(order)
		if len(order)%2 == 0 {
			x.wants("the reverse", order, 0)
		}
	case course.FillIn, course.Numeric:
		x.written()
	case course.Scenario:
		x.way(0, map[string][]string{}, 0)
	}
}

func (x itemCheck) written() {
	for _, c := range x.q.Choices {
		text := course.Plain(c.Text.Inlines)
		if x.q.Kind == course.Numeric {
			f, ok := course.ParseNumber(text, strings.Contains(x.file, "-fr."))
			if !ok {
				x.errorf("%q is no number", text)
			}
			text = strconv.FormatFloat(f, 'f', -1, 64)
			if c.Right {
				x.wants("the edge of the tolerance", []string{strconv.FormatFloat(f+x.q.Tolerance, 'f', -1, 64)}, 1)
			}
		} else {
			text = strings.ToUpper(text)
		}
		want := 0.0
		if c.Right {
			want = 1
		}
		x.wants(text, []string{text}, want)
	}
}

// way follows every way through a scenario.
func (x itemCheck) way(at int, responses map[string][]string, depth int) {
	step := x.q.Steps[at]
	if depth > 10 {
		return
	}
	if len(step.Choices) == 0 {
		want := map[string]float64{"good": 1, "": 1, "fair": 0.5, "poor": 0}[step.Outcome]
		got, told := x.score(responses)
		if got != want {
			x.errorf("the way %v scores %v, not %v", responses, got, want)
		}
		if len(step.Blocks) > 0 && !slices.Contains(told, string(step.ID)) {
			x.errorf("the end %s is not told", step.ID)
		}
		return
	}
	for _, c := range step.Choices {
		for next, s := range x.q.Steps {
			if s.Name == c.Goto {
				responses["RESPONSE-"+string(step.ID)] = []string{string(c.ID)}
				x.way(next, responses, depth+1)
				delete(responses, "RESPONSE-"+string(step.ID))
			}
		}
	}
}

// What QTI 3 asks of an item, by section of "QTI 3.0 ASI Information Model" and of its
// best practices, where no schema is at hand.
func TestItems30KeepTheRules(t *testing.T) {
	t.Parallel()
	element := regexp.MustCompile(`<([a-zA-Z][\w-]*)([^>]*)>`)
	for file, data := range lmsEdition(t, "shipped", "qti", ".zip") {
		if !strings.Contains(file, "-3-0-") {
			continue
		}
		for name, item := range members(t, data) {
			if !strings.HasPrefix(name, "items/") || !strings.HasSuffix(name, ".xml") {
				continue
			}
			for _, m := range element.FindAllSubmatch(item, -1) {
				if bytes.ContainsFunc(m[1], func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
					t.Errorf("%s: element %s is not in lower case (1.4)", name, m[1])
				}
				if bytes.HasPrefix(m[1], []byte("qti-")) && regexp.MustCompile(` [a-z]+[A-Z]\w*=`).Match(m[2]) && !bytes.Contains(m[2], []byte("schemaLocation")) {
					t.Errorf("%s: an attribute of %s is in camel case (1.4): %s", name, m[1], m[2])
				}
			}
			root, err := qtitest.Read(item)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, f := range root.All("modalFeedback") {
				if len(f.Children) != 1 || f.Children[0].Name != "contentBody" {
					t.Errorf("%s: feedback %s has no qti-content-body (2.9.4)", name, f.Attrs["identifier"])
				}
			}
			for _, key := range []string{"identifier", "title", "adaptive", "timeDependent", "lang"} {
				if root.Attrs[key] == "" {
					t.Errorf("%s has no %s (2.6)", name, key)
				}
			}
		}
	}
}
