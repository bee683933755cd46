package site

import (
	"bytes"
	"encoding/json"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/api"
	"atelier/internal/base/lang"
	"atelier/internal/people/identity"
)

// properties are those of what an operation takes, by name, with something that it might take.
func properties(description map[string]any, op api.Operation) map[string]any {
	at := func(v any, path ...string) any {
		for _, p := range path {
			m, _ := v.(map[string]any)
			v = m[p]
		}
		return v
	}
	schema := at(description, "paths", api.Root+op.Path, strings.ToLower(op.Method), "requestBody", "content")
	for _, kind := range []string{"application/json", "application/merge-patch+json"} {
		if s := at(schema, kind, "schema"); s != nil {
			schema = s
		}
	}
	if ref, ok := at(schema, "$ref").(string); ok {
		schema = at(description, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	fields, _ := at(schema, "properties").(map[string]any)
	all := map[string]any{}
	for name, field := range fields {
		switch kind := at(field, "type"); {
		case name == "$schema":
		case name == "email":
			all[name] = "somebody@example.org"
		case kind == "integer" || kind == "number":
			all[name] = 1
		case kind == "boolean":
			all[name] = true
		case kind == "array":
			all[name] = []string{"people:read"}
		case kind == "object" || at(field, "$ref") != nil:
			all[name] = map[string]string{"en": "Words", "fr": "Mots"}
		default:
			all[name] = "Words"
		}
		if choices, ok := at(field, "enum").([]any); ok && len(choices) > 0 {
			all[name] = choices[0]
		}
	}
	return all
}

// Whatever a program writes into a field, an address or a header is refused or kept as the words that it is.
func TestHostilePrograms(t *testing.T) {
	t.Parallel()
	onBoth(t, func(f *fort) {
		key, _ := newKey(t, f.Site, "", f.api.Scopes()...)
		p := visitor{name: "a program", headers: map[string]string{"Authorization": "Bearer " + key}}
		var description map[string]any
		if err := json.Unmarshal([]byte(f.get(p, api.Root+"/"+api.FileName(lang.English, "json")).body), &description); err != nil {
			t.Fatal(err)
		}
		fields, n := 0, 0
		for _, op := range f.api.Operations() {
			path := api.Root + strings.ReplaceAll(op.Path, "{id}", string(f.other.person.ID))
			usual := properties(description, op)
			fields += len(usual)
			for _, name := range slices.Sorted(maps.Keys(usual)) {
				for i, payload := range payloads {
					if n++; (i+n)%3 != 0 && f.db.Shared() {
						continue
					}
					for _, value := range []any{payload, map[string]any{payload: payload, "en": payload, "fr": payload}, []any{payload}, nil, -1e300} {
						sent := maps.Clone(usual)
						sent[name] = value
						data, err := json.Marshal(sent)
						if err != nil {
							t.Fatal(err)
						}
						f.send(p, op.Method, wildcard.ReplaceAllLiteralString(path, "x"), "application/json", strings.ReplaceAll(string(data), `\ufffd`, "\xff"))
					}
				}
			}
			if op.Method == "DELETE" && strings.HasSuffix(op.Path, "{id}") {
				continue // it would end the one it names
			}
			for i, trick := range tricks {
				f.send(p, op.Method, wildcard.ReplaceAllLiteralString(api.Root+op.Path, trick), "application/json", body(op.Method))
				if i < len(queries) {
					f.send(p, op.Method, wildcard.ReplaceAllLiteralString(path, "x")+queries[i], "application/json", body(op.Method))
				}
			}
			q := p
			q.headers = maps.Clone(p.headers)
			q.headers["Idempotency-Key"], q.headers["If-Match"], q.headers["Accept-Language"] = strings.Repeat("\xff<", 200), "\xff", strings.Repeat("fr-x,", 5000)
			f.send(q, op.Method, wildcard.ReplaceAllLiteralString(path, "x"), "application/json", body(op.Method))
		}
		if fields < 20 {
			t.Errorf("the operations have %d fields", fields)
		}
		for _, v := range []visitor{f.admin, f.learner} {
			f.pages(v)
		}
		f.quietMail()
		f.foreignKeys(key)
		f.intact()
	})
}

// foreignKeys puts keys together that do not belong together.
func (f *fort) foreignKeys(key string) {
	f.t.Helper()
	id, secret, _ := strings.Cut(key, ":")
	second, _ := newKey(f.t, f.Site, "", identity.PeopleRead)
	id2, secret2, _ := strings.Cut(second, ":")
	for _, forged := range []string{id + ":" + secret2, id2 + ":" + secret, ":" + secret, id + ":", secret + ":" + id, strings.ToUpper(key), key + "x", id + ":" + f.admin.cookies["session"], strings.Repeat("a", 60_000)} {
		for _, scheme := range []string{"Bearer ", "Basic ", ""} {
			v := visitor{name: "a forger", headers: map[string]string{"Authorization": scheme + forged}}
			if got := f.get(v, "/api/people"); got.status != http.StatusUnauthorized {
				f.t.Errorf("%.60q is answered with %d", scheme+forged, got.status)
			}
		}
	}
	if got := f.get(stranger, "/api/people?key="+url.QueryEscape(key)); got.status != http.StatusUnauthorized {
		f.t.Error("a key in an address is taken")
	}
}

// bombs are files that are no picture, or would be one that hurts.
var bombs = map[string]string{
	"laughs.svg":         `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&c;</text></svg>`,
	"passwd.svg":         `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&x;</text></svg>`,
	"deep.svg":           `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + strings.Repeat("<g>", 60_000),
	"script.svg":         `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="hostile()"><script>hostile()</script><foreignObject><hostile-tag xmlns="http://www.w3.org/1999/xhtml"/></foreignObject><a href="javascript:hostile()"><rect width="9" height="9"/></a><image href="https://evil.example/x.png"/><rect style="background:url(//evil.example)" width="9" height="9"/></svg>`,
	"page.svg":           "<!doctype html><hostile-tag onload=hostile()>",
	"../../etc/x.png":    "\x89PNG\r\n\x1a\n" + "\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\x00\x00\x00",
	"x.png\r\nX-Hostile": "PK\x03\x04",
	"large.png":          "\x89PNG\r\n\x1a\n" + strings.Repeat("z", 3<<20),
}

// A file given as a logo is refused, or cleaned of all that runs or loads.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	f := besieged(t)
	for name, data := range bombs {
		for _, at := range []string{"/en/administration/look/", "/fr/administration/apparence/"} {
			page := f.get(f.admin, at)
			if page.status != http.StatusOK {
				continue
			}
			for _, form := range formsOf(at, page.body) {
				var b bytes.Buffer
				w := multipart.NewWriter(&b)
				for field, values := range form.values {
					if values[0] == "Words" {
						values[0] = "" // the colours stay
					}
					_ = w.WriteField(field, values[0])
				}
				part, _ := w.CreateFormFile("logo", name)
				_, _ = part.Write([]byte(data))
				_ = w.Close()
				f.send(f.admin, "POST", form.at, w.FormDataContentType(), b.String())
			}
		}
	}
	looked := 0
	for _, at := range []string{"/en/", "/fr/", "/en/administration/look/"} {
		page := f.get(f.admin, at)
		for _, cut := range strings.Split(page.body, `src="/host/`)[1:] {
			file, _, _ := strings.Cut(cut, `"`)
			got := f.get(stranger, "/host/"+file)
			looked++
			for _, alive := range []string{"script", "onload", "javascript:", "evil.example", "foreignObject", "hostile", "root:"} {
				if strings.Contains(got.body, alive) {
					t.Errorf("a logo holds %q", alive)
				}
			}
		}
	}
	if looked == 0 {
		t.Error("no logo was kept, so none was looked at")
	}
	f.intact()
}
