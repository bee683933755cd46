package records

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// XAPI-00331, 00333, 00315 to 00321: every answer names the version it is in; without one nothing is answered but about.
func TestEveryAnswerNamesItsVersion(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		path := onePath("/agents/profile")
		for _, test := range []struct {
			key, asked string
			status     int
			answered   string
		}{
			{"all", "", 400, version1}, {"all", "BAD", 400, version1}, {"all", "1.1.0", 400, version1}, {"all", "0.95", 400, version1},
			{"all", "2.0", 404, version2}, {"all", "", 400, version2}, {"reads", "", 400, version1}, {"all", "1.0", 404, version1}, {"all", "", 400, version1},
			{"", version2, 401, version1}, {"nobody", version2, 401, version1},
		} {
			got := p.ask(test.key, test.asked, "GET", path, "")
			if got.status != test.status || got.header.Get(versionHeader) != test.answered {
				t.Errorf("%q asks in %q: %d in %q, want %d in %q", test.key, test.asked, got.status, got.header.Get(versionHeader), test.status, test.answered)
			}
		}
		for _, asked := range []string{"", version1, version2, "BAD"} {
			got := p.ask("", asked, "GET", "/about", "")
			var about struct{ Version []string }
			if err := json.Unmarshal([]byte(got.body), &about); err != nil || got.status != 200 || strings.Join(about.Version, " ") != "1.0.3 2.0.0" {
				t.Errorf("about in %q: %+v", asked, got)
			}
		}
	})
}

// Part Three, 1.3: XAPI-00127 to 00129.
func TestAlternateSyntax(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		form := func(status int, key, method, fields string, headers ...string) answers {
			t.Helper()
			headers = append(headers, "Content-Type", formType)
			got := p.ask(key, "", "POST", "/activities/profile?method="+method, fields, headers...)
			if got.status != status {
				t.Errorf("%s %s: %d, want %d: %s", method, fields, got.status, status, got.body)
			}
			return got
		}
		where := "activityId=" + url.QueryEscape(anActivity) + "&profileId=p"
		says := "&X-Experience-API-Version=1.0.3"
		auth := "&Authorization=" + url.QueryEscape("Basic YWxsOmFsbGFsbA==") // all:allall
		form(401, "", "PUT", where+says+"&content=x&If-None-Match=*")
		form(204, "", "PUT", where+says+auth+"&content=%C3%A9&If-None-Match=*&Content-Type=text%2Fplain&Content-Length=2")
		form(412, "all", "PUT", where+says+"&content=x&If-None-Match=*")
		if got := form(200, "all", "GET", where+says); got.body != "é" || got.header.Get("Content-Type") != "text/plain" {
			t.Errorf("%+v", got)
		}
		form(204, "all", "DELETE", where+says)
		form(204, "all", "POST", where+says+"&content=%7B%22a%22%3A1%7D")
		if got := form(200, "all", "GET", where+says); got.header.Get("Content-Type") != jsonHeader {
			t.Errorf("content without a type is JSON: %+v", got)
		}
		for name, test := range map[string][2]string{
			"no version":          {"GET", where},
			"bad version":         {"GET", where + "&X-Experience-API-Version=0.8"},
			"2.0 in the form":     {"GET", where + "&X-Experience-API-Version=2.0.0"},
			"no content":          {"PUT", where + says},
			"content of a GET":    {"GET", where + says + "&content=x"},
			"twice":               {"GET", where + says + "&profileId=q"},
			"unknown":             {"GET", where + says + "&foo=bar"},
			"no method":           {"PATCH", where + says},
			"more in the address": {"GET&profileId=p", where + says},
			"method twice":        {"GET&method=PUT", where + says},
		} {
			if got := form(400, "all", test[0], test[1]); got.status != 400 {
				t.Error(name)
			}
		}
		p.want(400, version2, "POST", "/activities/profile?method=GET", where, "Content-Type", formType)
		p.want(400, version1, "PUT", "/activities/profile?method=GET", where, "Content-Type", formType)
		p.want(400, version1, "POST", "/activities/profile?method=GET", where, "Content-Type", jsonHeader)
		form(413, "all", "PUT", where+says+"&content="+strings.Repeat("x", maxDocument+1))
	})
}

// Pages of other sites may ask, with a key; no cookie is looked at (Fetch standard, 3.2).
func TestOtherSitesMayAsk(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		got := p.ask("", "", "OPTIONS", onePath("/activities/state"), "", "Origin", "https://other.example", "Access-Control-Request-Method", "PUT")
		if got.status != 204 || got.header.Get("Allow") != "DELETE, GET, POST, PUT, HEAD, OPTIONS" {
			t.Errorf("preflight: %+v", got)
		}
		for _, got := range []answers{got, p.ask("", "", "GET", onePath("/activities/state"), ""), p.ask("", "", "GET", "/about", ""), p.ask("", "", "GET", "/nothing", "")} {
			h := got.header
			if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Credentials") != "" || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization") ||
				!strings.Contains(h.Get("Access-Control-Expose-Headers"), "ETag") || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" || h.Get("Set-Cookie") != "" {
				t.Errorf("%d: %v", got.status, h)
			}
			if at, err := time.Parse(time.RFC3339, h.Get(consistentHeader)); err != nil || at.After(p.clock.Now()) {
				t.Errorf("consistent through %q", h.Get(consistentHeader))
			}
		}
		if got := p.ask("", version1, "GET", onePath("/agents/profile"), "", "Accept-Language", "fr"); got.status != 401 ||
			len(got.header["Www-Authenticate"]) != 2 || !strings.Contains(got.body, "exige une clé") || got.header.Get("Content-Language") != "fr" {
			t.Errorf("%+v", got)
		}
		p.want(405, version1, "PATCH", "/about", "")
		p.want(404, version1, "GET", "/nothing", "")
		p.want(404, version1, "GET", "/activities/state/more", "")
	})
}

// every is a request for every operation, about an activity.
func every(activity string) (all [][2]string) {
	state := "/activities/state" + params("activityId", activity, "agent", anAgent)
	profile := "/activities/profile" + params("activityId", activity)
	agent := "/agents/profile" + params("agent", anAgent)
	for _, method := range []string{"GET", "HEAD", "PUT", "POST", "DELETE"} {
		all = append(all, [2]string{method, state + "&stateId=s"}, [2]string{method, profile + "&profileId=p"}, [2]string{method, agent + "&profileId=p"})
	}
	return append(all, [2]string{"GET", state}, [2]string{"DELETE", state}, [2]string{"GET", profile}, [2]string{"GET", agent},
		[2]string{"GET", "/activities" + params("activityId", activity)}, [2]string{"GET", "/agents" + params("agent", anAgent)})
}

func reads(method string) bool { return method == "GET" || method == "HEAD" }

// A key does what its scopes say, for every resource and method.
func TestKeysDoWhatTheirScopesSay(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for _, one := range every(anActivity) {
			for key, may := range map[string]bool{"all": true, "reads": reads(one[0]), "writes": !reads(one[0]), "people": false, "lost": false} {
				got := p.ask(key, version2, one[0], one[1], "{}", "Content-Type", jsonHeader, "If-None-Match", "*")
				if refused := got.status == http.StatusForbidden; refused == may {
					t.Errorf("%s %s by %s: %d", one[0], one[1], key, got.status)
				}
			}
		}
	})
}

// A key that is bound to a course reaches nothing of another, nothing of people, and all of its own, whatever the method;
// what it was refused did not happen.
func TestBoundKeysStayInTheirCourse(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for _, activity := range []string{anActivity, courseIRI + "1", "urn:uuid:0", strings.ToUpper(courseIRI)} {
			p.want(204, version1, "POST", "/activities/profile"+params("activityId", activity, "profileId", "p"), "{}", "Content-Type", jsonHeader)
			for _, one := range every(activity) {
				for _, version := range []string{version1, version2} {
					if got := p.ask("bound", version, one[0], one[1], "{}", "Content-Type", jsonHeader); got.status != http.StatusForbidden {
						t.Errorf("%s %s: %d", one[0], one[1], got.status)
					}
				}
			}
			p.want(200, version1, "GET", "/activities/profile"+params("activityId", activity, "profileId", "p"), "")
		}
		for _, activity := range []string{courseIRI, courseIRI + "#t8c5wd", courseIRI + "/m1"} {
			for _, one := range every(activity) {
				got := p.ask("bound", version2, one[0], one[1], "{}", "Content-Type", jsonHeader)
				if mine := !strings.HasPrefix(one[1], "/agents"); (got.status == http.StatusForbidden) == mine {
					t.Errorf("%s %s: %d", one[0], one[1], got.status)
				}
			}
		}
		// Nor by the alternate syntax.
		fields := params("activityId", anActivity, "profileId", "p", versionHeader, version1, "content", "{}", "If-Match", "*")[1:]
		if got := p.ask("bound", "", "POST", "/activities/profile?method=PUT", fields, "Content-Type", formType); got.status != http.StatusForbidden {
			t.Errorf("by the alternate syntax: %d", got.status)
		}
	})
}

// XAPI-00236 to 00249, 00250 to 00254: what statements told adds up.
func TestActivitiesAndAgentsAreLearned(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		learn := func(actor, definition string) {
			t.Helper()
			s, err := xapi.ParseStatement([]byte(`{"actor":`+actor+`,"verb":{"id":"a:b"},"object":{"id":"`+anActivity+`","definition":`+definition+`}}`), xapi.V1)
			if err != nil {
				t.Fatal(err)
			}
			write(t, db, func(tx store.Tx) error { return r.learn(tx, func(string) error { return nil }, s) })
		}
		about := func() string {
			t.Helper()
			return p.want(200, version1, "GET", "/activities"+params("activityId", anActivity), "").body
		}
		person := func(agent string) string {
			t.Helper()
			return p.want(200, version2, "GET", "/agents"+params("agent", agent), "").body
		}
		if got := about(); got != `{"objectType":"Activity","id":"`+anActivity+`"}` {
			t.Error(got)
		}
		if got := person(anAgent); got != `{"objectType":"Person","name":["Ana"],"mbox":["mailto:ana@example.org"]}` {
			t.Error(got)
		}
		learn(`{"mbox":"mailto:ana@example.org","name":"Ana R."}`, `{"name":{"en":"meeting"}}`)
		learn(`{"mbox":"mailto:ana@example.org","name":"Ana Roy"}`, `{"name":{"fr":"réunion"},"type":"a:b"}`)
		learn(`{"mbox":"mailto:ana@example.org","name":"Ana R."}`, `{"name":{"en":"meeting"}}`)
		if got := about(); got != `{"objectType":"Activity","id":"`+anActivity+`","definition":{"name":{"en":"meeting","fr":"réunion"},"type":"a:b"}}` {
			t.Error(got)
		}
		for agent, want := range map[string]string{
			anAgent: `"name":["Ana R.","Ana Roy"],"mbox":["mailto:ana@example.org"]`,
			`{"account":{"homePage":"https://a.example/","name":"a b"}}`:  `"account":[{"homePage":"https://a.example/","name":"a b"}]`,
			`{"openid":"https://a.example/ana"}`:                          `"openid":["https://a.example/ana"]`,
			`{"mbox_sha1sum":"EBD31E95054C018B10727CCFFD2EF2EC3A016EE9"}`: `"mbox_sha1sum":["ebd31e95054c018b10727ccffd2ef2ec3a016ee9"]`,
		} {
			if got := person(agent); got != `{"objectType":"Person",`+want+`}` {
				t.Errorf("%s: %s", agent, got)
			}
		}
	})
}

// somebody is a person with an address.
type somebody struct{}

func (somebody) PersonByActor(store.Tx, identity.Actor) (identity.Person, error) {
	return identity.Person{Email: "Ana@example.org"}, nil
}

// What other programs keep of a person goes with them: under their account here, their mailbox and its hash.
func TestDocumentsOfAPerson(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		r.Know(somebody{})
		mine := []string{
			`{"account":{"homePage":"http://localhost/","name":"device"}}`, // claimed below
			`{"account":{"homePage":"http://localhost/","name":"ana"}}`,
			`{"mbox":"mailto:Ana@example.org"}`, `{"mbox":"mailto:ana@example.org"}`,
			`{"mbox_sha1sum":"` + r.hashes(t, db) + `"}`,
		}
		others := []string{`{"mbox":"mailto:bob@example.org"}`, `{"account":{"homePage":"http://elsewhere/","name":"ana"}}`, `{"account":{"homePage":"http://localhost/","name":"bob"}}`}
		path := func(agent string) string {
			return "/activities/state" + params("activityId", anActivity, "agent", agent, "stateId", "s")
		}
		for _, agent := range append(mine, others...) {
			p.want(204, version1, "PUT", path(agent), agent)
		}
		p.want(204, version1, "PUT", path(mine[2])+"2", "\xff\xfe", "Content-Type", "image/x")
		write(t, db, func(tx store.Tx) error { return r.Claim(tx, "device", "ana") })
		var kept string
		write(t, db, func(tx store.Tx) error {
			all, err := r.Export(tx, "ana")
			data, _ := json.Marshal(all[2].Data)
			kept = string(data)
			return err
		})
		if strings.Count(kept, `"kind":"state"`) != 6 || strings.Contains(kept, "bob") || strings.Contains(kept, "elsewhere") || !strings.Contains(kept, `"bytes":"//4="`) {
			t.Errorf("exported: %s", kept)
		}
		write(t, db, func(tx store.Tx) error { return r.Erase(tx, "ana") })
		for _, agent := range mine {
			p.want(404, version1, "GET", path(agent), "")
		}
		for _, agent := range others {
			p.want(200, version1, "GET", path(agent), "")
		}
	})
}

// hashes is the mbox_sha1sum of somebody, in the form in which their address was given.
func (r *Room) hashes(t *testing.T, db *store.DB) (hash string) {
	write(t, db, func(tx store.Tx) error {
		agents, err := r.agentsOf(tx, "ana")
		for _, a := range agents {
			hash, _ = strings.CutPrefix(a, "mbox_sha1sum:")
		}
		return err
	})
	return hash
}

func FuzzTags(f *testing.F) {
	f.Add(`"a", W/"b"`)
	f.Add(`*`)
	f.Add(`7448d8798a4380162d4b56f9b452e2f6f9e24e7a`)
	f.Fuzz(func(t *testing.T, header string) {
		all, err := parseTags([]string{header})
		if err == nil && len(all) == 0 {
			t.Errorf("%q names nothing and is no error", header)
		}
		for _, one := range all {
			if !one.any && !one.weak && !all.strong(one.text) || one.weak && !all.weak(one.text) {
				t.Errorf("%q: %+v does not match itself", header, one)
			}
		}
	})
}

func TestKept(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		kept := func() (k Kept) {
			t.Helper()
			k, err := r.Kept(t.Context(), db)
			if err != nil {
				t.Fatal(err)
			}
			return k
		}
		if k := kept(); k.Statements != 0 || !k.Last.IsZero() {
			t.Errorf("%+v", k)
		}
		write(t, db, func(tx store.Tx) error {
			_, err := r.Append(tx, "a", answered("q1", "x"), answered("q2", "y"))
			return err
		})
		if k := kept(); k.Statements != 2 || !k.Last.Equal(p.clock.Now()) {
			t.Errorf("%+v, it is %v", k, p.clock.Now())
		}
		// What was counted is noted, and what comes later is counted on: a note that says a hundred too many is believed.
		const more = 100
		p.clock.Advance(settled + time.Second)
		write(t, db, func(tx store.Tx) error {
			_, is, err := r.count(tx, tally{})
			is.statements += more
			return errors.Join(err, upsertCounted(tx, is))
		})
		for n := 2; n < 6; n++ {
			p.clock.Advance(settled + time.Second)
			write(t, db, func(tx store.Tx) error {
				_, err := r.Append(tx, "a", answered("q1", "z"))
				return err
			})
			if k := kept(); k.Statements != n+1+more {
				t.Errorf("%d statements and %d are %+v", n+1, more, k)
			}
		}
	})
}
