package site

import (
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/store"

	"atelier/internal/people/library"
)

// trilingual is the test course in English, French and Inuktitut, with a question
// of every kind.
func trilingual(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	dir := os.DirFS("../content/course/testdata/trilingual")
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		files[name] = &fstest.MapFile{Data: data, ModTime: time.Unix(1, 0)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func find(t testing.TB, s *Site, tag, path string) *library.Page {
	t.Helper()
	for _, p := range s.library.Edition().Pages() {
		if string(p.Tag) == tag && p.Page != nil && p.Page.Path == path {
			return p
		}
	}
	t.Fatalf("no page %s in %s", path, tag)
	return nil
}

const (
	checkPath = "modules/1-words/check"
	helloPath = "modules/1-words/1-hello"
	snowPath  = "modules/1-words/2-snow"
)

// count is how many rows a table has.
func (s *Site) count(t testing.TB, table string) (n int) {
	t.Helper()
	err := s.db.Read(context.Background(), func(tx store.Tx) error { return tx.QueryRow("SELECT count(*) FROM " + table).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// verbs are the verbs of all statements, in their order.
func (s *Site) verbs(t testing.TB) string {
	t.Helper()
	var verbs []string
	err := s.db.Read(context.Background(), func(tx store.Tx) error {
		rows, err := tx.Query("SELECT body FROM records_statement ORDER BY seq")
		if err != nil {
			return err
		}
		for rows.Next() {
			var body []byte
			var one struct{ Verb struct{ ID string } }
			if err := rows.Scan(&body); err != nil {
				return err
			}
			if err := json.Unmarshal(body, &one); err != nil {
				return err
			}
			verbs = append(verbs, one.Verb.ID[strings.LastIndexByte(one.Verb.ID, '/')+1:])
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(verbs, " ")
}

// TestSwitchLanguageInTheMiddle begins a check in one language, goes on in others
// and ends it in the first: every answer is there each time.
func TestSwitchLanguageInTheMiddle(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	en, fr, iu := find(t, s, "en", checkPath), find(t, s, "fr", checkPath), find(t, s, "iu-Cans", checkPath)
	half := b.post(en.Path, url.Values{"abg68b": {"hesbp9"}, "f7dw54": {"Nuna."}, "ck5eft": {"1,235"}})
	half.has(t, `value="hesbp9" checked`, `value="Nuna."`, `value="1,235"`, "questions have no answer yet", `href="#ag7c22"`)
	if half.status != 200 || !strings.Contains(half.path, "news=missing") {
		t.Errorf("%d %s", half.status, half.path)
	}
	there := b.get(fr.Path)
	there.has(t, `value="hesbp9" checked`, `value="Nuna."`, `value="1,235"`, "Vérifier mes réponses")
	b.post(fr.Path, url.Values{"attempt": {"1"}, "ag7c22": {"y98nxf", "vh5c73"}, "bb7eca": {"aben25"}, "f7dw54": {"Nuna."}, "ck5eft": {"1,235"}})
	b.post(iu.Path, url.Values{"attempt": {"1"}, "t2by3x.ja69up": {partner(s, "t2by3x", "ja69up")},
		"t2by3x.scyzc9": {partner(s, "t2by3x", "scyzc9")}, "t2by3x.tzx5xu": {partner(s, "t2by3x", "tzx5xu")}, "ck5eft": {""}})
	end := b.post(en.Path, url.Values{"attempt": {"1"}, "h3fz5a.jdz2k7": {"1"}, "h3fz5a.d8wnzw": {"2"}, "h3fz5a.bcqy6h": {"3"}})
	end.has(t, "is-passed", `<span class="score-n">7</span>`, "Every answer was right")
	b.get(strings.Replace(end.path, en.Path, fr.Path, 1)).has(t, "Toutes les réponses étaient justes") // the slug is led to the French one
}

func TestCheckTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "en", checkPath)
	answers := rightAnswers(s, p.Doc(), 1)
	answers.Set("abg68b", "g5ntdv") // a wrong one
	first := b.post(p.Path, answers)
	first.has(t, `<span class="score-n">6</span>`, "1 answer was not right", "Try again what was not right")
	verbs := s.verbs(t)
	for range 2 {
		again := b.post(p.Path, answers)
		if again.path != first.path || again.status != 200 {
			t.Errorf("sent again it leads to %s (%d)", again.path, again.status)
		}
	}
	if now := s.verbs(t); now != verbs {
		t.Errorf("sent again: %s; before: %s", now, verbs)
	}
	if want := "attempted answered answered answered answered answered answered answered passed"; verbs != want {
		t.Errorf("the record says %s, want %s", verbs, want)
	}
}

func TestMendAndTryAgain(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "fr", checkPath)
	answers := rightAnswers(s, p.Doc(), 1)
	answers.Set("abg68b", "g5ntdv")
	b.post(p.Path, answers)
	mending := b.post(p.Path, url.Values{"act": {"mend"}, "attempt": {"1"}})
	mending.has(t, `value="g5ntdv" checked`, "Non, regardez encore.")
	mending.lacks(t, `value="y98nxf"`) // what is right cannot be changed
	mended := b.post(p.Path, url.Values{"attempt": {"1"}, "abg68b": {"hesbp9"}, "ag7c22": {"jsjh3p"}})
	mended.has(t, `<span class="score-n">6</span>`, "Tout est juste maintenant")
	for range 2 { // the second is of an attempt that is over
		b.post(p.Path, url.Values{"act": {"again"}, "attempt": {"1"}})
	}
	second := b.get(p.Path)
	second.has(t, `name="attempt" value="2"`)
	if n := len(kickers.FindAllString(second.body, -1)); n != 4 {
		t.Errorf("another attempt asks %d questions, want the 4 it draws", n)
	}
	second.has(t, `id="qj8p55"`, `id="nyphv2"`, `id="ckr8xk"`) // the whole bank before the fixed form
	stale := b.post(p.Path, url.Values{"attempt": {"1"}, "qj8p55": {"xuaa9u"}})
	stale.has(t, "tentative antérieure")
	walk := b.post(p.Path, url.Values{"attempt": {"2"}, "qj8p55": {"xuaa9u"}, "nyphv2": {"Ma tante"}, "ckr8xk": {"skse2j"}})
	walk.has(t, "Ma tante", "outcome-poor")
}

func TestLikertAndReflectionNeverLowerAScore(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "en", checkPath)
	b.post(p.Path, rightAnswers(s, p.Doc(), 1))
	b.post(p.Path, url.Values{"act": {"again"}, "attempt": {"1"}})
	second := rightAnswers(s, p.Doc(), 2)
	delete(second, "qj8p55")
	delete(second, "nyphv2")
	result := b.post(p.Path, second)
	result.has(t, "is-passed", `<span class="score-n">2</span>`)
}

func TestPracticeIsToldAndKept(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	en, fr := find(t, s, "en", snowPath), find(t, s, "fr", snowPath)
	wrong := url.Values{"act": {"answer"}, "question": {"pe7xpz"}, "pe7xpz": {"bbdrk6"}}
	b.post(en.Path, wrong).has(t, "Snow melts into water.", `value="bbdrk6" checked`)
	b.post(en.Path, wrong)
	b.get(fr.Path).has(t, `value="bbdrk6" checked`, "told-wrong")
	b.post(fr.Path, url.Values{"act": {"answer"}, "question": {"pe7xpz"}, "pe7xpz": {"syk2sx"}}).has(t, "told-right")
	if got := s.verbs(t); got != "answered answered" {
		t.Errorf("the record says %s", got)
	}
}

func TestSavedAnswersAreNotJudged(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "en", checkPath)
	b.post(p.Path, url.Values{"save": {"1"}, "abg68b": {"g5ntdv"}, "ckr8xk": {"ha86td"}})
	page := b.get(p.Path)
	page.has(t, `value="g5ntdv" checked`)
	page.lacks(t, "No, look again.")
	if got := s.verbs(t); got != "attempted" {
		t.Errorf("the record says %s", got)
	}
}

func TestTicksOfTwoTabs(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	list := find(t, s, "en", "checklists/before-you-go")
	form := func(was string, ticks ...string) url.Values {
		return url.Values{"checklist": {"checklists/before-you-go"}, "was": {was}, "tick": ticks}
	}
	b.post(list.Path, form("", "wje5nz")).has(t, "Your ticks are kept")
	b.post(list.Path, form("", "sc4e36")) // a tab that was drawn before
	both := b.get(find(t, s, "fr", "checklists/before-you-go").Path)
	both.has(t, `value="wje5nz" checked`, `value="sc4e36" checked`, `name="was" value="wje5nz sc4e36"`)
	b.post(list.Path, form("wje5nz sc4e36", "sc4e36"))
	after := b.get(list.Path)
	after.has(t, `value="sc4e36" checked`)
	after.lacks(t, `value="wje5nz" checked`)
	lesson := find(t, s, "en", snowPath)
	b.get(lesson.Path).has(t, `name="checklist" value="yru66e"`, `name="was" value=""`)
	b.post(lesson.Path, url.Values{"checklist": {"yru66e"}, "was": {""}, "tick": {"xjn7vh", "notone"}}).has(t, `value="xjn7vh" checked`)
}

func TestReadingAloneIsNotKept(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "en", helloPath)
	beacon := url.Values{"page": {p.Path}, "seen": {string(p.Doc().Title.ID) + " zzzzzz"}, "at": {string(p.Doc().Title.ID)}}
	if got := b.post("/progress", beacon); got.status != http.StatusNoContent {
		t.Errorf("answered %d", got.status)
	}
	if n := s.count(t, "identity_device"); n != 0 || b.cookies() != "" {
		t.Errorf("%d devices, cookies %q", n, b.cookies())
	}
	b.post(p.Path, url.Values{"act": {"answer"}}) // nothing to keep in it
	if n := s.count(t, "identity_device"); n != 0 || b.cookies() != "" {
		t.Errorf("after an empty form: %d devices, cookies %q", n, b.cookies())
	}
	b.post(find(t, s, "en", snowPath).Path, url.Values{"act": {"done"}})
	b.post("/progress", beacon)
	home := b.get("/en/")
	home.has(t, "Continue where I was", p.Path+"#"+string(p.Doc().Title.ID), "1 of 2 lessons done")
	b.get("/fr/").has(t, "Reprendre là où j’étais", find(t, s, "fr", helloPath).Path+"#"+string(p.Doc().Title.ID))
	if got := s.verbs(t); got != "completed experienced" {
		t.Errorf("the record says %s", got)
	}
}

func TestCourseChangesUnderLearners(t *testing.T) {
	t.Parallel()
	files := trilingual(t)
	live := &swapped{files: files}
	s, server := open(t, live)
	b := newBrowser(t, server)
	hello, snow := find(t, s, "en", helloPath), find(t, s, "en", snowPath)
	b.post(hello.Path, url.Values{"act": {"done"}})
	b.post(snow.Path, url.Values{"act": {"answer"}, "question": {"pe7xpz"}, "pe7xpz": {"syk2sx"}})
	b.post(snow.Path, url.Values{"act": {"done"}})
	old := b.get(snow.Path)

	without := maps.Clone(files)
	for _, tag := range []string{"en", "fr", "iu-Cans"} {
		delete(without, "modules/1-words/2-snow."+tag+".md")
	}
	module := string(files["modules/1-words/module.yaml"].Data)
	without["modules/1-words/module.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(module, "[1-hello, 2-snow]", "[1-hello]", 1))}
	live.set(without)
	if !s.library.Refresh() {
		t.Fatal("the change was not seen")
	}
	if got := b.get(snow.Path); got.status != http.StatusNotFound {
		t.Errorf("the removed lesson answers %d", got.status)
	}
	if got := b.post(snow.Path, url.Values{"act": {"done"}}); got.status != http.StatusNotFound {
		t.Errorf("its form answers %d", got.status)
	}
	b.get("/en/").has(t, "1 of 1 lessons done")

	broken := maps.Clone(files)
	broken["course.yaml"] = &fstest.MapFile{Data: []byte("id: [")}
	live.set(broken)
	if s.library.Refresh() {
		t.Error("a broken course was taken")
	}
	if got := b.get(hello.Path); got.status != http.StatusOK {
		t.Errorf("the last good edition answers %d", got.status)
	}

	live.set(files)
	s.library.Refresh()
	back := b.get(snow.Path)
	back.has(t, `value="syk2sx" checked`, "told-right")
	back.lacks(t, `name="act" value="done"`)
	if back.body != old.body {
		t.Error("the lesson that returned shows something else than before")
	}
}

// swapped is a folder whose content changes all at once.
type swapped struct{ files fstest.MapFS }

func (s *swapped) set(files fstest.MapFS) { s.files = files }

func (s *swapped) Open(name string) (fs.File, error) { return s.files.Open(name) }

func TestBadInputIsToldPlainly(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	check, lesson := find(t, s, "fr", checkPath).Path, find(t, s, "en", snowPath).Path
	send := func(path, kind, body string) shown {
		req, err := http.NewRequest("POST", b.base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		return b.do(req, nil)
	}
	const form = "application/x-www-form-urlencoded"
	b.post(check, url.Values{"abg68b": {"hesbp9"}})
	for _, one := range []struct {
		name, path, kind, body string
		status                 int
		says                   string
	}{
		{"an unknown question", lesson, form, "act=answer&question=zzzzzz", 409, "not on this page any more"},
		{"no question", lesson, form, "act=answer", 409, "not on this page any more"},
		{"an unknown act", lesson, form, "act=fly", 400, "cannot do"},
		{"an unknown act of a check", check, form, "act=fly", 400, "ne peut pas faire"},
		{"no form", check, "application/json", "{}", 415, "n’est pas un formulaire"},
		{"no type", check, "", "abg68b=hesbp9", 415, "n’est pas un formulaire"},
		{"a broken form", lesson, form, "a=%zz", 400, "could not be read"},
		{"ten megabytes", check, form, "nyphv2=" + strings.Repeat("a", 10<<20), 413, "dépasse"},
		{"a page without forms", "/en/glossary/", form, "act=done", 405, "takes no answers"},
		{"no page", "/fr/rien/", form, "act=done", 404, "n’existe plus"},
		{"values of another kind", check, form, "attempt=1&abg68b=1&ck5eft=abc&t2by3x=5&h3fz5a.jdz2k7=-1&f7dw54=%00%ff", 200, "Ceci ne se lit pas comme un nombre"},
		{"an attempt of nowhere", check, form, "attempt=999999999999999999999&abg68b=g5ntdv", 200, ""},
	} {
		got := send(one.path, one.kind, one.body)
		if got.status != one.status || !strings.Contains(got.body, one.says) {
			t.Errorf("%s: %d, want %d with %q", one.name, got.status, one.status, one.says)
		}
	}
	b.get(check).has(t, `value="hesbp9" checked`)
}

func TestTamperedCookieLosesNothing(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "en", helloPath)
	u, _ := url.Parse(server.URL)
	b.jar.SetCookies(u, []*http.Cookie{{Name: "device", Value: strings.Repeat("A", 43), Path: "/"}})
	if got := b.get(p.Path); got.status != http.StatusOK {
		t.Errorf("reading with a foreign cookie answers %d", got.status)
	}
	b.post(p.Path, url.Values{"act": {"done"}})
	b.get(p.Path).lacks(t, `name="act" value="done"`)
}

func TestWhatThisDeviceKeeps(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	b.get("/fr/mon-appareil/").has(t, "Rien n’est gardé pour cet appareil")
	b.post(find(t, s, "fr", checkPath).Path, url.Values{"abg68b": {"hesbp9"}, "f7dw54": {"mon secret"}, "attempt": {"1"}, "asis": {"yes"}})
	b.get("/en/my-device/").has(t, "4 things you did", `href="/fr/mon-appareil/"`)
	if got := b.get("/fr/my-device/"); got.path != "/fr/mon-appareil/" {
		t.Errorf("the English name in French leads to %s", got.path)
	}
	file := b.get("/en/my-device/data.json")
	file.has(t, "mon secret", "http://adlnet.gov/expapi/verbs/answered", `"language": "fr-CA"`)
	var kept struct {
		Actor      string
		Statements []json.RawMessage
	}
	if err := json.Unmarshal([]byte(file.body), &kept); err != nil || len(kept.Statements) != 4 {
		t.Errorf("%d statements, %v", len(kept.Statements), err)
	}
	b.post("/fr/mon-appareil/", url.Values{}).has(t, "Cochez la case")
	b.post("/fr/mon-appareil/", url.Values{"confirm": {"yes"}}).has(t, "a été effacé")
	b.get(find(t, s, "fr", checkPath).Path).lacks(t, `value="hesbp9" checked`, "mon secret")
	if strings.Contains(b.cookies(), "device") {
		t.Errorf("cookies %q", b.cookies())
	}
	for table, want := range map[string]int{"identity_device": 0, "records_state": 0, "delivery_progress": 0, "records_statement": 4} {
		if n := s.count(t, table); n != want {
			t.Errorf("%s has %d rows, want %d", table, n, want)
		}
	}
	err := s.db.Read(t.Context(), func(tx store.Tx) error {
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM records_statement WHERE body LIKE '%mon secret%'").Scan(&n); err != nil || n != 0 {
			t.Errorf("%d statements still hold what was written, %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
