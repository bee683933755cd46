package office

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func TestHooks(t *testing.T) { onBoth(t, testHooks) }

func testHooks(b *building) {
	at := Path("en", "en", areaHooks)
	b.wants(at, "No program is told.")
	if w := b.act(at, "do", "add", "url", "nowhere", "types", "role.granted"); w.Code != 422 || !strings.Contains(w.Body.String(), `value="role.granted" checked`) {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	// The provider answers 404 to whatever is sent to it.
	w := b.act(at, "do", "add", "url", b.provider+"/hook", "types", "role.granted")
	secret := regexp.MustCompile(`whsec_[A-Za-z0-9+/=]+`)
	if w.Code != 200 || !secret.MatchString(w.Body.String()) || w.Header().Get("Cache-Control") != "no-store" && !strings.Contains(w.Header().Get("Cache-Control"), "private") {
		b.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	b.wants(at, b.provider+"/hook", "role.granted", "It is told.")
	list := b.get(b.cookie, at).Body.String()
	if secret.MatchString(list) {
		b.Error("the secret is shown again")
	}
	_, rest, _ := strings.Cut(list, `href="`+at+"w-")
	id, _, _ := strings.Cut(rest, `/"`)
	one := at + "w-" + id + "/"
	b.wants(one, "Nothing was sent yet.", `value="role.granted" checked`, `value="person.created">`)
	for _, do := range []string{"test", "pause", "resume", "renew"} {
		if w := b.act(one, "do", do); w.Code != 303 && (do != "renew" || !secret.MatchString(w.Body.String())) {
			b.Errorf("%s: %d %s", do, w.Code, w.Body)
		}
	}
	b.wants(one, "test, ", "waiting, 0 tries")
	if err := b.Queue.Drain(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.wants(one, "waiting, 1 try.", "It answered 404.", "has not taken anything since")
	if w := b.act(one, "do", "pause"); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(one, "Paused. Nothing is sent to it.", "Go on")
	if w := b.act(one, "do", "test"); w.Code != http.StatusConflict && w.Code != 400 {
		b.Errorf("a test to what is paused: %d", w.Code)
	}
	if w := b.act(one, "do", "save", "url", "ftp://x"); w.Code != 422 {
		b.Errorf("%d", w.Code)
	}
	if w := b.act(one, "do", "save", "url", b.provider+"/other"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(one, b.provider+"/other", "Paused")
	b.wants(at, "All")
	if w := b.act(one, "do", "again", "delivery", "msg_x"); w.Code != 404 {
		b.Errorf("a delivery that is none: %d", w.Code)
	}
	if w := b.act(one, "do", "remove"); w.Code != 422 {
		b.Errorf("without a tick: %d", w.Code)
	}
	if w := b.act(one, "do", "remove", "confirm", "yes"); w.Code != 303 || w.Header().Get("Location") != at+"?kept=1" {
		b.Errorf("%d %v", w.Code, w.Header())
	}
	b.wants(at, "No program is told.")
	b.wants(Path("en", "en", areaAudit)+"?do=webhook.", "webhook.create", "webhook.test", "webhook.save", "webhook.secret", "webhook.remove")
}

func TestHold(t *testing.T) { onBoth(t, testHold) }

func testHold(b *building) {
	p, _ := b.person("Zoé", identity.ByLink)
	at := PathOf("fr", "fr", areaPerson, string(p.ID))
	retention := Path("fr", "fr", areaRetention)
	b.wants(retention, "Aucune personne n’est visée.")
	if w := b.act(at, "do", "hold", "why", " "); w.Code != 422 || !strings.Contains(w.Body.String(), "Dites pourquoi") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.act(at, "do", "hold", "why", "Dossier 12 <b>"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "Dossier 12 &lt;b&gt;", "novembre", "Ana", "Lever l’obligation")
	b.wants(retention, "Dossier 12 &lt;b&gt;", "Zoé")
	if w := b.act(at, "do", "erase", "confirm", "yes"); w.Code != http.StatusConflict {
		b.Errorf("whoever is held is erased: %d", w.Code)
	}
	b.reading(func(tx store.Tx) error {
		lines, err := b.Identity.Trail(tx, identity.TrailFilter{On: string(p.ID), Do: "hold."})
		for _, l := range lines {
			if l.By != b.admin.ID || len(l.Detail) > 0 {
				b.Errorf("the trail says %+v", l)
			}
		}
		return err
	})
	if w := b.act(at, "do", "lift"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "Imposer la conservation")
	if w := b.act(at, "do", "erase", "confirm", "yes"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(Path("fr", "fr", areaAudit)+"?do=hold.", "hold.set", "hold.lift")
}
