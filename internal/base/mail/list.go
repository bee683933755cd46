package mail

import (
	"database/sql"
	"errors"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Entry is a message in the outbox as administrators see it.
type Entry struct {
	ID      string
	To      Address
	Subject string // empty when it is not to be seen, or was taken away
	Topic   string
	Urgent  bool
	State   State
	Tries   int
	Why     Why // why the last try failed
	Made    time.Time
	Due     time.Time
	Sent    time.Time // zero until it is
	Shown   bool      // what it says can be seen: see Read
}

// Say is the word for a state in a language.
func (s State) Say(tag lang.Tag) string { return words.Say(tag, "state."+string(s)) }

// States are all states, in the order in which a message goes through them.
func States() []State {
	return []State{Waiting, Held, Digested, Sent, Unwanted, Refused, Failed}
}

// Why is why a message was not sent; empty when nothing went wrong.
type Why string

// Say tells it in a language, with the code of the mail server where it gave one.
func (w Why) Say(tag lang.Tag) string {
	if w == "" {
		return ""
	}
	key, code, coded := strings.Cut(string(w), " ")
	s := words.Say(tag, "why."+key)
	if coded {
		s += " (" + code + ")"
	}
	return s
}

// Filter says which entries are listed. The zero value lists the newest of all.
type Filter struct {
	State  State  // all when empty
	Before string // only those older than the entry of this id: the last of the page before
	Limit  int    // 50 when 0, at most 200
}

// The length of a page of entries.
const (
	pageLength    = 50
	maxPageLength = 200
)

// List lists the outbox, the newest first, and says whether there is more.
func (b *Outbox) List(tx store.Tx, f Filter) (list []Entry, more bool, err error) {
	if f.Limit <= 0 {
		f.Limit = pageLength
	}
	length := min(f.Limit, maxPageLength)
	f.Limit = length + 1
	found, err := selectPage(tx, f)
	if err != nil {
		return nil, false, err
	}
	if more = len(found) > length; more {
		found = found[:length]
	}
	for _, e := range found {
		list = append(list, b.seen(e))
	}
	return list, more, nil
}

// Count says how many entries stand where.
func (b *Outbox) Count(tx store.Tx) (map[State]int, error) { return countEntries(tx) }

// shown says whether an administrator may read what a message says. A code that lets
// its reader in is shown only where nobody would ever get it otherwise: without a
// mail server.
func (b *Outbox) shown(e entry) bool {
	return e.content != nil && (!e.urgent || !b.Sends())
}

func (b *Outbox) seen(e entry) Entry {
	out := Entry{ID: e.ID, To: e.to, Topic: e.topic, Urgent: e.urgent, State: e.State, Tries: e.Tries, Why: Why(e.Why), Made: e.Made, Due: e.Due, Sent: e.Sent, Shown: b.shown(e)}
	if out.Shown {
		out.Subject = e.content.subject()
	}
	return out
}

// Read gives an entry and what it says, as plain text; the text is empty when it is
// not to be seen. A fault of kind NotFound says that there is no such entry.
func (b *Outbox) Read(tx store.Tx, id string) (Entry, string, error) {
	e, err := find(tx, id)
	if err != nil {
		return Entry{}, "", err
	}
	text := ""
	if b.shown(e) {
		text = b.letter(*e.content, "").plain()
	}
	return b.seen(e), text, nil
}

func find(tx store.Tx, id string) (entry, error) {
	e, err := selectEntry(tx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return entry{}, fault.New(fault.NotFound, words, "no-entry")
	}
	return e, err
}

// Again tries a message once more that was refused or failed. A fault of kind
// Conflict says that it stands otherwise, or that what it said was taken away.
func (b *Outbox) Again(tx store.Tx, id string) error {
	e, err := find(tx, id)
	if err != nil {
		return err
	}
	if e.State != Refused && e.State != Failed || e.content == nil || e.urgent && b.o.Clock.Now().Sub(e.Made) > stale {
		return fault.New(fault.Conflict, words, "not-again")
	}
	if err := updateState(tx, id, Waiting, "", 0); err != nil || !b.Sends() {
		return errors.Join(err, updateQueued(tx, id, false))
	}
	return b.requeue(tx, e)
}
