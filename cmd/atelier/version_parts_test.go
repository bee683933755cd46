package main

import (
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"
)

func TestTheBillNamesEveryPartOnceWithItsLicence(t *testing.T) {
	known, err := licences()
	if err != nil {
		t.Fatal(err)
	}
	info := &debug.BuildInfo{GoVersion: "go1.26.8"}
	for path := range known {
		info.Deps = append(info.Deps, &debug.Module{Path: path, Version: "v1.0.0", Sum: "h1:x"})
	}
	info.Deps = append(info.Deps, &debug.Module{Path: "old.example/x", Version: "v1.0.0", Replace: &debug.Module{Path: "new.example/X", Version: "v2.0.0"}})
	bill, err := billOf(info, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if len(bill.Components) != len(known)+2 || len(bill.Dependencies[0].DependsOn) != len(bill.Components) {
		t.Errorf("%d parts of %d", len(bill.Components), len(known)+2)
	}
	seen := map[string]bool{}
	for _, p := range bill.Components {
		if seen[p.Ref] || !strings.HasPrefix(p.PURL, "pkg:golang/") {
			t.Errorf("twice, or without address: %s", p.PURL)
		}
		seen[p.Ref] = true
		if len(p.Licences) == 0 && p.Name != "new.example/X" {
			t.Errorf("%s has no licence", p.Name)
		}
	}
	if !seen["pkg:golang/new.example/x@v2.0.0"] || !seen["pkg:golang/std@1.26.8"] {
		t.Error("a replaced part or Go itself is missing")
	}
	if data, err := json.Marshal(bill); err != nil || !strings.Contains(string(data), `"bomFormat":"CycloneDX","specVersion":"1.6"`) {
		t.Errorf("%s %v", data, err)
	}
}
