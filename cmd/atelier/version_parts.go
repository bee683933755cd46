package main

import (
	_ "embed"
	"encoding/json"
	"runtime/debug"
	"strings"
)

//go:generate go run ../release licences

// licenceFile says under which licence each module is (SPDX); go generate writes it.
//
//go:embed licences.json
var licenceFile []byte

// licences is the SPDX expression of each module of the program.
func licences() (map[string]string, error) {
	known := map[string]string{}
	return known, json.Unmarshal(licenceFile, &known)
}

// parts is a CycloneDX 1.6 bill of materials (ECMA-424), in the order of its schema. It has no serial number and no
// time, so that the same program says the same.
type parts struct {
	Format       string       `json:"bomFormat"`
	SpecVersion  string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     partsOf      `json:"metadata"`
	Components   []part       `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type partsOf struct {
	Component part `json:"component"`
}

type part struct {
	Type       string          `json:"type"`
	Ref        string          `json:"bom-ref"`
	Name       string          `json:"name"`
	Version    string          `json:"version"`
	Licences   []licenceChoice `json:"licenses,omitempty"`
	PURL       string          `json:"purl"`
	Properties []property      `json:"properties,omitempty"`
}

type licenceChoice struct {
	Expression string `json:"expression"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

// billOf is the bill of a program, from what the compiler wrote into it.
func billOf(info *debug.BuildInfo, release string) (*parts, error) {
	known, err := licences()
	if err != nil {
		return nil, err
	}
	self := part{Type: "application", Ref: "pkg:generic/atelier@" + release, Name: "atelier", Version: release, PURL: "pkg:generic/atelier@" + release, Licences: []licenceChoice{{"MIT"}}}
	bill := &parts{Format: "CycloneDX", SpecVersion: "1.6", Version: 1, Metadata: partsOf{self}}
	golang := strings.TrimPrefix(info.GoVersion, "go")
	bill.add(part{Type: "library", Name: "std", Version: golang, PURL: "pkg:golang/std@" + golang, Licences: []licenceChoice{{"BSD-3-Clause"}}})
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		p := part{Type: "library", Name: m.Path, Version: m.Version, PURL: "pkg:golang/" + strings.ToLower(m.Path) + "@" + m.Version, Properties: []property{{"go:sum", m.Sum}}}
		if id := known[m.Path]; id != "" {
			p.Licences = []licenceChoice{{id}}
		}
		bill.add(p)
	}
	all := dependency{Ref: self.Ref}
	for _, p := range bill.Components {
		all.DependsOn = append(all.DependsOn, p.Ref)
	}
	bill.Dependencies = []dependency{all}
	return bill, nil
}

func (b *parts) add(p part) {
	p.Ref = p.PURL
	b.Components = append(b.Components, p)
}
