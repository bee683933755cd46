package mail

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

func TestHours(t *testing.T) {
	toronto := Hours{Zone: "America/Toronto", QuietFrom: 20 * 60, QuietUntil: 7 * 60, Digest: 8 * 60}
	nap := Hours{Zone: "America/St_Johns", QuietFrom: 13 * 60, QuietUntil: 14*60 + 30, Digest: 2*60 + 30}
	for _, c := range []struct {
		name         string
		h            Hours
		at, out, dig string
	}{
		{"at noon", toronto, "2026-11-27T17:00:00Z", "2026-11-27T17:00:00Z", "2026-11-28T13:00:00Z"},
		{"in the evening", toronto, "2026-11-28T01:00:00Z", "2026-11-28T12:00:00Z", "2026-11-28T13:00:00Z"},
		{"before dawn", toronto, "2026-11-27T11:59:00Z", "2026-11-27T12:00:00Z", "2026-11-27T13:00:00Z"},
		{"when quiet ends", toronto, "2026-11-27T12:00:00Z", "2026-11-27T12:00:00Z", "2026-11-27T13:00:00Z"},
		{"at the digest", toronto, "2026-11-27T13:00:00Z", "2026-11-27T13:00:00Z", "2026-11-28T13:00:00Z"},
		{"half-hour zone, within a day", nap, "2026-11-27T17:00:00Z", "2026-11-27T18:00:00Z", "2026-11-28T06:00:00Z"},
		{"half-hour zone, after", nap, "2026-11-27T18:00:00Z", "2026-11-27T18:00:00Z", "2026-11-28T06:00:00Z"},
		// Clocks go forward over 2:30 on March 14, 2027: the digest comes an hour off, not never.
		{"the night that clocks go forward", nap, "2027-03-14T04:00:00Z", "2027-03-14T04:00:00Z", "2027-03-14T05:00:00Z"},
		{"the night that clocks go back", toronto, "2026-11-01T02:00:00Z", "2026-11-01T12:00:00Z", "2026-11-01T13:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := lang.Machine(c.h.afterQuiet(at)); got != c.out {
			t.Errorf("%s: sent at %s, want %s", c.name, got, c.out)
		}
		if got := lang.Machine(c.h.nextDigest(at)); got != c.dig {
			t.Errorf("%s: digest at %s, want %s", c.name, got, c.dig)
		}
	}
}

// Whatever the hours, mail leaves within a day, never in quiet, and a digest comes
// within 25 hours (a day may have as many).
func TestHoursHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minute := rapid.IntRange(0, dayMinutes-1)
		h := Hours{Zone: rapid.SampledFrom([]string{"UTC", "America/Toronto", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"}).Draw(t, "zone"),
			QuietFrom: minute.Draw(t, "from"), QuietUntil: minute.Draw(t, "until"), Digest: minute.Draw(t, "digest")}
		at := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "at"), 0).UTC()
		out := h.afterQuiet(at)
		if wait := out.Sub(at); wait < 0 || wait > 25*time.Hour {
			t.Fatalf("it waits %v", wait)
		}
		if again := h.afterQuiet(out); again.Sub(out) > time.Hour {
			t.Fatalf("%v is quiet too, until %v", out, again)
		}
		if d := h.nextDigest(at); !d.After(at) || d.Sub(at) > 25*time.Hour {
			t.Fatalf("the digest after %v comes at %v", at, d)
		}
	})
}

func TestQuietHoursHoldMailBackButNotCodes(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		office := newPostOffice(t)
		b := newBench(t, db, office.url)
		b.clock.Advance(9 * time.Hour) // nine in the evening in Toronto
		b.send(b.answer())
		b.send(b.code("fr"))
		b.drain()
		if got := b.states(); got != "waiting sent" {
			t.Errorf("in the evening: %s", got)
		}
		b.clock.Advance(10 * time.Hour)
		b.drain()
		if got := b.states(); got != "sent sent" {
			t.Errorf("in the morning: %s", got)
		}
	})
}

func TestDigest(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		office := newPostOffice(t)
		b := newBench(t, db, office.url)
		b.write(func(tx store.Tx) error {
			return errors.Join(b.Choose(tx, "p-1", "answers", Daily), b.SetHours(tx, "p-1", Hours{Zone: "America/Iqaluit", QuietFrom: 0, QuietUntil: 0, Digest: 9 * 60}))
		})
		for _, text := range []string{"Oui.", "Non.", "Peut-être."} {
			m := b.answer()
			m.Args = lang.A{"who": "Ana", "text": text}
			b.send(m)
			b.clock.Advance(time.Hour)
		}
		b.drain()
		if b.states() != "held held held" || len(office.got) != 0 {
			t.Fatalf("%s, %d messages", b.states(), len(office.got))
		}
		b.clock.Advance(18 * time.Hour) // nine in the morning in Iqaluit
		b.drain()
		b.drain()
		if got := b.states(); got != "digested digested digested sent" {
			t.Fatal(got)
		}
		head, parts := office.last(t)
		if got := decoded(t, head.Get("Subject")); got != "Les logiciels ouverts au gouvernement\u00a0: 3 messages" {
			t.Error(got)
		}
		yes, no, perhaps := strings.Index(parts["text/plain"], "Oui."), strings.Index(parts["text/plain"], "Non."), strings.Index(parts["text/plain"], "Peut-être.")
		if yes < 0 || no < yes || perhaps < no || strings.Count(parts["text/html"], "<h2>") != 3 || len(office.got) != 1 {
			t.Errorf("%d messages, the last\n%s", len(office.got), parts["text/plain"])
		}
		b.clock.Advance(24 * time.Hour)
		b.drain()
		if len(office.got) != 1 {
			t.Error("an empty digest was sent")
		}
	})
}

func TestChoices(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		b := newBench(t, db, "")
		want := func(what string, answers, news, other Way) {
			t.Helper()
			b.write(func(tx store.Tx) error {
				ways, err := b.Choices(tx, "p-1")
				chosen, _ := selectChoices(tx, "p-1")
				if ways["answers"] != answers || ways["news"] != news || b.way(chosen, "undeclared") != other {
					t.Errorf("%s: %v", what, ways)
				}
				return err
			})
		}
		choose := func(topic string, w Way) {
			b.write(func(tx store.Tx) error { return b.Choose(tx, "p-1", topic, w) })
		}
		want("as usual", Now, Daily, Now)
		choose("answers", Never)
		want("no answers", Never, Daily, Now)
		choose("", Daily)
		want("all daily", Never, Daily, Daily)
		choose("answers", Now)
		want("answers at once", Now, Daily, Daily)
		choose("answers", Never)
		b.send(b.answer())
		m := b.answer()
		m.Person = "" // the same address, before there is an account
		b.send(m)
		if got := b.states(); got != "unwanted waiting" {
			t.Error(got)
		}
		for name, fn := range map[string]func(store.Tx) error{
			"a way":     func(tx store.Tx) error { return b.Choose(tx, "p-1", "answers", "weekly") },
			"a zone":    func(tx store.Tx) error { return b.SetHours(tx, "p-1", Hours{Zone: "Mars/Olympus"}) },
			"this zone": func(tx store.Tx) error { return b.SetHours(tx, "p-1", Hours{Zone: "Local"}) },
			"an hour":   func(tx store.Tx) error { return b.SetHours(tx, "p-1", Hours{Zone: "UTC", Digest: 1440}) },
		} {
			if err := db.Write(t.Context(), fn); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s that is none: %v", name, err)
			}
		}
	})
}
