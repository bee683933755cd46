package site

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"atelier/client"
	"atelier/internal/base/api"
	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/outgoing"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// traced notes what was asked.
type traced struct {
	mu    sync.Mutex
	asked []string
}

func (t *traced) RoundTrip(r *http.Request) (*http.Response, error) {
	t.mu.Lock()
	t.asked = append(t.asked, r.Method+" "+r.URL.Path)
	t.mu.Unlock()
	return http.DefaultTransport.RoundTrip(r)
}

// missed lists the operations that nobody asked for.
func (t *traced) missed(ops []api.Operation) (missed []string) {
	part := regexp.MustCompile(`\\\{[a-z]+\\\}`)
	for _, op := range ops {
		is := regexp.MustCompile("^" + op.Method + " " + part.ReplaceAllString(regexp.QuoteMeta(api.Root+op.Path), "[^/]+") + "$")
		if !slices.ContainsFunc(t.asked, is.MatchString) {
			missed = append(missed, op.ID)
		}
	}
	return missed
}

// receiver is another institution's program that is told what happens.
type receiver struct {
	*httptest.Server
	got chan *http.Request
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{got: make(chan *http.Request, 100)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		q.Body = io.NopCloser(strings.NewReader(string(body)))
		r.got <- q
	}))
	t.Cleanup(r.Close)
	return r
}

// next is the next event of a type, which the library of Standard Webhooks has verified.
func (r *receiver) next(t *testing.T, secret, kind string) (data map[string]string) {
	t.Helper()
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case q := <-r.got:
			body, _ := io.ReadAll(q.Body)
			var p struct {
				Type string
				Data map[string]string
			}
			if err := json.Unmarshal(body, &p); err != nil {
				t.Fatal(err)
			}
			if p.Type != kind {
				continue
			}
			if err := verifier.VerifyIgnoringTimestamp(body, q.Header); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
			return p.Data
		case <-time.After(time.Minute):
			t.Fatalf("no event %s came", kind)
		}
	}
}

// Every operation is asked for by the client, with prism between: no answer is off the description.
func TestTheClientReachesEveryOperation(t *testing.T) {
	t.Parallel()
	hook := newReceiver(t)
	allowed, err := outgoing.Allow(strings.TrimPrefix(hook.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	s, server := open(t, trilingual(t), func(o *Options) { o.Outgoing.Allow = allowed })
	trace := &traced{}
	key, _ := newKey(t, s, "", s.api.Scopes()...)
	c, err := client.New(prism(t, description(t, s, lang.English), server.URL), key, client.WithHTTPClient(&http.Client{Transport: trace}))
	if err != nil {
		t.Fatal(err)
	}
	var scopes []string
	for _, one := range s.api.Scopes() {
		scopes = append(scopes, string(one))
	}
	if !slices.Equal(scopes, Scopes()) {
		t.Errorf("keys may be given %v, operations take %v", Scopes(), scopes)
	}
	j := &clientJourney{T: t, c: c, s: s, hook: hook}
	j.people()
	j.access()
	j.offerings()
	j.reports()
	j.office()
	j.settings()
	j.certificates()
	j.allowances()
	j.learning()
	j.stores()
	if missed := trace.missed(s.api.Operations()); missed != nil {
		t.Errorf("never asked for: %v", missed)
	}
}

// testClock stands where the clock of the sites of tests stands.
var testClock = clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))

type clientJourney struct {
	*testing.T
	c    *client.Client
	s    *Site
	hook *receiver
	ana  client.Person
}

func (j *clientJourney) well(err error) {
	j.Helper()
	if err != nil {
		j.Fatal(err)
	}
}

// first is the first of a list; the zero value when it is empty.
func first[T any](j *clientJourney, list func(yield func(T, error) bool)) (one T) {
	j.Helper()
	for item, err := range list {
		j.well(err)
		return item
	}
	return one
}

func (j *clientJourney) people() {
	ctx, c := j.Context(), j.c
	j.well(c.Healthy(ctx))
	org, err := c.CreateOrganisation(ctx, client.OrganisationChange{Names: map[string]string{"fr": "Québec"}, Kind: "jurisdiction"})
	j.well(err)
	org, err = c.ChangeOrganisation(ctx, org.ID, client.OrganisationChange{Names: map[string]string{"fr": "Québec", "en": "Quebec"}}, "")
	j.well(err)
	if read, _, err := c.Organisation(ctx, org.ID); err != nil || read.Names["en"] != "Quebec" || first(j, c.Organisations(ctx)).ID != org.ID {
		j.Errorf("%+v, %v", read, err)
	}
	j.ana, err = c.CreatePerson(ctx, client.NewPerson{Name: "Ana Roy", Email: "ana@example.ca", Language: "fr"})
	j.well(err)
	_, etag, err := c.Person(ctx, j.ana.ID)
	j.well(err)
	name := "Ana Roy-Côté"
	j.ana, err = c.ChangePerson(ctx, j.ana.ID, client.PersonChange{Name: &name}, etag)
	j.well(err)
	if _, err := c.ChangePerson(ctx, j.ana.ID, client.PersonChange{Name: &name}, etag); !client.IsChanged(err) {
		j.Errorf("a change of what is gone: %v", err)
	}
	if got := first(j, c.People(ctx, client.PeopleFilter{Text: "côté"})); got != j.ana {
		j.Errorf("found %+v", got)
	}
	bob, err := c.CreatePerson(ctx, client.NewPerson{Name: "Bob", Email: "bob@example.ca", Language: "en", Organisation: org.ID})
	j.well(err)
	if err := c.RemoveOrganisation(ctx, org.ID); err == nil {
		j.Error("an organisation in use was removed")
	}
	j.well(c.ErasePerson(ctx, bob.ID))
	j.well(c.RemoveOrganisation(ctx, org.ID))
	if _, _, err := c.Person(ctx, bob.ID); !client.IsNotFound(err) {
		j.Errorf("who was erased: %v", err)
	}
}

func (j *clientJourney) access() {
	ctx, c := j.Context(), j.c
	role := client.Role{Role: "author", Scope: "course/one"}
	j.well(c.GiveRole(ctx, j.ana.ID, role))
	if got := first(j, c.Roles(ctx, j.ana.ID)); got != role {
		j.Errorf("role %+v", got)
	}
	j.well(c.TakeRole(ctx, j.ana.ID, role))
	err := j.s.db.Write(ctx, func(tx store.Tx) error {
		for range 2 {
			if _, err := identity.New(j.s.db, testClock).Begin(tx, identity.PersonID(j.ana.ID), identity.MethodLink, identity.ByLink, identity.Browser{Label: "Firefox"}); err != nil {
				return err
			}
		}
		return nil
	})
	j.well(err)
	session := first(j, c.Sessions(ctx, j.ana.ID))
	j.well(c.EndSession(ctx, j.ana.ID, session.ID))
	j.well(c.EndSession(ctx, j.ana.ID, ""))
	if left := first(j, c.Sessions(ctx, j.ana.ID)); left.ID != "" || session.Browser != "Firefox" {
		j.Errorf("session %+v is left of %+v", left, session)
	}
	invitation, err := c.Invite(ctx, client.NewInvitation{Role: "reviewer", Scope: "site", Most: 5, Ends: testClock.Now().Add(24 * time.Hour), Language: "fr"})
	j.well(err)
	if got := first(j, c.Invitations(ctx)); got.ID != invitation.ID || got.Path != "" || !strings.HasPrefix(invitation.Path, "/fr/") {
		j.Errorf("invitation %+v, listed %+v", invitation, got)
	}
	j.well(c.EndInvitation(ctx, invitation.ID))
	key, err := c.CreateKey(ctx, client.NewKey{Name: "HR", Scopes: []string{"people:read"}})
	j.well(err)
	j.well(c.EndKey(ctx, key.ID))
	listed := map[string]client.Key{}
	for k, err := range c.Keys(ctx) {
		j.well(err)
		listed[k.ID] = k
	}
	if k := listed[key.ID]; k.Ended == "" || k.Secret != "" || key.Secret == "" {
		j.Errorf("key %+v, made %+v", k, key)
	}
	if line := first(j, c.Trail(ctx, client.TrailFilter{Do: "key."})); line.Do != "key.end" || line.On != key.ID {
		j.Errorf("the trail ends with %+v", line)
	}
}

func (j *clientJourney) office() {
	ctx, c := j.Context(), j.c
	hook, err := c.CreateWebhook(ctx, client.WebhookChange{URL: j.hook.URL, Types: []string{"person.changed"}})
	j.well(err)
	_, err = c.TryWebhook(ctx, hook.ID)
	j.well(err)
	j.hook.next(j.T, hook.Secret, "test")
	name := "Ana"
	_, err = c.ChangePerson(ctx, j.ana.ID, client.PersonChange{Name: &name}, "")
	j.well(err)
	if data := j.hook.next(j.T, hook.Secret, "person.changed"); data["id"] != j.ana.ID || !strings.HasPrefix(data["by"], "key:k-") || len(data) != 2 {
		j.Errorf("told %v", data)
	}
	sent := first(j, c.Deliveries(ctx, hook.ID))
	if !strings.Contains(sent.Payload, j.ana.ID) || strings.Contains(sent.Payload, "example.ca") {
		j.Errorf("delivery %+v", sent)
	}
	renewed, err := c.RenewWebhookSecret(ctx, hook.ID)
	j.well(err)
	_, err = c.RetryDelivery(ctx, hook.ID, sent.ID)
	j.well(err)
	_, etag, err := c.Webhook(ctx, hook.ID)
	j.well(err)
	hook, err = c.ChangeWebhook(ctx, hook.ID, client.WebhookChange{State: "off"}, etag)
	j.well(err)
	if got := first(j, c.Webhooks(ctx)); got.ID != hook.ID || got.State != "off" || got.Secret != "" || renewed.Secret == "" {
		j.Errorf("webhook %+v", got)
	}
	j.well(c.RemoveWebhook(ctx, hook.ID))
	first(j, c.Jobs(ctx, "given-up", ""))
	first(j, c.Mail(ctx, "failed"))
	for what, err := range map[string]error{"retry a job": c.RetryJob(ctx, "none"), "drop a job": c.DropJob(ctx, "none"), "retry mail": c.RetryMail(ctx, "none")} {
		if !client.IsNotFound(err) {
			j.Errorf("%s that is not there: %v", what, err)
		}
	}
}

func (j *clientJourney) settings() {
	ctx, c := j.Context(), j.c
	for _, s := range []client.Setting{&client.Institution{}, &client.Look{}, &client.Languages{}, &client.Accessibility{}, &client.Privacy{}} {
		etag, err := c.ReadSetting(ctx, s)
		j.well(err)
		if l, ok := s.(*client.Look); ok {
			l.Light = "#1d4f91"
		}
		j.well(c.ChangeSetting(ctx, s, etag))
	}
	look := &client.Look{}
	if _, err := c.ReadSetting(ctx, look); err != nil || look.Light != "#1d4f91" {
		j.Errorf("look %+v, %v", look, err)
	}
	err := c.ChangeSetting(ctx, &client.Look{Light: "#eeeeee"}, "")
	if err == nil || !strings.Contains(err.Error(), "body.light") {
		j.Errorf("a colour that nobody can read: %v", err)
	}
}
