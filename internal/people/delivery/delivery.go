// Package delivery is learning: what somebody read, answered, ticked and
// finished, and how the pages show it to them.
//
// Its words: an act is something worth keeping that a page's form sends; a Doc is
// the state document of one page: what was read, ticked and answered there; an
// Attempt is one taking of a knowledge check; progress is how far somebody is with
// a lesson, a check or a module; a Standing is all of that for one actor, ready to
// be shown; an Allowance is more time for timed attempts; News is what a later
// release says otherwise on pages that somebody did.
//
// Invariants: an act is one transaction with its statements, its state document
// and its reading (progress); acts repeat without harm, so that the back button, a
// second tab and a form sent twice lose and double nothing; an answer that is empty
// never replaces one that is kept; answers are kept by passage ids and so are the
// same in every language, text with the language it was written in; what is kept
// of a page that is gone stays kept and shows again when the page returns; no more
// attempts are sent than a page allows, and no answer counts that was given after
// the time of its attempt; progress is a reading of the statements that
// [Room.Rebuild] makes anew.
package delivery

import (
	"context"
	"embed"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/metrics"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "delivery", Files: migrations}

// Options is what the room stands on.
type Options struct {
	DB       *store.DB
	Clock    clock.Clock
	Identity *identity.Room
	Records  *records.Room
	Library  *library.Room
	Keys     *seal.Keys       // name the partners of a matching; may be nil where no page is drawn
	Zone     *time.Location   // in which clock times are told; UTC when nil
	Acts     *metrics.Counter // of acts that were kept; may be nil
	Mail     Mailer           // tells of what is new; may be nil
	// Mine is the address of the page of what somebody learns and holds, to which the end of a course leads; may be nil.
	Mine func(tag, face lang.Tag) string
}

// Room is delivery at work.
type Room struct {
	Options
	standings *standings
	cookies   web.Cookies
	completed []OnCompleted
}

// New makes the room.
func New(o Options) *Room { return &Room{Options: o, standings: newStandings(maxStandings)} }

var (
	_ records.OnStored  = (*Room)(nil)
	_ identity.Claimer  = (*Room)(nil)
	_ identity.Eraser   = (*Room)(nil)
	_ identity.Exporter = (*Room)(nil)
	_ library.Reader    = (*Room)(nil)
	_ library.Visits    = (*Room)(nil)
)

// Claim puts together what two actors did: documents that both have become one, in
// which nothing of either is lost; then progress is read anew.
func (r *Room) Claim(tx store.Tx, from, to identity.Actor) error {
	mine, err := r.settledDocs(tx, from)
	if err != nil {
		return err
	}
	theirs, err := r.settledDocs(tx, to)
	if err != nil {
		return err
	}
	for at, here := range mine {
		there := theirs[at]
		if there == nil {
			there = &Doc{}
		}
		there.merge(here)
		if err := r.putDoc(tx, to, string(at), there); err != nil {
			return err
		}
	}
	r.standings.drop(from)
	r.standings.drop(to)
	if err := moveOnce(tx, from, to); err != nil {
		return err
	}
	if err := moveLimits(tx, from, to); err != nil {
		return err
	}
	if err := deleteVersion(tx, from); err != nil {
		return err
	}
	if err := r.changed(tx, to); err != nil {
		return err
	}
	if err := moveProgress(tx, from, to); err != nil {
		return err
	}
	return r.completeClaimed(tx, to)
}

// completeClaimed writes that courses are completed which what two actors did completes together.
func (r *Room) completeClaimed(tx store.Tx, actor identity.Actor) error {
	progress, err := selectProgress(tx, actor)
	if err != nil {
		return err
	}
	r.heirs().progress(progress)
	for _, e := range r.Library.Editions() {
		if err := r.complete(tx, actor, e, progress, nil); err != nil {
			return err
		}
	}
	return nil
}

// Erase forgets how far an actor is.
func (r *Room) Erase(tx store.Tx, actor identity.Actor) error {
	r.standings.drop(actor)
	if err := deleteOnce(tx, actor); err != nil {
		return err
	}
	if err := deleteVersion(tx, actor); err != nil {
		return err
	}
	if err := deleteLimits(tx, actor); err != nil {
		return err
	}
	return deleteProgress(tx, actor)
}

// Standing is where an actor stands, from memory or from the database. What is in memory holds while no other node
// changed it, which the database is asked where there are others.
func (r *Room) Standing(ctx context.Context, actor identity.Actor) (*Standing, error) {
	known, ok := r.standings.get(actor)
	if ok && known.edition != r.heirs().edition() { // what holds where may have changed
		r.standings.drop(actor)
		ok = false
	}
	if ok && !r.DB.Shared() {
		return known, nil
	}
	if ok {
		same, err := r.unchanged(ctx, known)
		if err != nil || same {
			return known, err
		}
		r.standings.drop(actor)
	}
	epoch := r.standings.epoch(actor)
	var s *Standing
	err := r.DB.Read(ctx, func(tx store.Tx) error {
		version, err := r.version(tx, actor)
		if err != nil {
			return err
		}
		if s, err = r.readStanding(tx, actor); err == nil {
			s.version = version
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	r.standings.put(actor, s, epoch)
	return s, nil
}

// unchanged says whether no node changed a standing since it was read. It is asked for every page, so that learners see
// at once what they did on another node, and is therefore one statement alone.
func (r *Room) unchanged(ctx context.Context, known *Standing) (same bool, err error) {
	err = r.DB.ReadOne(ctx, func(tx store.Tx) error {
		version, err := r.version(tx, known.Actor)
		same = version == known.version
		return err
	})
	return same, err
}

// version is the word of an actor's standing; always empty where only this node can change it.
func (r *Room) version(tx store.Tx, actor identity.Actor) (string, error) {
	if !r.DB.Shared() {
		return "", nil
	}
	return selectVersion(tx, actor)
}
