package doctor

import (
	"os"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A server whose data need not survive, as tests use, is told from one that keeps it.
func TestTheServerIsLookedAt(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{pgtest.New(t): "failing: The database server may lose what it acknowledged: fsync, full_page_writes is off.", pgtest.NewServer(t).Address(): "sound: PostgreSQL 1"} {
		db, err := store.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Migrate(t.Context(), db, rooms...); err != nil {
			t.Fatal(err)
		}
		db.Close()
		got := said(t, Options{Data: t.TempDir(), Database: address, Blobs: t.TempDir() + "/none", Rooms: rooms, Now: time.Now()})
		if !strings.HasPrefix(got["server"], want) {
			t.Errorf("%q, want %q", got["server"], want)
		}
	}
}

// What the server tells is judged by bounds.
func TestTheServersStateIsJudged(t *testing.T) {
	x := &examination{}
	good := store.Server{Version: "15.4", Fsync: true, FullPages: true, Synchronous: true, Clients: 5, MostClients: 97}
	for name, c := range map[string]struct {
		change func(*store.Server)
		want   string
	}{
		"all well":            {func(*store.Server) {}, "sound: PostgreSQL 15.4"},
		"no wait for a disk":  {func(s *store.Server) { s.Synchronous = false }, "warning: The database server does not wait"},
		"hardly a connection": {func(s *store.Server) { s.Clients = 90 }, "warning: The database server has 7 connections left of 97"},
		"a long transaction":  {func(s *store.Server) { s.OldestBegun = 3 * time.Hour }, "warning: A transaction has been open for 180 minutes"},
	} {
		s := good
		c.change(&s)
		x.found = nil
		x.judge(s)
		if len(x.found) != 1 || !strings.HasPrefix(string(x.found[0].State)+": "+x.found[0].Message(lang.English), c.want) {
			t.Errorf("%s: %+v", name, x.found)
		}
	}
}
