// Package mail writes to people. A Message is put into the outbox in the transaction
// that causes it, in its reader's language, and a job sends it over SMTP.
//
// Its words: a Message is what a room wants to say; it names keys of the room's
// catalogue. An Entry is a message in the outbox. A topic is what messages are about,
// as far as readers choose what they get: now, in a daily digest, or never. Whom a
// message is for is the id of a person, or the digest of an address without account.
//
// Invariants:
//   - an Address and what a Message says hold no character that could end a header
//     or change the direction of what follows: no mail can be made to say more, or to
//     reach others, than its room meant;
//   - urgent messages (sign-in codes) know no choice, no quiet hours and no digest;
//     what they say is taken away when they are sent, and is shown to nobody while
//     there is a mail server;
//   - what is not urgent carries a link by which it stops, which takes a person, or
//     the one click of RFC 8058: a scanner that follows it changes nothing;
//   - without a server messages wait in the outbox; they are sent when there is one;
//   - a message may arrive twice when a node dies just after the server took it; both
//     carry one Message-ID.
package mail

import (
	"embed"
	"log/slog"
	"net/url"
	"time"
	_ "time/tzdata" // people’s time zones, also where the machine has none

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:generate go tool templ generate -path .

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of mail.
var Migrations = store.Migrations{Room: "mail", Files: migrations}

// Options say whose mail it is and how it leaves.
type Options struct {
	DB    *store.DB
	Clock clock.Clock // the machine's when nil
	NewID clock.IDs   // clock.NewID when nil
	Queue *jobs.Queue
	Log   *slog.Logger
	// Server is where mail is given to; nil keeps it in the outbox.
	Server *Server
	From   Address // the sender; needed with a server
	Name   func(lang.Tag) string
	// Languages are those in which one writes to people whose language is unknown, in
	// this order; the interface languages when empty.
	Languages []lang.Tag
	BaseURL   *url.URL       // the site's public address
	Zone      *time.Location // of people who named none; UTC when nil
	// Keep is how long one can read what was sent, urgent messages excepted; a week
	// when 0.
	Keep time.Duration
}

// keepSent is how long the text of sent messages is kept when nobody says.
const keepSent = 7 * 24 * time.Hour

// Outbox is mail at work.
type Outbox struct {
	o      Options
	topics []Topic
	urgent jobs.Kind[string] // the argument is the id of an entry
	rest   jobs.Kind[string]
	digest jobs.Kind[string] // the argument is whom it is for
}

// New makes the outbox over a database that has the Migrations, and defines its jobs
// on the queue, which must not be started yet.
func New(o Options) (*Outbox, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.NewID == nil {
		o.NewID = clock.NewID
	}
	if len(o.Languages) == 0 {
		o.Languages = lang.Interfaces()
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Keep == 0 {
		o.Keep = keepSent
	}
	if o.Server != nil && o.From.IsZero() {
		return nil, fault.New(fault.Usage, words, "no-sender")
	}
	b := &Outbox{o: o}
	b.defineJobs()
	return b, nil
}

// Sends says whether there is a mail server.
func (b *Outbox) Sends() bool { return b.o.Server != nil }
