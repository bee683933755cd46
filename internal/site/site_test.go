package site

import (
	"bytes"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func TestCatalogueComplete(t *testing.T) {
	t.Parallel()
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

const shipped = "../../courses/open-source-in-government"

// source is the shipped course with an id on every passage.
var source = sync.OnceValue(func() fstest.MapFS {
	files := fstest.MapFS{}
	dir := os.DirFS(shipped)
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		files[name] = &fstest.MapFile{Data: data, ModTime: time.Unix(1, 0)}
		return err
	})
	if err != nil {
		panic(err)
	}
	c, _, err := course.Load(files)
	if err != nil {
		panic(err)
	}
	for name, text := range course.Format(c, nil).Files {
		files[name].Data = []byte(text)
	}
	return files
})

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// open makes a site over a course and a server for it.
func open(t testing.TB, files fs.FS, change ...func(*Options)) (*Site, *httptest.Server) {
	t.Helper()
	o := Options{Course: files, Data: t.TempDir(), Version: "test", Log: quiet(), Clock: clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))}
	for _, c := range change {
		c(&o)
	}
	s, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		s.Stop()
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, server
}

// browser is a person with script off.
type browser struct {
	t      testing.TB
	base   string
	client *http.Client
	jar    *cookiejar.Jar
}

func newBrowser(t testing.TB, server *httptest.Server) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: server.URL, jar: jar, client: &http.Client{Jar: jar}}
}

// page is what a browser shows.
type shown struct {
	status int
	path   string // with query, where redirects led
	body   string
	header http.Header
}

func (b *browser) do(req *http.Request, err error) shown {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		b.t.Fatal(err)
	}
	return shown{resp.StatusCode, resp.Request.URL.RequestURI(), body.String(), resp.Header}
}

func (b *browser) get(path string) shown {
	b.t.Helper()
	return b.do(http.NewRequest("GET", b.base+path, nil))
}

func (b *browser) post(path string, form url.Values) shown {
	b.t.Helper()
	req, err := http.NewRequest("POST", b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req, nil)
}

func (b *browser) cookies() string {
	u, _ := url.Parse(b.base)
	var names []string
	for _, c := range b.jar.Cookies(u) {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

// has wants words on a page.
func (s shown) has(t testing.TB, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(s.body, w) {
			t.Errorf("%s (%d) lacks %q", s.path, s.status, w)
			_ = os.WriteFile(filepath.Join(os.TempDir(), "lacks.html"), []byte(s.body), 0o600)
		}
	}
}

func (s shown) lacks(t testing.TB, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(s.body, w) {
			t.Errorf("%s (%d) has %q", s.path, s.status, w)
		}
	}
}

var kickers = regexp.MustCompile(`<p class="kicker">Question \d+`)

func TestModuleJourney(t *testing.T) {
	t.Parallel()
	s, server := open(t, source())
	for _, tag := range s.library.Edition().Course.Tags() {
		t.Run(string(tag), func(t *testing.T) {
			b := newBrowser(t, server)
			e := s.library.Edition()
			m := e.Course.Modules[0]
			b.get("/" + string(tag) + "/")
			if b.cookies() != "" {
				t.Errorf("reading gave the cookies %s", b.cookies())
			}
			for _, l := range m.Lessons {
				p := e.In(tag, "page:"+l.Path)
				b.get(p.Path).has(t, `name="act" value="done"`)
				after := b.post(p.Path, url.Values{"act": {"done"}})
				if after.status != 200 || after.path == p.Path {
					t.Errorf("%s leads to %s (%d)", p.Path, after.path, after.status)
				}
				after.has(t, "is-done")
				b.get(p.Path).lacks(t, `name="act" value="done"`)
			}
			if b.cookies() != "device lang" {
				t.Errorf("cookies %q", b.cookies())
			}
			check := e.In(tag, "page:"+m.Check.Path)
			first := b.get(check.Path)
			if n := len(kickers.FindAllString(first.body, -1)); n != 10 {
				t.Errorf("the check asks %d questions", n)
			}
			result := b.post(check.Path, rightAnswers(s, check.Doc(), 1))
			for range 5 { // a scenario goes on by a step each time
				if strings.Contains(result.path, "news=onward") {
					result = b.post(check.Path, scenarioStep(t, check.Doc(), result.body))
				}
			}
			result.has(t, "is-passed", `<span class="score-n">10</span>`)
			home := b.get("/" + string(tag) + "/")
			home.has(t, `<li class="is-done`)
		})
	}
}

// partner is what pages call a partner of a matching.
func partner(s *Site, q, id course.ID) string {
	return s.keys.Names("delivery partner", string(q), string(id))[0]
}

// rightAnswers answers everything right; scenarios begin.
func rightAnswers(s *Site, d *course.Doc, attempt int) url.Values {
	v := url.Values{"attempt": {string(rune('0' + attempt))}}
	course.Walk(d.Blocks, func(b *course.Block) bool {
		q := b.Question
		if q == nil {
			return true
		}
		id := string(q.ID)
		for i, c := range q.Choices {
			switch {
			case q.Kind == course.Ordering:
				v.Set(id+"."+string(c.ID), string(rune('1'+i)))
			case c.Right && (q.Kind == course.FillIn || q.Kind == course.Numeric):
				v.Set(id, course.Plain(c.Text.Inlines))
			case c.Right:
				v.Add(id, string(c.ID))
			}
		}
		for _, p := range q.Pairs {
			v.Set(id+"."+string(p.ID), partner(s, q.ID, p.ID))
		}
		if len(q.Steps) > 0 {
			v.Set(id, string(goodChoice(q, q.Steps[0]).ID))
		}
		return false
	})
	return v
}

// goodChoice leads to the best end.
func goodChoice(q *course.Question, s course.Step) course.Choice {
	best, at := course.Choice{}, -1
	for _, c := range s.Choices {
		for _, next := range q.Steps {
			if next.Name != c.Goto {
				continue
			}
			worth := map[string]int{"good": 3, "": 2, "fair": 1, "poor": 0}[next.Outcome]
			if worth > at {
				best, at = c, worth
			}
		}
	}
	return best
}

// scenarioStep goes on from the step that is offered on the page.
func scenarioStep(t *testing.T, d *course.Doc, body string) url.Values {
	v := url.Values{"attempt": {"1"}}
	course.Walk(d.Blocks, func(b *course.Block) bool {
		q := b.Question
		if q == nil {
			return true
		}
		for _, s := range q.Steps {
			if len(s.Choices) > 0 && strings.Contains(body, `value="`+string(s.Choices[0].ID)+`"`) {
				v.Set(string(q.ID), string(goodChoice(q, s).ID))
			}
		}
		return false
	})
	return v
}
