package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// limiter bounds how many requests a key has a minute. Nodes that share a database take requests from it a tenth of the
// bound at a time, so the database is asked ten times a minute for a busy key and the bound holds for all nodes together.
// What one node took and did not use is lost to the others until the minute ends.
type limiter struct {
	db    *store.DB
	most  int
	block int

	mu   sync.Mutex
	keys map[string]*allowance
}

// allowance is what this node may still answer of a key in a minute.
type allowance struct {
	mu     sync.Mutex
	minute int64
	left   int
	others int // what nobody had taken when the database was last asked
}

func newLimiter(db *store.DB, most int) *limiter {
	return &limiter{db: db, most: most, block: max(1, most/10), keys: map[string]*allowance{}}
}

// maxAllowances bounds the keys in memory.
const maxAllowances = 10_000

func (l *limiter) of(key string) *allowance {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.keys[key]
	if a == nil {
		if len(l.keys) >= maxAllowances {
			clear(l.keys)
		}
		a = &allowance{}
		l.keys[key] = a
	}
	return a
}

// take counts a request, says in the headers how many are left (draft-ietf-httpapi-ratelimit-headers-10), and refuses
// when there are none.
func (l *limiter) take(ctx context.Context, h http.Header, key string, now time.Time) error {
	a := l.of(key)
	a.mu.Lock()
	defer a.mu.Unlock()
	minute := now.Unix() / 60
	wait := 60 - now.Unix()%60
	if a.minute != minute {
		a.minute, a.left, a.others = minute, 0, l.most
	}
	if a.left == 0 && a.others > 0 {
		if err := l.lease(ctx, a, key, minute); err != nil {
			return err
		}
	}
	refused := a.left == 0
	if !refused {
		a.left--
	}
	h.Set("RateLimit-Policy", fmt.Sprintf(`"key";q=%d;w=60`, l.most))
	h.Set("RateLimit", fmt.Sprintf(`"key";r=%d;t=%d`, a.left+a.others, wait))
	if refused {
		h.Set("Retry-After", strconv.FormatInt(wait, 10))
		return fault.New(fault.TooMany, words, "too-many")
	}
	return nil
}

// lease takes the next requests for this node: all of them where there is no other.
func (l *limiter) lease(ctx context.Context, a *allowance, key string, minute int64) error {
	if !l.db.Shared() {
		a.left, a.others = l.most, 0
		return nil
	}
	var got, rest int
	err := l.db.Write(ctx, func(tx store.Tx) error {
		taken, err := selectTaken(tx, key, minute)
		if err != nil {
			return err
		}
		got = min(l.block, l.most-taken)
		rest = l.most - taken - got
		if got <= 0 {
			got, rest = 0, 0
			return nil
		}
		return putTaken(tx, key, minute, taken+got)
	})
	if err != nil {
		return err
	}
	a.left, a.others = got, rest
	return nil
}
