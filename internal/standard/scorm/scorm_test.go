package scorm

import (
	"encoding/xml"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func sample() Manifest {
	return Manifest{
		Identifier: "course-en-fr", Version: "1.2.0", Title: `Open & free / "Libre" <ouvert>`, Language: "en-CA", Href: "index.html",
		Files: []string{"index.html", "fr/leçon 1/index.html", "assets/a.js"}, MinNormalizedMeasure: 0.8,
		Metadata: LOM{
			Identifier: "urn:uuid:1", Title: []String{{"en-CA", "Open"}, {"fr-CA", "Ouvert"}}, Languages: []string{"en-CA", "fr-CA"},
			Description: []String{{"en-CA", "What & why"}}, Keywords: [][]String{{{"en-CA", "licence"}, {"fr-CA", "licence"}}},
			Version: "1.2.0", Minutes: 135, Rights: []String{{"en-CA", "CC BY 4.0"}},
		},
	}
}

var editions = map[string]Edition{"1.2": V12, "2004 3rd": V2004e3, "2004 4th": V2004e4}

// namespaces are those of a manifest, with the file that describes each. The first is
// imported first, so that nothing goes to the network for it.
var namespaces = map[Edition][][2]string{
	V12: {
		{"http://www.w3.org/XML/1998/namespace", "ims_xml.xsd"},
		{"http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"},
		{"http://www.imsglobal.org/xsd/imsmd_rootv1p2p1", "imsmd_rootv1p2p1.xsd"},
		{"http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"},
	},
	V2004e3: namespaces2004, V2004e4: namespaces2004,
}

var namespaces2004 = [][2]string{
	{"http://www.w3.org/XML/1998/namespace", "xml.xsd"},
	{"http://www.imsglobal.org/xsd/imscp_v1p1", "imscp_v1p1.xsd"},
	{"http://www.adlnet.org/xsd/adlcp_v1p3", "adlcp_v1p3.xsd"},
	{"http://www.adlnet.org/xsd/adlseq_v1p3", "adlseq_v1p3.xsd"},
	{"http://www.adlnet.org/xsd/adlnav_v1p3", "adlnav_v1p3.xsd"},
	{"http://www.imsglobal.org/xsd/imsss", "imsss_v1p0.xsd"},
}

// lint validates a document by the schemas of a folder.
func lint(t *testing.T, folder string, namespaces [][2]string, data []byte) {
	t.Helper()
	program, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	dir := t.TempDir()
	all := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">`
	for _, n := range namespaces {
		all += `<xs:import namespace="` + n[0] + `" schemaLocation="` + filepath.Join(folder, n[1]) + `"/>`
	}
	for name, text := range map[string]string{"all.xsd": all + "</xs:schema>", "document.xml": string(data)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(program, "--noout", "--nonet", "--schema", filepath.Join(dir, "all.xsd"), filepath.Join(dir, "document.xml")).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s\n%s", err, out, data)
	}
}

// The manifest is valid by the schemas that the package carries, with no network.
func TestManifestIsValidInItsPackage(t *testing.T) {
	for name, e := range editions {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, Schemas(e)); err != nil {
				t.Fatal(err)
			}
			lint(t, dir, namespaces[e], sample().XML(e))
			lint(t, dir, namespaces[e], Manifest{Identifier: "a", Title: "A", Href: "index.html", Metadata: LOM{Title: []String{{"en", "A"}}}}.XML(e))
		})
	}
}

// The same by the schemas of the judges, and the metadata by those of LOM.
func TestManifestIsValidForTheJudges(t *testing.T) {
	judges := os.Getenv("ATELIER_JUDGES")
	if judges == "" {
		t.Skip("ATELIER_JUDGES is not set")
	}
	lint(t, filepath.Join(judges, "scorm12"), namespaces[V12], sample().XML(V12))
	lint(t, filepath.Join(judges, "scorm2004"), namespaces2004, sample().XML(V2004e4))
	lint(t, filepath.Join(judges, "scorm2004"), [][2]string{{"http://ltsc.ieee.org/xsd/LOM", "lom.xsd"}}, sample().Metadata.XML())
}

func TestPackagesCarryTheirSchemas(t *testing.T) {
	for name, e := range editions {
		list, err := fs.Glob(Schemas(e), "*.xsd")
		if err != nil || len(list) < 4 {
			t.Errorf("%s: %v %v", name, list, err)
		}
		for _, ns := range strings.Fields(strings.Join(attribute(t, sample().XML(e), "schemaLocation"), " ")) {
			if !strings.HasSuffix(ns, ".xsd") {
				continue
			}
			if _, err := fs.Stat(Schemas(e), ns); err != nil {
				t.Errorf("%s refers to a schema it does not carry: %v", name, err)
			}
		}
	}
}

func attribute(t *testing.T, data []byte, name string) (values []string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(string(data))); ; {
		token, err := d.Token()
		if err == io.EOF {
			return values
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == name {
					values = append(values, a.Value)
				}
			}
		}
	}
}

func TestFilesAreReferences(t *testing.T) {
	for name, e := range editions {
		refs := attribute(t, sample().XML(e), "href")
		if want := "index.html index.html fr/le%C3%A7on%201/index.html assets/a.js"; strings.Join(refs, " ") != want {
			t.Errorf("%s: %q", name, refs)
		}
	}
}

// The name of anything is an NCName (Namespaces in XML, production 4, of ASCII).
func TestNames(t *testing.T) {
	for text, want := range map[string]string{"open-source": "open-source", "2026-course": "_2026-course", "https://example.org/a b": "https___example.org_a_b", "-a": "_a"} {
		if got := Name(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever a course is called, its manifest is XML and says it.
func TestTitlesSurvive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := sample()
		m.Title = rapid.StringMatching(`[ -~À-ÿᐁ-ᙿ😀<>&"']{1,40}`).Draw(r, "title")
		var got struct {
			Titles []string `xml:"organizations>organization>title"`
		}
		for _, e := range editions {
			if err := xml.Unmarshal(m.XML(e), &got); err != nil || got.Titles[len(got.Titles)-1] != m.Title {
				r.Fatalf("%q: %q %v", m.Title, got.Titles, err)
			}
		}
	})
}
