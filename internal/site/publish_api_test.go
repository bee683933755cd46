package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"atelier/client"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// TestProgramsPublish publishes releases as "atelier publish" does, by the API: held to the same rules, in the name of who
// answers for the key.
func TestProgramsPublish(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]func(o *Options){
		"sqlite":     func(*Options) {},
		"postgresql": func(o *Options) { o.Database, o.Secret, o.Blobs = pgtest.New(t), testSecret, t.TempDir() },
	} {
		t.Run(name, func(t *testing.T) { testProgramsPublish(t, with) })
	}
}

func testProgramsPublish(t *testing.T, with func(o *Options)) {
	first := released(t)
	s, server := open(t, first, with)
	course, ctx := s.library.Edition().Course.Key, t.Context()
	who := publisher(t, s)
	key, k := newKeyBy(t, s, who, course, library.ReleasesRead, library.ReleasesWrite)
	c, err := client.New(server.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(status int, code string, err error) {
		t.Helper()
		if got, ok := errors.AsType[*client.Problem](err); !ok || got.Status != status || got.Code != code {
			t.Errorf("%v, want %d %s", err, status, code)
		}
	}
	one := zipped(t, first)
	_, err = c.Publish(ctx, course, one[:len(one)/2])
	refused(http.StatusBadRequest, "no-archive", err)
	_, err = c.Publish(ctx, course, nil)
	refused(http.StatusBadRequest, "parcel-one", err)
	_, err = c.Publish(ctx, "other", one)
	refused(http.StatusForbidden, "other-course", err)
	_, err = c.Publish(ctx, course, zipped(t, releasedOf(t, another(t))))
	refused(http.StatusBadRequest, "parcel-other", err)
	_, err = c.PublishSent(ctx, course, strings.Repeat("0", 64))
	refused(http.StatusNotFound, "none", err)
	nameless, _ := newKey(t, s, "", library.ReleasesWrite)
	mute, err := client.New(server.URL, nameless)
	if err != nil {
		t.Fatal(err)
	}
	_, err = mute.Publish(ctx, course, one)
	refused(http.StatusForbidden, "no-responsible", err)
	if now := s.library.Edition().Release; now != nil {
		t.Fatalf("%+v is served", now)
	}

	for range 2 { // the second changes nothing
		if got, err := c.Publish(ctx, course, one); err != nil || got.Version != "1.0.0" || got.Number != 1 || !got.Served || got.By != string(who) || got.Key != k.ID || got.Notes["fr"] == "" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	buildsByAPI(t, s, server, c, course)
	two := zipped(t, after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages"))
	sent, err := s.library.Shelf().Stage(ctx, parcel(t, after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages"), "1.1.0"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.PublishSent(ctx, course, string(sent)); err != nil || got.Version != "1.1.0" || got.Checksum != string(sent) || !got.Served {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err := c.Publish(ctx, course, two); err != nil || got.Number != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = c.Publish(ctx, course, zipped(t, after(t, first, "1.2.0", "a sign in three languages", "a sign in five languages")))
	refused(http.StatusConflict, "not-after", err)
	_, err = c.Publish(ctx, course, zipped(t, after(t, first, "1.1.0", "a sign in three languages", "a sign in six languages")))
	refused(http.StatusConflict, "other-bytes", err)

	if now := s.library.Edition().Release; now == nil || now.Version != "1.1.0" || now.By != who || now.Key != k.ID {
		t.Errorf("%+v is served", now)
	}
	err = s.db.Read(ctx, func(tx store.Tx) error {
		lines, err := s.identity.Trail(tx, identity.TrailFilter{Do: "release.publish"})
		if len(lines) != 2 || lines[0].By != who || lines[1].By != who || lines[0].Detail["key"] != k.ID {
			t.Errorf("the trail holds %+v", lines)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	namesWhoPublished(t, s, server)
	withdrawnByAPI(t, s, c, course, who, k)
}

// namesWhoPublished looks who is told by whom, and with which key, a release was published: those who may look at releases of
// the course.
func namesWhoPublished(t *testing.T, s *Site, server *httptest.Server) {
	t.Helper()
	told := map[string]string{"en": "P, with the key “Test”", "fr": "P, avec la clé «\u00a0Test\u00a0»"}
	staffed := staff(t, s, server, "Stew", identity.Steward, s.library.Edition().Course.Key)
	others := []*browser{newBrowser(t, server), staff(t, s, server, "Olu", identity.Publisher, "another"), staff(t, s, server, "Max", identity.Manager, "")}
	for tag, at := range map[string][]string{"en": {"/en/releases/1.1.0/", "/en/courses/"}, "fr": {"/fr/versions/1.1.0/", "/fr/cours/"}} {
		for _, place := range at {
			staffed.get(place).has(t, told[tag])
			for _, b := range others {
				got := b.get(place)
				got.lacks(t, "Test")
				if got.status != http.StatusOK || !strings.Contains(got.body, "1.1.0") {
					t.Errorf("%s: %d", place, got.status)
				}
			}
		}
	}
	staffed.get("/en/administration/releases/").has(t, "by "+told["en"])
	staffed.get("/fr/administration/versions/").has(t, "par "+told["fr"])
}

// withdrawnByAPI withdraws release 1.1.0 with the key, and then tries to publish when who made the key may do so no more.
func withdrawnByAPI(t *testing.T, s *Site, c *client.Client, course string, who identity.PersonID, k identity.Key) {
	t.Helper()
	got, err := c.WithdrawRelease(t.Context(), course, "1.1.0", "Wrong.", "Faux.")
	if err != nil || got.WithdrawnBy != string(who) || got.WithdrawnKey != k.ID || got.By != string(who) {
		t.Errorf("%+v, %v", got, err)
	}
	err = s.db.Write(t.Context(), func(tx store.Tx) error {
		return s.identity.Take(tx, "", who, identity.Grant{Role: identity.Publisher, Scope: identity.SiteScope})
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.WithdrawRelease(t.Context(), course, "1.0.0", "Wrong.", "Faux.")
	if got, ok := errors.AsType[*client.Problem](err); !ok || got.Status != http.StatusForbidden || got.Code != "no-responsible" {
		t.Errorf("a key of somebody who may not any more: %v", err)
	}
}

// buildsByAPI has a program ask for the formats of release 1.0.0, and reads what strangers can then take away.
func buildsByAPI(t *testing.T, s *Site, server *httptest.Server, c *client.Client, course string) {
	t.Helper()
	for f, err := range c.ReleaseFormats(t.Context(), course, "1.0.0") {
		if err != nil || f.State != "missing" || len(f.Files) != 0 {
			t.Fatalf("%+v, %v", f, err)
		}
	}
	before := s.library.Edition().Number
	asked, err := c.BuildFormats(t.Context(), course, "1.0.0")
	if err != nil || len(asked) != len(editions.All.Names())-1 || asked[0].State == "missing" {
		t.Fatalf("%+v, %v", asked, err)
	}
	var there []client.FormatFile
	for deadline := time.Now().Add(5 * time.Minute); ; {
		there = nil
		waits := false
		for f, err := range c.ReleaseFormats(t.Context(), course, "1.0.0") {
			if err != nil || f.State == "failed" || f.State == "missing" {
				t.Fatalf("%+v, %v", f, err)
			}
			waits = waits || f.State != "there"
			there = append(there, f.Files...)
		}
		if !waits {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("only %d files are there", len(there))
		}
		time.Sleep(100 * time.Millisecond)
	}
	again(t, "the course, served anew once for all formats", func() bool { return s.library.Edition().Number == before+1 })
	_, page := get(t, server.URL+"/en/releases/1.0.0/")
	for _, f := range there {
		resp, body := get(t, server.URL+"/released/1.0.0/"+f.Path)
		o, ok := editions.All.OutputAt(s.library.Edition().Course, f.Path)
		if sum := sha256.Sum256([]byte(body)); ok && !o.Bank && (resp.StatusCode != http.StatusOK || hex.EncodeToString(sum[:]) != f.Checksum || int64(len(body)) != f.Bytes) {
			t.Errorf("%s: %d, %d bytes", f.Path, resp.StatusCode, len(body))
		}
		if ok && !o.Bank && (o.Tag == "" || o.Tag == "en") && !strings.Contains(page, f.Checksum) {
			t.Errorf("%s is not among the downloads", f.Path)
		}
	}
}

// zipped is a folder as the archive of a release.
func zipped(t *testing.T, folder fs.FS) []byte {
	t.Helper()
	data, err := publish.SourceArchive(folder, publish.Institution)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
