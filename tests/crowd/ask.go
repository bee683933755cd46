package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/site"
)

// visitor is somebody who asks for pages, and where they begin.
type visitor struct {
	name    string
	browser browser
	from    []string
}

// asked is a kind of page: addresses that differ in nothing but names and ids.
type asked struct {
	who   string
	kind  string
	at    []string
	by    browser
	took  []time.Duration
	bytes int
	bad   int // the status of an answer that was no page
}

// mostOfAKind bounds the addresses of a kind that are asked for.
const mostOfAKind = 4

// ask visits every page that links lead to, as everybody who may, then the API and the endpoint of the record, and asks for
// each again and again, or for those of a name alone. It fails when the 95th percentile of one is above the bar.
func ask(ctx context.Context, p place, only string, rounds, bar int) error {
	all, keys, learner, err := p.visitors(ctx)
	if err != nil {
		return err
	}
	s, err := p.site(ctx, clock.System{})
	if err != nil {
		return err
	}
	defer s.Close()
	var kinds []*asked
	for _, v := range all {
		if only != "" {
			break // what programs ask has names
		}
		v.browser.site = s.Handler()
		found, err := v.crawl(ctx)
		if err != nil {
			return err
		}
		kinds = append(kinds, found...)
	}
	more, err := programs(browser{site: s.Handler()}, keys, learner)
	if err != nil {
		return err
	}
	kinds = slices.DeleteFunc(append(kinds, more...), func(k *asked) bool { return !strings.HasPrefix(k.kind, only) })
	uses := 0
	for range rounds {
		for _, k := range kinds {
			if err := ctx.Err(); err != nil {
				return err
			}
			if k.by.key != "" {
				uses++
				k.by.key = keys[uses/keyUses%len(keys)]
			}
			k.time(k.at[len(k.took)%len(k.at)])
		}
	}
	return tell(kinds, rounds, time.Duration(bar)*time.Millisecond)
}

// keyUses is how often a key is used before the next takes its place: below what a key may ask for in a minute.
const keyUses = 300

func (k *asked) time(at string) {
	began := time.Now()
	w := k.by.ask("GET", at, "")
	k.took = append(k.took, time.Since(began))
	k.bytes = max(k.bytes, w.Body.Len())
	if w.Code >= 400 {
		k.bad = w.Code
	}
}

// tell prints what was slow, and all, the slowest first.
func tell(kinds []*asked, rounds int, bar time.Duration) error {
	at := func(k *asked, percent int) time.Duration {
		return k.took[(len(k.took)*percent+99)/100-1].Round(100 * time.Microsecond)
	}
	slow, bad := 0, 0
	for _, k := range kinds {
		slices.Sort(k.took)
		if at(k, 95) > bar {
			slow++
		}
		if k.bad != 0 {
			bad++
		}
	}
	slices.SortStableFunc(kinds, func(a, b *asked) int { return int(at(b, 95) - at(a, 95)) })
	fmt.Printf("%d kinds of pages, lists and files, each asked for %d times; %d above %s; %d refused\n\n", len(kinds), rounds, slow, bar, bad)
	fmt.Println("| who | what | p50 | p95 | p99 | bytes | |\n|---|---|---|---|---|---|---|")
	for _, k := range kinds {
		verdict := ""
		switch {
		case k.bad != 0:
			verdict = fmt.Sprint("refused: ", k.bad)
		case at(k, 95) > bar:
			verdict = "slow"
		}
		fmt.Printf("| %s | `%s` | %s | %s | %s | %d | %s |\n", k.who, k.kind, at(k, 50), at(k, 95), at(k, 99), k.bytes, verdict)
	}
	if slow > 0 {
		return fmt.Errorf("%d are above %s", slow, bar)
	}
	return nil
}

// visitors makes an administrator and a manager, signs them and a learner who completed the course in, and makes keys.
func (p place) visitors(ctx context.Context) (all []visitor, keys []string, learner identity.Person, err error) {
	if err := p.withSite(ctx, clock.NewFixed(time.Now()), func(world) error { return nil }, func(store.Tx) error { return nil }); err != nil {
		return nil, nil, learner, err
	}
	err = p.inside(ctx, clock.System{}, func(tx store.Tx, who *identity.Room) error {
		all, keys = []visitor{{name: "anybody", from: []string{"/en/", "/fr/", "/en/privacy/"}}}, nil
		var actor identity.Actor
		if err := tx.QueryRow("SELECT holder FROM credential_certificate ORDER BY id LIMIT 1").Scan((*string)(&actor)); err != nil {
			return fmt.Errorf("is the site filled? %w", err)
		}
		if learner, err = who.PersonByActor(tx, actor); err != nil {
			return err
		}
		list, err := who.Orgs(tx)
		if err != nil {
			return err
		}
		whole := list[slices.IndexFunc(list, func(o identity.Org) bool { return o.Parent == "" })]
		staff := func(name string, org identity.OrgID, grants ...identity.Grant) (identity.Person, error) {
			one, err := who.CreatePerson(tx, "", identity.Person{Name: name, Language: "en", Org: org})
			for _, g := range grants {
				if err == nil {
					err = who.Give(tx, "", one.ID, g)
				}
			}
			return one, err
		}
		manager, err := staff("Manager", whole.ID, identity.Grant{Role: identity.Manager, Scope: identity.OrgScope(whole.ID)})
		if err != nil {
			return err
		}
		boss, err := staff("Administrator", "", identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope}, identity.Grant{Role: identity.Publisher, Scope: identity.SiteScope})
		if err != nil {
			return err
		}
		for _, one := range []struct {
			name   string
			person identity.Person
			from   []string
		}{
			{"learner", learner, []string{"/en/", "/fr/", "/en/account/", "/fr/compte/"}},
			{"manager", manager, []string{"/en/account/", "/fr/compte/"}},
			{"administrator", boss, []string{"/en/account/", "/en/administration/", "/fr/administration/"}},
		} {
			secret, err := who.Begin(tx, one.person.ID, identity.MethodPasskey, identity.ByTwo, identity.Browser{Label: "Firefox"})
			if err != nil {
				return err
			}
			all = append(all, visitor{name: one.name, from: one.from, browser: browser{cookie: secret}})
		}
		for range 40 {
			k, secret, err := who.CreateKey(tx, "", identity.Key{Name: "ask", Scopes: scopes()})
			if err != nil {
				return err
			}
			keys = append(keys, k.ID+":"+secret)
		}
		return nil
	})
	return all, keys, learner, err
}

func scopes() (all []string) {
	for _, s := range site.Scopes() {
		all = append(all, string(s))
	}
	return all
}

var (
	anyName = regexp.MustCompile(idForm + `|[2-9B-DF-HJ-NP-TV-XZ]{4}(-[2-9B-DF-HJ-NP-TV-XZ]{4}){2}`)
	inQuery = regexp.MustCompile(`=[^&]*`)
)

// kindOf is an address without names and ids. Pages of the course are of one kind, by how deep they are.
func kindOf(at string, course bool) string {
	path, query, _ := strings.Cut(at, "?")
	path = anyName.ReplaceAllString(path, "…")
	if course {
		return "the course, " + fmt.Sprint(strings.Count(path, "/")-1) + " deep"
	}
	if query != "" {
		path += "?" + inQuery.ReplaceAllString(query, "=…")
	}
	return path
}

// crawl follows links, and gives the kinds of pages that are there.
func (v visitor) crawl(ctx context.Context) (all []*asked, err error) {
	e, close, err := edition()
	if err != nil {
		return nil, err
	}
	defer close()
	kinds, seen := map[string]*asked{}, map[string]bool{}
	for left := slices.Clone(v.from); len(left) > 0 && ctx.Err() == nil; left = left[1:] {
		at := left[0]
		kind := kindOf(at, e.Page(at) != nil)
		k := kinds[kind]
		if k == nil {
			k = &asked{who: v.name, kind: kind, by: v.browser}
			kinds[kind] = k
		}
		if seen[at] || len(k.at) == mostOfAKind {
			continue
		}
		seen[at] = true
		began := time.Now()
		w := v.browser.ask("GET", at, "")
		if took := time.Since(began); took > time.Second {
			fmt.Fprintln(os.Stderr, v.name, at, took)
		}
		if to := w.Header().Get("Location"); w.Code >= 300 && w.Code < 400 {
			if u, err := url.Parse(to); err == nil && u.Host == "" {
				left = append(left, u.RequestURI())
			}
			continue
		}
		if w.Code >= 400 {
			fmt.Fprintln(os.Stderr, v.name, at, w.Code)
			continue
		}
		k.at = append(k.at, at)
		if len(k.at) == 1 {
			all = append(all, k)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			left = append(left, linksOf(at, w.Body.String())...)
		}
	}
	return all, ctx.Err()
}

// linksOf are the links of a page to pages of the site, but for those that sign out.
func linksOf(at, body string) (all []string) {
	root, err := html.Parse(strings.NewReader(body))
	base, bad := url.Parse(at)
	if err != nil || bad != nil {
		return nil
	}
	for n := range root.Descendants() {
		if n.Data != "a" {
			continue
		}
		for _, a := range n.Attr {
			to, err := base.Parse(a.Val)
			if a.Key != "href" || err != nil || to.Host != "" || to.Scheme != "" {
				continue
			}
			all = append(all, to.RequestURI())
		}
	}
	return all
}

// programs are the lists of the API, each thing of one in them, and queries of the record.
func programs(b browser, keys []string, learner identity.Person) (all []*asked, err error) {
	b.key = keys[len(keys)-1]
	got, err := b.must("GET", "/api/openapi.json", "")
	if err != nil {
		return nil, err
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(got.Body.Bytes(), &doc); err != nil {
		return nil, err
	}
	var paths []string
	for path, methods := range doc.Paths {
		if _, ok := methods["get"]; ok {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		if at := concrete(b, path); at != "" {
			k := &asked{who: "program", kind: path, at: []string{at}, by: b}
			if next := nextOf(b, at); next != "" {
				k.at = append(k.at, next)
			}
			all = append(all, k)
		}
	}
	return append(all, queries(b, learner)...), nil
}

// concrete gives a path of the API with ids of things that are there; empty when there are none.
func concrete(b browser, path string) string {
	if !strings.HasPrefix(path, "/api") {
		path = "/api" + path
	}
	for strings.Contains(path, "{") {
		before, rest, _ := strings.Cut(path, "{")
		_, after, _ := strings.Cut(rest, "}")
		var list struct{ Items []struct{ ID, Person string } }
		w := b.ask("GET", strings.TrimSuffix(before, "/"), "")
		if json.Unmarshal(w.Body.Bytes(), &list) != nil || len(list.Items) == 0 {
			return ""
		}
		id := list.Items[0].ID
		if id == "" {
			id = list.Items[0].Person
		}
		path = before + id + after
	}
	return path
}

func nextOf(b browser, at string) string {
	var list struct{ Next string }
	if json.Unmarshal(b.ask("GET", at, "").Body.Bytes(), &list) != nil || list.Next == "" {
		return ""
	}
	return at + "?after=" + url.QueryEscape(list.Next)
}

// queries are what programs ask the record.
func queries(b browser, learner identity.Person) (all []*asked) {
	e, close, err := edition()
	if err != nil {
		return nil
	}
	defer close()
	for _, q := range recordQueries(e.Course, learner.Actor) {
		k := &asked{who: "program", kind: q.name, at: []string{q.at}, by: b}
		for at := q.at; len(k.at) < mostOfAKind; k.at = append(k.at, at) {
			var page struct{ More string }
			if json.Unmarshal(b.ask("GET", at, "").Body.Bytes(), &page) != nil || page.More == "" {
				break
			}
			at = page.More
		}
		all = append(all, k)
	}
	return all
}
