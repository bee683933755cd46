package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Event is one line of the audit trail. It holds ids and keys: no name, no address,
// no text that anybody wrote.
type Event struct {
	By     PersonID          // who; "key:ID" for a program; empty for the machine itself
	Do     string            // what: "role.give"
	On     string            // an id: of a person, an organisation, a key, a course …
	Detail map[string]string // more keys and ids; may be nil
}

// Line is an event as the trail holds it.
type Line struct {
	Event
	Seq  int64 // from 1, without a gap
	At   time.Time
	Hash string // SHA-256 of this line and the hash before it
}

// hash binds a line to the one before. The order of the fields is fixed: they are a
// JSON list, so that no two lines read the same.
func (l Line) hash(before string) (string, error) {
	text, err := json.Marshal([]any{before, l.Seq, l.At.UnixMilli(), l.By, l.Do, l.On, l.Detail})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Audit appends to the trail, in the transaction of what it tells.
func (r *Room) Audit(tx store.Tx, e Event) error {
	seq, before, err := chainEnd(tx)
	if err != nil {
		return err
	}
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	l := Line{Event: e, Seq: seq + 1, At: r.clock.Now()}
	if l.Hash, err = l.hash(before); err != nil {
		return err
	}
	if err := moveChain(tx, l.Seq, l.Hash); err != nil {
		return err
	}
	if err := insertLine(tx, l); err != nil {
		return err
	}
	return r.follow(tx, e)
}

// TrailFilter narrows the audit trail; what is empty does not.
type TrailFilter struct {
	By     PersonID
	On     string
	Do     string // the whole word, or its beginning up to a dot: "role."
	Before int64  // lines before this one; 0: from the newest on
	Most   int    // at most so many; 50 when 0, never more than 500
}

// Trail reads the audit trail, the newest line first.
func (r *Room) Trail(tx store.Tx, f TrailFilter) ([]Line, error) {
	if f.Most <= 0 {
		f.Most = 50
	}
	f.Most = min(f.Most, 500)
	return selectLines(tx, f)
}

// VerifyTrail reads the whole trail and says how many lines it has. A fault of kind
// Findings names the first line that was changed, is missing or does not belong
// there. It cannot tell a trail whose end was cut off together with the note of
// where it ends: for that, keep the last hash elsewhere.
func (r *Room) VerifyTrail(tx store.Tx) (lines int64, err error) {
	end, last, err := chainEnd(tx)
	if err != nil {
		return 0, err
	}
	before := ""
	err = eachLine(tx, func(l Line) error {
		lines++
		want, err := l.hash(before)
		if err != nil {
			return err
		}
		if l.Seq != lines || l.Hash != want {
			return brokenTrail(lines, fmt.Errorf("line %d holds %s, computed %s", l.Seq, l.Hash, want))
		}
		before = l.Hash
		return nil
	})
	if err == nil && (lines != end || before != last) {
		err = brokenTrail(lines+1, fmt.Errorf("the chain ends at %d", end))
	}
	return lines, err
}

func brokenTrail(line int64, why error) error {
	return fault.New(fault.Findings, words, "trail-broken", map[string]any{"line": line}).Because(why)
}
