package site

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store/pgtest"
)

// TestADatabaseThatFallsSilent holds up the line to the database in the middle of a learner's
// act: before the commit goes through, and before its answer comes. The learner is told in
// plain words, pages are read on, the node says that it is not ready; when the line is back,
// by itself or only for new connections, the act can be sent again and is done once.
func TestADatabaseThatFallsSilent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		heard bool // the server hears of the commit
		back  func(*pgtest.Line)
	}{
		"a machine that freezes":            {false, (*pgtest.Line).Free},
		"a line that is lost":               {false, (*pgtest.Line).Lose},
		"a machine that freezes in between": {true, (*pgtest.Line).Free},
		"a line that is lost in between":    {true, (*pgtest.Line).Lose},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := pgtest.NewLine(t, pgtest.New(t))
			s, server := open(t, trilingual(t), func(o *Options) {
				o.Database, o.Secret, o.Clock = line.Address, testSecret, clock.System{}
			})
			b := newBrowser(t, server)
			path := find(t, s, "fr", snowPath).Path
			act := func(choice, once string) shown {
				return b.post(path, url.Values{"act": {"answer"}, "question": {"pe7xpz"}, "pe7xpz": {choice}, "once": {once}})
			}
			if got := act("bbdrk6", clock.NewID()); got.status != http.StatusOK {
				t.Fatalf("a sound site answers %d", got.status)
			}
			once := clock.NewID()
			met := line.HoldAt(c.heard, once, "commit")
			got := act("syk2sx", once)
			<-met
			if got.status != http.StatusServiceUnavailable {
				t.Errorf("a silent database: %d", got.status)
			}
			got.has(t, "La base de données ne répond pas pour le moment.", "intact")
			stranger := newBrowser(t, server)
			if got := stranger.get(path); got.status != http.StatusOK {
				t.Errorf("a page for strangers: %d", got.status)
			}
			if status, said := readyOf(t, server.URL); status != http.StatusServiceUnavailable || said.Checks["database"] != "failing" {
				t.Errorf("%d %+v", status, said)
			}
			c.back(line)
			again(t, "the act", func() bool { return act("syk2sx", once).status == http.StatusOK })
			again(t, "readiness", func() bool { status, _ := readyOf(t, server.URL); return status == http.StatusOK })
			b.get(path).has(t, `value="syk2sx" checked`)
			if said := s.verbs(t); strings.Count(said, "answered") != 2 {
				t.Errorf("the record says %s", said)
			}
		})
	}
}

// again asks until something holds.
func again(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begun := time.Now(); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatalf("%s does not come back", what)
		}
	}
}
