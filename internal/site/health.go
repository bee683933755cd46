package site

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/doctor"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/office"
)

// Bounds of a look at what the node stands on: those who ask every second share
// one look, and nobody waits for a database that hangs.
const (
	lookAge  = 500 * time.Millisecond
	lookWait = 2 * time.Second
)

// What machines ask to know how the node is.
const (
	healthPath = "GET /healthz"
	readyPath  = "GET /readyz"
)

// readiness says whether this node may be sent requests. It knows named checks and
// whether the node is on its way out.
type readiness struct {
	log      *slog.Logger
	checks   []check
	draining atomic.Bool

	mu   sync.Mutex
	last *outlook // the latest look, perhaps still under way
}

type check struct {
	name  string
	place string // where what it asks for is; empty where that says nothing
	ask   func(context.Context) error
	mild  bool // what it asks for may be missing: it is reported, and the node stays ready
}

// outlook is one look at all checks; failing may be read once done is closed.
type outlook struct {
	begun   time.Time
	done    chan struct{}
	failing map[string]error
}

// add joins a check; all are added before the first request.
func (r *readiness) add(name, place string, ask func(context.Context) error) {
	r.checks = append(r.checks, check{name: name, place: place, ask: ask})
}

// mention joins a check that is reported and does not make the node unready: without
// it most pages are served, and every node would be taken out at once.
func (r *readiness) mention(name, place string, ask func(context.Context) error) {
	r.checks = append(r.checks, check{name: name, place: place, mild: true, ask: func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, lookWait/2) // the look goes on without it
		defer cancel()
		return ask(ctx)
	}})
}

// look begins a look, or gives one that is young enough or still under way.
func (r *readiness) look() *outlook {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o := r.last; o != nil {
		select {
		case <-o.done:
			if time.Since(o.begun) < lookAge {
				return o
			}
		default:
			return o
		}
	}
	o := &outlook{begun: time.Now(), done: make(chan struct{}), failing: map[string]error{}}
	r.last = o
	go r.askAll(o)
	return o
}

func (r *readiness) askAll(o *outlook) {
	defer close(o.done)
	ctx, cancel := context.WithTimeout(context.Background(), lookWait)
	defer cancel()
	for _, c := range r.checks {
		if err := c.ask(ctx); err != nil {
			o.failing[c.name] = err
			r.log.Warn("not ready", "check", c.name, "error", err)
		}
	}
}

// readyReport is what /readyz answers: a word for the node, and one for each check.
type readyReport struct {
	Status string            `json:"status"` // ready, not-ready, draining
	Checks map[string]string `json:"checks"` // ok, failing
}

// report waits for a look, but not for ever.
func (r *readiness) report(ctx context.Context) readyReport {
	o := r.look()
	wait, cancel := context.WithTimeout(ctx, lookWait)
	defer cancel()
	said, seen := readyReport{Status: "ready", Checks: map[string]string{}}, false
	select {
	case <-o.done:
		seen = true
	case <-wait.Done():
	}
	for _, c := range r.checks {
		said.Checks[c.name] = "ok"
		if !seen || o.failing[c.name] != nil {
			said.Checks[c.name] = "failing"
			if !c.mild {
				said.Status = "not-ready"
			}
		}
	}
	if r.draining.Load() {
		said.Status = "draining"
	}
	return said
}

// readyz answers 200 when the node may be sent requests, 503 while it may not.
func (r *readiness) readyz(w http.ResponseWriter, req *http.Request) error {
	said := r.report(req.Context())
	status := http.StatusOK
	if said.Status != "ready" {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Cache-Control", web.CachePrivate)
	return web.JSON(w, req, status, said)
}

// healthz says that the program answers: whoever starts programs again when they
// hang asks it, and must not do so because a database is away.
func healthz(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", web.CachePrivate)
	return web.JSON(w, r, http.StatusOK, map[string]string{"status": "ok"})
}

// watchHealth puts the checks together.
func (s *Site) watchHealth(o Options) {
	s.ready.log = o.Log
	s.ready.add("database", s.db.Name(), s.db.Answers)
	s.ready.add("migrations", "", func(ctx context.Context) error { return store.Migrated(ctx, s.db, migrations...) })
	if !s.db.Shared() {
		s.ready.mention("disk", o.Data, func(context.Context) error { return doctor.Disk(o.Data) })
	}
	s.ready.mention("blobs", s.blobs.Name(), s.blobs.Ready)
}

// vitals is what the site stands on, asked anew for the page of its health.
func (s *Site) vitals(ctx context.Context) (said []office.Vital) {
	ctx, cancel := context.WithTimeout(ctx, lookWait)
	defer cancel()
	for _, c := range s.ready.checks {
		said = append(said, office.Vital{Key: c.name, Place: c.place, Err: c.ask(ctx)})
	}
	return said
}

// Drain says from now on that this node is not ready. It is for the beginning of a
// shutdown, before Stop.
func (s *Site) Drain() { s.ready.draining.Store(true) }
