package editions

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// The contract that every edition keeps, whatever it is: over a course that uses every construct, the smallest one, one
// in three languages and scripts, the shipped one, and a large one.
//
// The large course is built once and only looked at for its files: what it costs is for benchmarks.

// contractCourse is a course that every edition is made of.
type contractCourse struct {
	name  string
	src   fs.FS
	large bool // built once: what differs between builds shows in the others
	pages int  // at least
}

func contractCourses(t *testing.T) []contractCourse {
	t.Helper()
	out := []contractCourse{
		{"every construct", os.DirFS("../publish/testdata/course"), false, 5},
		{"smallest", starter(t), false, 2},
		{"three languages", os.DirFS("../course/testdata/trilingual"), false, 5},
		{"shipped", os.DirFS("../../../courses/open-source-in-government"), true, 60},
	}
	if !testing.Short() {
		out = append(out, contractCourse{"600 pages", manyPages(t, 600), true, 600})
	}
	return out
}

// starter is the course that `atelier new` makes.
func starter(t *testing.T) fs.FS {
	t.Helper()
	from, out := os.DirFS("../../../cmd/atelier/starter"), fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		text := strings.NewReplacer("STARTER-ID", "urn:uuid:0190a2b4-0000-7000-8000-000000000001", "STARTER-KEY", "starter").Replace(string(data))
		out[name] = &fstest.MapFile{Data: []byte(text)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// manyPages is a course of that many lessons a language, made of the pages of the one that uses every construct, with
// other ids.
func manyPages(t *testing.T, n int) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	src := os.DirFS("../publish/testdata/course")
	err := fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(src, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const perModule = 50
	var modules []string
	for m := range (n + perModule - 1) / perModule {
		key := fmt.Sprintf("%d-part", m+10)
		modules = append(modules, key)
		var lessons []string
		for i := range min(perModule, n-m*perModule) {
			lessons = append(lessons, fmt.Sprintf("%d-page", i+1))
			for _, tag := range []string{"en", "fr"} {
				name := fmt.Sprintf("modules/%s/%d-page.%s.md", key, i+1, tag)
				out[name] = &fstest.MapFile{Data: []byte(plainLesson(m*perModule+i, tag))}
			}
		}
		yaml := fmt.Sprintf("title: {en: Part %d, fr: Partie %d}\nslug: {en: part-%d, fr: partie-%d}\nobjectives: []\nlessons: [%s]\n", m, m, m, m, strings.Join(lessons, ", "))
		out["modules/"+key+"/module.yaml"] = &fstest.MapFile{Data: []byte(yaml)}
	}
	list := out["course.yaml"]
	list.Data = []byte(strings.Replace(string(list.Data), "modules: [1-start,", "modules: ["+strings.Join(modules, ", ")+", 1-start,", 1))
	return out
}

func plainLesson(n int, tag string) string {
	var b strings.Builder
	id := func(k int) string { return "p" + base26(n*40+k) }
	fmt.Fprintf(&b, "---\nslug: page-%d\n---\n# Page %d ^%s\n", n, n, id(0))
	for k := 1; k <= 24; k++ {
		sentence := "The same words again, in a paragraph of some length, so that a page has lines to break and to count. "
		if tag == "fr" {
			sentence = "Les mêmes mots encore, dans un paragraphe d’une certaine longueur, pour qu’une page ait des lignes à couper. "
		}
		if k%8 == 0 {
			fmt.Fprintf(&b, "\n## %d ^%s\n", k, id(k))
			continue
		}
		fmt.Fprintf(&b, "\n%s^%s\n", strings.Repeat(sentence, 3), id(k))
	}
	return b.String()
}

// base26 is a number as five letters that ids may have.
func base26(n int) string {
	const letters = "abcdefghjkmnpqrstuvwxyz"
	var out [5]byte
	for i := 4; i >= 0; i-- {
		out[i], n = letters[n%len(letters)], n/len(letters)
	}
	return string(out[:])
}

func TestEveryEditionKeepsTheContract(t *testing.T) {
	for _, cc := range contractCourses(t) {
		c, problems, err := course.Load(cc.src)
		if err != nil || problems.Fatal() {
			t.Fatalf("%s: %v %v", cc.name, problems, err)
		}
		if n := len(c.Pages()); n < cc.pages {
			t.Fatalf("%s has %d pages, want %d", cc.name, n, cc.pages)
		}
		for _, e := range All {
			t.Run(cc.name+"/"+e.Name, func(t *testing.T) {
				t.Parallel()
				files := contractBuild(t, c, cc.src, e.Name)
				checkReleaseFile(t, files)
				checkOutputs(t, c, e, files)
				checkReport(t, e, files)
				checkPackages(t, cc.src, e, files)
				if !cc.large {
					checkSame(t, files, contractBuild(t, c, cc.src, e.Name))
				}
			})
		}
	}
}

func contractBuild(t *testing.T, c *course.Course, src fs.FS, only string) map[string][]byte {
	t.Helper()
	out := &publish.Memory{}
	err := All.Build(context.Background(), c, publish.Options{Only: []string{only}, Out: out, Source: src, Release: "1.2.0", Date: "2026-11-23", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return out.Files()
}

// checkReleaseFile: release.json names every file with its checksum.
func checkReleaseFile(t *testing.T, files map[string][]byte) {
	t.Helper()
	var r publish.Release
	if err := json.Unmarshal(files[publish.ReleaseFile], &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Files) != len(files)-1 || r.Release != "1.2.0" || r.Date != "2026-11-23" || len(r.Source) != 64 {
		t.Errorf("release.json: %d files of %d, release %q of %q, source %q", len(r.Files), len(files)-1, r.Release, r.Date, r.Source)
	}
	for name, want := range r.Files {
		sum := sha256.Sum256(files[name])
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s: checksum %s, want %s", name, got, want)
		}
	}
}

// checkOutputs: every file that was announced is there and says something, everything is in the edition's folder, and
// people can be told what each is, in both languages of the interface.
func checkOutputs(t *testing.T, c *course.Course, e publish.Edition, files map[string][]byte) {
	t.Helper()
	for _, face := range lang.Interfaces() {
		if !publish.Words.Has(face, "edition."+e.Name) {
			t.Errorf("%s lacks edition.%s", face, e.Name)
		}
	}
	for _, o := range e.Outputs(c) {
		if len(files[o.Path]) == 0 {
			t.Errorf("%s was announced and is not there", o.Path)
		}
		for _, face := range []lang.Tag{lang.English, lang.French} {
			for _, key := range []string{"format." + o.Name, "format." + o.Name + "-what"} {
				if !publish.Words.Has(face, key) {
					t.Errorf("%s lacks %s", face, key)
				}
			}
		}
		if o.Tag != "" && !slices.Contains(c.Tags(), o.Tag) {
			t.Errorf("%s is in %q", o.Path, o.Tag)
		}
	}
	for name := range files {
		if name != publish.ReleaseFile && !strings.HasPrefix(name, e.Name+"/") {
			t.Errorf("%s is not in %s/", name, e.Name)
		}
	}
}

// checkReport: an edition says what it does not carry, in both languages.
func checkReport(t *testing.T, e publish.Edition, files map[string][]byte) {
	t.Helper()
	for _, l := range readReport(t, files, e.Name).Losses {
		for _, face := range []lang.Tag{lang.English, lang.French} {
			if what := l.What[face]; what == "" || strings.Contains(what, "loss.") || strings.Contains(what, "{") {
				t.Errorf("%s %s: %s is told as %q", l.Page, l.Passage, l.Code, what)
			}
		}
	}
}

// readReport is the report of an edition; the web edition and plain text have none where nothing is lost.
func readReport(t *testing.T, files map[string][]byte, name string) (r publish.Report) {
	t.Helper()
	if files[name+"/"+publish.ReportFile] == nil && (name == publish.EditionWeb || name == publish.EditionText) {
		return r
	}
	if err := json.Unmarshal(files[name+"/"+publish.ReportFile], &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// checkPackages: every zip file and tar file can be opened, and the source inside is the course's folder; only the
// bank of the graded assessment may lack.
func checkPackages(t *testing.T, src fs.FS, e publish.Edition, files map[string][]byte) {
	t.Helper()
	whole, err := publish.SourceArchive(src, publish.Institution)
	if err != nil {
		t.Fatal(err)
	}
	public, err := publish.SourceArchive(src, publish.Everyone)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		switch {
		case path.Dir(name) != e.Name: // inside of the web edition
			continue
		case bytes.HasPrefix(data, []byte("PK")):
			if _, err := archive.Open(data, archive.Usual); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
			if err := readTar(data); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case e.Name == publish.EditionHTML && strings.HasSuffix(name, ".html"):
		default:
			continue
		}
		if !slices.Contains(withSource, e.Name) {
			continue
		}
		got, err := publish.SourceArchiveOf(data)
		switch {
		case strings.Contains(name, "facilitator"): // a pack of pages, not of the course
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case !bytes.Equal(got, whole) && !bytes.Equal(got, public):
			t.Errorf("%s: the source inside is not the course's folder", name)
		}
	}
}

// withSource are the editions whose packages carry the source of the course.
var withSource = []string{"html", "epub", "scorm12", "scorm2004", "cmi5", "cartridge", "olx"}

func readTar(data []byte) error {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if !archive.Local(strings.TrimSuffix(h.Name, "/")) {
			return fmt.Errorf("member %q", h.Name)
		}
	}
}

// checkSame: two builds of one course are the same to the byte.
func checkSame(t *testing.T, a, b map[string][]byte) {
	t.Helper()
	if len(a) != len(b) {
		t.Errorf("%d files, then %d", len(a), len(b))
	}
	for name, data := range a {
		if !bytes.Equal(b[name], data) {
			t.Errorf("%s differs between two builds", name)
		}
	}
}
