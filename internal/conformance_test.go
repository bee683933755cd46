package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// named is a test as documents name it: its file and its function.
var named = regexp.MustCompile("`([a-z0-9_/]+_test\\.go) ((?:Test|Fuzz)[A-Za-z0-9]+)`")

// Every test that docs/conformance names by its file exists.
func TestNamedTestsExist(t *testing.T) {
	documents, err := filepath.Glob("../docs/conformance/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, document := range documents {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(text, -1) {
			found++
			source, err := os.ReadFile(filepath.Join("..", string(m[1])))
			if err != nil || !strings.Contains(string(source), "\nfunc "+string(m[2])+"(") {
				t.Errorf("%s names %s in %s, which is not there", document, m[2], m[1])
			}
		}
	}
	if found < 200 {
		t.Errorf("%d tests are named", found)
	}
}
