package jobs

import (
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// State says where a job stands.
type State string

// The states. What was done is gone.
const (
	Waiting State = "waiting"  // for its time or for a worker
	Running State = "running"  // a node holds it
	GivenUp State = "given-up" // after its last try, until a person decides
)

// Say is the word for the state in a language.
func (s State) Say(tag lang.Tag) string { return words.Say(tag, "state."+string(s)) }

// Job is a job as people see it.
type Job struct {
	ID    string
	Kind  string
	State State
	Made  time.Time
	Due   time.Time // when it is tried next, or the end of the lease; zero when given up
	Tries int
	Error string // why the last try failed; empty when none did
}

// Filter says which jobs are listed. The zero value lists the newest of all.
type Filter struct {
	State  State  // all when empty
	Kind   string // all when empty
	Before string // only those older than the job of this id: the last of the page before
	Limit  int    // 50 when 0, at most 200
}

// The length of a page of jobs.
const (
	pageLength    = 50
	maxPageLength = 200
)

// List lists jobs, the newest first, and says whether there are more.
func (q *Queue) List(tx store.Tx, f Filter) (list []Job, more bool, err error) {
	if f.Limit <= 0 {
		f.Limit = pageLength
	}
	length := min(f.Limit, maxPageLength)
	f.Limit = length + 1
	list, err = selectJobs(tx, f)
	if len(list) > length {
		return list[:length], true, err
	}
	return list, false, err
}

// Count says how many jobs stand where.
func (q *Queue) Count(tx store.Tx) (map[State]int, error) { return countJobs(tx) }

// Retry has a job done now that was given up or waits, with all its tries before
// it. A fault of kind NotFound says that there is none, or that it is being done.
func (q *Queue) Retry(tx store.Tx, id string) error {
	found, err := reviveJob(tx, id, q.clock.Now().UnixMilli())
	tx.After(q.rouse)
	return orNone(found, err)
}

// Drop removes a job that nobody is doing; otherwise as Retry.
func (q *Queue) Drop(tx store.Tx, id string) error { return orNone(dropJob(tx, id)) }

func orNone(found bool, err error) error {
	if err == nil && !found {
		return fault.New(fault.NotFound, words, "no-job")
	}
	return err
}

// Round is periodic work as people see it.
type Round struct {
	Name   string
	Period time.Duration
	Began  time.Time // the start of the period it was last begun in; zero when never
}

// Rounds lists the periodic work of the program.
func (q *Queue) Rounds(tx store.Tx) ([]Round, error) {
	began, err := roundsBegan(tx)
	if err != nil {
		return nil, err
	}
	var all []Round
	for _, r := range q.rounds {
		one := Round{Name: r.kind.name, Period: r.period}
		if at, ok := began[r.kind.name]; ok {
			one.Began = moment(at)
		}
		all = append(all, one)
	}
	return all, nil
}
