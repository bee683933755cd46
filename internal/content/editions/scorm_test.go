package editions

import (
	"bytes"
	"context"
	"encoding/xml"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/archive"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/scorm"
)

// scormPackages builds the SCORM editions of a course.
func scormPackages(t *testing.T, c *course.Course, src fs.FS) map[string]*archive.Reader {
	t.Helper()
	out := &publish.Memory{}
	if err := All.Build(context.Background(), c, publish.Options{Only: []string{"scorm12", "scorm2004"}, Out: out, Source: src, Release: "1.2.0", Version: "test"}); err != nil {
		t.Fatal(err)
	}
	packages := map[string]*archive.Reader{}
	for name, data := range out.Files() {
		if path.Ext(name) != ".zip" {
			continue
		}
		r, err := archive.Open(data, archive.Usual)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		packages[name] = r
	}
	return packages
}

func editionOf(name string) scorm.Edition {
	switch {
	case strings.HasPrefix(name, "scorm12/"):
		return scorm.V12
	case strings.Contains(name, "3rd-edition"):
		return scorm.V2004e3
	}
	return scorm.V2004e4
}

// The manifest lists every file of the package, and no other; the control documents
// stand beside it.
func TestSCORMManifestListsThePackage(t *testing.T) {
	t.Parallel()
	c, src := fixture(t)
	packages := scormPackages(t, c, src)
	if len(packages) != 9 {
		t.Fatalf("%d packages, want 3 of each edition", len(packages))
	}
	for name, r := range packages {
		var manifest struct {
			Identifier string `xml:"identifier,attr"`
			Version    string `xml:"version,attr"`
			Files      []struct {
				Href string `xml:"href,attr"`
			} `xml:"resources>resource>file"`
		}
		data, err := r.Read("imsmanifest.xml")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := xml.Unmarshal(data, &manifest); err != nil {
			t.Fatal(err)
		}
		if manifest.Version != "1.2.0" || !strings.HasPrefix(manifest.Identifier, "course-small") {
			t.Errorf("%s: %s %s", name, manifest.Identifier, manifest.Version)
		}
		var listed []string
		for _, f := range manifest.Files {
			listed = append(listed, f.Href)
		}
		var held []string
		for _, member := range r.Names() {
			if _, err := fs.Stat(scorm.Schemas(editionOf(name)), member); err != nil && member != "imsmanifest.xml" {
				held = append(held, member)
			}
		}
		slices.Sort(listed)
		slices.Sort(held)
		if !slices.Equal(listed, held) {
			t.Errorf("%s: the manifest lists %d files, the package holds %d", name, len(listed), len(held))
		}
		for _, want := range []string{"index.html", "README.txt", publish.SourceFile} {
			if !slices.Contains(held, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
}

// What index.html and every page refer to is in the package.
func TestSCORMPackageHoldsWhatItRefersTo(t *testing.T) {
	t.Parallel()
	c, src := fixture(t)
	for name, r := range scormPackages(t, c, src) {
		names := r.Names()
		for _, member := range names {
			if path.Ext(member) != ".html" {
				continue
			}
			data, err := r.Read(member)
			if err != nil {
				t.Fatal(err)
			}
			for _, link := range parse(t, name+" "+member, data).links {
				file, _, _ := strings.Cut(link, "#")
				if file == "" || regexp.MustCompile(`^[a-z]+:`).MatchString(file) {
					continue
				}
				if !slices.Contains(names, path.Join(path.Dir(member), file)) {
					t.Errorf("%s: %s leads to %s, which is not there", name, member, link)
				}
			}
		}
	}
}

// The manifests of real packages, as the judges' schemas see them.
func TestSCORMPackagesAreValid(t *testing.T) {
	t.Parallel()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	judges := os.Getenv("ATELIER_JUDGES")
	if judges == "" {
		t.Skip("ATELIER_JUDGES is not set")
	}
	schemas := map[scorm.Edition]string{scorm.V12: filepath.Join(judges, "scorm12/all.xsd")}
	src := os.DirFS("../course/testdata/trilingual")
	c, problems, err := course.Load(src)
	if err != nil || problems.Fatal() {
		t.Fatal(problems, err)
	}
	asked := 0
	for name, r := range scormPackages(t, c, src) {
		schema, judged := schemas[editionOf(name)]
		document := "imsmanifest.xml"
		if !judged {
			schema, document = filepath.Join(judges, "scorm2004/lom.xsd"), scorm.MetadataFile
		}
		data, err := r.Read(document)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), document)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(lint, "--noout", "--nonet", "--schema", schema, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s\n%s", name, err, out, bytes.TrimSpace(data))
		}
		asked++
	}
	t.Logf("%d documents judged", asked)
}
