package editions

import (
	"context"
	"encoding/xml"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"

	"atelier/internal/base/archive"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/cmi5"
)

// Every package is what an importer takes: a course structure that is valid by the
// published schema, whose units are in the package (13.2.0.0-1, 14.1.0.0-2, 14.1.0.0-3),
// with the course source and the same ids in every language (8.1.5, publisher id).
func TestCmi5Packages(t *testing.T) {
	t.Parallel()
	c, src := fixture(t)
	shipped := os.DirFS("../../../courses/open-source-in-government")
	whole, _, err := course.Load(shipped)
	if err != nil {
		t.Fatal(err)
	}
	cmi5Built(t, c, publish.Options{Source: src}, 2)
	cmi5Built(t, whole, publish.Options{Source: shipped}, 7)
}

func cmi5Built(t *testing.T, c *course.Course, o publish.Options, units int) {
	t.Helper()
	out := &publish.Memory{}
	o.Only, o.Out = []string{"cmi5"}, out
	if err := All.Build(context.Background(), c, o); err != nil {
		t.Fatal(err)
	}
	var ids []string
	packages := 0
	for name, data := range out.Files() {
		if path.Ext(name) != ".zip" {
			continue
		}
		packages++
		r, err := archive.Open(data, archive.Usual)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		structure, err := r.Read(cmi5.StructureFile)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lintCmi5(t, structure)
		if _, err := r.Read(publish.SourceFile); err != nil {
			t.Errorf("%s carries no source: %v", name, err)
		}
		var s struct {
			Units []struct {
				ID  string `xml:"id,attr"`
				URL string `xml:"url"`
			} `xml:"au"`
		}
		if err := xml.Unmarshal(structure, &s); err != nil {
			t.Fatal(err)
		}
		if len(s.Units) != units {
			t.Errorf("%s has %d units, want %d", name, len(s.Units), units)
		}
		for i, u := range s.Units {
			if _, err := r.Read(u.URL); err != nil {
				t.Errorf("%s: %s is not in the package: %v", name, u.URL, err)
			}
			if len(ids) <= i {
				ids = append(ids, u.ID)
			}
			if ids[i] != u.ID {
				t.Errorf("%s: the unit is %s, elsewhere %s", name, u.ID, ids[i])
			}
		}
	}
	if packages != 3 {
		t.Errorf("%d packages, want one a language and one of both", packages)
	}
}

func lintCmi5(t *testing.T, structure []byte) {
	t.Helper()
	judges := os.Getenv("ATELIER_JUDGES")
	program, err := exec.LookPath("xmllint")
	if judges == "" || err != nil {
		t.Skip("ATELIER_JUDGES is not set, or xmllint is not installed: no schema of cmi5")
	}
	file := filepath.Join(t.TempDir(), cmi5.StructureFile)
	if err := os.WriteFile(file, structure, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "--noout", "--nonet", "--schema", filepath.Join(judges, "cmi5", "CourseStructure.xsd"), file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
