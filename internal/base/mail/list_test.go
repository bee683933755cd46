package mail

import (
	"strings"
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Without a mail server an administrator is the only way for a code to reach its
// reader; with one it is shown to nobody.
func TestCodesAreShownOnlyWithoutServer(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		b := newBench(t, db, "")
		b.send(b.code("en"))
		b.send(b.answer())
		b.drain()
		read := func(i int) string {
			t.Helper()
			text := ""
			id := b.list()[i].ID
			b.write(func(tx store.Tx) (err error) { _, text, err = b.Read(tx, id); return err })
			return text
		}
		if got := read(0); b.states() != "waiting waiting" || !strings.Contains(got, "482 913") || b.list()[0].Subject != "Your code to sign in" {
			t.Errorf("without server: %s %q", b.states(), got)
		}
		office := newPostOffice(t)
		b.restart(office.url)
		if got := read(0); got != "" || b.list()[0].Subject != "" {
			t.Errorf("a code is shown beside a mail server: %q", got)
		}
		b.drain()
		if got := b.states(); got != "sent sent" || len(office.got) != 2 {
			t.Errorf("when a server came: %s", got)
		}
		if got := read(1); !strings.Contains(got, "Oui & non") || strings.Contains(got, "key=") {
			t.Errorf("what was sent reads %q", got)
		}
		var kept int
		b.write(func(tx store.Tx) error {
			return tx.QueryRow("SELECT count(*) FROM mail_outbox WHERE urgent = 1 AND content IS NOT NULL").Scan(&kept)
		})
		if kept != 0 {
			t.Error("a code is kept after it was sent")
		}
		b.clock.Advance(keepSent + 24*time.Hour)
		b.drain()
		if got := read(1); got != "" || b.list()[1].Shown {
			t.Errorf("a week later one can read %q", got)
		}
	})
}

func TestOldCodesAreNotSentLate(t *testing.T) {
	b := newBench(t, newDB(t), "")
	b.send(b.code("en"))
	b.clock.Advance(2 * time.Hour)
	b.send(b.code("fr"))
	office := newPostOffice(t)
	b.restart(office.url)
	b.drain()
	if got := b.states(); got != "failed sent" || b.list()[0].Why != "stale" {
		t.Errorf("%s, %q", got, b.list()[0].Why)
	}
}

func TestOutboxPages(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		b := newBench(t, db, "")
		for range 5 {
			b.send(b.answer())
		}
		seen := map[string]bool{}
		f := Filter{State: Waiting, Limit: 2}
		for range 3 {
			b.write(func(tx store.Tx) error {
				list, more, err := b.List(tx, f)
				for _, e := range list {
					seen[e.ID] = true
					f.Before = e.ID
				}
				if more != (len(seen) < 5) {
					t.Errorf("after %d entries more is %v", len(seen), more)
				}
				return err
			})
		}
		b.write(func(tx store.Tx) error {
			n, err := b.Count(tx)
			if len(seen) != 5 || n[Waiting] != 5 || len(n) != 1 {
				t.Errorf("%d seen, counted %v", len(seen), n)
			}
			return err
		})
		err := db.Read(t.Context(), func(tx store.Tx) error { _, _, err := b.Read(tx, "none"); return err })
		if fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}
