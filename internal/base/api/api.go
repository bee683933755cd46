// Package api is the frame of the HTTP interface: rooms register operations in it,
// and it does for each what must never be forgotten.
//
// Words: a Frame is the interface under /api. An Operation is one thing that a
// program can ask for, with the scope it takes. A Key is who asks. A Call is one
// request by a key. A Problem is what is answered when it cannot be done.
//
// Invariants:
//   - an operation without a scope is refused when the program starts, unless it says
//     that it is open to all; a key has the scopes it was given and no other;
//   - a key that belongs to one course is refused by every operation, except those
//     that say they ask for the course (see Call.Of), and those must have asked;
//   - an operation runs in one transaction, which the frame opens: reads in a read,
//     everything else in a write. So a request that is sent twice under one
//     Idempotency-Key is done once, also when a node died between the two: the answer
//     is kept in the transaction that it tells of;
//   - cookies are not looked at, so another site cannot act through a browser;
//   - what is kept of answers is sealed with the secret of the key, which the database
//     does not hold.
//
// The description (OpenAPI 3.1) is made from the Go types of what operations take and
// answer. Its texts are keys of the rooms' catalogues, so it exists in every interface
// language.
package api

import (
	"embed"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

//go:embed catalogue
var catalogueFiles embed.FS

//go:embed migrations privacy.yaml
var migrationFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the frame.
var Migrations = store.Migrations{Room: "api", Files: migrationFiles}

// Root is where every operation stands.
const Root = "/api"

// Options is what a Frame is made of.
type Options struct {
	DB      *store.DB
	Clock   clock.Clock
	Log     *slog.Logger
	Keys    Keys
	Version string // of Atelier
	BaseURL string // the public address with a slash at its end; may be empty
	Contact string // who answers for the site: a web address or "mailto:…"; may be empty
	// PerMinute is how many requests a key has a minute, on all nodes together; 0 means 600.
	PerMinute int
}

// perMinute is far above what an administrator's program asks and far below what would be felt.
const perMinute = 600

// Frame is the interface at work. Operations are registered before it serves.
type Frame struct {
	db       *store.DB
	clock    clock.Clock
	log      *slog.Logger
	keys     Keys
	huma     huma.API
	mux      *http.ServeMux
	limiter  *limiter
	running  sync.Map // answers under way: key and idempotency key
	texts    []*lang.Catalogue
	ops      []Operation
	beside   []Scope
	methods  map[string][]string // by path
	describe sync.Once
	files    map[string]*web.Body
}

// New makes the frame, without operations.
func New(o Options) *Frame {
	if o.PerMinute == 0 {
		o.PerMinute = perMinute
	}
	f := &Frame{db: o.DB, clock: o.Clock, log: o.Log, keys: o.Keys, mux: http.NewServeMux(), texts: []*lang.Catalogue{words},
		limiter: newLimiter(o.DB, o.PerMinute), methods: map[string][]string{}}
	f.huma = huma.NewAPI(configuration(o), adapter{f})
	f.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		f.refuse(w, r, fault.New(fault.NotFound, words, "no-operation"))
	})
	return f
}

// Speak adds a catalogue in which the texts of operations are: keys that begin with "api.".
func (f *Frame) Speak(texts *lang.Catalogue) { f.texts = append(f.texts, texts) }

// Operations lists what was registered, in that order.
func (f *Frame) Operations() []Operation { return f.ops }

// Before answers what is under /api and leaves the rest to the site's handler. It is called when every operation is
// registered. (One mux cannot hold both: a page at /{lang}/name/ would be at /api/name/ too.)
func (f *Frame) Before(site http.Handler) http.Handler {
	for path, methods := range f.methods {
		allow := strings.Join(methods, ", ")
		f.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", allow)
			f.refuse(w, r, fault.New(fault.NotAllowed, words, "no-method", lang.A{"allow": allow}))
		})
	}
	for _, tag := range lang.Interfaces() {
		for _, ext := range []string{"json", "yaml"} {
			f.mux.HandleFunc("GET "+Root+"/"+FileName(tag, ext), f.describeAt)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if (r.URL.Path == Root || r.URL.Path == Root+"/") && r.Method == http.MethodGet {
			// A person who opens the address reads the reference.
			http.Redirect(w, r, Path(Language(r)), http.StatusFound)
			return
		}
		if strings.HasPrefix(r.URL.Path, Root+"/") {
			f.ServeHTTP(w, r)
			return
		}
		site.ServeHTTP(w, r)
	})
}

// ServeHTTP answers a request under /api.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Header.Del("Cookie")
	h := w.Header()
	h.Set("Cache-Control", web.CachePrivate)
	h.Add("Vary", "Accept-Language")
	f.mux.ServeHTTP(w, r)
}

// adapter lets huma's operations be served by the frame.
type adapter struct{ *Frame }

// Handle is called by huma for every operation.
func (a adapter) Handle(op *huma.Operation, handler func(huma.Context)) {
	a.handle(op, handler)
}

// readTimeout bounds how long a body may take to arrive.
const readTimeout = 10 * time.Second

// largeTimeout is the same for operations that take more than BodyLimit.
const largeTimeout = 2 * time.Minute

// Knows says whether there is a scope.
func (f *Frame) Knows(s Scope) bool { return slices.Contains(f.Scopes(), s) }

// Beside names scopes that keys may have for doors that stand beside the operations.
func (f *Frame) Beside(scopes ...Scope) { f.beside = append(f.beside, scopes...) }

// Scopes lists what operations, and the doors beside them, take, sorted.
func (f *Frame) Scopes() []Scope {
	all := slices.Clone(f.beside)
	for _, op := range f.ops {
		if op.Scope != "" {
			all = append(all, op.Scope)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
