package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/clock"
)

// The lesson that steady learners answer in, by language, and what they may be told when
// something cannot be kept: the sentences of base/store's catalogue.
var (
	steadyPages = map[string]string{"en": firstLesson, "fr": "/fr/introduction/le-logiciel-au-gouvernement/"}
	plainWords  = map[string][]string{
		"en": {"The database does not answer at the moment.", "The database was busy for too long."},
		"fr": {"La base de données ne répond pas pour le moment.", "La base de données a été occupée trop longtemps."},
	}
)

// longest is how long an answer may take, and patience how long one act may need to be
// acknowledged, with all repetitions.
const (
	longest  = 20 * time.Second
	patience = time.Minute
)

// steady is a learner who repeats each act, under one name, until it is acknowledged:
// at the nodes in turn. So every act must be kept exactly once.
type steady struct {
	name   string
	lang   string
	of     *pair
	client *http.Client
	turn   int
	acked  []string // the answers, in order
}

// learners makes learners who have acted once.
func (p *pair) learners(count int) (all []*steady, err error) {
	for i := range count {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		l := &steady{name: fmt.Sprintf("learner %d", i+1), lang: []string{"en", "fr"}[i%2], of: p, turn: i,
			client: &http.Client{Jar: jar, Timeout: longest, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
		if !l.act() {
			return nil, errors.New("a sound site does not take an answer")
		}
		all = append(all, l)
	}
	return all, nil
}

// until acts until stop is closed and the last act was acknowledged.
func (l *steady) until(stop <-chan struct{}) {
	for l.act() {
		select {
		case <-stop:
			return
		default:
		}
	}
}

// act answers the question now so, now so, and reads the page at the other node; false
// when that does not come about.
func (l *steady) act() bool {
	choice := practiceChoices[len(l.acked)%2]
	form := url.Values{"act": {"answer"}, "question": {practice}, practice: {choice}, "once": {clock.NewID()}}
	if !l.insist(func(address string) (*http.Response, error) { return l.client.PostForm(address, form) }, nil) {
		return false
	}
	l.acked = append(l.acked, choice)
	l.of.acked.Add(1)
	return l.insist(l.client.Get, func(body string) bool { return strings.Contains(body, `value="`+choice+`" checked`) })
}

// insist asks the nodes in turn until one does it.
func (l *steady) insist(ask func(address string) (*http.Response, error), holds func(body string) bool) bool {
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(20 * time.Millisecond) {
		l.turn++
		at := l.of.places[l.turn%2]
		life := at.life.Load()
		answer, err := ask("http://" + at.address + steadyPages[l.lang])
		body := ""
		if err == nil {
			body, err = text(answer)
		}
		switch {
		case err != nil && (life%2 == 1 || at.life.Load() != life):
			l.of.cut.Add(1)
		case err != nil:
			l.of.say("%s: a running node gives no answer: %v", l.name, err)
			return false
		case answer.StatusCode < 400:
			if holds != nil && !holds(body) {
				l.of.say("%s: a node does not show what was acknowledged", l.name)
				return false
			}
			return true
		case answer.StatusCode == http.StatusServiceUnavailable && l.plain(body):
			l.of.told.Add(1)
		default:
			l.of.say("%s: %s, and not in plain words", l.name, answer.Status)
			return false
		}
	}
	l.of.say("%s: not acknowledged in %v", l.name, patience)
	return false
}

func text(answer *http.Response) (string, error) {
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

// plain says whether a page tells in the learner's language what is going on.
func (l *steady) plain(body string) bool {
	return slices.ContainsFunc(plainWords[l.lang], func(words string) bool { return strings.Contains(body, words) })
}

// look compares what each node holds of the learner with what was acknowledged: every
// answer once, in order.
func (l *steady) look() {
	for _, at := range l.of.places {
		answer, err := l.client.Get("http://" + at.address + exportPage)
		if err != nil {
			l.of.say("%s: %v", l.name, err)
			continue
		}
		var x exported
		err = json.NewDecoder(answer.Body).Decode(&x)
		answer.Body.Close()
		if err != nil {
			l.of.say("%s: what is kept cannot be read (%s): %v", l.name, answer.Status, err)
			continue
		}
		var kept []string
		for _, s := range x.Statements {
			if strings.HasSuffix(s.Verb.ID, "/answered") {
				kept = append(kept, s.Result.Response)
			}
		}
		if !slices.Equal(kept, l.acked) {
			l.of.say("%s: %d answers were acknowledged, %d are kept", l.name, len(l.acked), len(kept))
		}
	}
}
