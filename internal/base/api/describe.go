package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/yaml"

	"atelier/internal/base/lang"
	"atelier/internal/base/web"
)

// configuration is the description before there are operations.
func configuration(o Options) huma.Config {
	server := o.BaseURL
	if server == "" {
		server = "/"
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "api.title", Description: "api.text", Version: o.Version,
				Contact: contactOf(o.Contact), License: &huma.License{Name: "MIT", Identifier: "MIT"}},
			Servers: []*huma.Server{{URL: strings.TrimSuffix(server, "/") + "/", Description: "api.server"}},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", nameOf),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "KEY:SECRET", Description: "api.bearer"},
					"basic":  {Type: "http", Scheme: "basic", Description: "api.basic"},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
}

// nameOf names a schema by its Go type, which ends in View where the room has a type of that name for itself.
func nameOf(t reflect.Type, hint string) string {
	return strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "View", "")
}

func contactOf(address string) *huma.Contact {
	c := &huma.Contact{Name: "api.contact"}
	if email, ok := strings.CutPrefix(address, "mailto:"); ok {
		c.Email = email
	} else {
		c.URL = address
	}
	return c
}

// describeAt serves the description: openapi.json and openapi.yaml in English, openapi.fr.json and openapi.fr.yaml.
func (f *Frame) describeAt(w http.ResponseWriter, r *http.Request) {
	f.describe.Do(f.makeFiles)
	f.files[path.Base(r.URL.Path)].Serve(w, r)
}

// FileName is the name of the description in a language, under Root.
func FileName(tag lang.Tag, ext string) string {
	if tag == lang.English {
		return "openapi." + ext
	}
	return "openapi." + tag.Lower() + "." + ext
}

// makeFiles writes the description in every language and form.
func (f *Frame) makeFiles() {
	f.files = map[string]*web.Body{}
	for _, tag := range lang.Interfaces() {
		data := f.Description(tag)
		f.files[FileName(tag, "json")] = web.NewBody("application/openapi+json", web.CacheChecked, data)
		var out bytes.Buffer
		// Both are in memory, and the JSON is our own.
		_ = yaml.Convert(&out, bytes.NewReader(data))
		f.files[FileName(tag, "yaml")] = web.NewBody("application/openapi+yaml", web.CacheChecked, out.Bytes())
	}
}

// textKey finds where a text of the description is a key of a catalogue.
var textKey = regexp.MustCompile(`"(name|title|summary|description)":"(api\.[a-z0-9.-]+)"`)

// Description is the OpenAPI document in an interface language, as JSON.
func (f *Frame) Description(tag lang.Tag) []byte {
	d := f.huma.OpenAPI()
	d.Tags = f.groups()
	// The document is made of strings and numbers.
	data, _ := json.Marshal(d)
	return textKey.ReplaceAllFunc(data, func(found []byte) []byte {
		m := textKey.FindSubmatch(found)
		text := f.say(tag, string(m[2]))
		if text == "" && bytes.HasSuffix(m[2], []byte(".text")) {
			text = f.say(tag, strings.TrimSuffix(string(m[2]), ".text"))
		}
		if text == "" {
			return found
		}
		quoted, _ := json.Marshal(text)
		return []byte(`"` + string(m[1]) + `":` + string(quoted))
	})
}

// say is a text of a room or of the frame; empty when there is none.
func (f *Frame) say(tag lang.Tag, key string) string {
	for _, c := range f.texts {
		if c.Has(tag, key) {
			return c.Say(tag, key)
		}
	}
	return ""
}

// groups are what operations are about, in the order in which they were registered.
func (f *Frame) groups() []*huma.Tag {
	var names []string
	var out []*huma.Tag
	for _, op := range f.ops {
		if !slices.Contains(names, op.Group) {
			names = append(names, op.Group)
			out = append(out, &huma.Tag{Name: op.Group, Description: "api.group." + op.Group})
		}
	}
	return out
}
