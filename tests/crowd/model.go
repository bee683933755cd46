package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// model is a learner who does everything through the site.
type model struct {
	person  identity.Person
	browser browser
	tag     lang.Tag
	r       *rand.Rand
	ability float64 // how often an answer is right, 0 to 1
	tasks   int     // how many tasks of the course they come to
	told    int     // statements that another program tells of them
	once    bool    // no check is taken again
	started bool
}

// world is what models learn in.
type world struct {
	edition *library.Edition
	keys    *seal.Keys
	clock   *clock.Fixed
	program browser // with a key that may enrol and write statements
	offered []string
	orgs    []identity.OrgID
	begins  time.Time
}

// steps are what a model does, one sitting each.
func (m *model) steps(w *world) (all []func() error) {
	c := w.edition.Course
	tasks := c.Tasks()
	for _, p := range tasks[:min(m.tasks, len(tasks))] {
		at := w.edition.In(m.tag, publish.PageKey(p))
		if p.Kind == course.Check {
			all = append(all, func() error { return m.check(w, at) })
			continue
		}
		all = append(all, func() error { return m.lesson(w, at) })
	}
	if m.tasks > len(tasks) && c.Assessment != nil {
		at := w.edition.In(m.tag, publish.PageKey(c.Assessment))
		all = append(all, func() error { return m.check(w, at) })
	}
	for i := range m.told {
		all = append(all, func() error { return m.tell(w, i) })
	}
	return all
}

// pass lets time go by, to the millisecond at random.
func (m *model) pass(w *world, most time.Duration) {
	w.clock.Advance(time.Second + time.Duration(m.r.Int64N(int64(most))).Truncate(time.Millisecond))
}

// lesson is a lesson read, its questions answered, and marked as done.
func (m *model) lesson(w *world, p *library.Page) error {
	if !m.started { // somebody of whom nothing is kept yet
		m.started = true
		if _, err := m.browser.must("GET", p.Path, ""); err != nil {
			return err
		}
	}
	m.pass(w, 4*time.Minute)
	passages, questions := textOf(p.Doc())
	seen := url.Values{"page": {p.Path}, "seen": {strings.Join(passages, " ")}, "at": {passages[len(passages)-1]}}
	if _, err := m.browser.post("/progress", seen); err != nil {
		return err
	}
	a := &answers{r: m.r, keys: w.keys, ability: m.ability, right: map[course.ID]bool{}}
	for _, q := range questions {
		m.pass(w, time.Minute)
		form := url.Values{"act": {"answer"}, "question": {string(q.ID)}}
		a.form([]*course.Question{q}, form)
		if _, err := m.browser.post(p.Path, form); err != nil {
			return err
		}
	}
	m.pass(w, 2*time.Minute)
	_, err := m.browser.post(p.Path, url.Values{"act": {"done"}})
	return err
}

var attemptField = regexp.MustCompile(`name="attempt" value="(\d+)"`)

// check is a knowledge check or the assessment, twice at most where the first time was not enough.
func (m *model) check(w *world, p *library.Page) error {
	for try := range 2 {
		m.pass(w, 5*time.Minute)
		if err := m.sit(w, p, m.ability+float64(try)*0.3); err != nil {
			return err
		}
		page, err := m.browser.must("GET", p.Path, "")
		if err != nil {
			return err
		}
		again := strings.Contains(page.Body.String(), `value="again"`)
		if m.once || try == 1 || !again || m.r.IntN(3) > 0 {
			return nil
		}
		form := url.Values{"act": {"again"}, "attempt": {attemptOf(page.Body.String())}}
		if _, err := m.browser.post(p.Path, form); err != nil {
			return err
		}
	}
	return nil
}

func attemptOf(page string) string {
	if found := attemptField.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return "1"
}

// mostSteps bounds how often a form is sent while its scenarios go on.
const mostSteps = 12

// sit answers a check until it is judged.
func (m *model) sit(w *world, p *library.Page, ability float64) error {
	page, err := m.browser.must("GET", p.Path, "")
	if err != nil {
		return err
	}
	_, questions := textOf(p.Doc())
	a := &answers{r: m.r, keys: w.keys, ability: ability, right: map[course.ID]bool{}}
	attempt := attemptOf(page.Body.String())
	for range mostSteps {
		form := url.Values{"attempt": {attempt}}
		a.form(questions, form)
		got, err := m.browser.post(p.Path, form)
		if err != nil {
			return err
		}
		a.taken++
		to := got.Header().Get("Location")
		switch {
		case strings.Contains(to, "news=") || strings.Contains(to, "#check"):
			continue
		case w.edition.Course.Graded(p.Page): // looked over, then sent
			m.pass(w, time.Minute)
			_, err := m.browser.post(p.Path, url.Values{"act": {"review"}, "attempt": {attempt}})
			return err
		}
		return nil
	}
	return fmt.Errorf("%s is not judged after %d forms", p.Path, mostSteps)
}

// tell lets another program say what they did elsewhere: half the time under their account here, else by their mailbox.
func (m *model) tell(w *world, n int) error {
	m.pass(w, time.Minute)
	actor := fmt.Sprintf(`{"objectType":"Agent","account":{"homePage":%q,"name":%q}}`, homePage, m.person.Actor)
	if n%2 == 1 {
		actor = fmt.Sprintf(`{"objectType":"Agent","mbox":"mailto:%s"}`, m.person.Email)
	}
	verb := []string{"attended", "experienced", "interacted"}[n%3]
	_, err := w.program.must("POST", "/xapi/statements", fmt.Sprintf(`{"actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/%s","display":{"en":%q}},
		"object":{"objectType":"Activity","id":"https://rooms.example.ca/session/%d","definition":{"name":{"en":"Session %d","fr":"Séance %d"},"type":"http://adlnet.gov/expapi/activities/meeting"}},
		"result":{"completion":true,"duration":"PT%dM"},"timestamp":%q,
		"context":{"language":"fr-CA","platform":"Rooms","contextActivities":{"grouping":[{"id":%q}]}}}`,
		actor, verb, verb, n%40, n%40, n%40, 20+n%40, w.clock.Now().Format("2006-01-02T15:04:05.000Z"), w.edition.Course.IRI))
	return err
}

// textOf are the passages of a text that can be read, and its questions, in order.
func textOf(d *course.Doc) (passages []string, questions []*course.Question) {
	course.Walk(d.Blocks, func(b *course.Block) bool {
		if b.Question != nil {
			questions = append(questions, b.Question)
			return false
		}
		if b.ID != "" {
			passages = append(passages, string(b.ID))
		}
		return true
	})
	if len(passages) == 0 && d.Title != nil {
		passages = []string{string(d.Title.ID)}
	}
	return passages, questions
}
