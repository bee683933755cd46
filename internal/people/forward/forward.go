// Package forward passes statements on to other stores of learning records, as they are kept here.
//
// Its words: a Target is another xAPI store that gets statements; its place is how far in the order of the record it is.
// What a target does not take although it was understood is a dead letter: it is shown, and can be sent again.
//
// Invariants: statements go in the order in which they were kept, at least once, under their own ids, so that a store
// that has one already knows it again; the place moves on only when the target has a statement or refused it for good; a
// target that does not answer is tried again with growing pauses and holds up nothing else; one node at a time sends to a
// target, whatever is killed. What names somebody who was erased here goes nowhere any more, and what names people of this
// site goes only to targets that are meant to have it, which the privacy notice lists. Keys are sealed.
package forward

import (
	"embed"
	"net/http"
	"net/url"
	"strings"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "forward", Files: migrations}

// Target is another store.
type Target struct {
	ID     string   // "f-" and a UUID
	Name   string   // who receives, in words for people
	URL    string   // the endpoint, without "/statements"
	Login  string   // the key that the other store made
	Course string   // IRI; empty: statements of everything
	Verbs  []string // IRIs; none: all
	People bool     // what names people of this site is passed on too
	Off    bool
	Why    string // it is off: WhyRefusing, or empty when somebody switched it off
	Made   string // day

	Place   records.Seq
	Sent    int       // statements
	SentAt  time.Time // zero: never
	Failed  time.Time // since when it takes nothing; zero while it does
	Tries   int       // in vain, since then
	Status  int       // of the last answer in vain; 0: none came
	Problem string
}

// WhyRefusing is why a target is off that refused statement after statement.
const WhyRefusing = "refusing"

// What went wrong.
const (
	ProblemAnswer      = "answer"      // it answered something else than that it took them
	ProblemUnreachable = "unreachable" // it did not answer
	ProblemRefused     = "refused"     // the address may not be asked
	ProblemLogin       = "login"       // it does not know the key, or lets it not write
	ProblemOther       = "other"       // it has another statement under the same id
	ProblemFile        = "file"        // the bytes of an attachment are not here any more
)

// Dead is a statement that a target does not take.
type Dead struct {
	Seq       records.Seq
	Statement string // id
	Status    int
	Problem   string
	Made      time.Time
	Again     bool // somebody wants it sent once more
}

// Options is what the room stands on.
type Options struct {
	DB       *store.DB
	Clock    clock.Clock
	Queue    *jobs.Queue
	Keys     *seal.Keys
	Records  *records.Room
	Identity *identity.Room // whose trail says what programs do with targets, and that one was switched off by itself
	Blobs    *blob.Store
	Client   *http.Client               // of base/outgoing
	Check    func(address string) error // as outgoing.Options.Check; may be nil
	// Gone says whether an actor was erased.
	Gone func(store.Tx, identity.Actor) (bool, error)
}

// Room is forwarding at work.
type Room struct {
	o    Options
	send jobs.Kind[errand]
}

// errand is what a job has to know.
type errand struct {
	Target string `json:"target"`
}

// New makes the room and defines its work, before the queue starts.
func New(o Options) *Room {
	r := &Room{o: o}
	r.send = jobs.Define(o.Queue, "forward.send", r.run, jobs.Unique(), jobs.Timeout(runTime))
	r.send.OnLost(func(tx store.Tx, e errand, _ error) error {
		return r.send.Enqueue(tx, e, o.Clock.Now().Add(longestPause)) // a target is never forgotten
	})
	return r
}

const (
	mostURL  = 2000
	mostName = 200
)

// Create makes a target that gets what is kept from now on, or what was kept since a moment.
func (r *Room) Create(tx store.Tx, t Target, secret string, since time.Time) (Target, error) {
	if err := r.check(&t); err != nil {
		return t, err
	}
	if secret == "" {
		return t, fault.New(fault.Invalid, words, "bad-login")
	}
	now := r.o.Clock.Now()
	if since.IsZero() {
		since = now
	}
	t.ID, t.Made, t.Place = "f-"+clock.NewID(), now.Format(time.DateOnly), records.Selection{Since: since}.After()
	sealed, err := r.o.Keys.Seal(purpose(t.ID), []byte(secret))
	if err != nil {
		return t, err
	}
	if err := insertTarget(tx, t, sealed); err != nil || t.Off {
		return t, err
	}
	return t, r.send.Enqueue(tx, errand{t.ID}, time.Time{})
}

// Save writes what a target is and whether it is on; an empty secret leaves the one that it has.
func (r *Room) Save(tx store.Tx, t Target, secret string) error {
	if err := r.check(&t); err != nil {
		return err
	}
	sealed := ""
	if secret != "" {
		var err error
		if sealed, err = r.o.Keys.Seal(purpose(t.ID), []byte(secret)); err != nil {
			return err
		}
	}
	if !t.Off {
		t.Why, t.Failed, t.Tries = "", time.Time{}, 0
	}
	if err := updateTarget(tx, t, sealed); err != nil || t.Off {
		return err
	}
	return r.send.Enqueue(tx, errand{t.ID}, time.Time{})
}

// Again has the dead letters of a target sent once more.
func (r *Room) Again(tx store.Tx, id string) error {
	t, err := r.Target(tx, id)
	if err != nil {
		return err
	}
	if err := markAgain(tx, t.ID); err != nil || t.Off {
		return err
	}
	return r.send.Enqueue(tx, errand{t.ID}, time.Time{})
}

// Remove forgets a target. What it has it keeps.
func (r *Room) Remove(tx store.Tx, id string) error {
	n, err := deleteTarget(tx, id)
	if err == nil && n == 0 {
		err = noTarget()
	}
	return err
}

// Targets lists them, in the order in which they were made.
func (r *Room) Targets(tx store.Tx) ([]Target, error) { return selectTargets(tx) }

// Target finds one; a fault of kind NotFound when there is none.
func (r *Room) Target(tx store.Tx, id string) (Target, error) {
	t, _, ok, err := selectTarget(tx, id)
	if err == nil && !ok {
		err = noTarget()
	}
	return t, err
}

// Dead lists what a target does not take, in the order of the record: at most so many behind a place.
func (r *Room) Dead(tx store.Tx, id string, after records.Seq, most int) ([]Dead, error) {
	return selectDead(tx, id, after, false, most)
}

// MostBehind is how far a backlog is counted.
const MostBehind = 10_000

// Behind counts the statements that were kept since the last one that is done with, whether the target wants them or not.
func (r *Room) Behind(tx store.Tx, t Target) (int, error) {
	return r.o.Records.Behind(tx, t.Place, MostBehind)
}

// Notice says, for the privacy notice, who receives what learners do here; empty where nobody does.
func (r *Room) Notice(tx store.Tx, face lang.Tag) (string, error) {
	all, err := r.Targets(tx)
	if err != nil {
		return "", err
	}
	var names []string
	for _, t := range all {
		if u, err := url.Parse(t.URL); err == nil && t.People && !t.Off {
			names = append(names, t.Name+" ("+u.Hostname()+")")
		}
	}
	if len(names) == 0 {
		return "", nil
	}
	return words.Say(face, "notice", lang.A{"names": lang.Join(face, names)}), nil
}

func noTarget() error { return fault.New(fault.NotFound, words, "no-target") }

func purpose(id string) string { return "forward.secret " + id }

// check refuses what nothing could be sent to. Where the address leads is checked when something is.
func (r *Room) check(t *Target) error {
	t.URL = strings.TrimSuffix(strings.TrimRight(t.URL, "/"), "/statements")
	u, err := url.Parse(t.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.Fragment != "" || u.RawQuery != "" || len(t.URL) > mostURL {
		return fault.New(fault.Invalid, words, "bad-url")
	}
	if r.o.Check != nil {
		if err := r.o.Check(t.URL); err != nil {
			return err
		}
	}
	if t.Name == "" || len(t.Name) > mostName {
		return fault.New(fault.Invalid, words, "bad-name")
	}
	if t.Login == "" || len(t.Login) > mostURL || strings.Contains(t.Login, ":") {
		return fault.New(fault.Invalid, words, "bad-login")
	}
	for _, v := range t.Verbs {
		if !xapi.ValidIRI(v) || strings.ContainsAny(v, " \t\n") || len(v) > mostURL {
			return fault.New(fault.Invalid, words, "bad-verb", lang.A{"verb": v})
		}
	}
	return nil
}
