package report

import (
	"strings"
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func (w *town) send() (n int) {
	w.Helper()
	before := len(w.sent)
	if err := w.SendLetters(w.Context()); err != nil {
		w.Fatal(err)
	}
	return len(w.sent) - before
}

func (w *town) subscribe(l Letter) (out Letter, err error) {
	w.Helper()
	l.Course = w.course.Key
	err = w.DB.Write(w.Context(), func(tx store.Tx) (err error) {
		out, err = w.Subscribe(tx, l)
		return err
	})
	return out, err
}

// A report is sent when a week or a month begins, once, in its language; it ends with
// the role that lets its reader see it.
func TestLetters(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		w.Mail = w
		city := w.org("City", "")
		o := w.offering("Autumn")
		for range 7 {
			p, _ := w.person("fr", city.ID)
			w.enrol(p, o)
		}
		w.publish()
		grant := identity.Grant{Role: identity.Manager, Scope: identity.OrgScope(city.ID)}
		manager, _ := w.person("fr", city.ID, grant)
		steward, _ := w.person("en", "", identity.Grant{Role: identity.Steward, Scope: identity.SiteScope})
		nobody, _ := w.person("en", "")
		if _, err := w.subscribe(Letter{Person: nobody.ID, Every: Weekly, Language: "en"}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody without a role subscribes: %v", err)
		}
		if _, err := w.subscribe(Letter{Person: steward.ID, Every: "hourly", Language: "en"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("every hour: %v", err)
		}
		for _, l := range []Letter{{Person: manager.ID, Every: Weekly, Language: "fr"}, {Person: steward.ID, Every: Weekly, Language: "en"},
			{Person: steward.ID, Every: Monthly, Language: "en"}, {Person: steward.ID, Filter: Filter{ByOrg: "elsewhere"}, Every: Monthly, Language: "en"}} {
			if _, err := w.subscribe(l); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.send(); n != 0 {
			t.Errorf("%d letters in the week in which they were asked for", n)
		}
		w.now.Advance(7 * 24 * time.Hour)
		if n := w.send(); n != 1 {
			t.Fatalf("%d letters in the week after, want the manager's: the other one became monthly", n)
		}
		m := w.sent[0]
		body := m.Words.Say("fr", m.Key+".body", m.Args)
		if m.Language != "fr" || m.Person != string(manager.ID) || !strings.Contains(body, ": 7.") || !strings.Contains(body, "10\u00a0% ou moins") {
			t.Errorf("the letter is in %s to %s: %s", m.Language, m.Person, body)
		}
		if n := w.send(); n != 0 {
			t.Errorf("%d letters again", n)
		}
		w.now.Advance(24 * 24 * time.Hour)
		w.write(func(tx store.Tx) error { return w.Identity.Take(tx, "", manager.ID, grant) })
		if n := w.send(); n != 2 {
			t.Errorf("%d letters when the month began, want the two of the steward", n)
		}
		for _, m := range w.sent[1:] {
			nothing := strings.HasSuffix(m.Link, "?organisation=elsewhere")
			if m.Person != string(steward.ID) || nothing != (m.Key == "letter.mail-nothing") {
				t.Errorf("%s to %s, about %s", m.Key, m.Person, m.Link)
			}
		}
		w.write(func(tx store.Tx) error {
			left, err := selectLetters(tx, manager.ID)
			if len(left) != 0 {
				t.Error("the report of who lost the role is still there")
			}
			return err
		})
	})
}

// A file that goes with a letter has the bytes of the one on the page, for every filter: what tries to find somebody in
// the views of the page (TestNobodyIsSingledOut) has tried it too. Of fewer than five people there is none.
func TestLettersWithFiles(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		w.Mail = w
		city := w.org("City", "")
		o := w.offering("Autumn")
		for i := range 21 { // of each organisation and language five or six
			p, _ := w.person([]lang.Tag{"fr", "en"}[i%2], []identity.OrgID{city.ID, ""}[i/2%2])
			w.enrol(p, o)
		}
		w.publish()
		steward := identity.Grant{Role: identity.Steward, Scope: identity.SiteScope}
		filters := combine([len(Traits{})][]string{{string(o.ID)}, {string(city.ID), none, "elsewhere"}, {"en", "fr"}, {}, {}})
		var reader identity.Person
		for i, f := range filters {
			reader, _ = w.person("en", "", steward)
			if _, err := w.subscribe(Letter{Person: reader.ID, Filter: f, Every: Weekly, File: FileKinds()[i%2], Language: []lang.Tag{"en", "fr"}[i/2%2]}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.subscribe(Letter{Person: "", Every: Weekly, File: "pdf", Language: "en"}); err == nil {
			t.Error("another kind of file is taken")
		}
		w.now.Advance(7 * 24 * time.Hour)
		if n := w.send(); n != len(filters) {
			t.Fatalf("%d letters of %d", n, len(filters))
		}
		with, cookie := 0, w.signIn(reader)
		for _, m := range w.sent {
			at, query, _ := strings.Cut(m.Link, "?")
			if m.Key == "letter.mail-nothing" {
				if len(m.Files) > 0 {
					t.Errorf("a file of fewer than %d people: %s", Few, m.Link)
				}
				continue
			}
			f := m.Files[0]
			_, name, _ := strings.Cut(f.Name, w.course.Key+"-")
			if _, page := w.get(at+name+"?"+query, cookie); page != string(f.Data) {
				t.Errorf("%s of %s has other bytes than on the page", f.Name, m.Link)
			}
			if body := m.Words.Say(m.Language, m.Key+".body", m.Args); !strings.Contains(body, f.Name) || strings.Count(body, m.Args["day"].(string)) < 2 {
				t.Errorf("the letter does not say which figures the file holds: %s", body)
			}
			with++
		}
		if with < 2 || with == len(w.sent) {
			t.Errorf("%d of %d letters have a file", with, len(w.sent))
		}
	})
}

// The page has the report sent and ends it.
func TestLettersOnThePage(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		steward, cookie := w.person("en", "", identity.Grant{Role: identity.Steward, Scope: identity.SiteScope})
		at := PeoplePath("en", "en") + "?language=fr"
		list := func() (all []Letter) {
			w.write(func(tx store.Tx) (err error) {
				all, err = selectLetters(tx, steward.ID)
				return err
			})
			return all
		}
		if status, to := w.post(at, cookie, "every=weekly&file=xlsx"); status != 303 || !strings.Contains(to, "language=fr") {
			t.Errorf("%d %s", status, to)
		}
		all := list()
		if len(all) != 1 || all[0].Filter[ByLanguage] != "fr" || all[0].Language != lang.Tag("en") || all[0].File != XLSX {
			t.Fatalf("%+v", all)
		}
		other, _ := w.person("en", "", identity.Grant{Role: identity.Steward, Scope: identity.SiteScope})
		if status, _ := w.post(at, w.signIn(other), "stop="+all[0].ID); status != 404 {
			t.Errorf("somebody else ends it: %d", status)
		}
		if _, body := w.get(at, cookie); !strings.Contains(body, all[0].ID) {
			t.Error("the page does not list it")
		}
		if w.post(at, cookie, "stop="+all[0].ID); len(list()) != 0 {
			t.Error("it goes on")
		}
	})
}
