package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// onBoth runs a test on each kind of database.
func onBoth(t *testing.T, test func(t *testing.T, r *Room, db *store.DB)) {
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) { test(t, newRoom(), db) })
}

func newRoom() *Room {
	now := clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	return New(now, clock.Sequence(), "http://localhost/")
}

func answered(id, response string) xapi.Statement {
	return xapi.Statement{
		Verb:   xapi.Answered,
		Object: xapi.Activity{ID: "urn:x:course#" + id, Definition: &xapi.Definition{InteractionType: xapi.FillIn}},
		Result: &xapi.Result{Response: response},
	}
}

func write(t *testing.T, db *store.DB, fn func(store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, r *Room, db *store.DB, owner identity.Actor, after Seq, limit int) (out []Stored) {
	t.Helper()
	err := db.Read(t.Context(), func(tx store.Tx) (err error) {
		out, err = r.Statements(tx, owner, after, limit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStatementsArePaged(t *testing.T) { onBoth(t, testStatementsArePaged) }

func testStatementsArePaged(t *testing.T, r *Room, db *store.DB) {
	write(t, db, func(tx store.Tx) error {
		for i := range 7 {
			if _, err := r.Append(tx, "a", answered(fmt.Sprint("q", i), "x")); err != nil {
				return err
			}
			if _, err := r.Append(tx, "b", answered("other", "x")); err != nil {
				return err
			}
		}
		return nil
	})
	var got []string
	for after := Seq(0); ; {
		page := read(t, r, db, "a", after, 3)
		for _, s := range page {
			got = append(got, s.Object.ID[len("urn:x:course#"):])
			after = s.Seq
			if s.Actor.Account.Name != "a" || s.Stored.IsZero() || s.Validate() != nil {
				t.Errorf("kept as %+v", s)
			}
		}
		if len(page) < 3 {
			break
		}
	}
	if fmt.Sprint(got) != "[q0 q1 q2 q3 q4 q5 q6]" {
		t.Error(got)
	}
}

type listener struct {
	seen int
	fail error
}

func (l *listener) OnStored(store.Tx, identity.Actor, xapi.Statement) error {
	l.seen++
	return l.fail
}

func TestListenersRunInTheTransaction(t *testing.T) { onBoth(t, testListenersRunInTheTransaction) }

func testListenersRunInTheTransaction(t *testing.T, r *Room, db *store.DB) {
	l := &listener{}
	r.Listen(l)
	write(t, db, func(tx store.Tx) error {
		_, err := r.Append(tx, "a", answered("q1", "x"), answered("q2", "y"))
		return err
	})
	l.fail = errors.New("no")
	err := db.Write(t.Context(), func(tx store.Tx) error {
		_, err := r.Append(tx, "a", answered("q3", "z"))
		return err
	})
	if !errors.Is(err, l.fail) || l.seen != 3 {
		t.Errorf("seen %d, %v", l.seen, err)
	}
	if n := len(read(t, r, db, "a", 0, 10)); n != 2 {
		t.Errorf("%d statements are kept, want 2: a listener that fails undoes the act", n)
	}
}

func TestForbiddenStatementIsNotWritten(t *testing.T) { onBoth(t, testForbiddenStatementIsNotWritten) }

func testForbiddenStatementIsNotWritten(t *testing.T, r *Room, db *store.DB) {
	bad := answered("q1", "x")
	bad.Object.ID = "q1"
	err := db.Write(t.Context(), func(tx store.Tx) error {
		_, err := r.Append(tx, "a", bad)
		return err
	})
	var v xapi.Violation
	if !errors.As(err, &v) || v.Section != "2.4.4.1" {
		t.Error(err)
	}
}

func state(t *testing.T, r *Room, db *store.DB, owner identity.Actor, activity string) (body json.RawMessage) {
	t.Helper()
	err := db.Read(t.Context(), func(tx store.Tx) (err error) {
		body, err = r.State(tx, owner, activity, "standing")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestStateReplacesAndClaimMoves(t *testing.T) { onBoth(t, testStateReplacesAndClaimMoves) }

func testStateReplacesAndClaimMoves(t *testing.T, r *Room, db *store.DB) {
	put := func(tx store.Tx, owner identity.Actor, activity, body string) {
		t.Helper()
		if err := r.Put(tx, owner, State{Activity: activity, Name: "standing", Body: json.RawMessage(body)}); err != nil {
			t.Fatal(err)
		}
	}
	write(t, db, func(tx store.Tx) error {
		put(tx, "a", "urn:x:1", `{"n":1}`)
		put(tx, "a", "urn:x:1", `{"n":2}`)
		put(tx, "a", "urn:x:2", `{"n":3}`)
		put(tx, "b", "urn:x:2", `{"n":4}`)
		_, err := r.Append(tx, "a", answered("q1", "x"))
		return err
	})
	if got := state(t, r, db, "a", "urn:x:1"); string(got) != `{"n":2}` {
		t.Errorf("got %s", got)
	}
	write(t, db, func(tx store.Tx) error { return r.Claim(tx, "a", "b") })
	for activity, want := range map[string]string{"urn:x:1": `{"n":2}`, "urn:x:2": `{"n":4}`} {
		if got := state(t, r, db, "b", activity); string(got) != want {
			t.Errorf("%s: got %s, want %s", activity, got, want)
		}
	}
	if got := state(t, r, db, "a", "urn:x:2"); got != nil {
		t.Errorf("left behind: %s", got)
	}
	moved := read(t, r, db, "b", 0, 10)
	if len(moved) != 1 || moved[0].Actor.Account.Name != "a" {
		t.Errorf("a claimed statement must not change: %+v", moved)
	}
}

func TestEraseTakesOutWhatWasWritten(t *testing.T) { onBoth(t, testEraseTakesOutWhatWasWritten) }

func testEraseTakesOutWhatWasWritten(t *testing.T, r *Room, db *store.DB) {
	choice := answered("q2", "k7m2qp")
	choice.Object.Definition = &xapi.Definition{InteractionType: xapi.Choice}
	write(t, db, func(tx store.Tx) error {
		if _, err := r.Append(tx, "a", answered("q1", "my secret"), choice); err != nil {
			return err
		}
		return r.Put(tx, "a", State{Activity: "urn:x:1", Name: "standing", Body: json.RawMessage(`{}`)})
	})
	write(t, db, func(tx store.Tx) error { return r.Erase(tx, "a") })
	var kept []identity.Kept
	err := db.Read(t.Context(), func(tx store.Tx) (err error) {
		kept, err = r.Export(tx, "a")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(kept[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("my secret")) || !bytes.Contains(data, []byte("k7m2qp")) {
		t.Errorf("after erasing: %s", data)
	}
	if kept[0].Count != 2 || kept[1].Count != 0 {
		t.Errorf("%d statements and %d states, want 2 and 0", kept[0].Count, kept[1].Count)
	}
}
