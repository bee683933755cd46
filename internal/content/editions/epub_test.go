package editions

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/epub"
)

const (
	shippedFolder   = "../../../courses/open-source-in-government"
	trilingualTests = "../course/testdata/trilingual"
)

// books builds the e-books of a course: by path, with the report.
func books(t testing.TB, src fs.FS, o publish.Options) map[string][]byte {
	t.Helper()
	c, problems, err := course.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	if problems.Fatal() {
		t.Fatalf("the course cannot be built: %v", problems)
	}
	out := &publish.Memory{}
	o.Only, o.Out, o.Source = []string{"epub"}, out, src
	if err := All.Build(t.Context(), c, o); err != nil {
		t.Fatal(err)
	}
	files := out.Files()
	delete(files, publish.ReleaseFile)
	return files
}

// unzipped is a book as a folder.
func unzipped(t testing.TB, book []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// opf is what the tests want to know of a package document.
type opf struct {
	Metadata struct {
		Identifiers []string `xml:"identifier"`
		Title       string   `xml:"title"`
		Language    string   `xml:"language"`
		Creator     string   `xml:"creator"`
		Date        string   `xml:"date"`
		Rights      string   `xml:"rights"`
		Subjects    []string `xml:"subject"`
		Meta        []struct {
			Property string `xml:"property,attr"`
			Value    string `xml:",chardata"`
		} `xml:"meta"`
	} `xml:"metadata"`
	Items []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		MediaType  string `xml:"media-type,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine struct {
		Direction string `xml:"page-progression-direction,attr"`
		Refs      []struct {
			IDRef string `xml:"idref,attr"`
		} `xml:"itemref"`
	} `xml:"spine"`
}

func (o opf) meta(property string) []string {
	var out []string
	for _, m := range o.Metadata.Meta {
		if m.Property == property {
			out = append(out, m.Value)
		}
	}
	return out
}

func packageOf(t testing.TB, files map[string][]byte) opf {
	t.Helper()
	var o opf
	if err := xml.Unmarshal(files["EPUB/package.opf"], &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// leaf is a content document as a reader of XML sees it.
type leaf struct {
	ids   map[string]int
	links []string
	words string
}

func readLeaf(t testing.TB, name string, data []byte) leaf {
	t.Helper()
	l := leaf{ids: map[string]int{}}
	dec := xml.NewDecoder(bytes.NewReader(data))
	var words strings.Builder
	for {
		token, err := dec.Token()
		if err == io.EOF {
			l.words = words.String()
			return l
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			for _, a := range token.Attr {
				switch a.Name.Local {
				case "id":
					l.ids[a.Value]++
				case "href", "src":
					l.links = append(l.links, a.Value)
				}
			}
		case xml.CharData:
			words.Write(token)
		}
	}
}

// everyBook gives each book of the test courses, with its language and its course.
func everyBook(t *testing.T, look func(t *testing.T, c *course.Course, tag lang.Tag, files map[string][]byte)) {
	for _, folder := range []string{"../publish/testdata/course", trilingualTests, shippedFolder} {
		src := os.DirFS(folder)
		c, _, err := course.Load(src)
		if err != nil {
			t.Fatal(err)
		}
		built := books(t, src, publish.Options{})
		for _, o := range All.Outputs(c, "epub") {
			t.Run(o.Path, func(t *testing.T) { look(t, c, o.Tag, unzipped(t, built[o.Path])) })
		}
	}
}

func TestEPUBWaysLeadSomewhere(t *testing.T) {
	t.Parallel()
	everyBook(t, func(t *testing.T, _ *course.Course, _ lang.Tag, files map[string][]byte) {
		leaves := map[string]leaf{}
		for name, data := range files {
			if strings.HasSuffix(name, ".xhtml") {
				leaves[name] = readLeaf(t, name, data)
				if _, err := html.Parse(bytes.NewReader(data)); err != nil {
					t.Errorf("%s is no HTML: %v", name, err)
				}
			}
		}
		outside := regexp.MustCompile(`^(https?|mailto|tel):`)
		for name, l := range leaves {
			for id, n := range l.ids {
				if n > 1 {
					t.Errorf("%s: the id %s stands %d times", name, id, n)
				}
			}
			for _, link := range l.links {
				if outside.MatchString(link) {
					continue
				}
				file, fragment, _ := strings.Cut(link, "#")
				target := name
				if file != "" {
					target = path.Join("EPUB", file)
				}
				if _, ok := files[target]; !ok {
					t.Errorf("%s: %s leads nowhere", name, link)
				} else if fragment != "" && leaves[target].ids[fragment] == 0 {
					t.Errorf("%s: nothing in %s is called %s", name, target, fragment)
				}
			}
		}
	})
}

// Every passage stands once in the book, but those of the bank of the assessment.
func TestEPUBHoldsEveryPassage(t *testing.T) {
	t.Parallel()
	everyBook(t, func(t *testing.T, c *course.Course, tag lang.Tag, files map[string][]byte) {
		ids := map[string]int{}
		for name, data := range files {
			if strings.HasSuffix(name, ".xhtml") {
				for id, n := range readLeaf(t, name, data).ids {
					ids[id] += n
				}
			}
		}
		w, err := publish.NewWeb(c, publish.WebOptions{})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, p := range c.Pages() {
			kept := w.KeptBack(p, tag)
			for _, passage := range p.Doc(tag).Passages() {
				want := 1
				if kept[passage.ID] {
					want = 0
				}
				if ids[string(passage.ID)] != want {
					t.Errorf("%s of %s stands %d times, not %d", passage.ID, p.Path, ids[string(passage.ID)], want)
				}
				found++
			}
		}
		t.Logf("%d passages", found)
	})
}

func TestEPUBPackageSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	everyBook(t, func(t *testing.T, c *course.Course, tag lang.Tag, files map[string][]byte) {
		o := packageOf(t, files)
		l, _ := c.Language(tag)
		if o.Metadata.Language != l.Locale || o.Metadata.Title != c.Title.In(tag) || o.Metadata.Creator != c.Attribution.In(tag) {
			t.Errorf("the metadata are %+v", o.Metadata)
		}
		if !slices.Contains(o.Metadata.Identifiers, c.IRI) || !strings.HasPrefix(o.Metadata.Identifiers[0], "urn:uuid:") {
			t.Errorf("the identifiers are %v", o.Metadata.Identifiers)
		}
		if got := o.meta("dcterms:modified"); !slices.Equal(got, []string{"2000-01-01T00:00:00Z"}) {
			t.Errorf("a build that is no release was modified %v", got)
		}
		for _, p := range []string{"dcterms:conformsTo", "a11y:certifiedBy"} {
			if got := o.meta(p); got != nil {
				t.Errorf("%s claims %v", p, got)
			}
		}
		if len(o.meta("schema:accessibilitySummary")) != 1 || len(o.meta("schema:accessibilityHazard")) != 1 {
			t.Error("the accessibility is not said")
		}
		for _, item := range o.Items {
			drawn := bytes.Contains(files["EPUB/"+item.Href], []byte("<svg ")) && item.MediaType == epub.XHTML
			if drawn != (item.Properties == "svg") {
				t.Errorf("%s: properties %q", item.Href, item.Properties)
			}
		}
		if len(files) != len(o.Items)+3 { // mimetype, container, package document
			t.Errorf("%d files, %d items", len(files), len(o.Items))
		}
	})
}

// The fixture has everything: what is said of its accessibility is what it holds.
func TestEPUBAccessibilityIsTrue(t *testing.T) {
	files := books(t, os.DirFS("../publish/testdata/course"), publish.Options{})
	o := packageOf(t, unzipped(t, files["epub/small-en.epub"]))
	for property, want := range map[string][]string{
		"schema:accessMode":           {"textual", "visual"},
		"schema:accessModeSufficient": {"textual", "textual,visual"},
		"schema:accessibilityFeature": {"tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA", "unlocked", "alternativeText", "longDescription"},
		"schema:accessibilityHazard":  {"none"},
	} {
		if got := o.meta(property); !slices.Equal(got, want) {
			t.Errorf("%s is %v, not %v", property, got, want)
		}
	}
	report := string(files["epub/report.json"])
	for _, want := range []string{`"code": "media-told"`, `"passage": "baaab9"`, `"code": "no-answers"`, `"code": "no-ticks"`, `"code": "no-fields"`} {
		if !strings.Contains(report, want) {
			t.Errorf("the report lacks %s:\n%s", want, report)
		}
	}
}

// An image without alternative is not sufficient in words, and a picture that no
// reader can draw is told and not carried.
func TestEPUBAccessibilityOfWorseCourses(t *testing.T) {
	src := changed(t, "../publish/testdata/course", map[string]func(string) string{
		"modules/1-start/2-parts.en.md": func(s string) string { return strings.Replace(s, "![A grey square]", "![]", 1) },
	})
	o := packageOf(t, unzipped(t, books(t, src, publish.Options{})["epub/small-en.epub"]))
	if got := o.meta("schema:accessModeSufficient"); !slices.Equal(got, []string{"textual,visual"}) {
		t.Errorf("sufficient: %v", got)
	}
	if slices.Contains(o.meta("schema:accessibilityFeature"), "alternativeText") {
		t.Error("alternatives are said to be there that are not")
	}
	src = changed(t, "../publish/testdata/course", map[string]func(string) string{"media/square.png": func(s string) string { return s[:20] }})
	files := books(t, src, publish.Options{})
	book := unzipped(t, files["epub/small-en.epub"])
	for name := range book {
		if strings.HasSuffix(name, ".png") {
			t.Errorf("%s is there and is no picture", name)
		}
	}
	if page := string(book["EPUB/modules_1-start_2-parts.xhtml"]); !strings.Contains(page, "[Image: A grey square]") {
		t.Error("the alternative does not stand in the place of the picture")
	}
	if !strings.Contains(string(files["epub/report.json"]), `"code": "picture"`) {
		t.Error("the loss of the picture is not told")
	}
}

func TestEPUBOfARelease(t *testing.T) {
	built := books(t, os.DirFS("../publish/testdata/course"), publish.Options{Release: "1.2.0", Date: "2026-11-23", BaseURL: "https://example.org/"})
	plain := books(t, os.DirFS("../publish/testdata/course"), publish.Options{})
	files := unzipped(t, built["epub/small-fr.epub"])
	o, before := packageOf(t, files), packageOf(t, unzipped(t, plain["epub/small-fr.epub"]))
	if o.Metadata.Identifiers[0] != before.Metadata.Identifiers[0] {
		t.Error("a release changes the identifier, by which readers keep their place")
	}
	if len(o.Metadata.Identifiers) != 3 || slices.Contains(before.Metadata.Identifiers, o.Metadata.Identifiers[2]) {
		t.Errorf("the release is not among the identifiers: %v", o.Metadata.Identifiers)
	}
	for property, want := range map[string]string{"dcterms:modified": "2026-11-23T00:00:00Z", "schema:version": "1.2.0"} {
		if got := o.meta(property); !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %v, not %s", property, got, want)
		}
	}
	if o.Metadata.Date != "2026-11-23" {
		t.Errorf("published %q", o.Metadata.Date)
	}
	english := packageOf(t, unzipped(t, built["epub/small-en.epub"]))
	if english.Metadata.Identifiers[0] == o.Metadata.Identifiers[0] {
		t.Error("two books have one identifier")
	}
	if page := string(files["EPUB/modules_1-start_2-parts.xhtml"]); !regexp.MustCompile(`href="https://example.org/assets/film-[0-9a-f]{10}\.mp4"`).MatchString(page) {
		t.Error("the film on the site is not pointed to")
	}
}

// The same course gives the same bytes, and its source comes out again.
func TestEPUBIsDeterministicAndOpens(t *testing.T) {
	src := os.DirFS("../publish/testdata/course")
	first, second := books(t, src, publish.Options{}), books(t, changed(t, "../publish/testdata/course", nil), publish.Options{})
	for name, data := range first {
		if !bytes.Equal(data, second[name]) {
			t.Errorf("%s has other bytes the second time", name)
		}
	}
	want, err := publish.SourceArchive(src, publish.Everyone)
	if err != nil {
		t.Fatal(err)
	}
	if got := unzipped(t, first["epub/small-en.epub"])["EPUB/"+publish.SourceFile]; !bytes.Equal(got, want) {
		t.Error("the source inside is not the course's")
	}
}
