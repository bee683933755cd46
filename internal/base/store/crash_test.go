package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"strconv"
	"strings"
	"testing"

	"atelier/internal/base/store/pgtest"
)

const crashFolder = "ATELIER_TEST_CRASH_FOLDER"

// TestMain lets the test program be the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		writeUntilKilled(dir)
		return
	}
	os.Exit(pgtest.Main(m))
}

// writeUntilKilled writes numbers from several goroutines and prints each one
// after it was acknowledged.
func writeUntilKilled(dir string) {
	ctx := context.Background()
	db, err := Open(ctx, dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	const writers = 8
	for w := range writers {
		go func() {
			for i := w; ; i += writers {
				if err := db.Write(ctx, insert(i)); err != nil {
					fmt.Println(err)
					return
				}
				// One short line is one write to the pipe, whole or not at all.
				os.Stdout.WriteString(strconv.Itoa(i) + "\n")
			}
		}()
	}
	select {}
}

// DESIGN, law 7: no acknowledged write is lost by a crash, and the folder opens
// again by itself.
func TestKilledProcessesLoseNothingAcknowledged(t *testing.T) {
	for round := range 3 {
		dir := t.TempDir()
		db := open(t, dir)
		exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		acknowledged := killAfter(t, dir, 150+170*round)
		again := open(t, dir)
		for _, i := range acknowledged {
			if count(t, again, "SELECT count(*) FROM n WHERE i = ?", i) != 1 {
				t.Errorf("%d was acknowledged and is lost", i)
			}
		}
		if err := again.Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// killAfter starts a writing process, kills it without warning after that many
// acknowledgements and returns all that it printed.
func killAfter(t *testing.T, dir string, lines int) (acknowledged []int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := osexec.Command(self)
	child.Env = append(os.Environ(), crashFolder+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		i, err := strconv.Atoi(strings.TrimSpace(scanner.Text()))
		if err != nil {
			t.Fatalf("the process says %q", scanner.Text())
		}
		acknowledged = append(acknowledged, i)
		if len(acknowledged) == lines {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	// It was killed, so its end is an error by nature.
	_ = child.Wait()
	if len(acknowledged) < lines {
		t.Fatalf("only %d writes were acknowledged", len(acknowledged))
	}
	return acknowledged
}
