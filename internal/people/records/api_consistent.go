package records

import (
	"sync"
	"time"
)

// underWay knows which writes of this node have begun and not ended: what was stored before the first of them can be
// read, what was stored later perhaps not yet.
type underWay struct {
	mu    sync.Mutex
	last  int
	began map[int]time.Time
}

// begin notes a write that began at a moment, and gives the function that ends it.
func (u *underWay) begin(at time.Time) (end func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.began == nil {
		u.began = map[int]time.Time{}
	}
	u.last++
	id := u.last
	u.began[id] = at
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.began, id)
	}
}

// since is the moment until which everything that was stored can be read, when it is now.
func (u *underWay) since(now time.Time) time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, at := range u.began {
		if at = at.Add(-time.Millisecond); at.Before(now) {
			now = at
		}
	}
	return now
}
