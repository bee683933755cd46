package delivery

import (
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Share is how much of the time of a timed attempt somebody has, in per cent. Zero is what everybody has.
type Share int

// Shares are the allowances that can be given: a quarter, a half and as much again.
var Shares = []Share{125, 150, 200}

// of is a time with the share in it.
func (s Share) of(minutes int) time.Duration {
	return time.Duration(minutes) * time.Minute * time.Duration(max(100, int(s))) / 100
}

// Allowance is more time for timed attempts at the checks of a course. It is the means by which a time limit is extended
// (WCAG 2.2, 2.2.1). Why somebody has it is never kept: it may say something of their health.
type Allowance struct {
	Owner  identity.Actor
	Course string // key
	Share  Share
	By     identity.PersonID // who gave it; "key:ID" for a program
	Given  string            // day
}

// ActAllow is giving people more time.
var ActAllow = identity.Act{Name: "allow", Roles: []identity.Role{identity.Administrator, identity.Steward}, Strong: true, Fresh: 30 * time.Minute}

// AllowancesOf are the allowances of an actor, by course.
func (r *Room) AllowancesOf(tx store.Tx, actor identity.Actor) ([]Allowance, error) {
	return selectAllowances(tx, actor)
}

// Allow gives a person a share of the time of the timed attempts at a course, also of one that is under way; 0 takes it
// back. It is noted in the audit trail.
func (r *Room) Allow(tx store.Tx, by, person identity.PersonID, course string, share Share) error {
	if share != 0 && !slices.Contains(Shares, share) {
		return fault.New(fault.Invalid, words, "bad-share")
	}
	p, err := r.Identity.PersonByID(tx, person)
	if err != nil {
		return err
	}
	was, err := selectShare(tx, p.Actor, course)
	if err != nil || was == share {
		return err
	}
	if share == 0 {
		err = deleteAllowance(tx, p.Actor, course)
	} else {
		err = upsertAllowance(tx, Allowance{Owner: p.Actor, Course: course, Share: share, By: by, Given: r.Clock.Now().UTC().Format(time.DateOnly)})
	}
	if err != nil {
		return err
	}
	if err := rewindClocks(tx, p.Actor); err != nil {
		return err
	}
	r.standings.drop(p.Actor)
	if err := r.changed(tx, p.Actor); err != nil {
		return err
	}
	do := "allowance.given"
	if share == 0 {
		do = "allowance.taken"
	}
	return r.Identity.Audit(tx, identity.Event{By: by, Do: do, On: string(person), Detail: map[string]string{"course": course}})
}

// SayShare names a share: "A quarter more".
func SayShare(face lang.Tag, s Share) string {
	switch s {
	case 125:
		return words.Say(face, "share.quarter")
	case 150:
		return words.Say(face, "share.half")
	case 200:
		return words.Say(face, "share.double")
	}
	return words.Say(face, "share.none")
}

// Export is the allowances of an actor; everything else that is kept here is read from the statements.
func (r *Room) Export(tx store.Tx, actor identity.Actor) ([]identity.Kept, error) {
	list, err := selectAllowances(tx, actor)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	file := make([]map[string]any, len(list))
	for i, a := range list {
		file[i] = map[string]any{"course": a.Course, "share": int(a.Share), "by": string(a.By), "given": a.Given}
	}
	return []identity.Kept{{Key: "allowances", Data: file, Count: len(list), Say: func(t lang.Tag) string {
		return words.Say(t, "kept-allowances", lang.A{"n": len(list)})
	}}}, nil
}
