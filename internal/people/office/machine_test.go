package office

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func TestRetention(t *testing.T) { onBoth(t, testRetention) }

func testRetention(b *building) {
	at := Path("en", "en", areaRetention)
	b.wants(at, "400 days", "without end", "Nothing has gone yet.")
	if w := b.act(at, "do", "rule", "record", "", "days", "x", "held", ""); w.Code != 422 {
		b.Errorf("%d", w.Code)
	}
	if w := b.act(at, "do", "rule", "record", "identity_device", "days", "30", "held", "a request <b>"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "30 days", "on hold: a request &lt;b&gt;")
	if w := b.act(at, "do", "run"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestMail(t *testing.T) { onBoth(t, testMail) }

func testMail(b *building) {
	at := Path("en", "en", areaMail)
	b.wants(at, "Nothing was written yet.", "No mail server is set")
	to, err := mail.ParseAddress("Zoé", "zoe@ville.example")
	if err != nil {
		b.Fatal(err)
	}
	letter := lang.MustCatalogue(fstest.MapFS{"catalogue/en.yaml": {Data: []byte("hello:\n  subject: Good day\n  body: All is well.\n")}, "catalogue/fr.yaml": {Data: []byte("hello:\n  subject: Bonjour\n  body: Tout va bien.\n")}})
	b.writing(func(tx store.Tx) error {
		return b.Mail.Send(tx, mail.Message{To: to, Language: "en", Words: letter, Key: "hello"})
	})
	b.wants(at, "zoe@ville.example", "Good day", "waiting")
	list := b.get(b.cookie, at).Body.String()
	_, rest, _ := strings.Cut(list, `href="`+at)
	id, _, _ := strings.Cut(rest, `/"`)
	b.wants(at+id+"/", "zoe@ville.example", "All is well.")
	if w := b.act(at+id+"/", "do", "again"); w.Code != http.StatusConflict {
		b.Errorf("a waiting message is sent again: %d", w.Code)
	}
	if w := b.get(b.cookie, at+"nothing/"); w.Code != 404 {
		b.Errorf("no message: %d", w.Code)
	}
}

func TestJobs(t *testing.T) { onBoth(t, testJobs) }

func testJobs(b *building) {
	at := Path("en", "en", areaJobs)
	b.wants(at, "Nothing is waiting.")
	b.writing(func(tx store.Tx) error { return b.strange.Enqueue(tx, "x", b.now.Now()) })
	b.wants(at, "test.strange: waiting, tries: 0")
	var list []jobs.Job
	b.reading(func(tx store.Tx) (err error) {
		list, _, err = b.Queue.List(tx, jobs.Filter{})
		return err
	})
	if w := b.act(at, "do", "retry", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.act(at, "do", "drop", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "Nothing is waiting.")
	if w := b.act(at, "do", "drop", "id", list[0].ID); w.Code != 404 {
		b.Errorf("a job that is gone: %d", w.Code)
	}
	b.wants(Path("en", "en", areaAudit)+"?do=job.", "job.retry", "job.drop")
}

func TestKeys(t *testing.T) { onBoth(t, testKeys) }

func testKeys(b *building) {
	at := Path("en", "en", areaKeys)
	if w := b.act(at, "do", "add", "name", "", "scope", "king"); w.Code != 422 || !strings.Contains(w.Body.String(), "Tick at least one") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	w := b.act(at, "do", "add", "name", "HR system", "scope", "people:read")
	_, rest, _ := strings.Cut(w.Body.String(), `readonly value="`)
	shown, _, _ := strings.Cut(rest, `"`)
	id, secret, _ := strings.Cut(shown, ":")
	var k identity.Key
	b.reading(func(tx store.Tx) (err error) {
		k, err = b.Identity.KeyOf(tx, id, secret)
		return err
	})
	if k.Name != "HR system" || strings.Join(k.Scopes, " ") != "people:read" {
		b.Errorf("made %+v", k)
	}
	b.wants(at, "HR system – people:read", "-"+secret)
	if w := b.act(at, "do", "end", "id", id); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "Ended November\u00a027, 2026.")
}

func TestHealth(t *testing.T) { onBoth(t, testHealth) }

func testHealth(b *building) {
	b.wants(Path("en", "en", areaHealth), "1.2.3", "here", "answers", "s3.example", "This file is not here any more")
}
