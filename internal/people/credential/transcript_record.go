package credential

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/badge"
)

// Record is the transcript of an actor as a Comprehensive Learner Record 2.0, signed like badges, in a language: the badges
// of the certificates that were not withdrawn, each signed by itself. It is for the learner, and says their name, which the
// badges in it say only when they show it. Without a certificate there is nothing to sign: a fault of kind NotFound.
func (r *Room) Record(tx store.Tx, actor identity.Actor, tag lang.Tag, form Form) ([]byte, error) {
	if !r.Signs() {
		return nil, fault.New(fault.Unavailable, words, "no-address")
	}
	k, err := r.signer(tx)
	if err != nil {
		return nil, err
	}
	face := lang.Interface(tag)
	rec := badge.Record{
		ID: "urn:uuid:" + clock.NewID(), Subject: "urn:uuid:" + clock.NewID(), From: r.Clock.Now().Truncate(time.Second),
		Name: lang.Text{tag: words.Say(face, "transcript.title")}, About: lang.Text{tag: words.Say(face, "transcript.about")},
	}
	if rec.Credentials, rec.Issuer, err = r.badges(tx, actor, tag, k); err != nil {
		return nil, err
	}
	if len(rec.Credentials) == 0 {
		return nil, fault.New(fault.NotFound, words, "no-record")
	}
	if rec.Identities, err = r.learner(tx, actor, rec.ID); err != nil {
		return nil, err
	}
	if form == Token {
		token, err := k.JWT(rec.Claims(), rec.Document(tag))
		return []byte(token), err
	}
	return k.Sign(rec.Document(tag), r.Clock.Now())
}

// badges are the signed badges of an actor, the newest first, and who issues them.
func (r *Room) badges(tx store.Tx, actor identity.Actor, tag lang.Tag, k badge.Key) (list []badge.Document, by badge.Issuer, err error) {
	held, err := r.Of(tx, actor)
	if err != nil {
		return nil, by, err
	}
	for _, c := range held {
		if c.State(r.today()) == Revoked {
			continue
		}
		b, err := r.badge(tx, c)
		if err != nil {
			return nil, by, err
		}
		first := tag
		if !b.Achievement.Name.Has(tag) {
			first = b.Achievement.Name.Tags()[0]
		}
		signed, err := k.Sign(b.Document(first), r.Clock.Now())
		if err != nil {
			return nil, by, err
		}
		var d badge.Document
		if err := json.Unmarshal(signed, &d); err != nil {
			return nil, by, fmt.Errorf("badge %s: %w", c.ID, err)
		}
		if list = append(list, d); len(list) == 1 {
			by = b.Issuer
		}
	}
	if name := r.Institution().Name; len(name) > 0 {
		by = r.issuer(name)
	}
	return list, by, nil
}

// learner is by what the record of somebody is theirs: their name, and the hash of their address with a salt of this record.
func (r *Room) learner(tx store.Tx, actor identity.Actor, id string) (list []badge.Identity, err error) {
	p, err := r.Identity.PersonByActor(tx, actor)
	if err != nil {
		return nil, err
	}
	if p.Name != "" {
		list = append(list, badge.Identity{Kind: "name", Value: p.Name})
	}
	if p.Email != "" {
		salted := sha256.Sum256([]byte("salt of " + id))
		salt := hex.EncodeToString(salted[:8])
		sum := sha256.Sum256([]byte(string(p.Email) + salt))
		list = append(list, badge.Identity{Kind: "emailAddress", Hashed: true, Salt: salt, Value: "sha256$" + hex.EncodeToString(sum[:])})
	}
	return list, nil
}
