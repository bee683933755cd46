package api

import (
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
)

func TestARequestSentAgainIsDoneOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, db *store.DB, c *clock.Fixed) {
		first := a.create("hello", onceHeader, `"k1"`)
		if again := a.create("hello", onceHeader, `k1`); again != first {
			t.Errorf("sent again: %+v, first %+v", again, first)
		}
		got := a.ask("all", "POST", "/api/notes", `{"course":"one","text":"other"}`, onceHeader, "k1")
		if p := got.problem(t); got.status != 422 || p.Code != "once-reused" {
			t.Errorf("another request under the same name: %s", got.body)
		}
		got = a.ask("all", "PATCH", "/api/notes/"+first.ID, `{"text":"hello"}`, onceHeader, "k1")
		if p := got.problem(t); p.Code != "once-reused" {
			t.Errorf("another operation under the same name: %s", got.body)
		}
		a.want(201, a.ask("other", "POST", "/api/notes", `{"course":"one","text":"mine"}`, onceHeader, "k1"))
		// What failed was not done and may be sent again.
		a.want(409, a.ask("all", "POST", "/api/notes", `{"course":"one","text":"never"}`, onceHeader, "k2"))
		a.create("mended", onceHeader, "k2")
		for _, bad := range []string{`""`, "\x7f", `"a"b"`, strings.Repeat("x", 256)} {
			if got := a.ask("all", "POST", "/api/notes", `{"course":"one","text":"x"}`, onceHeader, bad); got.status != 400 || got.problem(t).Code != "bad-once" {
				t.Errorf("name %q: %d", bad, got.status)
			}
		}
		if n := count(t, db, "notes_note"); n != 3 {
			t.Errorf("%d notes, want 3", n)
		}
		c.Advance(onceFor)
		if later := a.create("hello", onceHeader, "k1"); later.ID == first.ID {
			t.Error("the answer is kept for longer than said")
		}
		c.Advance(onceFor)
		if err := db.Write(t.Context(), func(tx store.Tx) error { return deleteOnce(tx, c.Now()) }); err != nil || count(t, db, "api_idempotency") != 0 {
			t.Errorf("%d answers are left, %v", count(t, db, "api_idempotency"), err)
		}
	})
}

func TestKeptAnswersCannotBeReadFromTheDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, db *store.DB, _ *clock.Fixed) {
		a.create("a telling text", onceHeader, "a-telling-name")
		err := db.Read(t.Context(), func(tx store.Tx) error {
			var row [4]string
			if err := tx.QueryRow("SELECT key_id, name, print, answer FROM api_idempotency").Scan(&row[0], &row[1], &row[2], &row[3]); err != nil {
				return err
			}
			if all := strings.Join(row[:], " "); strings.Contains(all, "telling") {
				t.Errorf("the table holds %s", all)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		b, err := newBox(Call{Key: Key{ID: "all"}, secret: "another"})
		if err != nil {
			t.Fatal(err)
		}
		for _, sealed := range []string{"", "x", "AAAA", strings.Repeat("A", 80)} {
			if b.open(sealed, new(note)) == nil {
				t.Errorf("%q was opened", sealed)
			}
		}
	})
}

// Many send the same request at once, on two nodes where the database can be shared: one note is made.
func TestTheSameRequestAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, db *store.DB, c *clock.Fixed) {
		nodes := []asker{a, {t, newFrame(db, c, 0)}}
		var all sync.WaitGroup
		var mu sync.Mutex
		seen := map[string]int{}
		for i := range 16 {
			all.Go(func() {
				got := nodes[i%2].ask("all", "POST", "/api/notes", `{"course":"one","text":"hello"}`, onceHeader, "k")
				mu.Lock()
				defer mu.Unlock()
				if got.status == 409 {
					seen[got.problem(t).Code]++
				} else {
					seen[got.body]++
				}
			})
		}
		all.Wait()
		delete(seen, "running")
		if n := count(t, db, "notes_note"); n != 1 || len(seen) != 1 {
			t.Errorf("%d notes; answers: %v", n, seen)
		}
	})
}

func TestChangesOfAStateThatIsGone(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, _ *store.DB, _ *clock.Fixed) {
		path := "/api/notes/" + a.create("first").ID
		seen := a.ask("all", "GET", path, "").header.Get("ETag")
		next := a.want(200, a.ask("all", "PATCH", path, `{"text":"second"}`, "If-Match", seen))
		if got := a.ask("all", "PATCH", path, `{"text":"third"}`, "If-Match", seen); got.status != 412 || got.problem(t).Code != "stale" {
			t.Errorf("a change of what is gone: %d %s", got.status, got.body)
		}
		a.want(200, a.ask("all", "PATCH", path, `{"text":"third"}`, "If-Match", `"x", `+next.header.Get("ETag")))
		a.want(200, a.ask("all", "PATCH", path, `{"text":"fourth"}`))
		a.want(200, a.ask("all", "PATCH", path, `{"text":"fifth"}`, "If-Match", "*"))
	})
}
