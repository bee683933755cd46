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
