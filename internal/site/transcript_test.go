package site

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/credential"
	"atelier/internal/people/identity"
)

// What somebody takes along of their acts is taken in by another store, through a client of others, and is the same there;
// sent twice it changes nothing.
func TestAnotherStoreTakesInAnExport(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat("../../node_modules/@xapi/xapi")
	}
	if err != nil {
		t.Skip("node with @xapi/xapi is not installed (make setup)")
	}
	script, err := filepath.Abs("../../tests/api/xapi-import.cjs")
	if err != nil {
		t.Fatal(err)
	}
	s, server := open(t, trilingual(t))
	b, _ := signedIn(t, s, server, "Marie Tremblay")
	b.post(find(t, s, "en", checkPath).Path, url.Values{"f7dw54": {"Nuna."}})
	b.post(find(t, s, "en", helloPath).Path, url.Values{"act": {"done"}})
	array := b.get("/fr/compte/releve/statements.json").body
	lines := strings.Split(strings.TrimSpace(b.get("/fr/compte/releve/statements.ndjson").body), "\n")
	if strings.Contains(array, "Tremblay") {
		t.Errorf("exported: %s", array)
	}
	b.get("/en/my-learning/").has(t, `href="/en/account/transcript/"`)
	b.get("/fr/compte/releve/").has(t, "Relevé d’apprentissage", "Marie Tremblay", "statements.ndjson")
	b.get("/fr/compte/releve/").lacks(t, "record.json") // no certificate yet

	other, there := open(t, trilingual(t))
	k := identity.Key{Name: "import", Scopes: []string{"xapi:read", "xapi:write"}}
	var secret string
	err = other.db.Write(t.Context(), func(tx store.Tx) (err error) {
		k, secret, err = identity.New(other.db, clock.System{}).CreateKey(tx, "", k)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var sent, back []map[string]any
	for range 2 {
		cmd := exec.CommandContext(t.Context(), node, script, there.URL+"/xapi", k.ID, secret)
		cmd.Stdin = strings.NewReader(array)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, complaint.String())
		}
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatal(err)
		}
	}
	if err := json.Unmarshal([]byte(array), &sent); err != nil || len(sent) < 2 || len(lines) != len(sent) || len(back) != len(sent) {
		t.Fatalf("%d statements, %d lines, %d back: %v", len(sent), len(lines), len(back), err)
	}
	for i := range sent {
		for _, one := range []map[string]any{sent[i], back[i]} {
			delete(one, "stored")
			delete(one, "authority")
		}
		if !reflect.DeepEqual(sent[i], back[i]) {
			t.Errorf("sent %v\nback %v", sent[i], back[i])
		}
	}
}

// Programs read the transcript and the record of anybody when their key may; nobody sees those of others with a session.
func TestProgramsReadTranscripts(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.BaseURL = "https://cours.example.ca" })
	_, p := signedIn(t, s, server, "Marie Tremblay")
	course := s.library.Edition().Course.Key
	err := s.db.Write(t.Context(), func(tx store.Tx) error { return s.paper.OnCompleted(tx, p.Actor, course, "1.0.0", s.paper.Clock.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path string, scopes ...string) (status int, said map[string]any) {
		k, secret := identity.Key{Name: "HR", Scopes: scopes}, ""
		err := s.db.Write(t.Context(), func(tx store.Tx) (err error) {
			k, secret, err = s.identity.CreateKey(tx, "", k)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+k.ID+":"+secret)
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, said
	}
	at := "/api/people/" + string(p.ID) + "/transcript"
	status, said := ask(at, string(credential.TranscriptsRead))
	courses, _ := said["courses"].([]any)
	if status != http.StatusOK || len(courses) != 1 || courses[0].(map[string]any)["course"] != course || len(courses[0].(map[string]any)["certificates"].([]any)) != 1 {
		t.Errorf("%d %v", status, said)
	}
	status, said = ask(at+"/record?language=fr", string(credential.TranscriptsRead))
	if status != http.StatusOK || said["name"] != "Relevé d’apprentissage" || said["proof"] == nil {
		t.Errorf("%d %v", status, said)
	}
	for path, want := range map[string]int{at + "/record?language=de": 422, "/api/people/p-nobody/transcript": 404} {
		if status, said := ask(path, string(credential.TranscriptsRead)); status != want {
			t.Errorf("%s: %d %v", path, status, said)
		}
	}
	if status, _ := ask(at, "people:read"); status != http.StatusForbidden {
		t.Errorf("without the scope: %d", status)
	}
	if got := newBrowser(t, server).get("/en/account/transcript/"); !strings.HasPrefix(got.path, "/en/sign-in/") {
		t.Errorf("a stranger is led to %s", got.path)
	}
}
