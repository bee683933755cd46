package editions

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// lmsFiles are the editions for learning management systems of the shipped course and
// of the one that uses every construct, each made once.
var lmsFiles = map[string]func() (map[string][]byte, error){
	"shipped": sync.OnceValues(func() (map[string][]byte, error) { return lmsBuild("../../../courses/open-source-in-government") }),
	"small":   sync.OnceValues(func() (map[string][]byte, error) { return lmsBuild("../publish/testdata/course") }),
}

func lmsBuild(folder string) (map[string][]byte, error) {
	src := os.DirFS(folder)
	c, _, err := course.Load(src)
	if err != nil {
		return nil, err
	}
	out := &publish.Memory{}
	err = All.Build(context.Background(), c, publish.Options{Out: out, Source: src, Only: []string{"cartridge", "qti", "olx"}})
	return out.Files(), err
}

func lmsEdition(t *testing.T, name, folder, ending string) map[string][]byte {
	t.Helper()
	files, err := lmsFiles[name]()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for path, data := range files {
		if strings.HasPrefix(path, folder+"/") && strings.HasSuffix(path, ending) {
			out[path] = data
		}
	}
	if len(out) < 2 {
		t.Fatalf("%d files of %s end in %s", len(out), folder, ending)
	}
	return out
}

// judgesFolder is a folder of what others judge with.
func judgesFolder(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("ATELIER_JUDGES")
	if root == "" {
		t.Skip("ATELIER_JUDGES is not set: there are no schemas to judge by")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed")
	}
	return filepath.Join(root, name)
}

// valid holds documents against a schema, all in one run.
func valid(t *testing.T, schema string, documents map[string][]byte) {
	t.Helper()
	folder := t.TempDir()
	args := []string{"--noout", "--nonet", "--schema", schema}
	for name, data := range documents {
		file := filepath.Join(folder, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	out, err := exec.Command("xmllint", args...).CombinedOutput()
	if n := strings.Count(string(out), " validates\n"); err != nil || n != len(documents) {
		t.Errorf("%s: %d of %d documents validate: %v\n%s", filepath.Base(schema), n, len(documents), err, clip(string(out), 3000))
	}
}

func clip(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}

// schematron is the rules that 1EdTech wrote into a schema beside its types, as XPath:
// for every assertion how many places do not hold it. Namespaces are left out of rules
// and documents, and the rules name the types of version 1.0, which were never brought
// up to date.
type schematron struct{ names, counts []string }

var (
	schComment = regexp.MustCompile(`(?s)<!--.*?-->`)
	schRule    = regexp.MustCompile(`(?s)<sch:rule[^>]* context="([^"]*)"[^>]*>(.*?)</sch:rule>`)
	schAssert  = regexp.MustCompile(`(?s)<sch:assert test="([^"]*)">(.*?)</sch:assert>`)
	schName    = regexp.MustCompile(`\[(RULE[^\]]*)\]`)
	schPrefix  = regexp.MustCompile(`\b(asi|cp|lom):([a-zA-Z])`)
	xmlSpace   = regexp.MustCompile(` xmlns(:\w+)?="[^"]*"| xsi:schemaLocation="[^"]*"`)
	xmlPrefix  = regexp.MustCompile(`(</?)(lom|lomr):`)
)

func readSchematron(t *testing.T, schema string) schematron {
	t.Helper()
	data, err := os.ReadFile(schema)
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("&lt;", "<", "&gt;", ">", "imsdt_xmlv1p0", "imsdt_xmlv1p1", "imswl_xmlv1p0", "imswl_xmlv1p1", "imscc_xmlv1p0", "imscc_xmlv1p1")
	var s schematron
	for _, rule := range schRule.FindAllStringSubmatch(schComment.ReplaceAllString(string(data), ""), -1) {
		for _, a := range schAssert.FindAllStringSubmatch(rule[2], -1) {
			if strings.Contains(a[1], "$") { // rule 9a stands on variables
				continue
			}
			test := plain.Replace(schPrefix.ReplaceAllString(a[1], "$2"))
			context := plain.Replace(schPrefix.ReplaceAllString(rule[1], "$2"))
			s.names = append(s.names, schName.FindString(a[2]))
			s.counts = append(s.counts, "count(//"+context+"[not("+test+")])")
		}
	}
	return s
}

// hold says which rules a document breaks.
func (s schematron) broken(t *testing.T, document []byte) []string {
	t.Helper()
	bare := xmlPrefix.ReplaceAll(xmlSpace.ReplaceAll(document, nil), []byte("$1"))
	cmd := exec.Command("xmllint", "--nonet", "--xpath", "concat("+strings.Join(s.counts, ", ' ', ")+")", "-")
	cmd.Stdin = bytes.NewReader(bare)
	out, err := cmd.Output()
	counts := strings.Fields(string(out))
	if err != nil || len(counts) != len(s.names) {
		t.Fatalf("%d of %d rules were asked: %v", len(counts), len(s.names), err)
	}
	var broken []string
	for i, n := range counts {
		if n != "0" {
			broken = append(broken, s.names[i]+" "+n+" times")
		}
	}
	return broken
}
