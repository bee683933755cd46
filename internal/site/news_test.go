package site

import (
	"net/http"
	"net/url"
	"testing"

	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/standard/xapi"
)

// TestALearnerAcrossTwoReleases finishes a page in one release and is told in the next what it says now, in the language
// that they read; says that they know it; and is written to once, because they asked for it.
func TestALearnerAcrossTwoReleases(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]func(o *Options){
		"sqlite":     func(*Options) {},
		"postgresql": func(o *Options) { o.Database, o.Secret, o.Blobs = pgtest.New(t), testSecret, t.TempDir() },
	} {
		t.Run(name, func(t *testing.T) { testAcrossTwoReleases(t, with) })
	}
}

func testAcrossTwoReleases(t *testing.T, with func(o *Options)) {
	first := released(t)
	s, server := open(t, first, with)
	publishOn(t, s, parcel(t, first, "1.0.0"))
	b, p := signedIn(t, s, server, "Marie Tremblay")
	write := func(fn func(tx store.Tx) error) {
		t.Helper()
		if err := s.db.Write(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx store.Tx) error {
		if err := s.mail.Choose(tx, string(p.ID), "delivery.news", mail.Now); err != nil {
			return err
		}
		return s.identity.SetEmail(tx, p.ID, p.ID, "marie@example.org")
	})
	tellNews(t, s)
	b.post("/en/words/snow/", url.Values{"act": {"done"}})
	b.get("/en/whats-new/").has(t, "Nothing is new for you")

	publishBy(t, s, parcel(t, after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages"), "1.1.0"))
	b.get("/en/").has(t, "1 page is new or says something else")
	b.get("/en/words/snow/").has(t, "This page says something else since you finished it")
	news := b.get("/en/whats-new/")
	news.has(t, "It said", "a sign in three languages", "a sign in four languages", "I have read what changed")
	other := b.get("/fr/nouveautes/") // the French text is what it was
	other.has(t, "Seul le texte d’une autre langue dit autre chose", `lang="en-CA" hreflang="en-CA">English</a>`, "J’ai lu ce qui a changé")
	other.lacks(t, "a sign in four languages")
	b.get("/fr/").has(t, "1 page n’a changé que dans une autre langue")
	b.get("/fr/").lacks(t, "est nouvelle ou dit autre chose")
	b.get("/fr/mots/neige/").has(t, "son texte n’a changé que dans une autre langue")
	b.get("/en/my-learning/").has(t, "What is new since you finished")
	newBrowser(t, server).get("/en/whats-new/").has(t, "Nothing is new for you")

	for range 2 {
		tellNews(t, s)
	}
	if n := outboxed(t, s, "delivery.news"); n != 1 {
		t.Errorf("%d messages", n)
	}
	b.post("/en/whats-new/", url.Values{"act": {"read"}, "release": {"1"}}) // of a page that stood open
	b.get("/en/whats-new/").has(t, "I have read what changed")
	b.post("/en/whats-new/", url.Values{"act": {"read"}, "release": {"2"}}).has(t, "Thank you", "Nothing is new for you")
	b.get("/en/").lacks(t, "says something else")
	write(func(tx store.Tx) error {
		list, err := s.records.Statements(tx, p.Actor, 0, 100)
		said := 0
		for _, one := range list {
			if one.Verb.ID == xapi.Experienced.ID && one.Context != nil && one.Context.Revision == "1.1.0" {
				said++
			}
		}
		if said != 1 {
			t.Errorf("said %d times that the page is known", said)
		}
		return err
	})
	if got := b.post("/en/whats-new/", url.Values{"act": {"eat"}}); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
		t.Errorf("%d", got.status)
	}
}

func tellNews(t *testing.T, s *Site) {
	t.Helper()
	if err := s.learning.TellNews(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// outboxed is how many messages about a topic there are.
func outboxed(t *testing.T, s *Site, topic string) (n int) {
	t.Helper()
	err := s.db.Read(t.Context(), func(tx store.Tx) error {
		list, _, err := s.mail.List(tx, mail.Filter{})
		n = 0
		for _, one := range list {
			if one.Topic == topic {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
