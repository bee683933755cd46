package data

import (
	"bytes"
	"cmp"
	"encoding/json"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/dcterms"
	"atelier/internal/standard/lom"
	"atelier/internal/standard/schemaorg"
)

// worded is a text in every language it has, as JSON-LD writes it.
func (d *dataSet) worded(t lang.Text) []any {
	var out []any
	for _, tag := range d.tags {
		if t.Has(tag) {
			out = append(out, schemaorg.Thing{"@language": d.locale(tag), "@value": t.In(tag)})
		}
	}
	return out
}

// jsonLD is the course for search engines and catalogues of learning resources, in all its languages: schema.org's
// Course with its modules and pages, what they teach, and how it can be perceived.
func (d *dataSet) jsonLD() ([]byte, error) {
	c := d.c
	t := schemaorg.Thing{"@context": schemaorg.Context, "@type": []string{"Course", "LearningResource"}, "@id": c.IRI, "inLanguage": d.locales(), "isAccessibleForFree": true,
		"learningResourceType": "course", "accessMode": []string{"textual", "visual"}, "accessModeSufficient": schemaorg.Thing{"@type": "ItemList", "itemListElement": []string{"textual"}},
		"accessibilityFeature": d.features(), "accessibilityControl": []string{"fullKeyboardControl"}}
	t.Some("name", d.worded(c.Title))
	t.Some("description", d.worded(c.Description))
	t.Put("license", cmp.Or(deed(c.Licence), c.Licence))
	t.Put("version", d.m.Release)
	t.Put("url", d.m.BaseURL)
	if c.Audience.Tags() != nil {
		t["audience"] = schemaorg.Thing{"@type": "EducationalAudience", "educationalRole": "student", "audienceType": d.worded(c.Audience)}
	}
	if len(c.Attribution) > 0 {
		t["creator"] = schemaorg.Thing{"@type": "Organization", "name": d.worded(c.Attribution)}
	}
	if n := publish.CourseMinutes(c, d.tags[0]); n > 0 {
		t["timeRequired"] = schemaorg.Minutes(n)
		t["hasCourseInstance"] = schemaorg.Thing{"@type": "CourseInstance", "courseMode": "online", "courseWorkload": schemaorg.Minutes(n)}
	}
	t.Some("teaches", d.objectives(c.Objectives))
	t.Some("about", d.about())
	t.Some("hasPart", d.parts())
	t.Some("isBasedOn", d.basis())
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(t)
	return b.Bytes(), err
}

// deed is the licence's address without a language.
func deed(spdx string) string {
	url := publish.LicenceURL(spdx, lang.English)
	if url == "" {
		return ""
	}
	return url[:len(url)-len("deed.en")]
}

// features are what helps people perceive the course, as far as it has them (schema.org, accessibilityFeature).
func (d *dataSet) features() []string {
	out := []string{"structuralNavigation", "tableOfContents", "alternativeText"}
	if d.described() {
		out = append(out, "longDescription")
	}
	captions, transcripts := false, false
	for _, m := range d.c.Media {
		captions = captions || len(m.Captions) > 0
		transcripts = transcripts || m.Seconds > 0
	}
	if captions {
		out = append(out, "captions")
	}
	if transcripts {
		out = append(out, "transcript")
	}
	return out
}

// described says whether a drawing has its description in words.
func (d *dataSet) described() bool {
	found := false
	for _, p := range d.c.Pages() {
		if doc := p.Doc(d.tags[0]); doc != nil && !found {
			course.Walk(doc.Blocks, func(b *course.Block) bool {
				found = found || b.Kind == course.Directive && b.Name == "description"
				return !found
			})
		}
	}
	return found
}

func (d *dataSet) objectives(list []*course.Objective) []any {
	var out []any
	for _, o := range list {
		out = append(out, schemaorg.Thing{"@type": "DefinedTerm", "@id": d.iri("objective." + o.ID), "termCode": o.ID, "name": d.worded(o.Text)})
	}
	return out
}

func (d *dataSet) about() []any {
	var out []any
	for _, k := range d.c.Concepts {
		out = append(out, schemaorg.Thing{"@type": "DefinedTerm", "@id": d.iri("concept." + k.ID), "termCode": k.ID, "name": d.worded(k.Name), "description": d.worded(k.Definition)})
	}
	return out
}

// parts are the modules with their pages, each aligned to the objectives it serves.
func (d *dataSet) parts() []any {
	var out []any
	for _, m := range d.c.Modules {
		t := schemaorg.Thing{"@type": "LearningResource", "@id": d.iri("module." + m.Key), "learningResourceType": "module", "position": m.Number, "inLanguage": d.locales()}
		t.Some("name", d.worded(m.Title))
		t.Some("description", d.worded(m.Description))
		t.Some("teaches", d.objectives(m.Objectives))
		var pages []any
		for _, p := range d.c.Pages() {
			if p.Module == m {
				pages = append(pages, d.page(p))
			}
		}
		t.Some("hasPart", pages)
		out = append(out, t)
	}
	for _, p := range d.c.Pages() {
		if p.Module == nil {
			out = append(out, d.page(p))
		}
	}
	return out
}

func (d *dataSet) page(p *course.Page) schemaorg.Thing {
	t := schemaorg.Thing{"@type": "LearningResource", "@id": d.iri("page." + p.Path), "learningResourceType": publish.ResourceType(publish.Kind(p.Kind))}
	title := lang.Text{}
	var spoken []string
	for _, tag := range d.tags {
		if h := p.Head(tag); h != nil {
			title[tag] = h.Title
			spoken = append(spoken, d.locale(tag))
		}
	}
	t["inLanguage"] = spoken
	t.Some("name", d.worded(title))
	kind := "teaches"
	if p.Kind == course.Check || p.Kind == course.Assessment {
		kind = "assesses"
	}
	var aligned []any
	for _, id := range p.Objectives {
		aligned = append(aligned, schemaorg.Thing{"@type": "AlignmentObject", "alignmentType": kind, "targetUrl": d.iri("objective." + id), "targetName": id})
	}
	t.Some("educationalAlignment", aligned)
	return t
}

// basis are the works that the course relies on.
func (d *dataSet) basis() []any {
	var out []any
	if f := d.c.Follows; f != nil {
		t := schemaorg.Thing{"@type": "Course", "@id": f.Course, "version": f.Release}
		t.Some("name", d.worded(f.Title))
		t.Put("license", cmp.Or(deed(f.Licence), f.Licence))
		if len(f.By) > 0 {
			t["creator"] = schemaorg.Thing{"@type": "Organization", "name": d.worded(f.By)}
		}
		out = append(out, t)
	}
	for _, r := range d.c.References {
		t := schemaorg.Thing{"@type": "CreativeWork", "@id": d.iri("reference." + r.ID)}
		t.Some("name", d.worded(r.Title))
		var urls []any
		for _, tag := range r.URL.Tags() {
			urls = append(urls, r.URL.In(tag))
		}
		t.Some("url", urls)
		t.Put("datePublished", r.Issued)
		out = append(out, t)
	}
	return out
}

func (d *dataSet) dublinCore() ([]byte, error) {
	c := d.c
	texts := func(t lang.Text) (out []dcterms.Text) {
		for _, tag := range d.tags {
			if t.Has(tag) {
				out = append(out, dcterms.Text{Language: d.locale(tag), Value: t.In(tag)})
			}
		}
		return out
	}
	r := dcterms.Record{About: c.IRI, Title: texts(c.Title), Description: texts(c.Description), Creator: texts(c.Attribution), Audience: texts(c.Audience),
		Rights: texts(d.rights()), Languages: d.locales(), License: deed(c.Licence), Type: "Collection", Formats: []string{"text/html"}, Version: d.m.Release, Issued: d.m.Date}
	if c.Follows != nil {
		r.Source = c.Follows.Course
	}
	for _, k := range c.Concepts {
		r.Subject = append(r.Subject, texts(k.Name)...)
	}
	for _, m := range c.Modules {
		r.Parts = append(r.Parts, dcterms.Part{About: d.iri("module." + m.Key), Title: texts(m.Title)})
	}
	seen := map[string]bool{}
	for _, ref := range c.References {
		for _, tag := range ref.URL.Tags() {
			if url := ref.URL.In(tag); !seen[url] {
				seen[url] = true
				r.References = append(r.References, url)
			}
		}
	}
	return dcterms.Write(r), nil
}

// rights is whom to name and the licence, in a sentence of each language.
func (d *dataSet) rights() lang.Text {
	out := lang.Text{}
	for _, tag := range d.tags {
		out[tag] = publish.LicenceName(d.c.Licence)
		if who := d.c.Attribution.In(tag); who != "" {
			out[tag] = who + ", " + out[tag]
		}
		if d.c.Follows != nil {
			out[tag] += ". " + publish.Basis(d.c, tag, d.m.Web.In(tag).Face)
		}
	}
	return out
}

func (d *dataSet) lom() ([]byte, error) {
	c := d.c
	texts := func(t lang.Text) (out []lom.Text) {
		for _, tag := range d.tags {
			if t.Has(tag) {
				out = append(out, lom.Text{Language: d.locale(tag), Value: t.In(tag)})
			}
		}
		return out
	}
	r := lom.Record{Identifier: c.IRI, Title: texts(c.Title), Languages: d.locales(), Description: texts(c.Description), Metadata: d.locale(d.tags[0]),
		Formats: []string{"text/html"}, Kinds: []string{"narrative text", "questionnaire", "self assessment"}, Context: "training",
		Minutes: publish.CourseMinutes(c, d.tags[0]), Rights: texts(d.rights())}
	if d.m.Release != "" {
		r.Version = []lom.Text{{Language: "x-none", Value: d.m.Release}}
	}
	if c.Follows != nil {
		r.Relations = append(r.Relations, lom.Relation{Kind: "isbasedon", Identifier: c.Follows.Course, Description: texts(c.Follows.Title)})
	}
	for _, k := range c.Concepts {
		r.Keywords = append(r.Keywords, texts(k.Name))
	}
	for _, m := range c.Modules {
		r.Relations = append(r.Relations, lom.Relation{Kind: "haspart", Identifier: d.iri("module." + m.Key), Description: texts(m.Title)})
		for _, o := range m.Objectives {
			r.Objectives = append(r.Objectives, texts(o.Text))
		}
	}
	return lom.Write(r), nil
}
