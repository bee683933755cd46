// Package internal_test holds the house to its drawing (docs/architecture.md): imports go down only.
package internal_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// floor is what a folder may import of our own code, beside itself. The first matching prefix holds.
var floors = []struct {
	prefix string
	may    []string
}{
	{"atelier/internal/base/", []string{"atelier/internal/base/"}},
	{"atelier/internal/standard/", []string{"atelier/internal/standard/", "atelier/internal/base/fault", "atelier/internal/base/archive", "atelier/internal/base/lang", "atelier/internal/base/clock"}},
	{"atelier/internal/content/", []string{"atelier/internal/content/", "atelier/internal/standard/", "atelier/internal/base/"}},
	{"atelier/internal/people/", []string{"atelier/internal/content/", "atelier/internal/standard/", "atelier/internal/base/"}}, // and earlier rooms
	{"atelier/internal/site", []string{"atelier/internal/people/", "atelier/internal/content/", "atelier/internal/standard/", "atelier/internal/base/"}},
	{"atelier/cmd/", []string{"atelier/"}},
	{"atelier/tests/", []string{"atelier/"}},
	{"atelier/courses", nil},
	{"atelier/client", nil},
}

// rooms of people, in order: a later room may import an earlier one.
var rooms = []string{"identity", "proof", "records", "forward", "library", "delivery", "enrolment", "credential", "privacy", "launch", "review", "community", "writing", "office", "report"}

// neverBelow are packages that content and standard never reach, not even through others: the text of a course is
// read, checked and published without a database or a server. (net/http comes with the template library, whose
// components can also be handlers; our own packages may not import it.)
var neverBelow = []string{"atelier/internal/base/store", "atelier/internal/base/web", "atelier/internal/base/jobs", "atelier/internal/base/mail", "database/sql"}

type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Doc        string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps,Doc", "atelier/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p goPackage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestImportsGoDownOnly(t *testing.T) {
	all := packages(t)
	if len(all) < 10 {
		t.Fatalf("only %d packages found", len(all))
	}
	for _, p := range all {
		if p.ImportPath == "atelier/internal" {
			continue
		}
		may, known := allowed(p.ImportPath)
		if !known {
			t.Errorf("%s stands on no floor", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, "atelier/") && !hasPrefix(imp, may) {
				t.Errorf("%s imports %s: that arrow goes up", p.ImportPath, imp)
			}
		}
	}
}

func TestContentKnowsNoDatabaseAndNoServer(t *testing.T) {
	for _, p := range packages(t) {
		if !hasPrefix(p.ImportPath, []string{"atelier/internal/content/", "atelier/internal/standard/", "atelier/internal/base/page"}) {
			continue
		}
		for _, imp := range p.Imports {
			if imp == "net/http" {
				t.Errorf("%s imports net/http", p.ImportPath)
			}
		}
		for _, dep := range p.Deps {
			for _, never := range neverBelow {
				if dep == never {
					t.Errorf("%s reaches %s", p.ImportPath, dep)
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != "atelier/internal" && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func TestNoDrawers(t *testing.T) {
	for _, p := range packages(t) {
		switch name := p.ImportPath[strings.LastIndexByte(p.ImportPath, '/')+1:]; name {
		case "util", "utils", "common", "helpers", "helper", "models", "services", "service", "manager":
			t.Errorf("%s: a package is a thing people speak of", p.ImportPath)
		}
	}
}

func allowed(path string) (may []string, known bool) {
	for _, f := range floors {
		if !strings.HasPrefix(path+"/", f.prefix) {
			continue
		}
		may = append([]string{path + "/"}, f.may...)
		if room, ok := strings.CutPrefix(path, "atelier/internal/people/"); ok {
			name, _, _ := strings.Cut(room, "/")
			for _, earlier := range rooms {
				may = append(may, "atelier/internal/people/"+earlier)
				if earlier == name {
					break
				}
			}
		}
		return may, true
	}
	return nil, false
}

func hasPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s+"/", p) || strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
