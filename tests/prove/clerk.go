package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// clerkRest keeps a clerk under the limit of requests that a key has.
const clerkRest = 150 * time.Millisecond

// clerk is a program that makes organisations, each under a name of its own, until it is
// acknowledged. Each is a line of the audit trail in the transaction that made it, so every
// one must be there exactly once, and so must its line.
type clerk struct {
	of     *pair
	key    string // "ID:SECRET"
	client *http.Client
	turn   int
	acked  []string // ids of organisations
}

// newClerk gets a key as an administrator does, beside the running nodes.
func (p *pair) newClerk() (*clerk, error) {
	out, err := exec.Command(p.program, "key", "create", "--database", p.server.Address(), "--scope", string(identity.OrganisationsWrite)).Output()
	if err != nil {
		return nil, fmt.Errorf("key create: %w", err)
	}
	return &clerk{of: p, key: strings.TrimSpace(string(out)), client: &http.Client{Timeout: longest}}, nil
}

// until acts until stop is closed and the last act was acknowledged.
func (c *clerk) until(stop <-chan struct{}) {
	for c.act() {
		select {
		case <-stop:
			return
		case <-time.After(clerkRest):
		}
	}
}

// act makes an organisation; false when that does not come about.
func (c *clerk) act() bool {
	once := clock.NewID()
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(clerkRest) {
		c.turn++
		at := c.of.places[c.turn%2]
		life := at.life.Load()
		id, status, err := c.ask(at.address, once)
		switch {
		case err != nil && (life%2 == 1 || at.life.Load() != life):
			c.of.cut.Add(1)
		case err != nil:
			c.of.say("the clerk: a running node gives no answer: %v", err)
			return false
		case status == http.StatusCreated:
			c.acked = append(c.acked, id)
			c.of.acked.Add(1)
			return true
		case status == http.StatusServiceUnavailable:
			c.of.told.Add(1)
		case status != http.StatusConflict && status != http.StatusTooManyRequests: // still under way there; too many
			c.of.say("the clerk: %d", status)
			return false
		}
	}
	c.of.say("the clerk: not acknowledged in %v", patience)
	return false
}

// ask sends one act, and gives the id of what was made.
func (c *clerk) ask(address, once string) (id string, status int, err error) {
	r, err := http.NewRequest(http.MethodPost, "http://"+address+"/api/organisations", strings.NewReader(`{"names":{"en":"Records","fr":"Dossiers"},"kind":"body"}`))
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Authorization", "Bearer "+c.key)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", once)
	answer, err := c.client.Do(r)
	if err != nil {
		return "", 0, err
	}
	body, err := text(answer)
	if err != nil {
		return "", 0, err
	}
	var made struct{ ID string }
	if answer.StatusCode == http.StatusCreated {
		err = json.Unmarshal([]byte(body), &made)
	}
	return made.ID, answer.StatusCode, err
}

// look compares the organisations and the trail with what was acknowledged, and verifies
// the chain of the trail.
func (c *clerk) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, recovery)
	defer cancel()
	db, err := store.ConnectTool(ctx, c.of.server.Address())
	if err != nil {
		return err
	}
	defer db.Close()
	room := identity.New(db, clock.System{})
	key, _, _ := strings.Cut(c.key, ":")
	return db.Read(ctx, func(tx store.Tx) error {
		if _, err := room.VerifyTrail(tx); err != nil {
			return err
		}
		orgs, err := room.Orgs(tx)
		if err != nil {
			return err
		}
		made, noted := map[string]int{}, map[string]int{}
		for _, o := range orgs {
			made[string(o.ID)]++
		}
		f := identity.TrailFilter{By: identity.PersonID("key:" + key), Do: "org.create", Most: 500}
		for {
			lines, err := room.Trail(tx, f)
			if err != nil {
				return err
			}
			for _, l := range lines {
				noted[l.On]++
			}
			if len(lines) < f.Most {
				break
			}
			f.Before = lines[len(lines)-1].Seq
		}
		if len(made) != len(c.acked) || len(noted) != len(c.acked) {
			c.of.say("the clerk: %d organisations acknowledged, %d made, %d in the trail", len(c.acked), len(made), len(noted))
		}
		for _, id := range c.acked {
			if made[id] != 1 || noted[id] != 1 {
				c.of.say("the clerk: an organisation is there %d times, and %d times in the trail", made[id], noted[id])
			}
		}
		return nil
	})
}
