package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"atelier/client"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// TestRenewalAsksForWhatChanged refuses the certificate of a release to a holder who did not read what it says in place of
// what they learned, and gives it to one who did; by programs as on the pages.
func TestRenewalAsksForWhatChanged(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]func(o *Options){
		"sqlite":     func(*Options) {},
		"postgresql": func(o *Options) { o.Database, o.Secret, o.Blobs = pgtest.New(t), testSecret, t.TempDir() },
	} {
		t.Run(name, func(t *testing.T) { testRenewalAsksForWhatChanged(t, with) })
	}
}

func testRenewalAsksForWhatChanged(t *testing.T, with func(o *Options)) {
	first := released(t)
	s, server := open(t, first, with)
	publishOn(t, s, parcel(t, first, "1.0.0"))
	b, p := signedIn(t, s, server, "Marie Tremblay")
	learnsOther(t, s, p.Actor, "modules/1-words/2-snow")
	b.post("/en/words/snow/", url.Values{"act": {"done"}}) // the last one: it completes the course
	key, _ := newKey(t, s, "", credential.CertificatesRead, credential.CertificatesWrite)
	c, err := client.New(server.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	one := certificates(ctx, t, c)[0]
	stands := func(want client.Renewal) {
		t.Helper()
		if got, err := c.Renewal(ctx, one.ID); err != nil || got != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
	refused := func(code string) {
		t.Helper()
		_, err := c.RenewCertificate(ctx, one.ID)
		if got, ok := errors.AsType[*client.Problem](err); !ok || got.Status != http.StatusConflict || got.Code != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	stands(client.Renewal{Release: "1.0.0"})
	refused("renew-current")

	publishBy(t, s, parcel(t, after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages"), "1.1.0"))
	for _, tag := range []lang.Tag{lang.French, lang.English} { // the French text is what it was, and the course is not
		p.Language = tag
		err := s.db.Write(ctx, func(tx store.Tx) error { return s.identity.SavePerson(tx, p.ID, p) })
		if err != nil {
			t.Fatal(err)
		}
		stands(client.Renewal{Due: true, Release: "1.1.0", Unread: 1})
		refused("not-read")
	}
	if all := certificates(ctx, t, c); len(all) != 1 || all[0].State != "valid" {
		t.Errorf("a refusal left %+v", all)
	}

	b.post("/en/whats-new/", url.Values{"act": {"read"}, "release": {"2"}})
	stands(client.Renewal{Due: true, Ready: true, Release: "1.1.0"})
	got, err := c.RenewCertificate(ctx, one.ID)
	if err != nil || got.Release != "1.1.0" || got.State != "valid" || got.ID == one.ID || got.Person != string(p.ID) {
		t.Errorf("%+v, %v", got, err)
	}
	stands(client.Renewal{Release: "1.1.0"})
	refused("renew-current")
	if all := certificates(ctx, t, c); len(all) != 2 {
		t.Errorf("%+v", all)
	}
	if _, err := c.Renewal(ctx, "none"); !client.IsNotFound(err) {
		t.Errorf("no certificate: %v", err)
	}
	reads, _ := newKey(t, s, "", credential.CertificatesRead)
	if c, err = client.New(server.URL, reads); err != nil {
		t.Fatal(err)
	}
	_, err = c.RenewCertificate(ctx, one.ID)
	if got, ok := errors.AsType[*client.Problem](err); !ok || got.Status != http.StatusForbidden {
		t.Errorf("a key that only reads: %v", err)
	}
}

// learnsOther lets somebody pass all that the course asks for, but one page.
func learnsOther(t *testing.T, s *Site, who identity.Actor, but string) {
	t.Helper()
	c := s.library.Edition().Course
	pages := c.Tasks()
	if c.Assessment != nil {
		pages = append(pages[:len(pages):len(pages)], c.Assessment)
	}
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		for _, p := range pages {
			if p.Path == but {
				continue
			}
			if _, err := s.records.Append(tx, who, xapi.Statement{Verb: xapi.Passed, Object: xapi.Activity{ID: string(delivery.PageActivity(c, p))}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// certificates are all that a program sees; at least one.
func certificates(ctx context.Context, t *testing.T, c *client.Client) (all []client.Certificate) {
	t.Helper()
	for one, err := range c.Certificates(ctx, client.CertificateFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		t.Fatal("there is no certificate")
	}
	return all
}
