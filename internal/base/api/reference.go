package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"

	"atelier/internal/base/api/pages"
	"atelier/internal/base/lang"
)

// Title is the title of the reference in a language.
func Title(face lang.Tag) string { return words.Say(face, "page.title") }

// Path is where the reference stands in a language of the site, whose interface language is face.
func Path(tag lang.Tag) string { return "/" + tag.Lower() + Root + "/" }

// Reference is the description for people, as the body of a page.
func (f *Frame) Reference(face lang.Tag) templ.Component {
	server := strings.TrimSuffix(f.huma.OpenAPI().Servers[0].URL, "/")
	if server == "" {
		server = "http://localhost:8080"
	}
	r := pages.Reference{Words: words, Face: face, Lede: words.Say(face, "page.lede"), Text: words.Say(face, "api.text"),
		Example: "curl -H 'Authorization: Bearer KEY:SECRET' -H 'Accept-Language: " + string(face) + "' " + server + Root + "/people?limit=10"}
	for _, tag := range lang.Interfaces() {
		for _, ext := range []string{"json", "yaml"} {
			r.Files = append(r.Files, pages.File{Name: FileName(tag, ext), Href: Root + "/" + FileName(tag, ext)})
		}
	}
	for _, g := range f.groups() {
		group := pages.Group{Name: g.Name, Text: f.say(face, g.Description)}
		for _, op := range f.ops {
			if op.Group == g.Name {
				group.Operations = append(group.Operations, f.refer(face, op))
			}
		}
		r.Groups = append(r.Groups, group)
	}
	return pages.ReferenceBody(r)
}

// refer is an operation on the page.
func (f *Frame) refer(face lang.Tag, op Operation) pages.Operation {
	h := f.described(op)
	out := pages.Operation{ID: op.ID, Method: op.Method, Path: Root + op.Path, Title: f.say(face, h.Summary), Text: f.say(face, h.Description), Scope: string(op.Scope), Course: op.Course}
	for _, p := range h.Parameters {
		out.Sent = append(out.Sent, pages.Field{Name: p.Name, Where: words.Say(face, "page.in-"+p.In), Type: f.typeOf(face, p.Schema), Text: f.say(face, p.Description), Required: p.Required})
	}
	if h.RequestBody != nil {
		out.Sent = append(out.Sent, f.fields(face, "", h.RequestBody.Content["application/json"].Schema, words.Say(face, "page.in-body"))...)
	}
	for _, status := range slices.Sorted(maps.Keys(h.Responses)) {
		response := h.Responses[status]
		out.Statuses = append(out.Statuses, pages.Status{Code: status, Text: f.say(face, response.Description)})
		if body := response.Content["application/json"]; body != nil {
			out.Answered = f.fields(face, "", body.Schema, "")
		}
	}
	return out
}

// described is an operation as huma holds it.
func (f *Frame) described(op Operation) *huma.Operation {
	item := f.huma.OpenAPI().Paths[Root+op.Path]
	for _, h := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if h != nil && h.OperationID == op.ID {
			return h
		}
	}
	return &huma.Operation{}
}

// whole is the schema that another one only names.
func (f *Frame) whole(s *huma.Schema) *huma.Schema {
	if s.Ref == "" {
		return s
	}
	return f.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
}

// fields are the members of an object, and of those inside it.
func (f *Frame) fields(face lang.Tag, before string, s *huma.Schema, where string) (all []pages.Field) {
	s = f.whole(s)
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		field := pages.Field{Name: before + name, Where: where, Type: f.typeOf(face, p), Text: f.say(face, p.Description), Required: slices.Contains(s.Required, name)}
		all = append(all, field)
		inside := f.whole(p)
		switch {
		case inside.Type == huma.TypeArray && f.whole(inside.Items).Type == huma.TypeObject:
			all = append(all, f.fields(face, field.Name+"[].", inside.Items, where)...)
		case inside.Type == huma.TypeObject && len(inside.Properties) > 0:
			all = append(all, f.fields(face, field.Name+".", inside, where)...)
		}
	}
	return all
}

// typeOf is what kind of value a schema wants, in words.
func (f *Frame) typeOf(face lang.Tag, s *huma.Schema) string {
	s = f.whole(s)
	name := s.Type
	switch {
	case len(s.Enum) > 0:
		var values []string
		for _, v := range s.Enum {
			values = append(values, fmt.Sprint(v)) // of a number its digits
		}
		return strings.Join(values, " · ")
	case s.Format == "date", s.Format == "date-time":
		name = s.Format
	}
	return words.Say(face, "page.type-"+name)
}
