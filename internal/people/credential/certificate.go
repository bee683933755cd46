package credential

import (
	"crypto/rand"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/badge"
)

// Certificate says that somebody completed a course.
type Certificate struct {
	ID          string // "c-" and a UUID
	Code        string // "KMQ7-PXRT-2WDN", by which anybody checks it
	Holder      identity.Actor
	Course      string // key
	Version     string // release; empty where the site served a working copy
	Achievement string
	Done        string // day on which the course was completed
	Issued      time.Time
	Expires     string // last day on which it holds; empty when it does not lapse
	List, Place int    // in the status lists
	Shown       bool   // the page of verification says the holder's name
	Revoked     time.Time
	Reason      lang.Text // of the withdrawal
}

// State is where a certificate stands.
type State string

// The states.
const (
	Valid   State = "valid"
	Lapsed  State = "lapsed"
	Revoked State = "revoked"
)

// State is where the certificate stands on a day.
func (c Certificate) State(today string) State {
	switch {
	case !c.Revoked.IsZero():
		return Revoked
	case c.Expires != "" && c.Expires < today:
		return Lapsed
	}
	return Valid
}

// Anonymous says that the holder was erased.
func (c Certificate) Anonymous() bool { return string(c.Holder) == c.ID }

// letters are those of codes: none that look alike, and no vowels, so that no code is a word.
const letters = "23456789BCDFGHJKMNPQRSTVWXZ"

// codeLength is how many letters a code has: 27¹² codes cannot be guessed through a page.
const codeLength = 12

func newCode() string {
	var b strings.Builder
	for i := range codeLength {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[random(len(letters))])
	}
	return b.String()
}

func random(below int) int {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(below)))
	if err != nil {
		panic(err) // the system has no randomness
	}
	return int(n.Int64())
}

// ParseCode reads a code as people type it; empty when it is none.
func ParseCode(s string) string {
	if len(s) > 60 {
		return ""
	}
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch {
		case strings.ContainsRune(letters, r):
			if n := b.Len(); n == 4 || n == 9 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
		case r == '-' || r == ' ' || r == '\u00a0' || r == '‑' || r == '–':
		default:
			return ""
		}
	}
	if b.Len() != codeLength+2 {
		return ""
	}
	return b.String()
}

// OnCompleted makes the certificate of a course that was completed just now, or renews one that lapsed. Nothing is made
// for a device, nor for whoever had one of the course withdrawn: that is for good, whatever release comes after.
func (r *Room) OnCompleted(tx store.Tx, actor identity.Actor, course, release string, at time.Time) error {
	_, err := r.Identity.PersonByActor(tx, actor)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if withdrawn, err := r.withdrawn(tx, actor, course); err != nil || withdrawn {
		return err
	}
	done := at.UTC().Format(time.DateOnly)
	c, ok, err := selectHeld(tx, actor, course, release)
	switch {
	case err != nil:
		return err
	case ok && c.State(r.today()) != Lapsed:
		return nil
	case ok:
		return r.renew(tx, "", c, done)
	}
	return r.issue(tx, Certificate{Holder: actor, Course: course, Version: release, Done: done})
}

// withdrawn says whether a certificate of a course was taken from its holder.
func (r *Room) withdrawn(tx store.Tx, holder identity.Actor, course string) (bool, error) {
	all, err := selectOf(tx, holder)
	return slices.ContainsFunc(all, func(c Certificate) bool { return c.Course == course && !c.Revoked.IsZero() }), err
}

// issue makes a certificate.
func (r *Room) issue(tx store.Tx, c Certificate) (err error) {
	a, ok := r.achievement(c)
	if !ok {
		return fault.New(fault.Unavailable, words, "no-course")
	}
	if err := r.keepAchievement(tx, a); err != nil {
		return err
	}
	if _, err := r.signer(tx); err != nil {
		return err
	}
	c.ID, c.Code, c.Achievement, c.Issued = "c-"+clock.NewID(), newCode(), a.ID, r.Clock.Now()
	if c.Expires, err = r.expiry(tx, c.Course, c.Done); err != nil {
		return err
	}
	if c.List, c.Place, err = freePlace(tx); err != nil {
		return err
	}
	if err := insertCertificate(tx, c); err != nil {
		return err
	}
	return r.audit(tx, "", "certificate.issue", c)
}

func (r *Room) audit(tx store.Tx, by identity.PersonID, do string, c Certificate) error {
	return r.Identity.Audit(tx, identity.Event{By: by, Do: do, On: c.ID, Detail: map[string]string{"course": c.Course, "release": c.Version}})
}

// expiry is the last day of a certificate by the rule of its course.
func (r *Room) expiry(tx store.Tx, course, done string) (string, error) {
	months, err := selectMonths(tx, course)
	if err != nil || months == 0 {
		return "", err
	}
	day, err := time.Parse(time.DateOnly, done)
	if err != nil {
		return "", err
	}
	return day.AddDate(0, months, 0).Format(time.DateOnly), nil
}

// freePlace is a place in the newest status list that is half full at most, taken at random: neighbours in a list say
// nothing of who learned together (Bitstring Status List 1.0, 6.2).
func freePlace(tx store.Tx) (list, place int, err error) {
	all, err := countCertificates(tx)
	if err != nil {
		return 0, 0, err
	}
	list = 1 + all/(badge.ListSize/2)
	for {
		place = random(badge.ListSize)
		taken, err := selectTaken(tx, list, place)
		if err != nil || !taken {
			return list, place, err
		}
	}
}

// ByCode finds a certificate; a fault of kind NotFound when there is none.
func (r *Room) ByCode(tx store.Tx, code string) (Certificate, error) {
	if parsed := ParseCode(code); parsed != "" {
		if c, ok, err := selectByCode(tx, parsed); ok || err != nil {
			return c, err
		}
	}
	return Certificate{}, fault.New(fault.NotFound, words, "no-certificate")
}

// ByID finds a certificate; a fault of kind NotFound when there is none.
func (r *Room) ByID(tx store.Tx, id string) (Certificate, error) {
	c, ok, err := selectCertificate(tx, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, words, "no-certificate")
	}
	return c, err
}

// Of lists the certificates of an actor, the newest first.
func (r *Room) Of(tx store.Tx, actor identity.Actor) ([]Certificate, error) {
	return selectOf(tx, actor)
}

// Filter narrows a list of certificates; what is empty does not.
type Filter struct {
	Courses []string // keys; none: of all courses
	Code    string
	After   string // an id: those made before it
	Most    int
}

// List is certificates, the newest first.
func (r *Room) List(tx store.Tx, f Filter) ([]Certificate, error) {
	if f.Most <= 0 || f.Most > 501 {
		f.Most = 50
	}
	return selectCertificates(tx, f)
}

// Show says whether the page of verification says the holder's name. It is for the holder.
func (r *Room) Show(tx store.Tx, actor identity.Actor, code string, show bool) error {
	c, err := r.ByCode(tx, code)
	if err == nil && c.Holder != actor {
		err = fault.New(fault.NotFound, words, "no-certificate")
	}
	if err != nil {
		return err
	}
	return updateShown(tx, c.ID, show)
}

// maxReason bounds the reason of a withdrawal, in letters.
const maxReason = 500

func goodReason(text string) bool {
	return strings.TrimSpace(text) != "" && utf8.RuneCountInString(text) <= maxReason
}

// Revoke withdraws a certificate for good, for a reason in every language of the product. One that is withdrawn already
// stays as it is.
func (r *Room) Revoke(tx store.Tx, by identity.PersonID, id string, reason lang.Text) error {
	for _, face := range lang.Interfaces() {
		if !goodReason(reason.In(face)) {
			return fault.New(fault.Invalid, words, "bad-reason")
		}
	}
	c, err := r.ByID(tx, id)
	if err != nil || !c.Revoked.IsZero() {
		return err
	}
	c.Revoked, c.Reason = r.Clock.Now(), reason
	if err := updateRevoked(tx, c); err != nil {
		return err
	}
	return r.audit(tx, by, "certificate.revoke", c)
}

// maxMonths bounds how long certificates may be said to hold.
const maxMonths = 120

// SetMonths says for how many months certificates of a course hold from the day of completion; 0 is for ever. Those that
// are issued already stay as they are.
func (r *Room) SetMonths(tx store.Tx, by identity.PersonID, course string, months int) error {
	if months < 0 || months > maxMonths {
		return fault.New(fault.Invalid, words, "bad-months", lang.A{"most": maxMonths})
	}
	if err := upsertMonths(tx, course, months); err != nil {
		return err
	}
	return r.Identity.Audit(tx, identity.Event{By: by, Do: "certificate.term", On: course})
}

// Newer names the release since which the course of a certificate means something else; empty when it is current.
func (r *Room) Newer(c Certificate) string {
	if e := r.Edition(c.Course); e != nil {
		return e.Meaning(c.Version)
	}
	return ""
}

// holderName is what a holder is called; empty when they were erased or gave no name.
func (r *Room) holderName(tx store.Tx, c Certificate) (string, error) {
	if c.Anonymous() {
		return "", nil
	}
	p, err := r.Identity.PersonByActor(tx, c.Holder)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return p.Name, err
}
