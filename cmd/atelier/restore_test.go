package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atelier/internal/base/privacy"
	"atelier/internal/base/store/pgtest"
)

// TestARestoreBringsNobodyBack restores a backup over a site on which somebody was erased since, and over nothing with a
// list of who was: they are erased again, and the others are as they were.
func TestARestoreBringsNobodyBack(t *testing.T) {
	t.Setenv("ATELIER_SECRET", strings.Repeat("A", 43))
	folder := t.TempDir()
	for name, place := range map[string][]string{
		"folder": {"--data", filepath.Join(folder, "data")},
		"server": {"--data", t.TempDir(), "--database", pgtest.New(t)},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "one.backup")
			gone, stays := newLearner(t), newLearner(t)
			site := serve(t, place...)
			for _, l := range []*learner{gone, stays} {
				if status, err := l.answer(site.url); err != nil || status != http.StatusOK {
					t.Fatalf("%d %v", status, err)
				}
			}
			command(t, 0, append([]string{"backup", "--out", file}, place...)...)
			erase(t, gone, site.url)
			site.stop()
			if told := command(t, 0, append([]string{"restore", file, "--force"}, place...)...); !strings.Contains(told, "effacé de nouveau") {
				t.Errorf("the restore says %q", told)
			}
			site = serve(t, place...)
			defer site.stop()
			if n, m := gone.kept(t, site.url), stays.kept(t, site.url); n != 0 || m != stays.acked {
				t.Errorf("of who was erased %d answers are there, of the other %d of %d", n, m, stays.acked)
			}
		})
	}
}

// The list stands for a database that is lost.
func TestARestoreReadsAListOfTheErased(t *testing.T) {
	t.Setenv("ATELIER_SECRET", strings.Repeat("A", 43))
	dir := t.TempDir()
	file, list, again := filepath.Join(dir, "one.backup"), filepath.Join(dir, "erased.txt"), filepath.Join(dir, "again")
	l := newLearner(t)
	site := serve(t, "--data", filepath.Join(dir, "data"))
	if status, err := l.answer(site.url); err != nil || status != http.StatusOK {
		t.Fatalf("%d %v", status, err)
	}
	actor := actorOf(t, l, site.url)
	command(t, 0, "backup", "--out", file, "--data", filepath.Join(dir, "data"))
	erase(t, l, site.url)
	kept := filepath.Join(dir, "list.txt")
	command(t, 0, "backup", "--erased", "--out", kept, "--data", filepath.Join(dir, "data"))
	site.stop()
	if text, err := os.ReadFile(kept); err != nil || string(text) != privacy.Digest(actor)+"\n" {
		t.Errorf("the list of who was erased is %q, %v", text, err)
	}
	if err := os.WriteFile(list, []byte("# from the table privacy_erasure\n"+privacy.Digest(actor)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, 0, "restore", file, "--data", again, "--erased", list)
	site = serve(t, "--data", again)
	defer site.stop()
	if n := l.kept(t, site.url); n != 0 {
		t.Errorf("%d answers are there", n)
	}
}

func erase(t *testing.T, l *learner, base string) {
	t.Helper()
	resp, err := l.client.PostForm(base+"en/my-device/", url.Values{"confirm": {"yes"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK || !strings.Contains(resp.Request.URL.Path, "/receipt/") {
		t.Fatalf("the erasure ends with %d on %s", resp.StatusCode, resp.Request.URL.Path)
	}
}

// actorOf is the opaque name of a learner's device.
func actorOf(t *testing.T, l *learner, base string) string {
	t.Helper()
	resp, err := l.client.Get(base + "en/my-device/data.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var data struct{ Actor string }
	if err := json.NewDecoder(resp.Body).Decode(&data); err != nil || data.Actor == "" {
		t.Fatalf("the actor is %q, %v", data.Actor, err)
	}
	return data.Actor
}
