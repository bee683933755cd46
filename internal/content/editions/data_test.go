package editions

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

func dataOf(t *testing.T, src fs.FS, only ...string) (*course.Course, map[string][]byte) {
	t.Helper()
	c, problems, err := course.Load(src)
	if err != nil || problems.Fatal() {
		t.Fatal(err, problems)
	}
	out := &publish.Memory{}
	if err := All.Build(t.Context(), c, publish.Options{Only: only, Out: out, Source: src, Release: "1.2.0", Date: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	return c, out.Files()
}

func dataCourses() map[string]fs.FS {
	return map[string]fs.FS{
		"every construct": os.DirFS("../publish/testdata/course"), "three languages": os.DirFS("../course/testdata/trilingual"),
		"shipped": os.DirFS("../../../courses/open-source-in-government"),
	}
}

// Every XML is well-formed, every table has as many fields in each row, JSON is read, and the record of learning
// objects is valid by the strictest schema of IEEE's.
func TestDataIsRead(t *testing.T) {
	for name, src := range dataCourses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, files := dataOf(t, src, "data")
			for path, data := range files {
				var err error
				switch filepath.Ext(path) {
				case ".xml", ".rdf", ".tbx":
					for dec := xml.NewDecoder(bytes.NewReader(data)); err == nil; {
						_, err = dec.Token()
					}
					if err == io.EOF {
						err = nil
					}
				case ".csv":
					var rows [][]string
					rows, err = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF")))).ReadAll()
					if err == nil && len(rows) < 2 {
						t.Errorf("%s says nothing", path)
					}
				case ".json", ".jsonld":
					var v any
					err = json.Unmarshal(data, &v)
				}
				if err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			lomIsValid(t, files)
		})
	}
}

func lomIsValid(t *testing.T, files map[string][]byte) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	judges := os.Getenv("ATELIER_JUDGES")
	if err != nil || judges == "" {
		t.Log("xmllint or ATELIER_JUDGES is missing: LOM is not held against its schema")
		return
	}
	for path, data := range files {
		if !strings.HasSuffix(path, "-lom.xml") {
			continue
		}
		file := filepath.Join(t.TempDir(), "lom.xml")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(lint, "--noout", "--nonet", "--schema", filepath.Join(judges, "scorm2004/lomStrict.xsd"), file).CombinedOutput(); err != nil {
			t.Errorf("%s: %.1000s", path, out)
		}
	}
}

// passages.json is the model: every passage of every language once, but the bank of the graded assessment.
func TestPassagesAreAllThere(t *testing.T) {
	for name, src := range dataCourses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, files := dataOf(t, src, "data")
			type text struct {
				Hash, Plain string
				Parts       map[string]any
			}
			var list struct {
				Passages []struct {
					ID    course.ID
					Texts map[lang.Tag]text
				}
			}
			if err := json.Unmarshal(files["data/"+c.Key+"-passages.json"], &list); err != nil {
				t.Fatal(err)
			}
			got := map[string]text{}
			for _, p := range list.Passages {
				for tag, x := range p.Texts {
					got[string(p.ID)+" "+string(tag)] = x
				}
			}
			bank, seen := c.Bank(), map[string]bool{}
			for _, tag := range c.Tags() {
				for _, p := range c.Passages(tag) {
					if p.ID == "" || bank[p.ID] {
						continue
					}
					seen[string(p.ID)+" "+string(tag)] = true
					x, ok := got[string(p.ID)+" "+string(tag)]
					if !ok || x.Hash != p.Hash() || x.Plain != p.Plain || len(x.Parts) != len(p.Parts) {
						t.Errorf("%s in %s is %+v", p.ID, tag, x)
					}
				}
			}
			if len(got) != len(seen) {
				t.Errorf("%d texts, want %d", len(got), len(seen))
			}
			t.Logf("%d passages, %d texts", len(list.Passages), len(seen))
		})
	}
}

// No public file holds a word of the bank of the graded assessment.
func TestTheBankStaysBack(t *testing.T) {
	src := os.DirFS("../../../courses/open-source-in-government")
	c, files := dataOf(t, src, "data", "xliff")
	bank := c.Bank()
	if len(bank) < 20 {
		t.Fatalf("only %d passages in the bank", len(bank))
	}
	for path, data := range files {
		for id := range bank {
			if bytes.Contains(data, []byte(id)) {
				t.Errorf("%s names %s of the bank", path, id)
				break
			}
		}
	}
	for _, tag := range c.Tags() {
		for _, p := range c.Passages(tag) {
			if !bank[p.ID] || len(p.Plain) < 60 {
				continue
			}
			for path, data := range files {
				if filepath.Ext(path) != ".xlf" && bytes.Contains(data, []byte(p.Plain)) {
					t.Errorf("%s holds %q", path, p.Plain)
				}
			}
		}
	}
}

// A summary and a checklist alone are what the course as a whole says of them.
func TestPagesAloneInText(t *testing.T) {
	src := os.DirFS("../../../courses/open-source-in-government")
	c, files := dataOf(t, src, publish.EditionText)
	alone := 0
	for _, o := range All.Outputs(c, publish.EditionText) {
		if o.Name == publish.EditionText {
			continue
		}
		alone++
		whole := string(files["text/"+c.Key+"-"+string(o.Tag)+".txt"])
		text := string(files[o.Path])
		_, body, _ := strings.Cut(text, "\n\n") // the heading has its number in the whole
		if o.Part == "" || !strings.Contains(text, o.Part[:10]) || !strings.Contains(whole, strings.TrimSpace(body)) {
			t.Errorf("%s (%s) is not part of the course", o.Path, o.Part)
		}
	}
	if want := 2 * (len(c.Modules) + len(c.Checklists)); alone != want {
		t.Errorf("%d files, want %d", alone, want)
	}
}

// The pack of a language has what the guide, the summaries, the checklists and the worksheets say, in that language, and
// the pictures that the guide shows, drawn with its words.
func TestFacilitatorPack(t *testing.T) {
	src := os.DirFS("../../../courses/open-source-in-government")
	c, files := dataOf(t, src, "data")
	placeholder := regexp.MustCompile(`>\{[a-z0-9-]+\}<`)
	for _, tag := range c.Tags() {
		z, err := archive.Open(files[publish.OutputPath(c, "data", "facilitator", tag, "zip")], archive.Usual)
		if err != nil {
			t.Fatal(err)
		}
		all, pictures := "", 0
		for _, name := range z.Names() {
			data, err := z.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			all += spaced(string(data)) + " "
			if strings.HasSuffix(name, ".svg") {
				pictures++
				if placeholder.Match(data) {
					t.Errorf("%s has no words: %s", name, data)
				}
			}
		}
		if pictures < 3 {
			t.Errorf("%s: %d pictures", tag, pictures)
		}
		pages := append(append(append([]*course.Page{}, c.Guide...), c.Checklists...), c.Worksheets...)
		for _, m := range c.Modules {
			pages = append(pages, m.Summary)
		}
		lacks, bare := 0, strings.ReplaceAll(all, " ", "")
		for _, p := range pages {
			for _, passage := range p.Doc(tag).Passages() {
				begin := []rune(strings.ReplaceAll(spaced(passage.Plain), " ", "")) // up to where a citation may stand
				if passage.Kind == "paragraph" && !strings.Contains(bare, string(begin[:min(len(begin), 30)])) {
					lacks++
				}
			}
		}
		if lacks > 0 {
			t.Errorf("%s: %d paragraphs are not in the pack", tag, lacks)
		}
	}
}
