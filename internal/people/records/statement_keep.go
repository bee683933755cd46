package records

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// seqBits are the bits of a Seq that tell statements of one millisecond apart.
const seqBits = 20

// stored is the moment in a Seq.
func (s Seq) stored() time.Time { return time.UnixMilli(int64(s) >> seqBits).UTC() }

// firstOf is the first Seq of a moment's millisecond.
func firstOf(t time.Time) Seq { return Seq(t.UnixMilli() << seqBits) }

// counter gives places to statements: those of one node rise, and the moment in them is
// never before the one it is asked at. Two nodes begin each millisecond at a place of
// their own; should they meet all the same, one writes again.
type counter struct {
	mu   sync.Mutex
	last Seq
}

// take gives the first of n places that follow each other.
func (c *counter) take(now time.Time, n int) Seq {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := firstOf(now)
	if c.last < first {
		first += Seq(rand.N(1 << (seqBits - 1)))
	} else {
		first = c.last + 1
	}
	c.last = first + Seq(n) - 1
	return first
}

// role is how a statement is found by a mention.
type role int64

// The roles.
const (
	itself role = 0 // it is the actor, the verb, the object, the registration
	named  role = 1 // it stands somewhere else in the statement
)

// mention is a key that a statement is found by.
type mention struct {
	key  int64
	role role
}

// The kinds of keys.
const (
	agentKind        = "a"
	foldedKind       = "m" // an agent whose mailbox has capital letters, in small ones: for export and erasure
	activityKind     = "c"
	verbKind         = "v"
	registrationKind = "r"
)

// keyOf is the number that an index has in place of a text: 64 bits of its SHA-256, which
// nobody can make two texts share on purpose for a text that is there already.
func mentionKey(kind, value string) int64 {
	sum := sha256.Sum256([]byte(kind + value))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// mentions are a set in which an own place beats a named one.
type mentions struct {
	all []mention
	at  map[int64]int // the place of a key in all
}

func (m *mentions) add(kind, value string, r role) {
	key := mentionKey(kind, value)
	if i, ok := m.at[key]; ok {
		m.all[i].role = min(m.all[i].role, r)
		return
	}
	if m.at == nil {
		m.at = map[int64]int{}
	}
	m.at[key] = len(m.all)
	m.all = append(m.all, mention{key, r})
}

func roleOf(direct bool) role {
	if direct {
		return itself
	}
	return named
}

// entry is a statement on its way into the record.
type entry struct {
	seq      Seq
	id       string
	owner    string // whose record it is in; empty for statements of strangers
	source   string // the key that brought it; empty for our own
	body     []byte
	mentions mentions
	target   string // the id of the statement that is its object
	voids    bool
	files    []file
	foreign  *xapi.Foreign // nil for our own
	draft    xapi.Draft    // of the body; of foreign ones
}

// file is the bytes of an attachment.
type file struct {
	sha2, kind string
	blob       string
}

// ourEntry is the entry of a statement of ours.
func ourEntry(seq Seq, owner string, s *xapi.Statement) (entry, error) {
	body, err := json.Marshal(s)
	return entry{seq: seq, id: s.ID, owner: owner, body: body, mentions: ourMentions(s)}, err
}

// ourMentions are what a statement of ours is found by.
func ourMentions(s *xapi.Statement) (all mentions) {
	all.add(agentKind, xapi.AccountKey(s.Actor.Account.HomePage, s.Actor.Account.Name), itself)
	all.add(verbKind, s.Verb.ID, itself)
	all.add(activityKind, s.Object.ID, itself)
	if s.Context != nil && s.Context.ContextActivities != nil {
		for _, a := range slices.Concat(s.Context.ContextActivities.Parent, s.Context.ContextActivities.Grouping) {
			all.add(activityKind, a.ID, named)
		}
	}
	return all
}

// foreignEntry is the entry of somebody else's statement; seq and body come later.
func (r *Room) foreignEntry(f *xapi.Foreign, authority string) entry {
	e := entry{id: f.ID, foreign: f, target: f.Target, voids: f.Voids()}
	if e.id == "" {
		e.id = r.ids()
	}
	for _, a := range f.Agents {
		if a.Authority {
			continue // what it says of its authority is not believed
		}
		e.mentions.add(agentKind, a.Key, roleOf(a.Direct))
		if folded := xapi.AgentFold(a.Key); folded != a.Key {
			e.mentions.add(foldedKind, folded, roleOf(a.Direct))
		}
	}
	e.mentions.add(agentKind, authority, named)
	e.mentions.add(verbKind, f.Verb, itself)
	for _, a := range f.Activities {
		e.mentions.add(activityKind, a.ID, roleOf(a.Direct))
	}
	if f.Registration != "" {
		e.mentions.add(registrationKind, f.Registration, itself)
	}
	e.owner = r.ours(f.Actor)
	return e
}

// ours is the name of the actor of this site that the key of an agent means; empty for
// strangers. Nobody here has a name that is longer than an index takes.
func (r *Room) ours(agent string) string {
	name, ok := strings.CutPrefix(agent, xapi.AccountKey(r.homePage, ""))
	if !ok || len(name) > mostName || !plain(name) {
		return ""
	}
	return name
}

// mostName bounds the name of an actor of this site, in bytes.
const mostName = 255

// keep appends entries. One whose id is there already is left out when it says the same,
// and refused, with all the others, when it does not (1.0.3, Part Three, 2.1.1 and 2.1.2).
func (r *Room) keep(tx store.Tx, entries []entry) error {
	// Everybody inserts in the same order, so that two batches with the same ids wait for
	// each other and do not lock each other out.
	byID := slices.Clone(entries)
	slices.SortFunc(byID, func(a, b entry) int { return strings.Compare(a.id, b.id) })
	kept, err := insertStatements(tx, byID)
	if err != nil {
		return err
	}
	if kept < len(entries) {
		if entries, err = r.withoutKnown(tx, entries); err != nil {
			return err
		}
	}
	if err := insertMentions(tx, entries); err != nil {
		return err
	}
	if err := insertFiles(tx, entries); err != nil {
		return err
	}
	return r.refer(tx, entries)
}

// withoutKnown leaves out the entries that were there before.
func (r *Room) withoutKnown(tx store.Tx, entries []entry) ([]entry, error) {
	there, err := selectByIDs(tx, entries)
	if err != nil {
		return nil, err
	}
	var fresh []entry
	for _, e := range entries {
		was, ok := there[e.id]
		switch {
		case !ok:
			return nil, fmt.Errorf("statement %s was not kept and is not there", e.id)
		case was.seq == e.seq:
			fresh = append(fresh, e)
		case !same(was.body, e):
			return nil, otherStatement(e)
		}
	}
	return fresh, nil
}

func otherStatement(e entry) error {
	return fault.New(fault.Conflict, words, "statement.other-statement", lang.A{"id": quoted(e.id)})
}

// same says whether a statement that is kept says what an entry says.
func same(kept []byte, e entry) bool {
	was, err := xapi.ParseStatement(kept, xapi.V2)
	if err != nil {
		return false
	}
	is := e.foreign
	if is == nil {
		if is, err = xapi.ParseStatement(e.body, xapi.V2); err != nil {
			return false
		}
	}
	return xapi.Equal(was, is)
}

// refer follows statements whose object is a statement: such a one is found by all that
// its target is found by (Part Three, 2.1.3, Filter Conditions for StatementRefs), whichever
// of the two came first; and what was taken back is noted.
func (r *Room) refer(tx store.Tx, entries []entry) error {
	ids := make([]string, len(entries))
	var references []entry
	for i, e := range entries {
		ids[i] = e.id
		if e.target != "" {
			references = append(references, e)
		}
	}
	if err := insertReferences(tx, references); err != nil {
		return err
	}
	for _, e := range references {
		if _, err := adopt(tx, e.target, e.seq); err != nil {
			return err
		}
	}
	if err := r.passOn(tx, ids, 0, mostPassedOn); err != nil {
		return err
	}
	for _, e := range entries {
		if !e.voids {
			continue
		}
		if err := takeBack(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// Bounds of what is done for statements about statements while all other writers wait.
const (
	mostSteps    = 8       // how far a chain is followed
	mostAdopted  = 1000    // mentions that a statement takes over from its target
	mostPassedOn = 100_000 // mentions that one request passes on to what was here before
)

// passOn gives what statements are found by to those whose object they are. What is left
// is the number of mentions that may still be written.
func (r *Room) passOn(tx store.Tx, ids []string, step, left int) error {
	pairs, err := selectReferences(tx, ids)
	if err != nil || len(pairs) == 0 || step == mostSteps {
		return err
	}
	var next []string
	for _, p := range pairs {
		if left <= 0 {
			return nil
		}
		n, err := adopt(tx, p.target, p.seq)
		if err != nil {
			return err
		}
		left -= n + 1 // the question is work too
		id, err := selectID(tx, p.seq)
		if err != nil {
			return err
		}
		next = append(next, id)
	}
	return r.passOn(tx, next, step+1, left)
}
