package delivery

import (
	"encoding/json"
	"slices"

	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
)

// Names of state documents.
const (
	stateStanding = "standing" // of a page: a Doc
	statePlace    = "place"    // of the course: a Place
)

// Doc is the state document of a page. Everything in it is known by passage ids.
type Doc struct {
	Seen    []course.ID          `json:"seen,omitempty"`  // passages that were on the screen, sorted
	Ticks   []course.ID          `json:"ticks,omitempty"` // boxes that are ticked, sorted
	Answers map[course.ID]Answer `json:"answers,omitempty"`
	Attempt *Attempt             `json:"attempt,omitempty"` // of a check: the present one
	// Settled are the passages that came to the page from elsewhere and are kept here since, with the number of the
	// turn in which they were (see heir and library.Turn).
	Settled map[course.ID]int `json:"settled,omitempty"`
	// Knows is the number of the turn (library.Turn) in which the page was last done, or said to be known; 0 is the
	// first one.
	Knows int `json:"knows,omitempty"`
}

// Place is where somebody was last.
type Place struct {
	Page    string    `json:"page"` // key, the same in every language
	Passage course.ID `json:"passage,omitempty"`
	Day     string    `json:"day,omitempty"` // of the last act, in UTC: 2026-11-27
}

func decodeDoc(body json.RawMessage) (*Doc, error) {
	d := &Doc{}
	if len(body) == 0 {
		return d, nil
	}
	return d, json.Unmarshal(body, d)
}

func (r *Room) readDoc(tx store.Tx, owner identity.Actor, activity string) (*Doc, error) {
	body, err := r.Records.State(tx, owner, activity, stateStanding)
	if err != nil {
		return nil, err
	}
	return decodeDoc(body)
}

func (r *Room) putDoc(tx store.Tx, owner identity.Actor, activity string, d *Doc) error {
	return r.put(tx, owner, activity, stateStanding, d)
}

func (r *Room) put(tx store.Tx, owner identity.Actor, activity, name string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return r.Records.Put(tx, owner, records.State{Activity: activity, Name: name, Body: body})
}

// see notes passages that were read and says whether one is new.
func (d *Doc) see(ids []course.ID) bool {
	before := len(d.Seen)
	d.Seen = union(d.Seen, ids)
	return len(d.Seen) > before
}

// merge takes in what the document has not. What both have stays as it is here,
// but the later attempt wins.
func (d *Doc) merge(other *Doc) {
	d.Seen, d.Ticks = union(d.Seen, other.Seen), union(d.Ticks, other.Ticks)
	d.Knows = max(d.Knows, other.Knows)
	for id, release := range other.Settled {
		d.settle(id, release)
	}
	for id, a := range other.Answers {
		if _, has := d.Answers[id]; !has {
			d.answer(id, a)
		}
	}
	d.Attempt = d.Attempt.with(other.Attempt)
}

// with is the later one of two attempts at a page, which knows how many the other one counts.
func (a *Attempt) with(o *Attempt) *Attempt {
	if a == nil || o == nil {
		if a != nil {
			return a
		}
		return o
	}
	if o.Number > a.Number {
		a, o = o, a
	}
	out := *a
	if out.Elsewhere += o.used(); !o.Sent {
		out.Elsewhere-- // it was not sent, and is given up for the other
	}
	return &out
}

// settle notes that what came of a passage up to a release is kept here.
func (d *Doc) settle(id course.ID, release int) {
	if d.Settled == nil {
		d.Settled = map[course.ID]int{}
	}
	d.Settled[id] = max(d.Settled[id], release)
}

func (d *Doc) answer(id course.ID, a Answer) {
	if d.Answers == nil {
		d.Answers = map[course.ID]Answer{}
	}
	d.Answers[id] = a
}

// union is what is in either list, sorted, each once. Neither list is changed.
func union(a, b []course.ID) []course.ID {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
