package office

import (
	"testing"
	"time"

	"atelier/internal/people/identity"
)

func TestViewsOfPages(t *testing.T) { onBoth(t, testViewsOfPages) }

func testViewsOfPages(b *building) {
	at := Path("fr", "fr", areaPrivacy)
	b.wants(at, "ne sont pas comptés", "Les compter")
	if w := b.act(at, "do", "views-on"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	for range 7 {
		b.Privacy.Viewed("home", "fr")
	}
	b.Privacy.Viewed("rare", "fr")
	if err := b.Privacy.Tally(b.Context()); err != nil {
		b.Fatal(err)
	}
	if one, other := b.viewed("fr", "home"), b.viewed("fr", "three-languages home"); one == nil || one != other || b.viewed("fr", "no-course home") != nil {
		b.Errorf("the pages whose views are counted: %v, %v", one, other)
	}
	b.wants(at, "sont comptés", "Aucune page n’a été affichée assez souvent") // today is not over
	b.now.Advance(24 * time.Hour)
	b.admin, b.cookie = b.person("Bea", identity.ByTwo, identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
	b.wants(at, "Les pages les plus affichées", ">7<", "-rare")
	if w := b.act(at, "do", "views-off"); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "ne sont pas comptés")
}
