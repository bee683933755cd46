package site

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"atelier/internal/base/clock"
)

// TestADiskThatIsFull fills the disk of the data folder while learners act in both languages.
// They are told in plain words, what was acknowledged is there and can be read, and when
// there is room again acts are kept without anybody's help.
func TestADiskThatIsFull(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skip("a small disk can be made by root alone:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	s, server := open(t, trilingual(t), func(o *Options) { o.Data, o.Clock = filepath.Join(disk, "data"), clock.System{} })
	learners := map[string]*actor{}
	for _, tag := range []string{"en", "fr"} {
		learners[tag] = &actor{browser: newBrowser(t, server), path: find(t, s, tag, snowPath).Path}
		if got := learners[tag].act(); got.status != http.StatusOK {
			t.Fatalf("a sound site answers %d", got.status)
		}
	}
	ballast := fill(t, disk)
	for tag, words := range map[string]string{"en": "There is no room left on the disk.", "fr": "Il ne reste plus de place sur le disque."} {
		l := learners[tag]
		got := l.act()
		for ; got.status == http.StatusOK && l.acked < 5000; got = l.act() { // there is room left in the log
		}
		if got.status != http.StatusServiceUnavailable {
			t.Errorf("%s: a full disk: %d", tag, got.status)
		}
		got.has(t, words, map[string]string{"en": "What was kept before is safe.", "fr": "Ce qui avait été conservé est intact."}[tag])
		if got := newBrowser(t, server).get(l.path); got.status != http.StatusOK {
			t.Errorf("%s: a page for strangers: %d", tag, got.status)
		}
		l.shows()
	}
	if status, said := readyOf(t, server.URL); status != http.StatusOK || said.Checks["disk"] != "failing" {
		t.Errorf("%d %+v", status, said)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	acked := 0
	for _, l := range learners {
		again(t, "an act", func() bool { return l.again().status == http.StatusOK })
		l.shows()
		acked += l.acked
	}
	if said := strings.Count(s.verbs(t), "answered"); said != acked {
		t.Errorf("%d acts were acknowledged, %d are kept", acked, said)
	}
	if err := s.db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// fill leaves no room on a disk.
func fill(t *testing.T, disk string) (ballast string) {
	t.Helper()
	f, err := os.Create(filepath.Join(disk, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return f.Name()
}

// actor is a learner who answers one question now wrong, now right.
type actor struct {
	*browser
	path  string
	acked int
	once  string // of the last act
}

// act answers the other way than the last acknowledged act did.
func (a *actor) act() shown {
	a.once = clock.NewID()
	return a.again()
}

// again sends the last act, which was not acknowledged, under its name.
func (a *actor) again() shown {
	got := a.post(a.path, url.Values{"act": {"answer"}, "question": {"pe7xpz"}, "pe7xpz": {a.choice(a.acked)}, "once": {a.once}})
	if got.status == http.StatusOK {
		a.acked++
	}
	return got
}

func (a *actor) choice(n int) string { return []string{"bbdrk6", "syk2sx"}[n%2] }

// shows looks whether the page holds the last acknowledged answer.
func (a *actor) shows() {
	a.t.Helper()
	a.get(a.path).has(a.t, `value="`+a.choice(a.acked-1)+`" checked`)
}
