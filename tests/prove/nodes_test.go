package main

import (
	"math/rand"
	"testing"
	"time"

	"atelier/internal/base/store/pgtest"
)

// TestNodesAndTheirDatabaseAreKilled kills, while learners act on both, one of two nodes
// and then the database, which comes back after some seconds. Everybody is told in plain
// words meanwhile; both nodes recover by themselves; every acknowledged act is there
// exactly once, with its line in the audit trail where it has one; a person is still signed in,
// and jobs are done.
func TestNodesAndTheirDatabaseAreKilled(t *testing.T) {
	t.Parallel()
	server := pgtest.NewServer(t)
	p, err := newPair(program(t), t.TempDir(), server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.end)
	browser, err := p.person()
	if err != nil {
		t.Fatal(err)
	}
	all, err := p.learners(4)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.engage(1, rand.New(rand.NewSource(1))); err != nil {
		t.Fatal(err)
	}
	for _, h := range []harm{{node: true, database: true, away: 3 * time.Second}, {database: true, which: 1}} {
		if err := p.round(all, h, 300*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		for _, l := range all {
			l.look()
		}
		p.lookAtTold()
		p.known(browser)
	}
	if err := p.inside(t.Context()); err != nil {
		t.Error(err)
	}
	p.end()
	for _, wrong := range p.wrong {
		t.Error(wrong)
	}
	if p.told.Load() == 0 {
		t.Error("nobody met a database that was away: nothing was tried")
	}
	t.Logf("%d acts acknowledged, %d told to wait, %d cut off", p.acked.Load(), p.told.Load(), p.cut.Load())
}
