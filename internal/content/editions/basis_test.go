package editions

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// TestAnAdaptationNamesWhatItFollows looks for the credit that licences ask for where people and machines look for it.
func TestAnAdaptationNamesWhatItFollows(t *testing.T) {
	t.Parallel()
	c, src := fixture(t)
	c.Follows = &course.Follows{Course: "urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12", Release: "1.2.0", Licence: "CC-BY-4.0",
		Title: lang.Text{"en": "Older & other", "fr": "Un autre cours"}, By: lang.Text{"en": "The archives", "fr": "Les archives"},
		Address: lang.Text{"en": "https://example.org/en/"}, Jurisdiction: lang.Text{"en": "Nova Scotia", "fr": "Nouvelle-Écosse"}, Changes: lang.Text{"en": "Its cases.", "fr": "Ses études de cas."}}
	for _, tag := range c.Tags() {
		said := publish.Basis(c, tag, tag)
		for _, want := range []string{c.Follows.Jurisdiction.In(tag), c.Follows.Title.In(tag), c.Follows.By.In(tag), c.Follows.Changes.In(tag), "1.2.0", "CC BY 4.0"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s is not in %q", want, said)
			}
		}
	}
	out := &publish.Memory{}
	if err := All.Build(t.Context(), c, publish.Options{Out: out, Source: src, Only: []string{"web", "text", "epub", "data"}}); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for name, data := range out.Files() {
		if path.Ext(name) != ".epub" {
			all[name] = string(data)
			continue
		}
		for _, inside := range unzipped(t, data) {
			all[name] += string(inside)
		}
	}
	for name, wants := range map[string][]string{
		"web/en/index.html":          {`"isBasedOn":{`, `<a href="https://example.org/en/">Older &amp; other</a>`, `rel="license" href="https://creativecommons.org/licenses/by/4.0/deed.en"`, "Nova Scotia", "Its cases."},
		"web/fr/index.html":          {"Nouvelle-Écosse", "Un autre cours", "Ses études de cas."},
		"data/small.jsonld":          {`"isBasedOn"`, `"@id": "urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12"`},
		"epub/small-fr.epub":         {"<dc:source>urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12</dc:source>", "Un autre cours", "Ses études de cas."},
		"text/small-fr.txt":          {"Nouvelle-Écosse"},
		"data/small-dublin-core.rdf": {`<dcterms:source rdf:resource="urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12"/>`, "Les archives"},
		"data/small-lom.xml":         {"isbasedon", "urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12"},
	} {
		for _, want := range wants {
			if !strings.Contains(all[name], want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
	if t.Failed() {
		t.Log(slices.Sorted(maps.Keys(all)))
	}
}
