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
// database. Each thing is remembered of a subject. Whoever changes a subject in a
// transaction says that it is stale: until that transaction has surely ended nothing
// is remembered of it, because a request beside the transaction still reads the old.
type memory[V any] struct {
	mu    sync.RWMutex
	most  int
	known map[digest]remembered[V]
	until map[string]time.Time // of stale subjects
}

type remembered[V any] struct {
	subject string
	value   V
}

func newMemory[V any](most int) *memory[V] {
	return &memory[V]{most: most, known: map[digest]remembered[V]{}, until: map[string]time.Time{}}
}

func (m *memory[V]) get(d digest) (v V, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, ok := m.known[d]
	if !ok {
		return v, false
	}
	if _, changing := m.until[k.subject]; changing {
		return v, false
	}
	return k.value, true
}

// put makes room, when there is none, by dropping any other: which one hardly
// matters, it is found again in the database.
func (m *memory[V]) put(d digest, subject string, v V, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for s, until := range m.until {
		if until.Before(now) {
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
	m.known[d] = remembered[V]{subject, v}
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
