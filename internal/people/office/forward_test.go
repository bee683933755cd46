package office

import (
	"net/http"
	"strings"
	"testing"
)

func TestForwards(t *testing.T) { onBoth(t, testForwards) }

func testForwards(b *building) {
	at := Path("en", "en", areaForwards)
	b.wants(at, "Nothing is passed on.")
	for field, form := range map[string][]string{
		"url":   {"do", "add", "name", "Records", "url", "nowhere", "login", "k", "secret", "hush-hush", "people", "no"},
		"login": {"do", "add", "name", "Records", "url", b.provider + "/xapi", "login", "", "secret", "hush-hush", "people", "no"},
		"verbs": {"do", "add", "name", "Records", "url", b.provider + "/xapi", "login", "k", "secret", "hush-hush", "people", "no", "verbs", "did"},
		"since": {"do", "add", "name", "Records", "url", b.provider + "/xapi", "login", "k", "secret", "hush-hush", "people", "no", "since", "soon"},
	} {
		if w := b.act(at, form...); w.Code != 422 || !strings.Contains(w.Body.String(), `id="`+field+`"`) || !strings.Contains(w.Body.String(), `value="Records"`) || strings.Contains(w.Body.String(), "hush-hush") {
			b.Errorf("%s: %d %s", field, w.Code, w.Body)
		}
	}
	if w := b.act(at, "do", "add", "name", "Records", "url", b.provider+"/xapi/", "login", "k", "secret", "hush-hush", "people", "yes", "since", "2026-01-01"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "Records", b.provider+"/xapi", "It gets them.")
	list := b.get(b.cookie, at).Body.String()
	_, rest, _ := strings.Cut(list, `href="`+at+"f-")
	id, _, _ := strings.Cut(rest, `/"`)
	one := at + "f-" + id + "/"
	b.wants(one, "It has refused nothing.", "None yet", `value="k"`)
	if strings.Contains(b.get(b.cookie, one).Body.String(), "hush-hush") {
		b.Error("the secret is shown")
	}
	for _, do := range []string{"pause", "resume", "again"} {
		if w := b.act(one, "do", do); w.Code != 303 {
			b.Errorf("%s: %d %s", do, w.Code, w.Body)
		}
	}
	if w := b.act(one, "do", "save", "name", "Archive", "url", b.provider+"/other", "login", "k2", "people", "no", "verbs", "http://example.org/did"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(one, "Archive", b.provider+"/other", "http://example.org/did")
	if w := b.act(one, "do", "remove"); w.Code != 422 || !strings.Contains(w.Body.String(), `value="Archive"`) {
		b.Errorf("without a tick: %d", w.Code)
	}
	if w := b.act(one, "do", "remove", "confirm", "yes"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"?kept=1" {
		b.Errorf("%d %v", w.Code, w.Header())
	}
	b.wants(at, "Nothing is passed on.")
	b.wants(Path("en", "en", areaAudit)+"?do=forward.", "forward.create", "forward.save", "forward.retry", "forward.remove")
}
