package site

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"atelier/internal/base/api"
	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
)

// program asks a site's API with a key.
type program struct {
	t         *testing.T
	base, key string // "KEY:SECRET"; may be empty
}

// newKey makes a key as "atelier key create" does.
func newKey(t *testing.T, s *Site, course string, scopes ...api.Scope) (string, identity.Key) {
	t.Helper()
	return newKeyBy(t, s, "", course, scopes...)
}

// newKeyBy makes a key in somebody's name.
func newKeyBy(t *testing.T, s *Site, by identity.PersonID, course string, scopes ...api.Scope) (string, identity.Key) {
	t.Helper()
	k := identity.Key{Name: "Test", Course: course}
	for _, scope := range scopes {
		k.Scopes = append(k.Scopes, string(scope))
	}
	var secret string
	err := s.db.Write(t.Context(), func(tx store.Tx) (err error) {
		k, secret, err = identity.New(s.db, clock.System{}).CreateKey(tx, by, k)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k.ID + ":" + secret, k
}

func endKey(t *testing.T, s *Site, id string) {
	t.Helper()
	if err := s.db.Write(t.Context(), func(tx store.Tx) error { return identity.New(s.db, clock.System{}).EndKey(tx, "", id) }); err != nil {
		t.Fatal(err)
	}
}

// ask sends a request and reads the answer into out when it is not nil.
func (p program) ask(method, path, body string, out any, headers ...string) (status int, h http.Header) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if p.key != "" {
		r.Header.Set("Authorization", "Bearer "+p.key)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, problem := out.(*api.Problem); problem && answer.StatusCode < 400 {
		return answer.StatusCode, answer.Header
	}
	if out != nil && len(data) > 0 {
		if err := json.Unmarshal(data, out); err != nil {
			p.t.Fatalf("%s %s: %d %s: %v", method, path, answer.StatusCode, data, err)
		}
	}
	return answer.StatusCode, answer.Header
}

// Every operation is refused to whoever may not, and to nobody else: the matrix of operations and keys.
func TestEveryOperationIsRefusedToWhoMayNot(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]string{"sqlite": "", "postgresql": pgtest.New(t)} {
		t.Run(name, func(t *testing.T) {
			s, server := open(t, trilingual(t), func(o *Options) { o.Database, o.Secret = database, testSecret })
			all := s.api.Scopes()
			ended, k := newKey(t, s, "", all...)
			endKey(t, s, k.ID)
			course, _ := newKey(t, s, "another-course", all...)
			parts := regexp.MustCompile(`\{[a-z]+\}`)
			for _, op := range s.api.Operations() {
				path := api.Root + parts.ReplaceAllString(op.Path, "x")
				var others []api.Scope
				for _, scope := range all {
					if scope != op.Scope {
						others = append(others, scope)
					}
				}
				lacking, _ := newKey(t, s, "", others...)
				exact, _ := newKey(t, s, "", op.Scope)
				forged := exact[:len(exact)-1] + "!"
				for _, who := range []struct {
					name, key string
					want      int
				}{
					{"nobody", "", 401}, {"an ended key", ended, 401}, {"a forged secret", forged, 401}, {"a key without the scope", lacking, 403},
					{"a key of another course", course, 403}, {"the key it takes", exact, 0},
				} {
					var p api.Problem
					status, h := program{t, server.URL, who.key}.ask(op.Method, path, body(op.Method), &p)
					switch {
					case op.Open && (status == 401 || status == 403):
						t.Errorf("%s is open and says %d to %s", op.ID, status, who.name)
					case op.Open:
					case who.want == 0 && (status == 401 || status == 403 || status >= 500):
						t.Errorf("%s says %d to %s", op.ID, status, who.name)
					case who.name == "a key of another course" && op.Course && status < 500:
						// It says itself which objects are the course's.
					case who.want != 0 && (status != who.want || h.Get("Content-Type") != "application/problem+json" || p.Status != status):
						t.Errorf("%s says %d %+v to %s, want %d", op.ID, status, p, who.name, who.want)
					}
				}
			}
		})
	}
}

// body is something that no operation takes.
func body(method string) string {
	if method == http.MethodPost || method == http.MethodPatch || method == http.MethodPut {
		return `{"nothing": "anybody takes"}`
	}
	return ""
}

// Every text of the description is there in both languages.
func TestTheDescriptionSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	key := regexp.MustCompile(`"api\.[a-z0-9.-]+"`)
	seen := map[string]bool{}
	for _, tag := range lang.Interfaces() {
		for _, ext := range []string{"json", "yaml"} {
			answer, err := http.Get(server.URL + api.Root + "/" + api.FileName(tag, ext))
			if err != nil {
				t.Fatal(err)
			}
			data, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "application/openapi+"+ext || seen[string(data)] {
				t.Errorf("%s %s: %d %s", tag, ext, answer.StatusCode, answer.Header.Get("Content-Type"))
			}
			seen[string(data)] = true
			if left := key.FindAllString(string(data), -1); left != nil {
				t.Errorf("%s: no words for %v", tag, left)
			}
		}
	}
	if len(s.api.Operations()) < 20 {
		t.Errorf("%d operations", len(s.api.Operations()))
	}
}

// The day is lived twice: face to face, and with prism between, which lets nothing pass that the description does not say.
func TestAnAdministratorsDay(t *testing.T) {
	t.Parallel()
	for _, between := range []string{"", "prism"} {
		t.Run("through "+between, func(t *testing.T) {
			t.Parallel()
			s, server := open(t, trilingual(t))
			base := server.URL
			if between != "" {
				base = prism(t, description(t, s, lang.English), server.URL)
			}
			key, _ := newKey(t, s, "", s.api.Scopes()...)
			administratorsDay(t, program{t, base, key})
		})
	}
}

func administratorsDay(t *testing.T, p program) {
	key := p.key
	want := func(status, got int, what string) {
		t.Helper()
		if got != status {
			t.Fatalf("%s: %d, want %d", what, got, status)
		}
	}
	var org identity.OrganisationView
	status, _ := p.ask("POST", "/api/organisations", `{"names":{"fr":"Nouveau-Brunswick","en":"New Brunswick"},"kind":"jurisdiction"}`, &org)
	want(201, status, "organisation")
	var ana identity.PersonView
	status, h := p.ask("POST", "/api/people", `{"name":"Ana Roy","email":"Ana.Roy@Example.ca","language":"fr","organisation":"`+org.ID+`"}`, &ana, "Idempotency-Key", "1")
	want(201, status, "person")
	if h.Get("Location") != "/api/people/"+ana.ID || ana.State != "active" || ana.Email != "Ana.Roy@example.ca" {
		t.Errorf("made %+v at %s", ana, h.Get("Location"))
	}
	var again identity.PersonView
	if p.ask("POST", "/api/people", `{"name":"Ana Roy","email":"Ana.Roy@Example.ca","language":"fr","organisation":"`+org.ID+`"}`, &again, "Idempotency-Key", "1"); again != ana {
		t.Errorf("sent again: %+v", again)
	}
	var problem api.Problem
	status, _ = p.ask("POST", "/api/people", `{"name":"Ana Roy","email":"ana.roy@example.ca","language":"fr"}`, &problem, "Accept-Language", "fr")
	want(409, status, "an address that is taken")
	if problem.Code != "email-taken" {
		t.Errorf("problem %+v", problem)
	}
	one := "/api/people/" + ana.ID
	status, h = p.ask("GET", one, "", nil)
	want(200, status, "read")
	status, _ = p.ask("PATCH", one, `{"name":"Ana Roy-Côté"}`, &ana, "If-Match", h.Get("ETag"))
	want(200, status, "change")
	status, _ = p.ask("PATCH", one, `{"state":"disabled"}`, nil, "If-Match", h.Get("ETag"))
	want(412, status, "a change of what is gone")
	var grant identity.GrantView
	status, _ = p.ask("POST", one+"/roles", `{"role":"reviewer","scope":"site"}`, &grant)
	want(201, status, "role")
	status, _ = p.ask("DELETE", one+"/roles?role=reviewer&scope=site", "", nil)
	want(204, status, "role taken")
	status, _ = p.ask("PATCH", one, `{"state":"disabled"}`, &ana)
	want(200, status, "disabled")
	status, _ = p.ask("DELETE", "/api/organisations/"+org.ID, "", nil)
	want(409, status, "an organisation in use")
	status, _ = p.ask("DELETE", one, "", nil)
	want(204, status, "erased")
	status, _ = p.ask("GET", one, "", nil)
	want(404, status, "who was erased")
	var trail api.Listed[identity.LineView]
	p.ask("GET", "/api/audit?limit=100", "", &trail)
	said := ""
	for _, line := range trail.Items {
		said = line.Do + " " + said
		if id, _, _ := strings.Cut(key, ":"); line.Do != "key.create" && line.By != "key:"+id {
			t.Errorf("line %+v", line)
		}
	}
	if want := "key.create org.create person.create person.save role.give role.take person.disable person.erase "; said != want {
		t.Errorf("the trail says %q, want %q", said, want)
	}
}

// A key makes others that may do no more than itself, and a key of a course reaches that course alone.
func TestKeysDoNotGrow(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	key, _ := newKey(t, s, "", identity.KeysWrite, identity.PeopleRead, identity.RolesWrite, identity.PeopleWrite)
	p := program{t, server.URL, key}
	var problem api.Problem
	if status, _ := p.ask("POST", "/api/keys", `{"name":"More","scopes":["audit:read"]}`, &problem); status != 403 || problem.Code != "key-beyond" {
		t.Errorf("a key gave what it has not: %d %+v", status, problem)
	}
	if status, _ := p.ask("POST", "/api/keys", `{"name":"Odd","scopes":["moon:write"]}`, &problem); status != 400 || problem.Code != "key-scope" {
		t.Errorf("a scope that is none: %d %+v", status, problem)
	}
	var made identity.KeyView
	if status, _ := p.ask("POST", "/api/keys", `{"name":"Course","scopes":["roles:write","people:read"],"course":"one"}`, &made); status != 201 || made.Secret == "" {
		t.Fatalf("made %+v", made)
	}
	var ana identity.PersonView
	p.ask("POST", "/api/people", `{"name":"Ana Roy","email":"ana@example.ca","language":"fr"}`, &ana)
	c := program{t, server.URL, made.ID + ":" + made.Secret}
	roles := "/api/people/" + ana.ID + "/roles"
	for scope, want := range map[string]int{"course/one": 201, "course/two": 403, "site": 403, "org/o-1": 403} {
		if status, _ := c.ask("POST", roles, `{"role":"author","scope":"`+scope+`"}`, nil); status != want {
			t.Errorf("a role in %s by a key of a course: %d, want %d", scope, status, want)
		}
	}
	if status, _ := c.ask("GET", "/api/people", "", nil); status != 403 {
		t.Errorf("people by a key of a course: %d", status)
	}
	p.ask("DELETE", "/api/keys/"+made.ID, "", nil)
	if status, _ := c.ask("GET", roles, "", nil); status != 401 {
		t.Errorf("a key that ended: %d", status)
	}
}
