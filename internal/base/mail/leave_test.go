package mail

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

// bare is a frame without a site.
type bare struct{}

func (bare) Language(s string) (tag, face lang.Tag, ok bool) {
	return lang.Tag(s), lang.Tag(s), s == "en" || s == "fr"
}

func (bare) Draw(w http.ResponseWriter, r *http.Request, status int, s Sheet) error {
	w.WriteHeader(status)
	fmt.Fprintf(w, "<title>%s</title><a href=%q></a>", s.Title, s.At("en"))
	return s.Body.Render(r.Context(), w)
}

// pagesOf serves the pages of an outbox.
func pagesOf(t *testing.T, b *bench) http.Handler {
	kit, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), ErrorPage: func(p web.Problem) []byte { return []byte(p.Message.In("en")) }})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	b.Register(mux, kit, bare{})
	return kit.Wrap(mux)
}

func ask(t *testing.T, h http.Handler, method, at string, form url.Values, headers ...string) (status int, body string) {
	t.Helper()
	r := httptest.NewRequest(method, at, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// leaveLink sends a message and gives the link at its foot.
func leaveLink(t *testing.T, b *bench, office *postOffice, m Message) string {
	t.Helper()
	b.send(m)
	b.drain()
	head, _ := office.last(t)
	u, err := url.Parse(strings.Trim(head.Get("List-Unsubscribe"), "<>"))
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}

func TestLeaving(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		office := newPostOffice(t)
		b := newBench(t, db, office.url)
		h := pagesOf(t, b)
		link := leaveLink(t, b, office, b.answer())
		wants := func(what string, answers, news Way) {
			t.Helper()
			b.write(func(tx store.Tx) error {
				ways, err := b.Choices(tx, "p-1")
				if ways["answers"] != answers || ways["news"] != news {
					t.Errorf("%s: %v", what, ways)
				}
				return err
			})
		}
		// A program that looks after mail follows the link, as often as it likes.
		for _, method := range []string{"GET", "HEAD", "GET"} {
			if status, body := ask(t, h, method, link, nil); status != 200 || method == "GET" && !strings.Contains(body, "Answers to your comments") {
				t.Errorf("%s %d %s", method, status, body)
			}
		}
		wants("after a scanner", Now, Daily)
		// A mail program's one click: no cookie, no origin, no redirect (RFC 8058, section 3.2).
		status, body := ask(t, h, "POST", link, url.Values{"List-Unsubscribe": {"One-Click"}})
		if status != 200 || !strings.Contains(body, "You get no more of these messages: Answers") {
			t.Errorf("one click: %d %s", status, body)
		}
		wants("after one click", Never, Daily)
		if status, _ := ask(t, h, "POST", link, url.Values{"ask": {"again"}}); status != 303 {
			t.Errorf("again: %d", status)
		}
		wants("again", Now, Daily)
		ask(t, h, "POST", link, url.Values{"ask": {"all"}})
		wants("no more at all", Never, Never)
		if _, body := ask(t, h, "GET", strings.Replace(link, "/en/no-more-mail/", "/fr/plus-de-courriel/", 1), nil); !strings.Contains(body, "plus aucun message") || strings.Contains(body, `value="all"`) {
			t.Error(body)
		}
		b.send(b.answer())
		if got := b.states(); got != "sent unwanted" {
			t.Error(got)
		}
		for name, c := range map[string]struct {
			link string
			form url.Values
			head []string
			want int
		}{
			"a foreign key":     {"/en/no-more-mail/?key=" + strings.Repeat("x", 43), url.Values{"ask": {"all"}}, nil, 404},
			"no key":            {"/en/no-more-mail/", url.Values{"ask": {"all"}}, nil, 404},
			"nothing asked for": {link, url.Values{}, nil, 400},
			"another site":      {link, url.Values{"ask": {"again"}}, []string{"Origin", "https://evil.example"}, 403},
		} {
			if status, _ := ask(t, h, "POST", c.link, c.form, c.head...); status != c.want {
				t.Errorf("%s: %d, want %d", name, status, c.want)
			}
		}
		wants("after all that", Never, Never)
	})
}

// An address without an account can stop what comes too.
func TestLeavingWithoutAccount(t *testing.T) {
	office := newPostOffice(t)
	b := newBench(t, newDB(t), office.url)
	m := b.answer()
	m.Person, m.Topic = "", ""
	link := leaveLink(t, b, office, m)
	ask(t, pagesOf(t, b), "POST", link, url.Values{"ask": {"topic"}})
	m.To = address(t, "", "ZOE@example.ca")
	b.send(m)
	if got := b.states(); got != "sent unwanted" {
		t.Error(got)
	}
}

// What waits for the morning, or for a digest, does not come after its reader stopped it.
func TestWhatWaitsIsStoppedToo(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		office := newPostOffice(t)
		b := newBench(t, db, office.url)
		link := leaveLink(t, b, office, b.answer())
		b.clock.Advance(9 * time.Hour) // nine in the evening
		b.send(b.answer())
		news := b.answer()
		news.Topic = "news"
		b.send(news)
		if got := b.states(); got != "sent waiting held" {
			t.Fatal(got)
		}
		ask(t, pagesOf(t, b), "POST", link, url.Values{"ask": {"all"}})
		b.send(b.code("fr"))
		b.clock.Advance(24 * time.Hour)
		b.drain()
		if got := b.states(); got != "sent unwanted unwanted sent" || len(office.got) != 2 {
			t.Errorf("%s, %d messages", got, len(office.got))
		}
	})
}
