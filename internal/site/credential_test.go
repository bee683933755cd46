package site

import (
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/release"
	"atelier/internal/people/credential"
	"atelier/internal/people/identity"
)

// after is a folder of a course as its next release, with a text in the place of another.
func after(t *testing.T, folder fs.FS, version, was, is string) fs.FS {
	t.Helper()
	before, _, err := course.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	changed := false
	err = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if strings.HasSuffix(name, ".md") && strings.Contains(string(data), was) {
			data, changed = []byte(strings.ReplaceAll(string(data), was, is)), true
		}
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil || !changed {
		t.Fatalf("%q is nowhere: %v", was, err)
	}
	now, _, err := course.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := release.Make(before, now, files, release.Options{Version: version, Date: "2026-11-23"})
	if err != nil {
		t.Fatal(err)
	}
	return plan.Over(files)
}

// Whoever has a certificate reads that a later release says something else, and has its certificate once they have done
// all that it asks for, not before.
func TestCertificateOfALaterRelease(t *testing.T) {
	first := released(t)
	s, server := open(t, first, func(o *Options) { o.BaseURL = "http://course.example" })
	publishOn(t, s, parcel(t, first, "1.0.0"))
	b, p := signedIn(t, s, server, "Marie Tremblay")
	var of credential.Certificate
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		if err := s.paper.OnCompleted(tx, p.Actor, s.library.Edition().Course.Key, "1.0.0", testClock.Now()); err != nil {
			return err
		}
		list, err := s.paper.Of(tx, p.Actor)
		of = list[0]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	own := "/en/account/certificates/" + of.Code + "/"
	b.get(own).lacks(t, "changed what the course says", `value="renew"`)
	if got := b.post(own, url.Values{"do": {"renew"}}); got.status != http.StatusConflict {
		t.Errorf("a current certificate is renewed: %d", got.status)
	}

	out := publishBy(t, s, parcel(t, after(t, first, "2.0.0", "Nunavut means our land.", "Nunavut never means their land."), "2.0.0"))
	if s.library.Edition().Release.Version != "2.0.0" || out.Version != "2.0.0" {
		t.Fatal("2.0.0 is not served")
	}
	b.get(own).has(t, "release 2.0.0 changed what the course says", "pages are left to do")
	b.get("/fr/verifier/"+of.Code+"/").has(t, "la version 2.0.0 a changé ce que dit le cours", "Cette attestation est valide")
	if got := b.post(own, url.Values{"do": {"renew"}}); got.status != http.StatusConflict {
		t.Errorf("what is not done is certified: %d", got.status)
	}

	reason := lang.Text{lang.English: "Issued by mistake.", lang.French: "Délivrée par erreur."}
	if err := s.db.Write(t.Context(), func(tx store.Tx) error { return s.paper.Revoke(tx, p.ID, of.ID, reason) }); err != nil {
		t.Fatal(err)
	}
	got := b.get(own)
	got.has(t, "was withdrawn on")
	got.lacks(t, "left to do", `value="renew"`, "stays valid")
}

// Whoever publishes one course looks after its certificates, and after no others.
func TestPublishersOfACourseSeeItsCertificatesAlone(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	b, p := signedIn(t, s, server, "Marie Tremblay")
	const own, others = "other-words", "three-languages"
	if got := b.get("/en/certificates/"); got.status != http.StatusForbidden {
		t.Errorf("somebody without a role gets %d", got.status)
	}
	held := map[string]credential.Certificate{}
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		for _, key := range []string{own, others} {
			if err := s.paper.OnCompleted(tx, p.Actor, key, "", testClock.Now()); err != nil {
				return err
			}
		}
		list, err := s.paper.Of(tx, p.Actor)
		for _, one := range list {
			held[one.Course] = one
		}
		return err
	})
	if err != nil || len(held) != 2 {
		t.Fatal(held, err)
	}
	publisher, secret := newBrowser(t, server), ""
	err = s.db.Write(t.Context(), func(tx store.Tx) error {
		who, err := s.identity.CreatePerson(tx, "", identity.Person{Name: "P", Language: lang.English})
		if err != nil {
			return err
		}
		if err := s.identity.Give(tx, "", who.ID, identity.Grant{Role: identity.Publisher, Scope: identity.CourseScope(own)}); err != nil {
			return err
		}
		secret, err = s.identity.Begin(tx, who.ID, identity.MethodLink, identity.ByTwo, identity.Browser{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	at, _ := url.Parse(server.URL)
	publisher.jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: secret, Path: "/"}})

	page := publisher.get("/en/certificates/")
	page.has(t, held[own].Code, "Words of the South")
	page.lacks(t, held[others].Code, `value="rotate"`, "Words of the North”")
	publisher.get("/en/certificates/"+held[own].ID+"/").has(t, held[own].Code)
	reasons := url.Values{"reason-en": {"Issued by mistake."}, "reason-fr": {"Délivrée par erreur."}}
	for _, got := range []shown{
		publisher.get("/en/certificates/" + held[others].ID + "/"),
		publisher.post("/en/certificates/"+held[others].ID+"/", reasons),
		publisher.post("/en/certificates/", url.Values{"do": {"term"}, "course": {others}, "months": {"3"}}),
		publisher.post("/en/certificates/", url.Values{"do": {"rotate"}}),
	} {
		if got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("%s answers %d", got.path, got.status)
		}
	}
	publisher.post("/en/certificates/", url.Values{"do": {"term"}, "course": {own}, "months": {"18"}}).has(t, `value="18"`)
	publisher.post("/en/certificates/"+held[own].ID+"/", reasons).has(t, "Withdrawn on")
}
