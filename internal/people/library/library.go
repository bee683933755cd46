// Package library is where courses are read: it loads them, keeps them drawn in
// memory and serves their pages at their addresses.
//
// Its words: an Edition is a course as it stood when it was loaded, with every
// page drawn once: its newest release on the Shelf that was not withdrawn, or the
// working copy, a folder that the site was started with; a Page is one page of an
// edition in one language, as static bytes with slots for what is personal; a
// Reader is the room that fills the slots for whoever asks, and takes what a
// page's forms send.
//
// Invariants: the first course has the short addresses, and two courses of one key
// or id are never served together; an edition never changes; when the source changes a new one takes
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
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
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
	Source  fs.FS   // the folder of the first course, whose addresses are the short ones
	Others  []fs.FS // folders of further courses
	BaseURL string  // "https://example.org/", ends in a slash; empty when unknown
	Contact string  // where problems and requests go, in the place of the course's own; may be empty
	Version string  // of Atelier
	Dev     bool    // pages load themselves again when the course changes
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

	several  bool                                 // the site serves more than one course
	first    *Edition                             // the site's first course; nil while that is loaded
	beside   func(tag, face lang.Tag) page.Group  // what the cover of the first course lists; nil for others
	followed func(tag lang.Tag, id string) string // where a course of an id is read; nil where no site is known
}

// Room is the library at work.
type Room struct {
	o       Options
	reader  Reader
	courses atomic.Pointer[[]*served] // never empty; a list is never changed

	shelf   *Shelf                 // nil where nothing can be published
	taken   func(path string) bool // the site has a page of its own there; nil until it is known
	mu      sync.Mutex             // guards what follows, and every course as it is served
	host    publish.Host
	opened  []*Parcel         // releases that were served, whose media pages may still ask for
	number  int               // of the last edition of any course
	refused map[string]int    // releases that could not be drawn, by the keys of courses of which none is served
	waiting map[chan int]bool // pages that want to know of a new edition
	closed  chan struct{}
	done    sync.WaitGroup
	stop    sync.Once
}

// New loads the courses. One that cannot be drawn is a fault, as are two of one key or one id; problems of the sources
// are in the log.
func New(o Options) (*Room, error) {
	o.several = len(o.Others) > 0
	r := &Room{o: o, refused: map[string]int{}, waiting: map[chan int]bool{}, closed: make(chan struct{}), reader: nobody{}}
	var all []*served
	for _, source := range slices.Concat([]fs.FS{o.Source}, o.Others) {
		s := &served{source: source, first: len(all) == 0}
		s.print, _ = fingerprintOf(source)
		e, err := r.load(s)
		if err != nil {
			return nil, err
		}
		if err := apart(all, e.Course); err != nil {
			return nil, err
		}
		s.key = e.Course.Key
		s.edition.Store(e)
		all = append(all, s)
		r.courses.Store(&all)
	}
	return r, nil
}

// Lend names the room that knows the readers. It is called once, before the first
// request.
func (r *Room) Lend(reader Reader) { r.reader = reader }

// Watch looks at the sources again and again and serves anew what changed, until Close.
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

// Refresh serves the newest release of each course if it is not served yet; where there is none, its source anew if that
// changed since it was last read. What cannot be drawn leaves the last good edition in its place.
func (r *Room) Refresh() (changed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shelf != nil && r.shelf.DB.Shared() {
		changed = r.look(context.Background())
	}
	for _, s := range r.all() {
		if s.on != nil || s.source == nil {
			continue
		}
		now, err := fingerprintOf(s.source)
		if err != nil || now == s.print {
			continue
		}
		s.print = now
		changed = r.renew(s) || changed
	}
	return changed
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
	for _, s := range r.all() {
		changed = r.renew(s) || changed
	}
	return changed
}

// Warm draws every page now, in the background, so that later requests find them
// ready.
func (r *Room) Warm() {
	editions := r.Editions()
	r.done.Go(func() {
		for _, e := range editions {
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
