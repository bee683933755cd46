package cartridgetest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Cartridges that others made are read; the one that is corrupt on purpose gives a clear error.
func TestCartridgesOfOthers(t *testing.T) {
	folder := os.Getenv("ATELIER_JUDGES")
	if folder == "" {
		t.Skip("ATELIER_JUDGES is not set: there are no cartridges of others")
	}
	files, err := filepath.Glob(filepath.Join(folder, "cc-samples", "*.imscc"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(data)
		if strings.Contains(file, "corrupt") {
			if err == nil && len(p.Problems()) == 0 && wellFormed(p) {
				t.Errorf("nothing is said of %s", file)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		items := 0
		p.Each(func(Item, int) { items++ })
		if len(p.Resources) == 0 || p.Version == "" {
			t.Errorf("%s: version %q, %d items, %d resources", file, p.Version, items, len(p.Resources))
		}
		t.Logf("%s: version %s, %d items, %v", filepath.Base(file), p.Version, items, p.Kinds())
	}
}

// wellFormed says whether the XML files of a cartridge can be read.
func wellFormed(p *Package) bool {
	for name, data := range p.Files {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".qti") {
			var any struct{}
			if xml.Unmarshal(data, &any) != nil {
				return false
			}
		}
	}
	return true
}

func packed(t testing.TB, manifest string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("imsmanifest.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(manifest)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestProblemsAreFound(t *testing.T) {
	p, err := Read(packed(t, `<manifest><metadata><schemaversion>1.1.0</schemaversion></metadata><organizations><organization><item identifier="root">
		<item identifier="a" identifierref="none"><title>A</title></item>
		<item identifier="b" identifierref="q"><title>B</title><item identifier="a"><title/></item></item>
		</item></organization></organizations><resources>
		<resource identifier="q" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank" href="x.xml"><file href="y.xml"/><dependency identifierref="q"/></resource>
		<resource identifier="q2" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"/>
		</resources></manifest>`))
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Join(p.Problems(), "\n")
	for _, want := range []string{"refers to none", "(8a)", `"a" is empty or there twice`, "no title", "y.xml, which is not there", "(10b)", "(7a)", "(4a)"} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing says %q:\n%s", want, told)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("PK"))
	f.Add(packed(f, `<manifest><organizations><organization><item><item identifier="a"/></item></organization></organizations></manifest>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(data)
		if err == nil {
			p.Problems()
			p.Kinds()
		}
	})
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`<manifest><resources><resource identifier="q" href="%zz"><file href="%zz"/></resource></resources></manifest>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &Package{Files: map[string][]byte{}}
		if p.manifest(data) == nil {
			p.Problems()
		}
	})
}
