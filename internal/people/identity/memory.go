package identity

import (
	"sync"
	"time"
)

// maxKnown bounds what is remembered between requests.
const maxKnown = 20_000

// unsettled is longer than any transaction runs.
const unsettled = time.Minute

// memory remembers whose secrets were seen lately, so that most requests ask no
// database. Where others may change the database too, what was read is believed for a
// while only. Each thing is remembered of a subject. Whoever changes a subject in a
// transaction says that it is stale: until that transaction has surely ended nothing
// is remembered of it, because a request beside the transaction still reads the old.
type memory[V any] struct {
	mu    sync.RWMutex
	most  int
	while time.Duration // how long a thing is believed; 0 for as long as it is remembered
	known map[digest]remembered[V]
	until map[string]time.Time // of stale subjects
}

type remembered[V any] struct {
	subject string
	value   V
	asked   time.Time
}

func newMemory[V any](most int, while time.Duration) *memory[V] {
	return &memory[V]{most: most, while: while, known: map[digest]remembered[V]{}, until: map[string]time.Time{}}
}

func (m *memory[V]) get(d digest, now time.Time) (v V, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, ok := m.known[d]
	if !ok {
		return v, false
	}
	if _, changing := m.until[k.subject]; changing {
		return v, false
	}
	// A clock that was set back gives no thing a longer life.
	if age := now.Sub(k.asked); m.while > 0 && (age < 0 || age >= m.while) {
		return v, false
	}
	return k.value, true
}

// put remembers what the database said when it was asked, at the moment before. It
// makes room, when there is none, by dropping any other: which one hardly matters, it
// is found again in the database.
func (m *memory[V]) put(d digest, subject string, v V, asked time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for s, until := range m.until {
		if until.Before(asked) {
			delete(m.until, s)
		}
	}
	if _, changing := m.until[subject]; changing {
		return
	}
	for old := range m.known {
		if len(m.known) < m.most {
			break
		}
		delete(m.known, old)
	}
	m.known[d] = remembered[V]{subject, v, asked}
}

// stale says that a subject is being changed.
func (m *memory[V]) stale(subject string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.until[subject] = now.Add(unsettled)
	for d, k := range m.known {
		if k.subject == subject {
			delete(m.known, d)
		}
	}
}
