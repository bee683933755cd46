package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// payloads are what is typed into fields: markup for every place in a page, ends of header lines, text that is no text,
// marks that turn writing around, letters that look like others, numbers beyond every bound.
var payloads = []string{
	`"><hostile-tag onfocus=hostile()></textarea></title></script><script src=hostile:x></script>`, `'/><hostile-tag onload='hostile()`, "javascript:hostile()//",
	"Ana\r\nX-Hostile: 1\r\nBcc: victim@example.org", "x\x00y", "\xff\xc0\xaf\xed\xa0\x80", "\u202Ekcatta\u2066\u200B\uFEFF", "a" + strings.Repeat("\u0301", 300), "\u0410na \u0131\u0130 \uFB01",
	strings.Repeat("\U0001F600", 3000), "{{7*7}}${7*7}", "'; DROP TABLE identity_person; --", "-99999999999999999999", "victim@example.org\r\nBcc: other@example.org", `=cmd|' /C calc'!A0`, "//evil.example/", `{"$gt":""}`,
}

// typed is a form as a browser holds it.
type typed struct {
	at     string // where it is sent
	values url.Values
	names  []string
}

// formsOf reads the forms of a page that are sent by POST, filled as somebody would.
func formsOf(at string, page string) (all []typed) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	for n := range root.Descendants() {
		if n.Data != "form" || !strings.EqualFold(attr(n, "method"), "post") {
			continue
		}
		f := typed{at: attr(n, "action"), values: url.Values{}}
		if f.at == "" {
			f.at = at
		}
		for c := range n.Descendants() {
			f.fill(c)
		}
		all = append(all, f)
	}
	return all
}

func (f *typed) fill(n *html.Node) {
	name, value := attr(n, "name"), attr(n, "value")
	if n.Type != html.ElementNode || name == "" || !slices.Contains([]string{"input", "select", "textarea", "button"}, n.Data) {
		return
	}
	if !slices.Contains(f.names, name) {
		f.names = append(f.names, name)
	}
	usual := map[string]string{"email": "somebody@example.org", "url": "https://example.org/", "date": "2026-12-01", "number": "1", "color": "#335577", "text": "Words", "textarea": "Words", "search": "Words"}
	kind := attr(n, "type")
	if n.Data != "input" {
		kind = n.Data
	}
	switch kind {
	case "radio", "button":
		if f.values.Has(name) {
			return
		}
	case "select":
		for o := range n.Descendants() {
			if o.Data == "option" && attr(o, "value") != "" && !f.values.Has(name) {
				value = attr(o, "value")
				f.values.Set(name, value)
			}
		}
		return
	case "file":
		return
	}
	if value == "" {
		value = usual[kind]
	}
	f.values.Add(name, value)
}

// with is the form with other words in a field.
func (f typed) with(name, value string) url.Values {
	v := url.Values{}
	for n, list := range f.values {
		v[n] = slices.Clone(list)
	}
	v.Set(name, value)
	return v
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// pages are those of every route that needs no id, and those they lead to by an id.
func (f *fort) pages(v visitor) (all map[string]string) {
	f.t.Helper()
	all = map[string]string{}
	var look func(at string, deeper bool)
	look = func(at string, deeper bool) {
		if _, seen := all[at]; seen {
			return
		}
		got := f.get(v, at)
		all[at] = ""
		if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			return
		}
		all[at] = got.body
		root, err := html.Parse(strings.NewReader(got.body))
		if err != nil || !deeper {
			return
		}
		for n := range root.Descendants() {
			if to := attr(n, "href"); n.Data == "a" && strings.HasPrefix(to, at) && len(to) > len(at) && len(all) < 300 {
				look(to, false)
			}
		}
	}
	for _, pattern := range f.routes() {
		method, path := route(pattern)
		if method == "GET" && strings.HasSuffix(path, "/") && strings.Count(path, "{") <= 1 && path != "/" {
			for _, at := range addresses(path, "x") {
				look(at, true)
			}
		}
	}
	for _, tag := range []string{"en", "fr"} {
		for _, p := range []string{checkPath, snowPath, helloPath} {
			look(find(f.t, f.Site, tag, p).Path, false)
		}
		look("/"+tag+"/", false)
	}
	return all
}

// ending says of a form that it ends what the test stands on; those have tests of their own.
func (f typed) ending() bool {
	return strings.Contains(f.at, "sign-out") || strings.Contains(f.at, "deconnexion") || strings.Contains(f.at, "erase") || strings.Contains(f.at, "effacer") || f.values.Get("do") == "erase" || f.values.Get("do") == "disable"
}

// Whatever is typed into a field of a form is refused or kept as the words that it is: no page comes alive, no header
// begins, nothing breaks.
func TestHostileForms(t *testing.T) {
	t.Parallel()
	onBoth(t, func(f *fort) {
		sent, done := 0, map[string]bool{}
		for _, v := range []*visitor{&f.admin, &f.learner, &stranger} {
			pages := f.pages(*v)
			for _, at := range slices.Sorted(maps.Keys(pages)) {
				for _, form := range formsOf(at, pages[at]) {
					key := v.name + form.at + strings.Join(form.names, " ") + form.values.Get("do") + form.values.Get("act")
					if form.ending() || done[key] {
						continue
					}
					done[key] = true
					for i, name := range form.names {
						for p := range payloads {
							// Each field gets the first and some others, each payload gets everywhere over all forms.
							if (p+i+sent)%4 != 0 && p > 0 {
								continue
							}
							f.post(*v, form.at, form.with(name, payloads[p]))
							sent++
						}
					}
					f.back(v)
				}
			}
		}
		if sent < 300 {
			f.t.Errorf("%d forms were sent", sent)
		}
		told := 0 // pages that show what was kept, as words
		for _, v := range []visitor{f.admin, f.learner, stranger} {
			for at, page := range f.pages(v) {
				if strings.Contains(page, "\x00") {
					f.t.Errorf("%s holds a NUL", at)
				}
				if strings.Contains(page, "&lt;hostile-tag") {
					told++
				}
			}
		}
		f.t.Logf("%d forms were sent, %d pages show what was kept", sent, told)
		if told == 0 {
			f.t.Error("no payload was kept anywhere, so none was looked for")
		}
		f.quietMail()
		f.intact()
	})
}

// back signs somebody in again whose session a form has ended, and lets them act as before.
func (f *fort) back(v *visitor) {
	f.t.Helper()
	if v.cookies == nil || f.get(*v, "/en/account/").status == http.StatusOK && v.person.ID != f.admin.person.ID {
		return
	}
	strength := identity.ByLink
	if v.person.ID == f.admin.person.ID {
		strength = identity.ByTwo
	}
	if f.get(*v, "/en/administration/people/").status != http.StatusOK {
		v.cookies = map[string]string{"session": f.begin(*v, strength)}
	}
}

// quietMail looks into the outbox: nothing that was typed has become a header or markup of a message.
func (f *fort) quietMail() {
	f.t.Helper()
	var all []string
	err := f.db.Read(f.t.Context(), func(tx store.Tx) error {
		rows, err := tx.Query("SELECT address FROM mail_outbox")
		if err != nil {
			return err
		}
		for rows.Next() {
			var to string
			if err := rows.Scan(&to); err != nil {
				return err
			}
			all = append(all, to)
		}
		return rows.Err()
	})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, to := range all {
		if strings.ContainsAny(to, "\r\n,;<>\"\x00") || strings.Contains(to, "victim") {
			f.t.Errorf("mail goes to %q", to)
		}
	}
}
