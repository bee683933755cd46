package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/store/pgtest"
)

// A lesson with a question, and the two answers one can give.
const (
	lesson   = "en/introduction/what-government-software-is/"
	question = "xe7a3h"
)

var choices = []string{"teu3u3", "m4gvj2"}

// learner clicks and notes what was acknowledged.
type learner struct {
	client *http.Client
	acked  int // answers
	told   string
}

func newLearner(t *testing.T) *learner {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &learner{client: &http.Client{Jar: jar}}
}

// answer gives another answer than before; it says how the site answered.
func (l *learner) answer(base string) (status int, err error) {
	resp, err := l.client.PostForm(base+lesson, url.Values{"act": {"answer"}, "question": {question}, question: {choices[l.acked%2]}})
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return 0, err
	case resp.StatusCode == http.StatusOK:
		l.acked++
	default:
		l.told = string(body)
	}
	return resp.StatusCode, nil
}

// kept counts the answers that a site holds of the learner.
func (l *learner) kept(t *testing.T, base string) int {
	t.Helper()
	resp, err := l.client.Get(base + "en/my-device/data.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%d %v %s", resp.StatusCode, err, body)
	}
	return strings.Count(string(body), "/verbs/answered")
}

// command runs a command and wants its exit code.
func command(t *testing.T, want int, args ...string) (out string) {
	t.Helper()
	var b, errs bytes.Buffer
	if code := run(context.Background(), args, &b, &errs, french); code != want {
		t.Fatalf("%v ends with %d, want %d:\n%s%s", args, code, want, b.String(), errs.String())
	}
	return b.String() + errs.String()
}

// TestASiteMovesWithLearnersOnIt moves a running site from SQLite to PostgreSQL and
// back while learners answer. Every answer that was acknowledged is in the new place,
// once; the old one goes on showing pages and refuses answers in plain words.
func TestASiteMovesWithLearnersOnIt(t *testing.T) {
	t.Setenv("ATELIER_SECRET", strings.Repeat("A", 43))
	address := pgtest.New(t)
	first, last := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "last")
	places := [][]string{{"--data", first}, {"--data", t.TempDir(), "--database", address}, {"--data", last}}
	moves := [][]string{
		{"migrate", "--from", first, "--to", address},
		{"migrate", "--from", address, "--to", last},
	}
	learners := []*learner{newLearner(t), newLearner(t), newLearner(t)}
	site := serve(t, places[0]...)
	for i, move := range moves {
		moveUnder(t, site, learners, move)
		for _, l := range learners {
			if !strings.Contains(l.told, "en train de passer à une autre base de données") && !strings.Contains(l.told, "is being moved to another database") {
				t.Errorf("a learner is told %q", l.told)
			}
			if status, _ := get(t, site.url+lesson); status != http.StatusOK {
				t.Errorf("the old place shows a lesson with %d", status)
			}
		}
		if code, _ := site.stop(); code != 0 {
			t.Errorf("the old site ends with %d", code)
		}
		site = serve(t, places[i+1]...)
		for n, l := range learners {
			if kept := l.kept(t, site.url); kept != l.acked {
				t.Errorf("learner %d: %d answers are kept of %d", n, kept, l.acked)
			}
			if status, err := l.answer(site.url); err != nil || status != http.StatusOK {
				t.Errorf("learner %d cannot go on: %d %v", n, status, err)
			}
		}
	}
	site.stop()
	command(t, 0, "migrate", "--from", first, "--release")
	site = serve(t, places[0]...)
	if status, err := newLearner(t).answer(site.url); err != nil || status != http.StatusOK {
		t.Errorf("the first place, released, answers %d %v", status, err)
	}
	site.stop()
}

// moveUnder moves while learners answer, each until the site refuses.
func moveUnder(t *testing.T, site serving, learners []*learner, move []string) {
	t.Helper()
	var all sync.WaitGroup
	started := make(chan struct{}, 1000)
	for n, l := range learners {
		all.Go(func() {
			for {
				status, err := l.answer(site.url)
				if err != nil || status != http.StatusOK && status != http.StatusServiceUnavailable {
					t.Errorf("learner %d: %d %v", n, status, err)
					return
				}
				if status == http.StatusServiceUnavailable {
					return
				}
				select {
				case started <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 2 * len(learners) {
		<-started
	}
	said := command(t, 0, move...)
	all.Wait()
	if !strings.Contains(said, "comparés les uns avec les autres") {
		t.Errorf("it says %s", said)
	}
	if strings.Contains(said, pgtest.Password) {
		t.Error(fmt.Sprint("it tells the password: ", said))
	}
}
