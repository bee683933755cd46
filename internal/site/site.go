// Package site puts the rooms of a site together: one mux, one database, one
// course. It holds no rule of its own.
package site

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/blob"
	"atelier/internal/base/certificate"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/metrics"
	"atelier/internal/base/outgoing"
	"atelier/internal/base/page"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/base/webhook"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/forward"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office"
	"atelier/internal/people/privacy"
	"atelier/internal/people/proof"
	"atelier/internal/people/records"
	"atelier/internal/people/report"
)

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Options say what a site serves and where it keeps what people do.
type Options struct {
	Course fs.FS   // the course's folder
	Others []fs.FS // folders of further courses
	Data   string  // the data folder; made when it does not exist
	// Database is the address of a PostgreSQL database that holds what people do in the place of the data folder;
	// several sites may share it. Empty means SQLite in the data folder.
	Database string
	// Secret holds the keys that seal secrets in the database, as in seal.Variable; without it they are in the data folder.
	Secret string
	// NewSecret takes a key that the database does not know, because the one it knows is lost.
	NewSecret bool
	BaseURL   string // public address, "https://course.example.ca"; empty for local use
	Contact   string // where problems and requests go, in the place of the course's own; may be empty
	Version   string // of Atelier
	Dev       bool   // for authors: pages load themselves again, and there is a gallery
	// Blobs is where files that people give are kept: a folder, or s3://… for several sites; empty means the folder
	// "blobs" of the data folder.
	Blobs string
	// Editions is the folder in which the editions of the course were built; empty
	// means the folder "editions" of the data folder.
	Editions string
	// Banks offers everyone the files that hold the bank of the graded assessment.
	Banks bool
	// Outgoing says which servers may be asked at addresses that people give.
	Outgoing outgoing.Options
	// Proxies are the servers in front, whose word on who asks is believed.
	Proxies web.Proxies
	// TellCode is told the codes for signing in where there is no mail server, for whoever
	// looks at the terminal; a code serves only in the browser that asked for it. May be nil.
	TellCode func(code string)
	// Mail is the server that takes the site's mail, and MailFrom its sender; without one mail stays in the outbox.
	Mail     *mail.Server
	MailFrom mail.Address
	// Metrics counts what the site does; nil counts nothing.
	Metrics *metrics.Registry
	Log     *slog.Logger
	Clock   clock.Clock // the machine's when nil
}

// Site is a site that is ready to answer.
type Site struct {
	handler  http.Handler
	mux      *http.ServeMux // of the pages
	inside   http.Handler   // for those who run the site; nil without figures
	db       *store.DB
	keys     *seal.Keys
	blobs    *blob.Store
	queue    *jobs.Queue
	mail     *mail.Outbox
	log      *slog.Logger
	library  *library.Room
	identity *identity.Room
	api      *api.Frame
	ready    readiness
	privacy  *privacy.Room
	proof    *proof.Room
	office   *office.Room
	records  *records.Room
	learning *delivery.Room
	enrolled *enrolment.Room
	paper    *credential.Room
	forward  *forward.Room
	report   *report.Room
}

// migrations are the tables of every package that has some, one a line.
var migrations = []store.Migrations{
	seal.Migrations,
	certificate.Migrations,
	api.Migrations,
	webhook.Migrations,
	jobs.Migrations,
	mail.Migrations,
	identity.Migrations,
	proof.Migrations,
	records.Migrations,
	forward.Migrations,
	library.Migrations,
	delivery.Migrations,
	enrolment.Migrations,
	credential.Migrations,
	privacy.Migrations,
	office.Migrations,
	report.Migrations,
}

// How often the course's folder is looked at.
const (
	lookDev = 300 * time.Millisecond
	look    = time.Second
)

// localHome is the home page of accounts where no public address is known.
const localHome = "http://localhost/"

// New opens the data folder, loads the course and puts the rooms together. Its
// errors are faults in plain words; what it does is in the log.
func New(ctx context.Context, o Options) (_ *Site, err error) {
	defer fault.Wrap(&err, "site.New")
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	base, err := baseURL(o.BaseURL)
	if err != nil {
		return nil, err
	}
	s := &Site{log: o.Log}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if o.Editions == "" {
		o.Editions = filepath.Join(o.Data, "editions")
	}
	if err := s.openCourse(o, base); err != nil {
		return nil, err
	}
	if err := s.openData(ctx, o, base); err != nil {
		return nil, err
	}
	s.watchHealth(o)
	if err := s.furnish(ctx, o, base); err != nil {
		return nil, err
	}
	if s.handler, err = s.mount(o, base); err != nil {
		return nil, err
	}
	if err := s.library.Guard(s.taken); err != nil {
		return nil, err
	}
	if err := s.begin(ctx, o); err != nil {
		return nil, err
	}
	return s, nil
}

// openCourse loads the course that is served.
func (s *Site) openCourse(o Options, base *url.URL) (err error) {
	s.library, err = library.New(library.Options{Source: o.Course, Others: o.Others, BaseURL: slashed(base), Contact: o.Contact, Version: o.Version, Dev: o.Dev,
		Editions: o.Editions, Banks: o.Banks, Log: o.Log, Menu: menu, More: more, Viewed: s.viewed})
	if err != nil {
		return err
	}
	for _, e := range s.library.Editions() {
		o.Log.Info("course loaded", "course", e.Course.Key, "modules", len(e.Course.Modules), "lessons", e.Lessons(), "pages", len(e.Pages()), "languages", tags(e.Course.Tags()))
	}
	return nil
}

// openData opens what people do: the database with its keys and tables, files, mail.
func (s *Site) openData(ctx context.Context, o Options, base *url.URL) (err error) {
	if s.db, err = openStore(ctx, o); err != nil {
		return err
	}
	watchFigures(o.Metrics, s.db)
	// Before anything is written: without a key nothing is changed.
	if s.keys, err = seal.Open(seal.Place{Secret: o.Secret, Dir: o.Data, Shared: s.db.Shared()}); err != nil {
		return err
	}
	if err := store.Migrate(ctx, s.db, migrations...); err != nil {
		return err
	}
	if s.db.Shared() {
		o.Log.Info("database checked", "database", s.db.Name())
	} else {
		o.Log.Info("data folder checked", "folder", o.Data)
	}
	if err := s.keys.Claim(ctx, s.db, o.Clock.Now().Format(time.DateOnly), o.NewSecret); err != nil {
		return err
	}
	if s.blobs, err = openBlobs(ctx, o); err != nil {
		return err
	}
	return s.openMail(o, base)
}

// begin starts what the site does by itself.
func (s *Site) begin(ctx context.Context, o Options) error {
	if err := s.startJobs(ctx); err != nil {
		return err
	}
	if err := s.reseal(ctx, o); err != nil {
		return err
	}
	every := look
	if o.Dev {
		every = lookDev
	}
	s.library.Watch(every)
	s.office.Watch(look)
	s.library.Warm()
	s.privacy.Watch()
	return nil
}

// openStore opens the database of the site.
func openStore(ctx context.Context, o Options) (*store.DB, error) {
	if o.Database != "" {
		return store.Connect(ctx, o.Database)
	}
	return store.Open(ctx, o.Data)
}

// Start is the page of the first run and the token that it asks for, while the site has
// no administrator; both are empty otherwise. The token is for the terminal alone.
func (s *Site) Start(ctx context.Context, face lang.Tag) (path, token string, err error) {
	token, err = s.identity.StartToken(ctx)
	if token == "" {
		return "", "", err
	}
	tag := s.courseLanguage(lang.Interface(face))
	return identity.StartPath(tag, s.library.Edition().Face(tag)), token, nil
}

// Handler answers the requests.
func (s *Site) Handler() http.Handler { return s.handler }

// Stop ends what would go on for ever (streams of news, the watch over the
// folder). It is for the beginning of a shutdown; Close calls it.
func (s *Site) Stop() {
	if s.office != nil {
		s.office.Close()
	}
	if s.library != nil {
		s.library.Close()
	}
}

// Close ends the site and folds its database. No request may be running.
func (s *Site) Close() error {
	s.Stop()
	s.stopJobs()
	if s.privacy != nil {
		s.privacy.Close()
	}
	var err error
	if s.blobs != nil {
		err = s.blobs.Close()
	}
	if s.db != nil {
		err = errors.Join(err, s.db.Close())
	}
	return err
}

// menu is the way to what one learns and to one's account, the same for everybody: a page
// does not know who reads it.
func menu(tag, face lang.Tag) []page.Link {
	return []page.Link{{Text: enrolment.LearningName(face), Href: enrolment.LearningPath(tag, face)}, {Text: words.Say(face, "account"), Href: identity.AccountPath(tag, face)}}
}

// more are links at the foot of the rooms' pages.
func more(tag, face lang.Tag) []page.Link {
	return []page.Link{
		{Text: words.Say(face, "device"), Href: identity.DevicePath(tag, face)},
		{Text: privacy.NoticeName(face), Href: privacy.NoticePath(tag, face)},
	}
}

func tags(list []lang.Tag) string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = string(t)
	}
	return strings.Join(out, " ")
}

// baseURL reads the public address; nil when there is none.
func baseURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return nil, fault.New(fault.Usage, words, "bad-base-url", lang.A{"url": s}).Because(err)
	}
	return u, nil
}

// slashed is a public address with the slash at its end; empty when there is none.
func slashed(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}
