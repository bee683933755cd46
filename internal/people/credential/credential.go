// Package credential is what shows that somebody completed a course: certificates, the signed badges made of them, and
// the page on which anybody checks one.
//
// A Transcript is what somebody learned on this site; a record is its certificates as a Comprehensive Learner Record 2.0.
//
// Its words: a Certificate says that its holder completed a release of a course; an Achievement is what it says was
// completed, as it stood then; a badge is a certificate as an Open Badges 3.0 credential, signed by the site; the code of
// a certificate stands in the address at which it is checked.
//
// Invariants: there is one certificate for a holder, a course and a release, made in the transaction of the act that
// completed the course; it is never changed but to be renewed when it lapses, to show or hide a name, or to be withdrawn,
// which is for good; nobody's name is shown to others unless the holder said so, for each certificate; what was signed
// with a key that ended can still be checked; a certificate whose holder was erased stays valid and leads to nobody.
//
// Only people with an account have certificates: a device has no name to put on one, and nothing by which its holder
// could show a year later that it is theirs. What was done on a device earns its certificate when an account takes it.
package credential

import (
	"context"
	"embed"
	"log/slog"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
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
var Migrations = store.Migrations{Room: "credential", Files: migrations}

// Institution is who issues.
type Institution struct {
	Name  lang.Text
	Brand page.Brand
}

// Options is what the room stands on.
type Options struct {
	DB       *store.DB
	Clock    clock.Clock
	Identity *identity.Room
	Learning *delivery.Room
	Keys     *seal.Keys
	Mail     Mailer // tells of certificates that lapse; may be nil
	// BaseURL is the public address, "https://course.example.ca/". Without one there are no badges: nobody could ask for
	// the key that signed them.
	BaseURL string
	// Institution is who issues, as the administration says now.
	Institution func() Institution
	// Logo is the logo of the institution, an SVG, PNG or JPEG; nothing where it has none. It may be nil.
	Logo func(context.Context) ([]byte, error)
	Log  *slog.Logger // may be nil
	// Records is where the statements of learners are.
	Records *records.Room
	// Editions are the courses of the site as they are served now, in its order.
	Editions func() []*library.Edition
	// Edition is the course of a key as it is served now; nil when the site has it no more.
	Edition func(course string) *library.Edition
}

// Room is credentials at work.
type Room struct {
	Options
	logos logos
}

// New makes the room.
func New(o Options) *Room {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Room{Options: o}
}

var (
	_ delivery.OnCompleted = (*Room)(nil)
	_ identity.Claimer     = (*Room)(nil)
	_ identity.Exporter    = (*Room)(nil)
	_ identity.Eraser      = (*Room)(nil)
)

// Announced are the acts of the audit trail that other programs may be told, with the names that events have outside.
var Announced = map[string]string{
	"certificate.issue":  "certificate.issued",
	"certificate.renew":  "certificate.issued",
	"certificate.revoke": "certificate.revoked",
}

// The acts of the room.
var (
	actOwn    = identity.Act{Name: "certificate.own"} // to look after one's own
	actLook   = identity.Act{Name: "certificate.look", Roles: []identity.Role{identity.Administrator, identity.Publisher}}
	actRevoke = identity.Act{Name: "certificate.revoke", Roles: []identity.Role{identity.Administrator, identity.Publisher}, Fresh: 10 * time.Minute}
	actKeys   = identity.Act{Name: "certificate.keys", Roles: []identity.Role{identity.Administrator}, Fresh: 10 * time.Minute}
)

func (r *Room) today() string { return r.Clock.Now().UTC().Format(time.DateOnly) }
