package editions

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atelier/internal/content/course"
)

func unpacked(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if out[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

// element is an element of OLX, read without knowing more of it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Inner    string     `xml:",innerxml"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) all(name string) []element {
	var out []element
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			out = append(out, c)
		}
		out = append(out, c.all(name)...)
	}
	return out
}

// olxTree follows the course from its root file: every pointer leads to a file, every
// url_name is there once, and every file is reached.
func olxTree(t *testing.T, name string, files map[string][]byte) map[string]element {
	t.Helper()
	blocks, reached := map[string]element{}, map[string]bool{}
	read := func(path string) element {
		var e element
		if err := xml.Unmarshal(files["course/"+path], &e); err != nil {
			t.Errorf("%s: %s: %v", name, path, err)
		}
		reached[path] = true
		return e
	}
	var follow func(element)
	follow = func(pointer element) {
		kind, id := pointer.XMLName.Local, pointer.attr("url_name")
		if _, again := blocks[id]; again || id == "" || !regexp.MustCompile(`^[\w-]+$`).MatchString(id) {
			t.Errorf("%s: url_name %q is no name or is there twice", name, id)
		}
		e := read(kind + "/" + id + ".xml")
		if e.XMLName.Local != kind {
			t.Errorf("%s: %s/%s holds %s", name, kind, id, e.XMLName.Local)
		}
		blocks[id] = e
		switch kind {
		case "html":
			reached["html/"+e.attr("filename")+".html"] = files["course/html/"+e.attr("filename")+".html"] != nil
		case "problem":
		default:
			for _, c := range e.Children {
				follow(c)
			}
		}
	}
	follow(read("course.xml"))
	for path := range files {
		rest := strings.TrimPrefix(path, "course/")
		folder, _, _ := strings.Cut(rest, "/")
		if !slices.Contains([]string{"static", "policies", "about", "source"}, folder) && !reached[rest] {
			t.Errorf("%s: nothing leads to %s", name, path)
		}
	}
	return blocks
}

func TestOLXHangsTogether(t *testing.T) {
	t.Parallel()
	for _, course := range []string{"shipped", "small"} {
		for name, data := range lmsEdition(t, course, "olx", ".tar.gz") {
			files := unpacked(t, data)
			blocks := olxTree(t, name, files)
			jumps := 0
			for path, data := range files {
				if !strings.HasPrefix(path, "course/html/") && !strings.HasPrefix(path, "course/problem/") {
					continue
				}
				for _, m := range linkAttr.FindAllStringSubmatch(string(data), -1) {
					to, _, _ := strings.Cut(m[1], "#")
					if id, ok := strings.CutPrefix(to, "/jump_to_id/"); ok {
						jumps++
						if _, there := blocks[id]; !there {
							t.Errorf("%s: %s leads to %s, which is not there", name, path, m[1])
						}
					} else if file, ok := strings.CutPrefix(to, "/static/"); ok && files["course/static/"+file] == nil {
						t.Errorf("%s: %s shows %s, which is not there", name, path, m[1])
					}
				}
				if strings.HasSuffix(path, ".html") {
					pageIDs(t, name+path, []byte("<x>"+string(data)+"</x>"))
				}
			}
			var grading struct {
				GRADER []struct{ Weight float64 }
			}
			run := blocks["en"].attr("language") + blocks["fr"].attr("language")
			for path, data := range files {
				if strings.HasSuffix(path, "/grading_policy.json") {
					if err := json.Unmarshal(data, &grading); err != nil {
						t.Error(err)
					}
				}
			}
			total := 0.0
			for _, g := range grading.GRADER {
				total += g.Weight
			}
			if math.Abs(total-1) > 1e-9 || run == "" {
				t.Errorf("%s: the weights of graded work add up to %v; language %q", name, total, run)
			}
			t.Logf("%s: %d blocks, %d links between units, %d files", name, len(blocks), jumps, len(files))
		}
	}
}

// Every question is there with its key and all that is told of it.
func TestProblemsSayWhatTheCourseSays(t *testing.T) {
	t.Parallel()
	c, _, err := course.Load(os.DirFS("../../../courses/open-source-in-government"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range lmsEdition(t, "shipped", "olx", ".tar.gz") {
		files := unpacked(t, data)
		for _, tag := range c.Tags() {
			if !strings.HasSuffix(name, "-"+string(tag)+".tar.gz") {
				continue
			}
			eachQuestion(c, tag, func(p *course.Page, q *course.Question) {
				if p.Kind != course.Check && (p.Kind != course.Assessment || q.Form == "") {
					return // read in its lesson, or kept in the source
				}
				inside := string(files["course/problem/i-"+string(q.ID)+".xml"]) + string(files["course/html/i-"+string(q.ID)+".html"])
				text := squeezed(unescaped.Replace(tags.ReplaceAllString(inside, "")))
				blocks := slices.Concat(q.Stem, q.Explanation)
				choices := q.Choices
				for _, s := range q.Steps {
					blocks, choices = append(blocks, s.Blocks...), append(choices, s.Choices...)
				}
				for _, ch := range choices {
					blocks = append(blocks, ch.Feedback...)
					if q.Kind != course.FillIn && q.Kind != course.Numeric {
						blocks = append(blocks, ch.Text)
					}
				}
				for _, s := range leafWords(blocks...) {
					if !strings.Contains(text, squeezed(s)) {
						t.Errorf("%s: %s (%s): %q is not there", name, q.ID, q.Kind, s)
					}
				}
				if q.Kind == course.Single || q.Kind == course.TrueFalse || q.Kind == course.Multiple {
					keyOfProblem(t, name, q, inside)
				}
			})
		}
	}
}

func keyOfProblem(t *testing.T, name string, q *course.Question, problem string) {
	t.Helper()
	var e element
	if err := xml.Unmarshal([]byte(problem), &e); err != nil {
		t.Errorf("%s: %s: %v", name, q.ID, err)
		return
	}
	choices := e.all("choice")
	if len(choices) != len(q.Choices) {
		t.Errorf("%s: %s has %d choices, not %d", name, q.ID, len(choices), len(q.Choices))
		return
	}
	for i, c := range choices {
		if (c.attr("correct") == "true") != q.Choices[i].Right {
			t.Errorf("%s: choice %d of %s is %s", name, i, q.ID, c.attr("correct"))
		}
		hints := c.all("choicehint")
		if len(hints) == 1 != (len(q.Choices[i].Feedback) > 0) {
			t.Errorf("%s: choice %d of %s has %d hints", name, i, q.ID, len(hints))
		}
	}
}
