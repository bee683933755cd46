package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/jobs"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// startToken is the token that a node prints while nobody runs the site.
var startToken = regexp.MustCompile(`[A-Za-z0-9_-]{43}`)

const personName = "Ana Roy"

// person becomes the first administrator and gives a browser that is signed in.
func (p *pair) person() (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	browser := &http.Client{Jar: jar, Timeout: longest}
	token := ""
	for begun := time.Now(); token == "" && time.Since(begun) < recovery; time.Sleep(5 * time.Millisecond) {
		for line := range strings.Lines(p.places[0].site.log.String()) {
			if strings.Contains(line, "/start/") || strings.Contains(line, "/demarrer/") {
				token = startToken.FindString(line)
			}
		}
	}
	answer, err := browser.PostForm("http://"+p.places[0].address+"/en/start/", url.Values{"token": {token}, "name": {personName}, "email": {"ana.roy@example.ca"}})
	if err != nil {
		return nil, err
	}
	if body, err := text(answer); err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(body, personName) {
		return nil, fmt.Errorf("the first run answers %s %v", answer.Status, err)
	}
	return browser, nil
}

// known looks whether both nodes still know the person.
func (p *pair) known(browser *http.Client) {
	for _, at := range p.places {
		answer, err := browser.Get("http://" + at.address + "/en/account/")
		if err != nil {
			p.say("the account: %v", err)
			continue
		}
		if body, err := text(answer); err != nil || !strings.Contains(body, personName) {
			p.say("the session does not hold: %s %v", answer.Status, err)
		}
	}
}

// inside looks at the database itself: the audit trail is whole, and the nodes' queue
// does a job that is given to it now.
func (p *pair) inside(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, recovery)
	defer cancel()
	db, err := store.Connect(ctx, p.server.Address())
	if err != nil {
		return err
	}
	defer db.Close()
	room := identity.New(db, clock.System{})
	err = db.Read(ctx, func(tx store.Tx) error {
		lines, err := room.VerifyTrail(tx)
		if err == nil && lines == 0 {
			err = errors.New("the audit trail is empty")
		}
		return err
	})
	if err != nil {
		return err
	}
	const name = "mail.tidy" // any work of the nodes that may be done at any time
	queue := jobs.New(jobs.Options{DB: db, Log: slog.New(slog.DiscardHandler)})
	kind := jobs.Define(queue, name, func(context.Context, struct{}) error { return nil })
	if err := db.Write(ctx, func(tx store.Tx) error { return kind.Enqueue(tx, struct{}{}, time.Now()) }); err != nil {
		return err
	}
	for left := 1; left > 0; time.Sleep(20 * time.Millisecond) {
		err := db.Read(ctx, func(tx store.Tx) error {
			list, _, err := queue.List(tx, jobs.Filter{Kind: name})
			left = len(list)
			return err
		})
		if err != nil {
			return fmt.Errorf("a job is not done: %w", err)
		}
	}
	return nil
}
