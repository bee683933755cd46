package site

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/report"
)

// staff is the browser of somebody who holds a role in a course, and just proved who they are twice.
func staff(t *testing.T, s *Site, server *httptest.Server, name string, role identity.Role, course string) *browser {
	t.Helper()
	b := newBrowser(t, server)
	var secret string
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		p, err := s.identity.CreatePerson(tx, "", identity.Person{Name: name, Email: identity.Email(strings.ToLower(name) + "@example.ca"), Language: "en"})
		if err != nil {
			return err
		}
		on := identity.SiteScope
		if course != "" {
			on = identity.CourseScope(course)
		}
		if err := s.identity.Give(tx, "", p.ID, identity.Grant{Role: role, Scope: on}); err != nil {
			return err
		}
		secret, err = s.identity.Begin(tx, p.ID, identity.MethodPasskey, identity.ByTwo, identity.Browser{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	at, _ := url.Parse(server.URL)
	b.jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: secret, Path: "/"}})
	return b
}

func TestReleasesOfEveryCourseAreInTheAdministration(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	publisher(t, s)
	const at = "/en/administration/releases/"
	staged := func(course fstest.MapFS) string {
		hash, err := s.library.Shelf().Stage(t.Context(), parcel(t, releasedOf(t, course), "1.0.0"))
		if err != nil {
			t.Fatal(err)
		}
		return at + string(hash) + "/"
	}
	first, second := staged(trilingual(t)), staged(another(t))
	here, there := `href="`+first+`"`, `href="`+second+`"`
	publishBy(t, s, parcel(t, released(t), "1.0.0"))
	publishBy(t, s, parcel(t, releasedOf(t, another(t)), "1.0.0"))
	staff(t, s, server, "Ann", identity.Publisher, "").get(at).has(t, here, there, "“Words of the South” published here")
	own := staff(t, s, server, "Bea", identity.Publisher, "other-words")
	own.get("/en/account/").has(t, at)
	page := own.get(at)
	page.has(t, there)
	page.lacks(t, here)
	if got := staff(t, s, server, "Cy", identity.Author, "other-words").get(at); got.status != http.StatusForbidden {
		t.Errorf("an author sees the releases: %d", got.status)
	}
	own.get(second).has(t, `href="/en/courses/other-words/releases/1.0.0/"`)
	if got := own.get(first); got.status != http.StatusForbidden {
		t.Errorf("a publisher of one course looks at a release of another: %d", got.status)
	}
	form := url.Values{"do": {"withdraw"}, "version": {"1.0.0"}, "reason-en": {"Wrong."}, "reason-fr": {"Faux."}}
	if got := own.post(at, form); got.status != http.StatusForbidden {
		t.Errorf("a publisher of one course withdraws a release of another: %d", got.status)
	}
	form.Set("version", "other-words/9.9.9")
	own.post(at, form).has(t, "9.9.9")
}

func TestOfferingsOfEveryCourse(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	const at = "/en/administration/offerings/"
	offer := func(title, course string) url.Values {
		form := url.Values{"do": {"add"}, "kind": {"self-paced"}, "door": {"everybody"}, "course": {course}}
		for _, tag := range s.library.Edition().Course.Tags() {
			form.Set("title-"+tag.Lower(), title)
		}
		return form
	}
	all, own := staff(t, s, server, "Ann", identity.Steward, ""), staff(t, s, server, "Bea", identity.Steward, "other-words")
	all.get(at).has(t, `<option value="other-words"`)
	first := all.post(at, offer("Northern autumn", "three-languages"))
	first.has(t, "Words of the North", "Northern autumn")
	second := all.post(at, offer("Southern autumn", "other-words"))
	second.has(t, "Words of the South", "Southern autumn")
	all.post(at, offer("Nowhere", "no")).has(t, "Choose one of the courses")
	all.get(at).has(t, "Northern autumn", "Southern autumn")

	list := own.get(at)
	list.has(t, "Southern autumn")
	list.lacks(t, "Northern autumn", `<option value="three-languages"`)
	own.post(at, offer("Southern winter", "")).has(t, "Words of the South")
	northern, _, _ := strings.Cut(first.path, "?")
	southern, _, _ := strings.Cut(second.path, "?")
	own.get(southern).has(t, "Southern autumn")
	if got := own.get(northern); got.status != http.StatusNotFound {
		t.Errorf("the page of an offering of another course answers %d", got.status)
	}
	for what, got := range map[string]shown{"offers": own.post(at, offer("Taken", "three-languages")), "changes": own.post(northern, url.Values{"do": {"end"}}), "withdraws": own.post(northern, url.Values{"do": {"withdraw"}, "person": {"p-0"}})} {
		if got.status != http.StatusForbidden {
			t.Errorf("a steward of one course %s in another: %d", what, got.status)
		}
	}

	_, learner := signedIn(t, s, server, "Dee")
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		o, err := s.enrolled.Offering(tx, enrolment.OfferingID(strings.Split(southern, "/")[4]))
		if err == nil {
			_, _, err = s.enrolled.Enrol(tx, learner.ID, o, learner.ID, enrolment.BySelf)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	own.post(southern, url.Values{"do": {"time"}, "person": {string(learner.ID)}, "share": {"150"}}).has(t, "Southern autumn")
	err = s.db.Read(t.Context(), func(tx store.Tx) error {
		list, err := s.learning.AllowancesOf(tx, learner.Actor)
		if len(list) != 1 || list[0].Course != "other-words" || list[0].Share != 150 {
			t.Errorf("%+v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKeyIsMadeForOneCourse(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	b, form := staff(t, s, server, "Ann", identity.Administrator, ""), url.Values{"do": {"add"}, "name": {"Registry"}, "course": {"no"}, "scope": {Scopes()[0]}}
	const at = "/en/administration/keys/"
	b.get(at).has(t, `<option value="other-words"`)
	b.post(at, form).has(t, "Choose one of the courses")
	form.Set("course", "other-words")
	b.post(at, form).has(t, "Only for Words of the South.")
	err := s.db.Read(t.Context(), func(tx store.Tx) error {
		keys, err := s.identity.Keys(tx)
		if len(keys) != 1 || keys[0].Course != "other-words" {
			t.Errorf("%+v", keys)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestManagersSeeEveryCourse enrols somebody in two courses and somebody else in the second alone.
func TestManagersSeeEveryCourse(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	manager := staff(t, s, server, "Manon", identity.Manager, "")
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		org, err := s.identity.CreateOrg(tx, "", identity.Org{Names: lang.Text{"en": "Town", "fr": "Ville"}, Kind: identity.Body})
		if err != nil {
			return err
		}
		offerings := map[string]enrolment.Offering{}
		for _, e := range s.library.Editions() {
			titles := lang.Text{}
			for _, tag := range e.Course.Tags() {
				titles[tag] = "Autumn of " + e.Course.Key + " in " + string(tag)
			}
			if offerings[e.Course.Key], err = s.enrolled.Offer(tx, "", enrolment.Offering{Course: e.Course.Key, Titles: titles, Kind: enrolment.SelfPaced, Door: enrolment.ByStaff}); err != nil {
				return err
			}
		}
		for name, in := range map[string][]string{"Ana": {"three-languages", "other-words"}, "Ben": {"other-words"}} {
			p, err := s.identity.CreatePerson(tx, "", identity.Person{Name: name, Email: identity.Email(strings.ToLower(name) + "@example.ca"), Language: "en", Org: org.ID})
			if err != nil {
				return err
			}
			for _, key := range in {
				if _, _, err := s.enrolled.Enrol(tx, "", offerings[key], p.ID, enrolment.FromList); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(manager.get(enrolment.PeoplePath("en", "en")).body, "<table")
	for text, n := range map[string]int{">Ana<": 2, ">Ben<": 1, ">Words of the North<": 1, ">Words of the South<": 2, "Autumn of three-languages in en": 1, "Autumn of other-words in en": 2} {
		if got := strings.Count(body, text); got != n {
			t.Errorf("%s stands %d times, not %d: %s", text, got, n, body)
		}
	}
}

// hiding is the test course with an assessment whose French page has a slug of its own.
func hiding(t *testing.T, slug string) fstest.MapFS {
	files := trilingual(t)
	const name, was = "assessment.fr.md", "slug: evaluation\n"
	text := string(files[name].Data)
	if !strings.Contains(text, was) {
		t.Fatal(text[:40])
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, was, "slug: "+slug+"\n", 1))}
	return files
}

// told wants a refusal that names the page and its address in every interface language.
func told(t *testing.T, err error, address string) {
	t.Helper()
	if fault.KindOf(err) != fault.Invalid {
		t.Fatalf("a page that is hidden: %v", err)
	}
	for _, face := range lang.Interfaces() {
		if said := fault.Message(err, face); !strings.Contains(said, address) || !strings.Contains(said, "Évaluation") {
			t.Errorf("in %s is said: %s", face, said)
		}
	}
}

func TestAPageBehindARoomIsRefused(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"rapports", "cours", "compte", "administration"} {
		_, err := New(t.Context(), Options{Course: hiding(t, slug), Data: t.TempDir(), Version: "test", Log: quiet()})
		told(t, err, "/fr/"+slug+"/")
	}
	s, _ := open(t, trilingual(t))
	by := publisher(t, s)
	_, err := s.library.Shelf().Publish(t.Context(), by, func(store.Tx) error { return nil }, parcel(t, releasedOf(t, hiding(t, "rapports")), "1.0.0"))
	told(t, err, "/fr/rapports/")
	if e := s.library.Edition(); e.Release != nil {
		t.Errorf("%+v is served", e.Release)
	}
}

// TestACourseBelowTheListHidesNothing has an assessment whose slug is that of a room's page, and stands below the list of courses.
func TestACourseBelowTheListHidesNothing(t *testing.T) {
	t.Parallel()
	files := another(t)
	files["assessment.fr.md"] = hiding(t, "rapports")["assessment.fr.md"]
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{files} })
	at := s.library.EditionOf("other-words").In("fr", s.library.Edition().Page("/en/").Key).Path + "rapports/"
	newBrowser(t, server).get(at).has(t, "Évaluation")
}

func TestReportsOfEveryCourse(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	all, own := staff(t, s, server, "Ann", identity.Steward, ""), staff(t, s, server, "Bea", identity.Steward, "other-words")
	own.get("/en/account/").has(t, `href="/en/reports/?course=other-words"`)
	for _, at := range []string{report.Path("en", "en"), report.PeoplePath("en", "en"), report.EvaluatedPath("en", "en")} {
		all.get(at).has(t, `href="`+at+`?course=other-words"`, "Reports on Words of the South")
		page := all.get(at + "?course=other-words")
		page.has(t, `href="`+at+`"`, "Reports on Words of the North")
		page.lacks(t, "Reports on Words of the South")
		if got := own.get(at); got.status != http.StatusForbidden {
			t.Errorf("a steward of one course sees %s of another: %d", at, got.status)
		}
		mine := own.get(at + "?course=other-words")
		mine.lacks(t, "Reports on Words of the North")
		if mine.status != http.StatusOK {
			t.Errorf("%s of one's own course answers %d", at, mine.status)
		}
	}
}

// bilingual is another course, which is not in the third language of the first.
func bilingual(t *testing.T) fstest.MapFS {
	files := another(t)
	text := string(files["course.yaml"].Data)
	from := strings.Index(text, "  - {tag: iu-Cans")
	to := from + strings.Index(text[from:], "\n") + 1
	files["course.yaml"].Data = []byte(text[:from] + text[to:])
	for name := range files {
		if strings.Contains(name, ".iu-Cans.") {
			delete(files, name)
		}
	}
	return files
}

// TestAnOfferingOfACourseOfFewerLanguages needs no title in a language that its course does not have, and mail about it has
// the title of one that it has.
func TestAnOfferingOfACourseOfFewerLanguages(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{bilingual(t)} })
	const at = "/en/administration/offerings/"
	b := staff(t, s, server, "Ann", identity.Steward, "")
	form := url.Values{"do": {"add"}, "kind": {"self-paced"}, "door": {"list"}, "course": {"other-words"}, "title-en": {"Autumn"}, "title-fr": {"Automne"}, "title-iu-cans": {"ᐅᑭᐊᖅ"}}
	made := b.post(at, form)
	made.has(t, "Words of the South", "Autumn")
	made.lacks(t, "ᐅᑭᐊᖅ", `name="title-iu-cans"`)
	form.Del("title-iu-cans")
	b.post(at, form).has(t, "Words of the South")
	form.Set("course", "three-languages")
	if got := b.post(at, form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a title in a language of the course: %d", got.status)
	}
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		p, err := s.identity.CreatePerson(tx, "", identity.Person{Name: "Eva", Email: "eva@example.ca", Language: "iu-Cans"})
		if err != nil {
			return err
		}
		path, _, _ := strings.Cut(made.path, "?")
		o, err := s.enrolled.Offering(tx, enrolment.OfferingID(strings.Split(path, "/")[4]))
		if err != nil {
			return err
		}
		_, _, err = s.enrolled.Enrol(tx, "", o, p.ID, enrolment.FromList)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.db.Read(t.Context(), func(tx store.Tx) error {
		var content string
		err := tx.QueryRow("SELECT content FROM mail_outbox").Scan(&content)
		if !strings.Contains(content, "Autumn") {
			t.Errorf("mailed: %s", content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOtherStoresMayGetOneCourse has a choice of every course on the form of another store.
func TestOtherStoresMayGetOneCourse(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	b := staff(t, s, server, "Ann", identity.Administrator, "")
	for _, e := range s.library.Editions() {
		b.get("/en/administration/other-stores/").has(t, `<option value="`+e.Course.IRI+`"`)
	}
}
