package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// site answers requests one after another, with what a test says, and notes what it got.
type site struct {
	*httptest.Server
	answers []func(w http.ResponseWriter)
	asked   []*http.Request
}

func newSite(t *testing.T, answers ...func(w http.ResponseWriter)) (*site, *Client, *[]time.Duration) {
	t.Helper()
	s := &site{answers: answers}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r)
		s.answers[min(len(s.asked), len(s.answers))-1](w)
	}))
	t.Cleanup(s.Close)
	c, err := New(s.URL+"/", "k-1:secret", WithLanguage("fr"))
	if err != nil {
		t.Fatal(err)
	}
	pauses := &[]time.Duration{}
	c.pause = func(_ context.Context, d time.Duration) error { *pauses = append(*pauses, d); return nil }
	return s, c, pauses
}

func says(status int, body string, headers ...string) func(w http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func TestWhatIsNoSiteAndNoKey(t *testing.T) {
	for _, bad := range [][2]string{{"", "k:s"}, {"ftp://x", "k:s"}, {"/x", "k:s"}, {"https://x", ""}, {"https://x", "k"}, {"https://x", "k:"}, {"https://x", ":s"}} {
		if _, err := New(bad[0], bad[1]); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

func TestAChangeIsSentAgainUnderOneName(t *testing.T) {
	s, c, pauses := newSite(t, says(503, "", "Retry-After", "7"), says(502, "<html>"), says(409, `{"status":409,"code":"running"}`), says(201, `{"id":"p-1"}`))
	p, err := c.CreatePerson(t.Context(), NewPerson{Name: "Ana"})
	if err != nil || p.ID != "p-1" {
		t.Fatal(p, err)
	}
	names := map[string]bool{}
	for _, r := range s.asked {
		names[r.Header.Get("Idempotency-Key")] = true
		if r.Header.Get("Authorization") != "Bearer k-1:secret" || r.Header.Get("Accept-Language") != "fr" || r.URL.Path != "/api/people" {
			t.Errorf("asked %s with %v", r.URL, r.Header)
		}
	}
	if len(names) != 1 || names[""] || len(s.asked) != 4 {
		t.Errorf("%d requests under %v", len(s.asked), names)
	}
	if want := []time.Duration{7 * time.Second, firstPause, 4 * firstPause}; !slices.Equal(*pauses, want) {
		t.Errorf("it waited %v, want %v", *pauses, want)
	}
}

func TestARefusalIsNotSentAgain(t *testing.T) {
	s, c, _ := newSite(t, says(404, `{"type":"urn:atelier:problem:not-found","title":"Rien","status":404,"detail":"Cette personne n’existe pas.","code":"no-person"}`))
	_, _, err := c.Person(t.Context(), "p-1/../x")
	p, ok := errors.AsType[*Problem](err)
	if !ok || !IsNotFound(err) || IsChanged(err) || p.Code != "no-person" || len(s.asked) != 1 || !strings.Contains(err.Error(), "Cette personne") {
		t.Errorf("%v after %d requests", err, len(s.asked))
	}
	if got := s.asked[0].URL.EscapedPath(); got != "/api/people/p-1%2F..%2Fx" {
		t.Errorf("asked %s", got)
	}
}

func TestItGivesUpInTheEnd(t *testing.T) {
	s, c, pauses := newSite(t, says(429, `{"status":429,"code":"too-many"}`, "Retry-After", "600"))
	if err := c.Healthy(t.Context()); !hasStatus(err, 429) || len(s.asked) != tries || (*pauses)[0] != mostPause {
		t.Errorf("%v after %d requests and %v", err, len(s.asked), *pauses)
	}
	s.Close()
	if err := c.Healthy(t.Context()); err == nil {
		t.Error("a site that is gone is well")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Healthy(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAListAsksForMoreAsItIsRead(t *testing.T) {
	s, c, _ := newSite(t, says(200, `{"items":[{"id":"p-1"},{"id":"p-2"}],"next":"p-2"}`), says(200, `{"items":[{"id":"p-3"}]}`))
	var ids []string
	for p, err := range c.People(t.Context(), PeopleFilter{Role: "reviewer"}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p.ID)
	}
	if strings.Join(ids, " ") != "p-1 p-2 p-3" || s.asked[0].URL.RawQuery != "role=reviewer" || s.asked[1].URL.RawQuery != "after=p-2&role=reviewer" {
		t.Errorf("%v; asked %s, %s", ids, s.asked[0].URL, s.asked[1].URL)
	}
	s.asked = nil
	for range c.People(t.Context(), PeopleFilter{}) {
		break
	}
	if len(s.asked) != 1 {
		t.Errorf("%d requests for one item", len(s.asked))
	}
	s.answers = []func(http.ResponseWriter){says(403, `{"status":403}`)}
	for _, err := range c.People(t.Context(), PeopleFilter{}) {
		if !hasStatus(err, 403) {
			t.Error(err)
		}
	}
}

func ExampleClient_People() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"items": []Person{{Name: "Ana Roy", State: "active"}}})
	}))
	defer site.Close()
	c, err := New(site.URL, "k-1:secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	for person, err := range c.People(context.Background(), PeopleFilter{Role: "reviewer"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(person.Name, person.State)
	}
	// Output: Ana Roy active
}
