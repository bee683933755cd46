package mail

import (
	"bytes"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// said is the catalogue of a room that writes.
var said = lang.MustCatalogue(fstest.MapFS{
	"en.yaml": {Data: []byte("code.subject: Your code to sign in\ncode.body: |\n  Type this code in the page that waits for it. It works once, for ten minutes.\n\n  If it was not you, do nothing.\n" +
		"round.subject: '{who} answered your comment'\nround.body: \"{who} wrote: “{text}”\"\nround.action: Read the answer\ntopic: Answers to your comments\n")},
	"fr.yaml": {Data: []byte("code.subject: Votre code de connexion\ncode.body: |\n  Tapez ce code dans la page qui l’attend. Il sert une fois, pendant dix minutes.\n\n  Si ce n’était pas vous, ne faites rien.\n" +
		"round.subject: '{who} a répondu à votre commentaire'\nround.body: \"{who} a écrit\u00a0: «\u00a0{text}\u00a0»\"\nround.action: Lire la réponse\ntopic: Réponses à vos commentaires\n")},
})

// Friday noon in Toronto.
var noon = time.Date(2026, 11, 27, 17, 0, 0, 0, time.UTC)

// bench is an outbox on a database, with a clock that stands still.
type bench struct {
	*Outbox
	t     *testing.T
	db    *store.DB
	clock *clock.Fixed
	ids   clock.IDs
	queue *jobs.Queue
	log   *bytes.Buffer
}

func newBench(t *testing.T, db *store.DB, server string) *bench {
	t.Helper()
	b := &bench{t: t, db: db, clock: clock.NewFixed(noon), ids: clock.Sequence(), log: &bytes.Buffer{}}
	b.restart(server)
	return b
}

// restart is the program started again, with that mail server.
func (b *bench) restart(server string) {
	b.t.Helper()
	log := slog.New(slog.NewTextHandler(io.MultiWriter(b.log), nil))
	b.queue = jobs.New(jobs.Options{DB: b.db, Clock: b.clock, Log: log})
	zone, err := time.LoadLocation("America/Toronto")
	if err != nil {
		b.t.Fatal(err)
	}
	o := Options{DB: b.db, Clock: b.clock, NewID: b.ids, Queue: b.queue, Log: log, Zone: zone, From: address(b.t, "Atelier", "atelier@course.example.ca"),
		Name: func(tag lang.Tag) string {
			return lang.Text{"en": "Open source in government", "fr": "Les logiciels ouverts au gouvernement"}.In(tag)
		},
		BaseURL: &url.URL{Scheme: "https", Host: "course.example.ca", Path: "/"}}
	if server != "" {
		if o.Server, err = ParseServer(server); err != nil {
			b.t.Fatal(err)
		}
	}
	if b.Outbox, err = New(o); err != nil {
		b.t.Fatal(err)
	}
	b.Declare(Topic{Name: "answers", Words: said, Key: "topic"}, Topic{Name: "news", Words: said, Key: "topic", Way: Daily})
	if err := b.Resume(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

func onBoth(t *testing.T, test func(t *testing.T, db *store.DB)) {
	storetest.OnBoth(t, []store.Migrations{jobs.Migrations, Migrations}, test)
}

func address(t testing.TB, name, mail string) Address {
	t.Helper()
	a, err := ParseAddress(name, mail)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (b *bench) write(fn func(tx store.Tx) error) {
	b.t.Helper()
	if err := b.db.Write(b.t.Context(), fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) send(m Message) {
	b.t.Helper()
	b.write(func(tx store.Tx) error { return b.Send(tx, m) })
}

func (b *bench) drain() {
	b.t.Helper()
	if err := b.queue.Drain(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// list is the outbox, the oldest first.
func (b *bench) list() (list []Entry) {
	b.t.Helper()
	b.write(func(tx store.Tx) error {
		found, _, err := b.List(tx, Filter{})
		list = nil
		for _, e := range found {
			list = append([]Entry{e}, list...)
		}
		return err
	})
	return list
}

func (b *bench) states() string {
	var all []string
	for _, e := range b.list() {
		all = append(all, string(e.State))
	}
	return strings.Join(all, " ")
}

func (b *bench) code(tag lang.Tag) Message {
	return Message{To: address(b.t, "Zoë Tremblay", "zoe@example.ca"), Language: tag, Words: said, Key: "code", Code: "482 913", Urgent: true}
}

func (b *bench) answer() Message {
	return Message{To: address(b.t, "Zoë Tremblay", "zoe@example.ca"), Person: "p-1", Language: "fr", Topic: "answers", Words: said, Key: "round",
		Args: lang.A{"who": "Ana <b>Lopez</b>", "text": "Oui & non"}, Link: "/fr/ronde/3/"}
}

func newDB(t *testing.T) *store.DB { return storetest.New(t, jobs.Migrations, Migrations) }
