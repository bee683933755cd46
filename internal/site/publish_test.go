package site

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// released is the test course as release 1.0.0.
func released(t *testing.T) fs.FS {
	t.Helper()
	return releasedOf(t, trilingual(t))
}

// releasedOf is a course as release 1.0.0.
func releasedOf(t *testing.T, files fstest.MapFS) fs.FS {
	t.Helper()
	c, _, err := course.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := release.Make(nil, c, files, release.Options{Version: "1.0.0", Date: "2026-11-23"})
	if err != nil {
		t.Fatal(err)
	}
	return plan.Over(files)
}

// parcel is a release as it comes to a site.
func parcel(t *testing.T, folder fs.FS, version string) *library.Parcel {
	t.Helper()
	data, err := publish.SourceArchive(folder, publish.Institution)
	if err != nil {
		t.Fatal(err)
	}
	p, err := library.OpenParcel(bytes.NewReader(data), version)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// publisher is somebody who may publish on a site.
func publisher(t *testing.T, s *Site) identity.PersonID {
	t.Helper()
	var id identity.PersonID
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		p, err := s.identity.CreatePerson(tx, "", identity.Person{Name: "P", Email: "p@example.org", Language: lang.English})
		if err != nil {
			return err
		}
		id = p.ID
		return s.identity.Give(tx, "", id, identity.Grant{Role: identity.Publisher, Scope: identity.SiteScope})
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func publishOn(t *testing.T, s *Site, p *library.Parcel) library.Published {
	t.Helper()
	publisher(t, s)
	return publishBy(t, s, p)
}

// publishBy publishes as the publisher that there is.
func publishBy(t *testing.T, s *Site, p *library.Parcel) library.Published {
	t.Helper()
	shelf := s.library.Shelf()
	var by identity.PersonID
	err := s.db.Read(t.Context(), func(tx store.Tx) error {
		who, err := s.identity.PersonByEmail(tx, "p@example.org")
		by = who.ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := shelf.Publish(t.Context(), by, func(tx store.Tx) error {
		_, err := shelf.Publisher(tx, "p@example.org", p.Course.Key)
		return err
	}, p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// everyPage is what a site answers at the address of each page, of each asset, and at the files of the app.
func everyPage(t *testing.T, s *Site, server *httptest.Server) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, p := range s.library.Edition().Pages() {
		_, out[p.Path] = get(t, server.URL+p.Path)
		for _, part := range strings.Split(out[p.Path], `"`) {
			if strings.HasPrefix(part, "/assets/") || strings.HasPrefix(part, "/text/") {
				_, out[part] = get(t, server.URL+part)
			}
		}
	}
	for _, name := range []string{"/", publish.OfflineFile, publish.WorkerFile} {
		at := "/" + strings.TrimPrefix(name, "/")
		_, out[at] = get(t, server.URL+at)
	}
	return out
}

// TestAPublishedReleaseServesTheSameBytes serves a release, on a site whose working copy is older, as the working copy it
// was made from would be.
func TestAPublishedReleaseServesTheSameBytes(t *testing.T) {
	folder := released(t)
	key := func(o *Options) { o.Secret = testSecret } // the names of choices depend on it
	copySite, copyServer := open(t, folder, key)
	want := everyPage(t, copySite, copyServer)
	old := trilingual(t)
	for name, f := range old {
		if strings.HasSuffix(name, ".md") {
			f.Data = append(bytes.Clone(f.Data), "\nA sentence that no release has.\n"...)
		}
	}
	s, server := open(t, old, key)
	if before := everyPage(t, s, server); before["/en/"] == "" || same(before, want) == "" {
		t.Fatal("the working copy is the release already")
	}
	out := publishOn(t, s, parcel(t, folder, "1.0.0"))
	if e := s.library.Edition(); e.Release == nil || e.Release.Version != "1.0.0" || e.Release.Archive != out.Archive {
		t.Fatalf("%+v is served", e.Release)
	}
	if at := same(everyPage(t, s, server), want); at != "" {
		t.Errorf("%s differs", at)
	}
	if len(want) < 40 {
		t.Errorf("only %d addresses were compared", len(want))
	}
	for at, says := range map[string]string{"/en/releases/": "Release 1.0.0", "/fr/versions/": "Version 1.0.0", "/fr/versions/1.0.0/": string(out.Archive), "/en/releases/1.0.0/": string(out.Archive)} {
		if resp, body := get(t, server.URL+at); resp.StatusCode != http.StatusOK || !strings.Contains(body, says) {
			t.Errorf("%s: %d", at, resp.StatusCode)
		}
	}
	if resp, _ := get(t, server.URL+"/en/releases/9.9/"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a release that is not there: %d", resp.StatusCode)
	}
}

// same is an address at which two sites differ; empty when there is none.
func same(a, b map[string]string) string {
	if len(a) != len(b) {
		return "the number of addresses"
	}
	for at, body := range b {
		if a[at] != body {
			return at
		}
	}
	return ""
}

// TestNodesNoticeARelease publishes on one node; the other serves it when it looks.
func TestNodesNoticeARelease(t *testing.T) {
	address, blobs := pgtest.New(t), t.TempDir()
	shared := func(o *Options) { o.Database, o.Secret, o.Blobs = address, testSecret, blobs }
	s, _ := open(t, trilingual(t), shared)
	other, _ := open(t, trilingual(t), shared)
	out := publishOn(t, s, parcel(t, released(t), "1.0.0"))
	if !other.library.Refresh() && other.library.Edition().Release == nil {
		t.Fatal("the other node did not notice")
	}
	if got := other.library.Edition().Release; got.Version != out.Version || got.By != out.By {
		t.Errorf("%+v", got)
	}
	if other.library.Refresh() {
		t.Error("it is served anew although nothing changed")
	}
}

// usurper is a release of another course that has the key of the test course.
func usurper(t *testing.T) *library.Parcel {
	t.Helper()
	files := trilingual(t)
	files["course.yaml"].Data = bytes.Replace(files["course.yaml"].Data, []byte("3f0f4b1e"), []byte("00000000"), 1)
	return parcel(t, releasedOf(t, files), "1.0.0")
}

// TestAnotherCourseIsNotPublished tries the first release of all: nothing on the shelf tells which course it is for.
func TestAnotherCourseIsNotPublished(t *testing.T) {
	s, _ := open(t, trilingual(t))
	other := usurper(t)
	by, shelf := publisher(t, s), s.library.Shelf()
	may := func(store.Tx) error { return nil }
	_, weighed := shelf.Weigh(t.Context(), other)
	_, published := shelf.Publish(t.Context(), by, may, other)
	for _, err := range []error{weighed, published} {
		if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Conflict || f.Key != "other-id" {
			t.Errorf("%v", err)
		}
	}
	if out := publishBy(t, s, parcel(t, released(t), "1.0.0")); out.Number != 1 || s.library.Edition().Release == nil {
		t.Errorf("the site's own release is number %d, or not served", out.Number)
	}
}

// TestAnotherCourseIsToldOnce has such a release on the shelf, from a tool that does not know what the site serves.
func TestAnotherCourseIsToldOnce(t *testing.T) {
	var log bytes.Buffer
	s, _ := open(t, trilingual(t), func(o *Options) {
		o.Database, o.Secret, o.Blobs = pgtest.New(t), testSecret, t.TempDir()
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))
	})
	beside := &library.Shelf{DB: s.db, Blobs: s.blobs, Identity: s.identity, Clock: clock.System{}}
	by, may, other := publisher(t, s), func(store.Tx) error { return nil }, usurper(t)
	if _, err := beside.Publish(t.Context(), by, may, other); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a tool beside the site publishes it: %v", err)
	}
	forget := func(tx store.Tx) error { _, err := tx.Exec("DELETE FROM library_course"); return err }
	if err := s.db.Write(t.Context(), forget); err != nil {
		t.Fatal(err)
	}
	if _, err := beside.Publish(t.Context(), by, may, other); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if s.library.Refresh(); s.library.Edition().Release != nil {
			t.Fatal("it is served")
		}
	}
	if n := strings.Count(log.String(), "cannot be served"); n != 1 {
		t.Errorf("told %d times:\n%s", n, &log)
	}
}

// TestAReleaseIsWithdrawn goes back to the release before, on every node, for good; and on from there.
func TestAReleaseIsWithdrawn(t *testing.T) {
	t.Parallel()
	address, blobs := pgtest.New(t), t.TempDir()
	shared := func(o *Options) { o.Database, o.Secret, o.Blobs = address, testSecret, blobs }
	first := released(t)
	s, server := open(t, first, shared)
	other, _ := open(t, trilingual(t), shared)
	publishOn(t, s, parcel(t, first, "1.0.0"))
	key, shelf := s.library.Edition().Course.Key, s.library.Shelf()
	reason := lang.Text{lang.English: "A wrong figure.", lang.French: "Un chiffre faux."}
	withdraw := func(version string, why lang.Text) error {
		return s.db.Write(t.Context(), func(tx store.Tx) error { return shelf.Withdraw(tx, "p-x", key, version, why) })
	}
	if err := withdraw("1.0.0", reason); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the only one: %v", err)
	}
	b, _ := signedIn(t, s, server, "Ada")
	early := newBrowser(t, server) // who learned before, and nothing in the release that will be withdrawn
	early.post("/en/words/snow/", url.Values{"act": {"done"}})
	second := after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages")
	publishBy(t, s, parcel(t, second, "1.1.0"))
	b.post("/en/words/snow/", url.Values{"act": {"done"}})
	for version, why := range map[string]lang.Text{"9.9": reason, "1.1.0": {lang.English: "A wrong figure."}} {
		if err := withdraw(version, why); fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", version, err)
		}
	}
	for range 2 {
		if err := withdraw("1.1.0", reason); err != nil {
			t.Fatal(err)
		}
	}
	other.library.Refresh()
	for _, one := range []*Site{s, other} {
		if got := one.library.Edition().Release; got == nil || got.Version != "1.0.0" {
			t.Errorf("%+v is served", got)
		}
	}
	b.get("/en/").has(t, "was withdrawn, so you read the one before it", "See what is new")
	b.get("/en/whats-new/").has(t, "a sign in four languages", "a sign in three languages")
	early.get("/en/").lacks(t, "was withdrawn", "See what is new")
	early.get("/en/whats-new/").has(t, "Nothing is new for you")
	b.get("/fr/versions/1.1.0/").has(t, "Retirée le", "Un chiffre faux.")
	if _, err := shelf.Weigh(t.Context(), parcel(t, second, "1.1.0")); fault.KindOf(err) != fault.Conflict {
		t.Errorf("it is published again: %v", err)
	}
	// Made from the release before, as if the other one had never been.
	if out := publishBy(t, s, parcel(t, after(t, first, "1.2.0", "a sign in three languages", "a sign in five languages"), "1.2.0")); out.Number != 3 || out.Upgrade.From != "1.0.0" || s.library.Edition().Release.Version != "1.2.0" {
		t.Errorf("number %d, %+v", out.Number, s.library.Edition().Release)
	}
	for who, was := range map[*browser]string{b: "a sign in four languages", early: "a sign in three languages"} {
		who.get("/en/whats-new/").has(t, was, "a sign in five languages")
		who.post("/en/whats-new/", url.Values{"act": {"read"}, "release": {"4"}}).has(t, "Thank you")
		who.get("/en/").lacks(t, "was withdrawn", "says something else")
	}
}
