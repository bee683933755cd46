// Package proof is the ways in which people prove who they are, beside e-mail:
// passkeys, apps with codes, recovery codes, and the sign-in of their organisation.
//
// Its words: a way is one of these. A ceremony is a proof under way: what the site
// asked, kept until the answer comes. A provider is an organisation's sign-in service
// (OpenID Connect); a link is the account that somebody has there.
//
// Invariants: what the site must be able to read again (keys of code apps, secrets of
// providers) is sealed, what it must only recognise is a hash; a code, a challenge and
// a state are good once; whoever guesses slows that way of that person and nothing
// else, so that no account can be locked for the mischief of others; a provider's word
// about an e-mail address never opens an account that its owner did not link.
//
// Sessions, people and the audit trail are those of identity: a way ends in
// identity.Room's Begin or StepUp.
package proof

import (
	"embed"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "proof", Files: migrations}

// Options are what the room is made of.
type Options struct {
	DB       *store.DB
	Clock    clock.Clock
	Keys     *seal.Keys
	Identity *identity.Room
	// BaseURL is the public address; nil when it is not known (local use).
	BaseURL *url.URL
	// Mail tells people of changes to their ways; nil tells nobody.
	Mail Mailer
	// Name is what the site is called in apps and passkeys, in a language.
	Name func(lang.Tag) string
	// Client asks providers, whose addresses administrators give.
	Client *http.Client
	Log    *slog.Logger
}

// Mailer writes to people, in the transaction that causes it.
type Mailer interface {
	Send(tx store.Tx, m mail.Message) error
}

// Room is the ways at work.
type Room struct {
	db        *store.DB
	clock     clock.Clock
	keys      *seal.Keys
	who       *identity.Room
	base      *url.URL
	mail      Mailer
	name      func(lang.Tag) string
	client    *http.Client
	log       *slog.Logger
	providers providerCache
}

// New makes the room and offers its ways to identity.
func New(o Options) *Room {
	r := &Room{db: o.DB, clock: o.Clock, keys: o.Keys, who: o.Identity, base: o.BaseURL, mail: o.Mail, name: o.Name, client: o.Client, log: o.Log}
	r.offer()
	r.who.KeepForms(r)
	return r
}

func (r *Room) today() string { return r.clock.Now().Format(time.DateOnly) }
