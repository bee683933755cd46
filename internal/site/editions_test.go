package site

import (
	"crypto/ed25519"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/evidence"
	"atelier/internal/content/publish"
)

// editions builds the text edition of the shipped course and lets the judges speak of it.
func builtEditions(t *testing.T, only ...string) string {
	t.Helper()
	if only == nil {
		only = []string{publish.EditionText}
	}
	c, _, err := course.Load(source())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "editions")
	out, err := publish.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := editions.All.Build(t.Context(), c, publish.Options{Only: only, Out: out, Source: source(), Release: "2.0.0", Date: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	b, err := evidence.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	found, err := evidence.Ask(t.Context(), b, evidence.Options{Only: []string{"checksums"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := evidence.Keep(b, found, "2026-11-24", ed25519.NewKeyFromSeed(make([]byte, 32))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestSiteOffersWhatWasBuiltAndItsProof(t *testing.T) {
	t.Parallel()
	dir := builtEditions(t)
	_, server := open(t, source(), func(o *Options) { o.Editions = dir })
	for page, words := range map[string][]string{
		"/en/formats/": {"open-source-in-government-en.txt", "The whole course", "release 2.0.0 of November 23, 2026", "asked on November 24, 2026", "checksums"},
		"/fr/formats/": {"open-source-in-government-fr.txt", "version 2.0.0 du 23 novembre 2026", "interrogés le 24 novembre 2026", "checksums"},
	} {
		resp, body := get(t, server.URL+page)
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", page, resp.StatusCode)
		}
		for _, w := range words {
			if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), w) {
				t.Errorf("%s lacks %q", page, w)
			}
		}
	}
	resp, body := get(t, server.URL+"/editions/text/open-source-in-government-en.txt")
	want, err := os.ReadFile(filepath.Join(dir, "text", "open-source-in-government-en.txt"))
	if err != nil || resp.StatusCode != http.StatusOK || body != string(want) || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("%d %s, %d bytes, %v", resp.StatusCode, resp.Header.Get("Content-Type"), len(body), err)
	}
	for _, name := range []string{"", "release.json", "evidence.pem", "text/", "text/%2e%2e/release.json", "%2e%2e%2fatelier.db"} {
		if resp, _ := get(t, server.URL+"/editions/"+name); resp.StatusCode != http.StatusNotFound {
			t.Errorf("/editions/%s answers %d", name, resp.StatusCode)
		}
	}
}

func TestSiteTellsOfFilesOfAnotherState(t *testing.T) {
	t.Parallel()
	dir := builtEditions(t)
	files := maps.Clone(source())
	files["LICENSE.md"] = &fstest.MapFile{Data: []byte("another\n")}
	_, server := open(t, files, func(o *Options) { o.Editions = dir })
	if _, body := get(t, server.URL+"/en/formats/"); !strings.Contains(body, "have changed since") {
		t.Error("nothing is said of the other state")
	}
}

func TestSiteKeepsTheBankOfTheAssessment(t *testing.T) {
	t.Parallel()
	dir := builtEditions(t, "qti")
	const file = "/editions/qti/open-source-in-government-en.gift.txt"
	for offer, want := range map[bool]int{false: http.StatusNotFound, true: http.StatusOK} {
		_, server := open(t, source(), func(o *Options) { o.Editions, o.Banks = dir, offer })
		resp, body := get(t, server.URL+file)
		if resp.StatusCode != want || offer != strings.Contains(body, "::") {
			t.Errorf("offered %v: %d", offer, resp.StatusCode)
		}
		_, page := get(t, server.URL+"/en/formats/")
		if strings.Contains(page, `href="`+file) != offer || strings.Contains(page, "given to institutions") == offer || !strings.Contains(page, "GIFT") {
			t.Errorf("offered %v: the page of formats says otherwise", offer)
		}
	}
}
