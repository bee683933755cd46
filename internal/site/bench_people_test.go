package site

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
)

// The size of BenchmarkPeople: people with accounts, and how many an API list gives at once.
const (
	benchPeople = 1000
	benchPage   = 50
	// keyUses is how often a key is used before another takes its place: below what a key may ask in a minute.
	keyUses = 500
)

// BenchmarkPeople gives what accounts cost, on both databases, beside a reference in the same run: a page with a session
// beside the same bytes from bare net/http; the start of a session beside one row kept; a list of the API beside the same
// rows read.
func BenchmarkPeople(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, server := open(b, source())
		benchmarkPeople(b, s, server)
	})
	b.Run("postgresql", func(b *testing.B) {
		address := pgtest.New(b)
		s, server := open(b, source(), func(o *Options) { o.Database, o.Secret = address, testSecret })
		benchmarkPeople(b, s, server)
	})
}

func benchmarkPeople(b *testing.B, s *Site, server *httptest.Server) {
	who := identity.New(s.db, clock.System{})
	var last identity.Person
	var secret string
	write(b, s, "CREATE TABLE store_bench (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)")
	for i := range benchPeople {
		keep(b, s, func(tx store.Tx) (err error) {
			last, err = who.CreatePerson(tx, "", identity.Person{Name: fmt.Sprintf("Person %d", i), Language: "en"})
			return err
		})
	}
	begin := func(tx store.Tx) (err error) {
		secret, err = s.identity.Begin(tx, last.ID, identity.MethodLink, identity.ByLink, identity.Browser{Label: "Firefox"})
		return err
	}
	keep(b, s, begin)
	path, cookie := lessonPath(s), "session="+secret
	bare := httptest.NewServer(sameBytes(s, path, cookie))
	defer bare.Close()
	b.Run("bare", func(b *testing.B) { hammer(b, host(bare), path, "") })
	b.Run("page-with-session", func(b *testing.B) { hammer(b, host(server), path, cookie) })
	b.Run("one-row-kept", func(b *testing.B) {
		for b.Loop() {
			write(b, s, "INSERT INTO store_bench (id, body) VALUES (?, ?)", clock.NewID(), secret)
		}
	})
	b.Run("session-begun", func(b *testing.B) {
		for b.Loop() {
			keep(b, s, begin)
		}
	})
	b.Run("rows-read", func(b *testing.B) {
		for b.Loop() {
			readPeople(b, s)
		}
	})
	b.Run("api-list", func(b *testing.B) { benchmarkList(b, s, who) })
}

// benchmarkList asks for the first page of people, with another key when one has asked its share.
func benchmarkList(b *testing.B, s *Site, who *identity.Room) {
	var key string
	for n := 0; b.Loop(); n++ {
		if n%keyUses == 0 {
			b.StopTimer()
			keep(b, s, func(tx store.Tx) error {
				k, secret, err := who.CreateKey(tx, "", identity.Key{Name: "bench", Scopes: []string{string(identity.PeopleRead)}})
				key = k.ID + ":" + secret
				return err
			})
			b.StartTimer()
		}
		r := httptest.NewRequest("GET", "/api/people?limit="+strconv.Itoa(benchPage), nil)
		r.Header.Set("Authorization", "Bearer "+key)
		w := httptest.NewRecorder()
		if s.Handler().ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
}

func keep(b *testing.B, s *Site, fn func(store.Tx) error) {
	b.Helper()
	if err := s.db.Write(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

func write(b *testing.B, s *Site, query string, args ...any) {
	b.Helper()
	keep(b, s, func(tx store.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
}

func readPeople(b *testing.B, s *Site) {
	b.Helper()
	err := s.db.Read(b.Context(), func(tx store.Tx) error {
		rows, err := tx.Query("SELECT id, name, COALESCE(email, ''), language, state, made FROM identity_person ORDER BY id LIMIT ?", benchPage)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one [6]string
			if err := rows.Scan(&one[0], &one[1], &one[2], &one[3], &one[4], &one[5]); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		b.Fatal(err)
	}
}

// sameBytes is a server of bare net/http with the page that a cookie gets.
func sameBytes(s *Site, path, cookie string) http.Handler {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Cookie", cookie)
	rec := httptest.NewRecorder()
	s.Handler().ServeHTTP(rec, r)
	body := rec.Body.Bytes()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
}
