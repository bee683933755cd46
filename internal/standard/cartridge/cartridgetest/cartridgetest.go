// Package cartridgetest reads Common Cartridges, of whichever version and whoever made them, and says what is wrong
// with how one hangs together. It is for tests: it shares nothing with what writes cartridges but archive.
package cartridgetest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"atelier/internal/base/archive"
)

// Package is a cartridge that was read.
type Package struct {
	Version   string // schemaversion
	Items     []Item // below the root of the table of contents
	Resources []Resource
	Files     map[string][]byte
}

// Item is a place in the table of contents.
type Item struct {
	Identifier string `xml:"identifier,attr"`
	Ref        string `xml:"identifierref,attr"`
	Title      string `xml:"title"`
	Items      []Item `xml:"item"`
}

// Resource is a resource of the manifest.
type Resource struct {
	Identifier string `xml:"identifier,attr"`
	Type       string `xml:"type,attr"`
	Href       string `xml:"href,attr"`
	Files      []struct {
		Href string `xml:"href,attr"`
	} `xml:"file"`
	Needs []struct {
		Ref string `xml:"identifierref,attr"`
	} `xml:"dependency"`
	Role string `xml:"metadata>lom>educational>intendedEndUserRole>value"`
}

// ErrNoManifest says that a package has no manifest at its root.
var ErrNoManifest = errors.New("cartridge: there is no imsmanifest.xml")

// Read reads a cartridge. Its errors say that it is no zip file, has no manifest, or has one that is not well-formed.
func Read(data []byte) (*Package, error) {
	r, err := archive.Open(data, archive.Limits{Members: 20_000, Member: 64 << 20, Total: 512 << 20})
	if err != nil {
		return nil, err
	}
	p := &Package{Files: map[string][]byte{}}
	for _, name := range r.Names() {
		if p.Files[name], err = r.Read(name); err != nil {
			return nil, err
		}
	}
	manifest, ok := p.Files["imsmanifest.xml"]
	if !ok {
		return nil, ErrNoManifest
	}
	return p, p.manifest(manifest)
}

func (p *Package) manifest(data []byte) error {
	var m struct {
		XMLName   xml.Name   `xml:"manifest"`
		Version   string     `xml:"metadata>schemaversion"`
		Roots     []Item     `xml:"organizations>organization>item"`
		Resources []Resource `xml:"resources>resource"`
	}
	if err := xml.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("cartridge: imsmanifest.xml: %w", err)
	}
	p.Version, p.Resources = m.Version, m.Resources
	for _, root := range m.Roots {
		p.Items = append(p.Items, root.Items...)
	}
	return nil
}

// Each visits every item with its depth, 1 for those at the top.
func (p *Package) Each(visit func(Item, int)) {
	var walk func([]Item, int)
	walk = func(items []Item, depth int) {
		for _, i := range items {
			visit(i, depth)
			walk(i.Items, depth+1)
		}
	}
	walk(p.Items, 1)
}

// Problems are what is wrong with the references of the cartridge: identifiers used twice, references that lead
// nowhere, files that are named and not there or there and not named, more than one question bank or one in the table
// of contents (CC 1.1, rules 4a and 8a), and items that both refer and hold others (8b).
func (p *Package) Problems() []string {
	var out []string
	note := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	byID := p.identifiers(note)
	named := p.resources(note, byID)
	p.Each(func(i Item, depth int) {
		switch r, ok := byID[i.Ref]; {
		case i.Ref != "" && !ok:
			note("item %s refers to %s, which is not there", i.Identifier, i.Ref)
		case i.Ref != "" && strings.HasSuffix(r.Type, "/question-bank"):
			note("item %s refers to a question bank (8a)", i.Identifier)
		case i.Ref != "" && len(i.Items) > 0:
			note("item %s refers and holds (8b)", i.Identifier)
		}
		if strings.TrimSpace(i.Title) == "" {
			note("item %s has no title", i.Identifier)
		}
	})
	for name := range p.Files {
		if name != "imsmanifest.xml" && !named[name] {
			note("file %s is in no resource", name)
		}
	}
	return out
}

func (p *Package) identifiers(note func(string, ...any)) map[string]Resource {
	seen := map[string]bool{}
	once := func(id string) {
		if id == "" || seen[id] {
			note("identifier %q is empty or there twice", id)
		}
		seen[id] = true
	}
	byID := map[string]Resource{}
	banks := 0
	for _, r := range p.Resources {
		once(r.Identifier)
		byID[r.Identifier] = r
		if strings.HasSuffix(r.Type, "/question-bank") {
			banks++
		}
	}
	if banks > 1 {
		note("there are %d question banks (4a)", banks)
	}
	p.Each(func(i Item, _ int) { once(i.Identifier) })
	return byID
}

func (p *Package) resources(note func(string, ...any), byID map[string]Resource) map[string]bool {
	named := map[string]bool{}
	for _, r := range p.Resources {
		for _, f := range r.Files {
			name, err := url.PathUnescape(f.Href)
			if _, there := p.Files[name]; !there || err != nil {
				note("resource %s names %s, which is not there", r.Identifier, f.Href)
			}
			named[name] = true
		}
		if name, _ := url.PathUnescape(r.Href); r.Href != "" && !named[name] {
			note("resource %s begins at %s, which is none of its files (10b)", r.Identifier, r.Href)
		}
		for _, n := range r.Needs {
			if _, ok := byID[n.Ref]; !ok || n.Ref == r.Identifier {
				note("resource %s needs %s, which is not there or is itself (7a)", r.Identifier, n.Ref)
			}
		}
	}
	return named
}

// Kinds counts the resources by the last part of their type: "webcontent", "assessment", "question-bank".
func (p *Package) Kinds() map[string]int {
	out := map[string]int{}
	for _, r := range p.Resources {
		out[path.Base(r.Type)]++
	}
	return out
}
