// Package office is the administration of a site: how the institution presents it,
// and the pages on which people with the right look after it.
//
// Its words: Settings are what the institution decides about the site; a part of
// them is changed at a time, by a named person, and noted in the audit trail. A
// Profile says how the languages stand to each other where the institution works
// (needs A6.7).
//
// Invariants: a setting that would make pages hard to read or to tell apart is
// refused, with what would do; what one node changes the others show within
// seconds; the room decides nothing about people, mail or jobs, it asks the rooms
// and packages whose they are.
package office

import (
	"context"
	"embed"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/base/webhook"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/forward"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/privacy"
	"atelier/internal/people/proof"
	"atelier/internal/people/records"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "office", Files: migrations}

// Options is what the room stands on.
type Options struct {
	DB        *store.DB
	Clock     clock.Clock
	Identity  *identity.Room
	Library   *library.Room
	Enrolment *enrolment.Room
	Learning  *delivery.Room
	Privacy   *privacy.Room
	Proof     *proof.Room
	Queue     *jobs.Queue
	Mail      *mail.Outbox
	Records   *records.Room
	Scopes    func() []string                                           // what keys may be given
	Vitals    func(context.Context) []Vital                             // what the site stands on
	Further   func(tag, face lang.Tag, s *identity.Session) []page.Link // pages about learning that other rooms have
	Waiting   string                                                    // folder of releases that wait to be published; empty where there is none
	Version   string                                                    // of Atelier
	Log       *slog.Logger
	// BaseURL is the public address of the site, which ends in a slash; empty when unknown.
	BaseURL string
}

// Room is the office at work.
type Room struct {
	Options
	now     atomic.Pointer[Settings]
	files   files
	cookies web.Cookies
	hooks   *webhook.Hooks
	forward *forward.Room

	closed chan struct{}
	done   sync.WaitGroup
	stop   sync.Once
}

// New reads the settings, and hands the library and privacy what their pages need of them.
func New(ctx context.Context, o Options) (*Room, error) {
	r := &Room{Options: o, closed: make(chan struct{}), files: files{known: map[string]File{}}}
	r.now.Store(&Settings{})
	o.Privacy.Tell(func() privacy.Institution { return r.Settings().notice() })
	_, err := r.Refresh(ctx)
	return r, err
}

// Settings are what the institution decided, as this node knows it. They are not to
// be changed.
func (r *Room) Settings() Settings { return *r.now.Load() }

// Refresh reads the settings anew and has pages drawn anew where they changed.
func (r *Room) Refresh(ctx context.Context) (changed bool, err error) {
	var s Settings
	err = r.DB.Read(ctx, func(tx store.Tx) (err error) {
		s, err = readSettings(tx)
		return err
	})
	if err != nil {
		return false, err
	}
	if s.equal(*r.now.Load()) {
		return false, nil
	}
	r.now.Store(&s)
	r.Library.SetHost(s.host())
	return true, nil
}

// Watch looks at a database that other nodes share again and again, until Close.
func (r *Room) Watch(every time.Duration) {
	if !r.DB.Shared() {
		return
	}
	r.done.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-r.closed:
				return
			case <-tick.C:
				if _, err := r.Refresh(context.Background()); err != nil {
					r.Log.Warn("the settings cannot be read; those known stay", "error", err)
				}
			}
		}
	})
}

// Close ends the watch.
func (r *Room) Close() {
	r.stop.Do(func() { close(r.closed) })
	r.done.Wait()
}
