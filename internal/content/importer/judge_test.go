package importer

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"atelier/courses"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/standard/xliff"
)

// everything imports the core and the modules that we use, so that one run judges all of a file.
const everything = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:all">
<xs:import namespace="urn:oasis:names:tc:xliff:document:2.0" schemaLocation="DIR/xliff_core_2.0.xsd"/>
<xs:import namespace="urn:oasis:names:tc:xliff:glossary:2.0" schemaLocation="DIR/glossary.xsd"/>
<xs:import namespace="urn:oasis:names:tc:xliff:metadata:2.0" schemaLocation="DIR/metadata.xsd"/>
</xs:schema>`

// Every file that goes out is valid by OASIS's schemas, core and modules.
func TestValidBySchema(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed: nothing is held against OASIS's schemas")
	}
	judges := os.Getenv("ATELIER_JUDGES")
	if judges == "" {
		t.Skip("ATELIER_JUDGES is not set: nothing is held against OASIS's schemas")
	}
	schemas, err := filepath.Abs(filepath.Join(judges, "xliff21/schemas"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	schema := filepath.Join(dir, "all.xsd")
	if err := os.WriteFile(schema, []byte(strings.ReplaceAll(everything, "DIR", schemas)), 0o600); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range []*course.Course{load(t, courses.Shipped()), load(t, trilingual()), load(t, constructs())} {
		for _, from := range c.Tags() {
			for _, to := range c.Tags() {
				if from == to {
					continue
				}
				d, _ := Translation(c, from, to, nil)
				name := filepath.Join(dir, c.Key+string(from)+string(to)+".xlf")
				if err := os.WriteFile(name, xliff.Write(d), 0o600); err != nil {
					t.Fatal(err)
				}
				if out, err := exec.Command(lint, "--noout", "--nonet", "--schema", schema, name).CombinedOutput(); err != nil {
					t.Errorf("%s: %.2000s", name, out)
				}
				n++
			}
		}
	}
	t.Logf("%d files valid", n)
}

// A library of others reads what goes out and writes it again, and that asks for no change; an edit made in it comes
// back as that edit.
func TestSecondReader(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: no second reader of XLIFF")
	}
	if _, err := os.Stat("../../../node_modules/xliff"); err != nil {
		t.Skip("npm xliff is not installed: no second reader of XLIFF")
	}
	for name, its := range map[string]struct {
		fsys     fs.FS
		from, to lang.Tag
	}{"shipped": {courses.Shipped(), "en", "fr"}, "trilingual": {trilingual(), "fr", "iu-Cans"}} {
		c := load(t, its.fsys)
		d, _ := Translation(c, its.from, its.to, nil)
		for version, write := range map[string]func(*xliff.Document) []byte{"2.1": xliff.Write, "1.2": xliff.Write12} {
			t.Run(name+" "+version, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "out.xlf")
				if err := os.WriteFile(file, write(d), 0o600); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command(node, "testdata/second-reader.mjs", version, file)
				var errs strings.Builder
				cmd.Stderr = &errs
				back, err := cmd.Output()
				if err != nil {
					t.Fatal(err, errs.String())
				}
				again, err := xliff.Read(back)
				if err != nil {
					t.Fatal(err)
				}
				got, err := PlanTranslation(its.fsys, c, again)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range got.Changes {
					t.Errorf("%s: %q became %q", c.Unit, c.Old, c.New)
				}
				if len(got.Changes)+len(got.Refused) > 0 || got.Unchanged < 200 {
					t.Errorf("%d changes, %d refused, %d unchanged; first %+v", len(got.Changes), len(got.Refused), got.Unchanged, append(got.Refused, Refusal{})[0])
				}
				t.Logf("%d units came through", got.Unchanged)
			})
		}
	}
}
