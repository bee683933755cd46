package records

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// People knows who is behind an actor.
type People interface {
	PersonByActor(tx store.Tx, a identity.Actor) (identity.Person, error)
}

// Know names who knows the people, so that what others keep of a person under their address is found too. It is called
// once, at the start.
func (r *Room) Know(people People) { r.people = people }

// agentsOf are the agents that an owner is: the account of this site and, with a verified address, the mailbox and its
// hash (1.0.3, Part Two, 2.4.2.3).
func (r *Room) agentsOf(tx store.Tx, owner identity.Actor) ([]string, error) {
	all := []string{xapi.AccountKey(r.homePage, string(owner))}
	if r.people == nil {
		return all, nil
	}
	p, err := r.people.PersonByActor(tx, owner)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return all, nil
	}
	if err != nil || p.Email == "" {
		return all, err
	}
	for _, mailbox := range []string{"mailto:" + string(p.Email), "mailto:" + strings.ToLower(string(p.Email))} {
		sum := sha1.Sum([]byte(mailbox))
		all = append(all, "mbox:"+mailbox, "mbox_sha1sum:"+hex.EncodeToString(sum[:]))
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func (r *Room) learnAgent(tx store.Tx, agent, name string) error {
	id := hashOf(agent, name)
	if r.learned.is(id, known) || !plain(agent) {
		return nil
	}
	n, err := countNames(tx, agent)
	if err != nil {
		return err
	}
	if n < maxNames && len(agent) <= maxAgent && plain(name) {
		if err := insertName(tx, id, agent, name); err != nil {
			return err
		}
	}
	tx.After(func() { r.learned.put(id, known) })
	return nil
}

// plain says whether a text can be a value of its own in a database: without the sign NUL, which a statement may hold.
func plain(s string) bool { return !strings.Contains(s, "\x00") }

const (
	known = "known"
	// maxAgent bounds what tells an agent apart, in bytes: an index of PostgreSQL takes no more.
	maxAgent = 2000
	// maxNames bounds the names that are kept of an agent.
	maxNames = 20
)

// personJSON is the Person object of an agent (1.0.3, Part Three, 2.4): the identifier that was asked for, and the names
// under which statements spoke of it. What identifies one agent is never put together with what identifies another: that
// two are the same human being is nothing that a statement can say.
func personJSON(key string, names []string) ([]byte, error) {
	p := struct {
		ObjectType string         `json:"objectType"`
		Name       []string       `json:"name,omitempty"`
		Mbox       []string       `json:"mbox,omitempty"`
		Hash       []string       `json:"mbox_sha1sum,omitempty"`
		OpenID     []string       `json:"openid,omitempty"`
		Account    []xapi.Account `json:"account,omitempty"`
	}{ObjectType: "Person", Name: names}
	kind, value, _ := strings.Cut(key, ":")
	switch kind {
	case "mbox":
		p.Mbox = []string{value}
	case "mbox_sha1sum":
		p.Hash = []string{value}
	case "openid":
		p.OpenID = []string{value}
	case "account":
		home, name, _ := strings.Cut(value, " ")
		p.Account = []xapi.Account{{HomePage: home, Name: name}}
	}
	return json.Marshal(p)
}
