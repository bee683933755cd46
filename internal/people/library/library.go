// Package library is where the course is read: it loads the course, keeps it
// drawn in memory and serves its pages at their addresses.
//
// Its words: an Edition is the course as it stood when it was loaded, with every
// page drawn once: the newest release on the Shelf, where the published releases
// are kept, or the working copy, the folder that the site was started with; a Page is one page of an edition in one language, as static
// bytes with slots for what is personal; a Reader is the room that fills the
// slots for whoever asks, and takes what a page's forms send.
//
// Invariants: an edition never changes; when the source changes a new one takes
// its place between two requests, and a source that cannot be drawn never does:
// the last good edition stays and the log says what is wrong; addresses are
// permanent, so an old slug leads to the page of today and /p/ID to wherever the
// passage stands; somebody of whom nothing is kept gets the same bytes as
// everybody else; a published release never changes, and the releases of a course
// follow each other.
package library

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "library", Files: migrations}

// Options is what a library is made of.
type Options struct {
	Source  fs.FS  // the course's folder
	BaseURL string // "https://example.org/", ends in a slash; empty when unknown
	Contact string // where problems and requests go, in the place of the course's own; may be empty
	Version string // of Atelier
	Dev     bool   // pages load themselves again when the course changes
	// Editions is the folder in which the editions of the course were built; empty,
	// or a folder that does not exist, when there are none.
	Editions string
	// Banks offers everyone the files that hold the bank of the graded assessment.
	Banks bool
	Log   *slog.Logger
	// Viewed is told that a page of the course was shown, and nothing of to whom; may be nil.
	Viewed func(page string, tag lang.Tag)
	// Menu are links at the end of the menu of every page.
	Menu func(tag, face lang.Tag) []page.Link
	// More are links that stand at the foot of the pages rooms draw.
	More func(tag, face lang.Tag) []page.Link
}

// Room is the library at work.
type Room struct {
	o       Options
	reader  Reader
	edition atomic.Pointer[Edition]

	shelf   *Shelf     // nil where nothing can be published
	mu      sync.Mutex // guards what follows
	host    publish.Host
	on      *onShelf  // the release that is served; nil for the working copy
	opened  []*Parcel // releases that were served, whose media pages may still ask for
	refused int       // the number of a release that could not be drawn, or is of another course
	print   fingerprint
	waiting map[chan int]bool // pages that want to know of a new edition
	closed  chan struct{}
	done    sync.WaitGroup
	stop    sync.Once
}

// New loads the course. A course that cannot be drawn is a fault; its problems are
// in the log.
func New(o Options) (*Room, error) {
	r := &Room{o: o, waiting: map[chan int]bool{}, closed: make(chan struct{}), reader: nobody{}}
	r.print, _ = fingerprintOf(o.Source)
	e, err := r.load(1)
	if err != nil {
		return nil, err
	}
	r.edition.Store(e)
	return r, nil
}

// Lend names the room that knows the readers. It is called once, before the first
// request.
func (r *Room) Lend(reader Reader) { r.reader = reader }

// Edition is the course as it is served now.
func (r *Room) Edition() *Edition { return r.edition.Load() }

// load prepares an edition of what is served.
func (r *Room) load(number int) (*Edition, error) {
	if r.on != nil {
		return r.on.edition(r.o, r.host, number)
	}
	c, problems, err := course.Load(r.o.Source)
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "no-course").Because(err)
	}
	r.logProblems(problems)
	if problems.Fatal() {
		return nil, fault.New(fault.Invalid, words, "broken-course", lang.A{"n": fatal(problems)})
	}
	e, err := newEdition(r.o, r.host, number, c, r.o.lookBuilt(c))
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "undrawable").Because(err)
	}
	return e, nil
}

func fatal(ps course.Problems) (n int) {
	for _, p := range ps {
		if p.Fatal {
			n++
		}
	}
	return n
}

// maxLogged bounds the problems that are logged at once; `atelier check` tells all.
const maxLogged = 20

func (r *Room) logProblems(ps course.Problems) {
	for i, p := range ps {
		if i == maxLogged {
			r.o.Log.Warn("more problems in the course", "count", len(ps)-maxLogged)
			return
		}
		level := slog.LevelWarn
		if p.Fatal {
			level = slog.LevelError
		}
		r.o.Log.Log(context.Background(), level, "problem in the course", "place", p.Place.String(), "code", p.Code, "message", p.Message(lang.English))
	}
}

// Watch looks at the source again and again and serves it anew when it changed,
// until Close.
func (r *Room) Watch(every time.Duration) {
	r.done.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-r.closed:
				return
			case <-tick.C:
				r.Refresh()
			}
		}
	})
}

// Refresh serves the newest release if it is not served yet; where there is none, the source anew if it changed since it
// was last read. What cannot be drawn leaves the last good edition in its place.
func (r *Room) Refresh() (changed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shelf != nil && r.shelf.DB.Shared() {
		changed = r.look(context.Background())
	}
	if r.on != nil || changed {
		return changed
	}
	now, err := fingerprintOf(r.o.Source)
	if err != nil || now == r.print {
		return false
	}
	r.print = now
	return r.renew()
}

// SetHost draws every page anew for the institution that hosts the site, unless they are
// drawn for it already.
func (r *Room) SetHost(host publish.Host) (changed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if host.Equal(r.host) {
		return false
	}
	r.host = host
	return r.renew()
}

// renew loads the course and serves it in the place of the edition of now; the mutex
// is held.
func (r *Room) renew() (changed bool) {
	old := r.edition.Load()
	e, err := r.load(old.Number + 1)
	if err != nil {
		r.o.Log.Error("the course changed and cannot be drawn; the last good edition stays", "error", err)
		return false
	}
	e.inherit(old)
	r.edition.Store(e)
	r.o.Log.Info("the course changed and is served anew", "edition", e.Number, "lessons", e.Lessons())
	for ch := range r.waiting {
		select {
		case ch <- e.Number:
		default: // it has a number to read already
		}
	}
	return true
}

// Warm draws every page now, in the background, so that later requests find them
// ready.
func (r *Room) Warm() {
	e := r.Edition()
	r.done.Go(func() {
		for _, p := range e.list {
			select {
			case <-r.closed:
				return
			default:
			}
			if err := p.ready(r.reader); err != nil {
				r.o.Log.Error("a page cannot be drawn", "path", p.Path, "error", err)
			}
		}
	})
}

// Close stops watching and ends what waits for news.
func (r *Room) Close() {
	r.stop.Do(func() { close(r.closed) })
	r.done.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.opened {
		p.Close()
	}
	r.opened = nil
}
