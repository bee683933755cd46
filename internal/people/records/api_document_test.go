package records

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// someKeys are keys by their id; the secret of each is its id twice.
type someKeys map[string]api.Key

func (k someKeys) Check(_ context.Context, id, secret string) (api.Key, error) {
	key, ok := k[id]
	if !ok || secret != id+id {
		return api.Key{}, fault.New(fault.Unauthenticated, words, "xapi.no-key")
	}
	return key, nil
}

const courseIRI = "urn:uuid:334dd7c2-9a76-40e3-8bce-e809d44daaa5"

var testKeys = someKeys{
	"all":    {ID: "all", Scopes: []api.Scope{ReadScope, WriteScope}},
	"reads":  {ID: "reads", Scopes: []api.Scope{ReadScope}},
	"writes": {ID: "writes", Scopes: []api.Scope{WriteScope}},
	"people": {ID: "people", Scopes: []api.Scope{"people:read"}},
	"bound":  {ID: "bound", Scopes: []api.Scope{ReadScope, WriteScope}, Course: "course"},
	"lost":   {ID: "lost", Scopes: []api.Scope{ReadScope, WriteScope}, Course: "gone"},
}

// program is another program that asks.
type program struct {
	t     *testing.T
	h     http.Handler
	clock *clock.Fixed
}

// answers is what it was told.
type answers struct {
	status int
	header http.Header
	body   string
}

func onDoors(t *testing.T, test func(t *testing.T, p program, r *Room, db *store.DB)) {
	t.Parallel()
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) {
		now := clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
		r := New(now, clock.Sequence(), "http://localhost/")
		files, err := blob.At(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		h := r.Before(http.NotFoundHandler(), Door{DB: db, Keys: testKeys, Blobs: files, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
			Course: func(key string) (string, bool) { return courseIRI, key == "course" }})
		test(t, program{t, h, now}, r, db)
	})
}

// ask sends a request by a key in a version; headers are names and values in turn, and may replace those two.
func (p program) ask(key, version, method, path, body string, headers ...string) answers {
	p.t.Helper()
	q := httptest.NewRequestWithContext(p.t.Context(), method, Endpoint+path, strings.NewReader(body))
	if key != "" {
		q.SetBasicAuth(key, key+key)
	}
	if version != "" {
		q.Header.Set(versionHeader, version)
	}
	for i := 0; i < len(headers); i += 2 {
		q.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, q)
	return answers{w.Code, w.Header(), w.Body.String()}
}

// want asks in a version with a key that may all, and wants a status.
func (p program) want(status int, version, method, path, body string, headers ...string) answers {
	p.t.Helper()
	got := p.ask("all", version, method, path, body, headers...)
	if got.status != status {
		p.t.Errorf("%s %s %s: %d, want %d: %s", version, method, path, got.status, status, got.body)
	}
	if status >= 400 {
		var problem api.Problem
		if err := json.Unmarshal([]byte(got.body), &problem); err != nil || problem.Title == "" || problem.Detail == "" {
			p.t.Errorf("%s %s: the problem is %s", method, path, got.body)
		}
	}
	return got
}

func params(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return "?" + v.Encode()
}

const (
	anActivity = "https://example.org/activity"
	anAgent    = `{"mbox":"mailto:ana@example.org","name":"Ana"}`
	jsonHeader = "application/json"
)

// paths of one document of each resource.
func onePath(resource string) string {
	switch resource {
	case "/activities/state":
		return resource + params("activityId", anActivity, "agent", anAgent, "stateId", "one")
	case "/activities/profile":
		return resource + params("activityId", anActivity, "profileId", "one")
	}
	return resource + params("agent", anAgent, "profileId", "one")
}

var documentResources = []string{"/activities/state", "/activities/profile", "/agents/profile"}

// XAPI-00187 to 00193, 00228, 00256 to 00263, 00285 to 00293: what is put comes back as it was, whatever it is.
func TestDocumentComesBack(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for _, version := range []string{version1, version2} {
			for _, resource := range documentResources {
				path := onePath(resource)
				for media, body := range map[string]string{jsonHeader: ` {"a":1} `, "text/plain; charset=utf-8": "é", "application/octet-stream": "\x00\xff\x01", "text/html": "<script>"} {
					p.want(204, version, "PUT", path, body, "Content-Type", media, "If-None-Match", "*")
					got := p.want(200, version, "GET", path, "")
					if got.body != body || got.header.Get("Content-Type") != media || got.header.Get("Last-Modified") != "Fri, 27 Nov 2026 12:00:00 GMT" || got.header.Get(versionHeader) != version {
						t.Errorf("%s %s: %q, %v", resource, media, got.body, got.header)
					}
					if !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
						t.Errorf("a document may run in a browser: %v", got.header)
					}
					head := p.want(200, version, "HEAD", path, "") // XAPI-00125, XAPI-00126
					if head.body != "" || head.header.Get("ETag") != got.header.Get("ETag") || head.header.Get("Content-Length") != got.header.Get("Content-Length") {
						t.Errorf("HEAD of %s: %q, %v", resource, head.body, head.header)
					}
					p.want(204, version, "DELETE", path, "")
					p.want(404, version, "GET", path, "")
					p.want(204, version, "DELETE", path, "")
				}
			}
		}
	})
}

// XAPI-00183, 00184, 00229, 00234, 00275 to 00280, 00308 to 00314.
func TestDocumentIsMerged(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for _, resource := range documentResources {
			path := onePath(resource)
			p.want(400, version1, "POST", path, `{"a":1}[`, "Content-Type", jsonHeader)
			p.want(400, version1, "POST", path, `[1]`, "Content-Type", jsonHeader)
			p.want(404, version1, "GET", path, "")
			p.want(204, version1, "POST", path, `{"a":{"x":1},"b":2}`, "Content-Type", jsonHeader)
			p.want(204, version2, "POST", path, `{"a":{"y":1}}`, "Content-Type", jsonHeader+"; charset=utf-8")
			p.want(400, version1, "POST", path, `{"c":`, "Content-Type", jsonHeader)
			p.want(400, version1, "POST", path, `{"c":1}`, "Content-Type", "text/plain")
			p.want(400, version1, "POST", path, `c`)
			if got := p.want(200, version1, "GET", path, ""); got.body != `{"a":{"y":1},"b":2}` {
				t.Errorf("%s: %s", resource, got.body)
			}
			p.want(204, version1, "DELETE", path, "")
			p.want(204, version1, "POST", path, `text`, "Content-Type", "text/plain")
			p.want(400, version1, "POST", path, `{"c":1}`, "Content-Type", jsonHeader)
			if got := p.want(200, version1, "GET", path, ""); got.body != "text" {
				t.Errorf("%s: %s", resource, got.body)
			}
		}
	})
}

// XAPI-00322, and IEEE 9274.1.1, 4.1.4.
func TestDocumentConcurrency(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		const first, second = "e5fa44f2b31c1fb553b6021e7360d07d5d91ff5e", "7448d8798a4380162d4b56f9b452e2f6f9e24e7a" // SHA-1 of "1\n" and "2\n"
		for _, version := range []string{version1, version2} {
			for _, resource := range documentResources {
				path := onePath(resource)
				profile := resource != "/activities/state"
				p.want(412, version, "PUT", path, "1\n", "If-Match", `"`+first+`"`)
				p.want(412, version, "DELETE", path, "", "If-Match", `*`)
				if profile && version == version1 {
					p.want(400, version, "PUT", path, "1\n") // XAPI-00273
					p.want(204, version, "PUT", path, "1\n", "If-None-Match", "*")
				} else {
					p.want(204, version, "PUT", path, "1\n")
				}
				if got := p.want(200, version, "GET", path, "").header.Get("ETag"); got != `"`+first+`"` {
					t.Errorf("ETag %s", got)
				}
				if got := p.want(304, version, "GET", path, "", "If-None-Match", `W/"`+first+`"`); got.body != "" || got.header.Get("ETag") == "" {
					t.Errorf("not modified: %+v", got)
				}
				p.want(412, version, "PUT", path, "2\n", "If-None-Match", "*")
				p.want(412, version, "PUT", path, "2\n", "If-None-Match", `"x", "`+first+`"`)
				p.want(412, version, "PUT", path, "2\n", "If-Match", `"x"`)
				p.want(412, version, "PUT", path, "2\n", "If-Match", `W/"`+first+`"`)
				p.want(412, version, "POST", path, "{}", "If-Match", `"x"`, "Content-Type", jsonHeader)
				p.want(412, version, "DELETE", path, "", "If-Match", `"x"`)
				p.want(400, version, "PUT", path, "2\n", "If-Match", `x`)
				if profile || version == version2 {
					p.want(409, version, "PUT", path, "2\n")
				} else {
					p.want(204, version, "PUT", path, "1\n")
				}
				if got := p.want(200, version, "GET", path, "").body; got != "1\n" {
					t.Errorf("%s: a refused request changed it: %q", resource, got)
				}
				p.want(204, version, "PUT", path, "2\n", "If-Match", `"x"`, "If-Match", `"`+first+`"`)
				p.want(204, version, "PUT", path, "1\n", "If-Match", second) // as TinCanJS sends it
				p.want(204, version, "DELETE", path, "", "If-Match", `"`+first+`"`)
			}
		}
	})
}

// XAPI-00193 to 00195, 00221, 00289, 00294: lists of names, by registration and by moment.
func TestDocumentNames(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		const one, two = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
		state := func(more ...string) string {
			return "/activities/state" + params(append([]string{"activityId", anActivity, "agent", anAgent}, more...)...)
		}
		names := func(path string) (names []string) {
			t.Helper()
			if err := json.Unmarshal([]byte(p.want(200, version1, "GET", path, "").body), &names); err != nil || names == nil {
				t.Errorf("%s: %v, %v", path, names, err)
			}
			return names
		}
		p.want(204, version1, "PUT", state("stateId", "b"), "x")
		p.want(204, version1, "PUT", state("stateId", "a", "registration", one), "x")
		p.clock.Advance(time.Minute)
		p.want(204, version1, "PUT", state("stateId", "a", "registration", two), "y")
		p.want(404, version1, "GET", state("stateId", "a"), "")
		if got := p.want(200, version1, "GET", state("stateId", "a", "registration", strings.ToUpper(one)), "").body; got != "x" {
			t.Errorf("of the first registration: %q", got)
		}
		for _, test := range []struct {
			more []string
			want []string
		}{
			{nil, []string{"a", "b"}},
			{[]string{"registration", one}, []string{"a"}},
			{[]string{"since", "2026-11-27T12:00:00Z"}, []string{"a"}},
			{[]string{"since", "2026-11-27T06:59:59-05:00"}, []string{"a", "b"}},
			{[]string{"since", "2026-11-27T12:01:00Z"}, []string{}},
		} {
			if got := names(state(test.more...)); !slices.Equal(got, test.want) {
				t.Errorf("%v: %v, want %v", test.more, got, test.want)
			}
		}
		p.want(204, version1, "DELETE", state("registration", two), "")
		if got := names(state()); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("after the states of a registration are gone: %v", got)
		}
		p.want(204, version1, "DELETE", state(), "")
		if got := names(state()); len(got) != 0 {
			t.Errorf("after all are gone: %v", got)
		}
	})
}

// XAPI-00196 to 00216, 00249, 00253, 00264 to 00272, 00295 to 00302, 00324, 00325: parameters that are missing, unknown,
// repeated, or not what they should be.
func TestParametersAreRefused(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		activity, agent := "activityId="+url.QueryEscape(anActivity), "agent="+url.QueryEscape(anAgent)
		for _, query := range []string{
			"/activities/state?" + agent + "&stateId=s", "/activities/state?" + activity + "&stateId=s",
			"/activities/state?activityId=true&" + agent + "&stateId=s", "/activities/state?" + activity + "&agent=true&stateId=s",
			"/activities/state?" + activity + "&agent=%7B%22name%22%3A%22x%22%7D&stateId=s", "/activities/state?" + activity + "&agent=not+JSON&stateId=s",
			"/activities/state?" + activity + "&" + agent + "&stateId=", "/activities/state?" + activity + "&" + agent + "&stateId=s&registration=true",
			"/activities/state?" + activity + "&" + agent + "&stateId=s&foo=bar", "/activities/state?" + activity + "&" + agent + "&StateId=s",
			"/activities/state?" + activity + "&" + activity + "&" + agent + "&stateId=s", "/activities/state?" + activity + "&" + agent + "&stateId=%zz",
			"/activities/profile?profileId=p", "/activities/profile?activityId=x&profileId=p", "/activities/profile?" + activity + "&profileId=p&" + agent,
			"/agents/profile?profileId=p", "/agents/profile?agent=%7B%7D&profileId=p", "/agents/profile?" + agent + "&profileId=p&" + activity,
		} {
			for _, method := range []string{"GET", "PUT", "POST", "DELETE"} {
				for _, version := range []string{version1, version2} {
					p.want(400, version, method, query, "{}", "If-None-Match", "*", "Content-Type", jsonHeader)
				}
			}
		}
		for _, query := range []string{
			"/activities/state?" + activity + "&" + agent + "&since=yesterday", "/activities/profile?" + activity + "&since=true", "/agents/profile?" + agent + "&since=true",
			"/agents", "/agents?agent=1", "/agents?agent=%7B%22objectType%22%3A%22Agent%22%7D", "/activities", "/activities?activityId=true",
		} {
			p.want(400, version1, "GET", query, "")
		}
		for _, query := range []string{"/activities/state?" + activity + "&" + agent, "/activities/profile?" + activity, "/agents/profile?" + agent} {
			p.want(400, version1, "PUT", query, "{}", "If-None-Match", "*")
			p.want(400, version1, "POST", query, "{}")
		}
		p.want(400, version1, "DELETE", "/activities/profile?"+activity, "")
		p.want(400, version1, "DELETE", "/agents/profile?"+agent, "")
		p.want(413, version1, "PUT", onePath("/activities/state"), strings.Repeat("x", maxDocument+1))
	})
}
