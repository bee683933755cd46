// Package clock gives the time, ids and secrets, so that tests can say what they
// are.
//
// Invariants: a moment is always in UTC and never finer than a millisecond, the
// precision in which statements are stored; an id is a UUID and says nothing of a
// person; a secret has 256 bits from the system's generator.
package clock

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface {
	// Now is the present moment in UTC, to the millisecond.
	Now() time.Time
}

// System is the clock of the machine.
type System struct{}

// Now is the machine's time in UTC, to the millisecond.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Fixed is a clock for tests: it stands still until it is told to move.
type Fixed struct {
	mu  sync.Mutex
	now time.Time
}

// NewFixed is a clock that stands at a moment.
func NewFixed(now time.Time) *Fixed {
	return &Fixed{now: now.UTC().Truncate(time.Millisecond)}
}

// Now is where the clock stands.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d, backwards when d is negative.
func (f *Fixed) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// IDs makes new ids. NewID is the one programs use; tests use Sequence.
type IDs func() string

// NewID is a UUID version 7 (RFC 9562, section 5.7) for rows and statements:
// ids made later sort later, to the millisecond, which keeps database indexes
// short. Its time part is public: what must not be guessed is a Secret.
func NewID() string {
	return uuid7(time.Now(), randomBytes(10))
}

// Secret is a value nobody can guess, for cookies and capabilities: 256 random
// bits as 43 characters that are safe in addresses and headers.
func Secret() string {
	return base64.RawURLEncoding.EncodeToString(randomBytes(32))
}

// Sequence makes ids for tests: valid UUIDs version 7 that count upwards from
// the start of 2026 and are the same on every run.
func Sequence() IDs {
	var mu sync.Mutex
	var n uint64
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		random := make([]byte, 10)
		binary.BigEndian.PutUint64(random[2:], n)
		return uuid7(start.Add(time.Duration(n)*time.Millisecond), random)
	}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	// Since Go 1.24 crypto/rand.Read never returns an error.
	_, _ = rand.Read(b)
	return b
}

// uuid7 lays out 48 bits of Unix milliseconds, version, variant and 74 random
// bits taken from ten bytes.
func uuid7(now time.Time, random []byte) string {
	var u [16]byte
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		u[i] = byte(ms >> (8 * (5 - i)))
	}
	copy(u[6:], random)
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	out := make([]byte, 36)
	for i, part := range [5][2]int{{0, 4}, {4, 6}, {6, 8}, {8, 10}, {10, 16}} {
		at := 2*part[0] + i
		hex.Encode(out[at:], u[part[0]:part[1]])
		if i > 0 {
			out[at-1] = '-'
		}
	}
	return string(out)
}
