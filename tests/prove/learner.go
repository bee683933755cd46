package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"time"
)

// What learners click on: pages of module 1, with ids of its passages.
const (
	firstLesson  = "/en/introduction/what-government-software-is/"
	secondLesson = "/fr/introduction/ce-que-change-la-licence/"
	checkPage    = "/en/introduction/check/"
	listPage     = "/en/checklists/first-questions/"
	listName     = "checklists/first-questions"
	exportPage   = "/en/my-device/data.json"

	practice      = "xe7a3h" // the question of the first lesson
	checkQuestion = "fdxn4n" // the first of the check
)

var (
	practiceChoices = []string{"teu3u3", "m4gvj2"}
	checkChoices    = []string{"v4vvdy", "kg8q9c", "f8zube", "yuzvzp"}
	boxes           = []string{"qeub5c", "j6ww2j", "cs55r7", "hss8ge", "m6dfja", "m8eyc3"}
	lessons         = []string{firstLesson, secondLesson}
)

// kept is a value that an act sets anew: what was acknowledged last, and what was in flight when the site was killed.
type kept struct {
	known    bool
	acked    string
	inFlight []string
}

func (k *kept) may(value string) bool {
	return !k.known && value == "" || k.known && value == k.acked || slices.Contains(k.inFlight, value)
}

// learner clicks, and remembers what was acknowledged.
type learner struct {
	name   string
	r      *rand.Rand
	client *http.Client

	ticks    kept
	practice kept
	check    kept
	answered []string // every acknowledged change of the practice answer, in order
	finished map[string]bool
	step     int
}

func newLearner(number int, seed int64) *learner {
	jar, err := cookiejar.New(nil)
	if err != nil { // it has no way to fail without options
		panic(err)
	}
	return &learner{
		name: fmt.Sprintf("learner %d", number+1), r: rand.New(rand.NewSource(seed)), finished: map[string]bool{},
		client: &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// act does one thing; false when its answer did not arrive whole.
func (l *learner) act(base string) bool {
	l.step++
	switch l.r.Intn(5) {
	case 0:
		return l.tick(base)
	case 1:
		return l.answerPractice(base)
	case 2:
		choice := checkChoices[l.r.Intn(len(checkChoices))]
		return l.set(&l.check, choice, base+checkPage, url.Values{"attempt": {"1"}, "save": {"1"}, checkQuestion: {choice}})
	case 3:
		page := lessons[l.r.Intn(len(lessons))]
		if !l.post(base+page, url.Values{"act": {"done"}}) {
			return false
		}
		l.finished[page] = true
		return true
	default:
		return l.read(base + lessons[l.r.Intn(len(lessons))])
	}
}

func (l *learner) tick(base string) bool {
	form := url.Values{"checklist": {listName}, "was": {strings.ReplaceAll(l.ticks.acked, ",", " ")}}
	var ticked []string
	for _, box := range boxes {
		if l.r.Intn(2) == 0 {
			ticked = append(ticked, box)
		}
	}
	form["tick"] = ticked
	return l.set(&l.ticks, sorted(ticked), base+listPage, form)
}

func sorted(list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return strings.Join(list, ",")
}

// answerPractice gives another answer each time, because the same answer again is no new fact.
func (l *learner) answerPractice(base string) bool {
	choice := practiceChoices[l.step%len(practiceChoices)]
	if l.practice.known && l.practice.acked == choice {
		choice = practiceChoices[(l.step+1)%len(practiceChoices)]
	}
	if !l.set(&l.practice, choice, base+firstLesson, url.Values{"act": {"answer"}, "question": {practice}, practice: {choice}}) {
		return false
	}
	l.answered = append(l.answered, choice)
	return true
}

func (l *learner) set(k *kept, value, address string, form url.Values) bool {
	if !l.post(address, form) {
		k.inFlight = append(k.inFlight, value)
		return false
	}
	*k = kept{known: true, acked: value}
	return true
}

func (l *learner) post(address string, form url.Values) bool {
	return whole(l.client.PostForm(address, form))
}

func (l *learner) read(address string) bool { return whole(l.client.Get(address)) }

// whole says that an answer arrived to its end and that it was no refusal.
func whole(answer *http.Response, err error) bool {
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode < 400
}

// exported is what the site keeps of a device, as far as it is looked at.
type exported struct {
	Statements []struct {
		Verb   struct{ ID string }
		Object struct{ ID string }
		Result struct{ Response string }
	}
	States []struct {
		Document struct {
			Ticks   []string
			Answers map[string]struct{ Chosen []string }
			Attempt struct {
				Answers map[string]struct{ Chosen []string }
			}
		}
	}
}

// look compares what is kept with what was acknowledged, and takes what is kept as known from then on.
func (l *learner) look(base string) (lost []string) {
	if !l.ticks.known && !l.practice.known && !l.check.known && len(l.finished) == 0 {
		return nil // nothing was acknowledged yet; not even the cookie may have arrived
	}
	answer, err := l.client.Get(base + exportPage)
	if err != nil {
		return []string{l.name + ": " + err.Error()}
	}
	defer answer.Body.Close()
	var x exported
	if err := json.NewDecoder(answer.Body).Decode(&x); err != nil {
		return []string{fmt.Sprintf("%s: what is kept cannot be read (%s): %v", l.name, answer.Status, err)}
	}
	ticks, one, other := "", "", ""
	for _, s := range x.States {
		if len(s.Document.Ticks) > 0 {
			ticks = sorted(s.Document.Ticks)
		}
		if a, ok := s.Document.Answers[practice]; ok {
			one = sorted(a.Chosen)
		}
		if a, ok := s.Document.Attempt.Answers[checkQuestion]; ok {
			other = sorted(a.Chosen)
		}
	}
	for _, c := range []struct {
		what string
		k    *kept
		got  string
	}{{"ticks", &l.ticks, ticks}, {"answer", &l.practice, one}, {"answer in the check", &l.check, other}} {
		if !c.k.may(c.got) {
			lost = append(lost, fmt.Sprintf("%s: %s is %q; acknowledged %q, in flight %q", l.name, c.what, c.got, c.k.acked, c.k.inFlight))
		}
		*c.k = kept{known: c.k.known || c.got != "", acked: c.got}
	}
	return append(lost, l.lookAtFacts(&x)...)
}

// lookAtFacts compares the statements: every acknowledged answer in its order, every lesson that was marked as done.
func (l *learner) lookAtFacts(x *exported) (lost []string) {
	var answers []string
	completed := map[string]bool{}
	for _, s := range x.Statements {
		_, id, _ := strings.Cut(s.Object.ID, "#")
		switch {
		case strings.HasSuffix(s.Verb.ID, "/answered") && id == practice:
			answers = append(answers, s.Result.Response)
		case strings.HasSuffix(s.Verb.ID, "/completed"):
			completed[id] = true
		}
	}
	at := 0
	for _, a := range answers {
		if at < len(l.answered) && l.answered[at] == a {
			at++
		}
	}
	if at < len(l.answered) {
		lost = append(lost, fmt.Sprintf("%s: %d of %d acknowledged answers have a statement, in order", l.name, at, len(l.answered)))
		l.answered = nil
	}
	if len(completed) < len(l.finished) {
		lost = append(lost, fmt.Sprintf("%s: %d lessons were marked as done, %d are", l.name, len(l.finished), len(completed)))
	}
	return lost
}
