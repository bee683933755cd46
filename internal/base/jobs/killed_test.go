package jobs

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	osexec "os/exec"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
)

const killedNode = "ATELIER_TEST_KILLED_NODE"

// holdUntilKilled is a node that begins jobs, says so and never ends them.
func holdUntilKilled(address string) {
	db, err := store.Connect(context.Background(), address)
	if err != nil {
		fmt.Println(err)
		return
	}
	q := New(Options{DB: db, Log: slog.New(slog.DiscardHandler)})
	Define(q, "count", func(_ context.Context, arg string) error {
		os.Stdout.WriteString(arg + "\n")
		select {}
	})
	q.Start(context.Background())
	select {}
}

// DESIGN, law 7: a node that is killed with -9 in the middle of its jobs leaves
// them to the others; each is then done once.
func TestKilledNodeLeavesItsJobsToOthers(t *testing.T) {
	address := pgtest.New(t)
	db := connect(t, address)
	now := clock.NewFixed(time.Now())
	q := New(Options{DB: db, Clock: now, Log: slog.New(slog.DiscardHandler)})
	const jobs = 3
	c := newCounter(jobs)
	k := Define(q, "count", c.do)
	err := db.Write(t.Context(), func(tx store.Tx) error {
		for i := range jobs {
			if err := k.Enqueue(tx, fmt.Sprint("job ", i), time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	killAfter(t, address, jobs)
	if err := q.Drain(t.Context()); err != nil || len(c.n) != 0 {
		t.Fatalf("%v was taken while the lease held (%v)", c.n, err)
	}
	now.Advance(leaseTime + renewal)
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range jobs {
		if n := c.n[fmt.Sprint("job ", i)]; n != 1 {
			t.Errorf("job %d was done %d times", i, n)
		}
	}
}

// killAfter starts a node and kills it without warning once it has begun that many
// jobs.
func killAfter(t *testing.T, address string, begun int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := osexec.Command(self)
	child.Env = append(os.Environ(), killedNode+"="+address)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for i := 0; i < begun && lines.Scan(); i++ {
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed, so it is an error
}
