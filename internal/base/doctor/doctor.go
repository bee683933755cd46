// Package doctor looks whether what a site stands on is sound: its data folder, disk,
// database, files, key, clock, and the servers it needs. It changes nothing but a file
// that it makes and removes to see whether it may write, and a site may be running.
//
// Words: a check looks at one thing. A finding is what it says: sound, a warning (it
// goes on, and somebody should look), or failing (something does not work or is lost).
package doctor

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// State is how a check ended.
type State string

// The states of findings.
const (
	Sound   State = "sound"
	Warning State = "warning"
	Failing State = "failing"
)

// Finding is what a check says.
type Finding struct {
	Check string // folder, disk, server, database, migrations, blobs, secret, clock, mail, editions
	State State

	key   string
	args  lang.A
	cause error // a fault that says it better
}

// Message is the finding for people.
func (f Finding) Message(tag lang.Tag) string {
	if f.cause != nil {
		return fault.Message(f.cause, tag)
	}
	return words.Say(tag, f.key, f.args)
}

// Hint is what to do about it, or "".
func (f Finding) Hint(tag lang.Tag) string {
	if f.cause != nil {
		return fault.Hint(f.cause, tag)
	}
	if words.Has(tag, f.key+".hint") {
		return words.Say(tag, f.key+".hint", f.args)
	}
	return ""
}

// Name is the check's name for people.
func (f Finding) Name(tag lang.Tag) string { return words.Say(tag, "check."+f.Check) }

// Options say where a site keeps what; the zero value of each is "not given".
type Options struct {
	Data     string // data folder
	Database string // address of a PostgreSQL database
	Blobs    string // folder or s3:// address
	Secret   string // what the variable for keys holds
	Editions string // folder
	Mail     string // smtp:// address
	Rooms    []store.Migrations
	Now      time.Time
}

// Run makes every check and returns the findings in the order of the checks.
func Run(ctx context.Context, o Options) []Finding {
	x := &examination{o: o, ctx: ctx}
	x.folder()
	x.disk()
	if db := x.database(); db != nil {
		defer db.Close()
		x.server(db)
		x.rows(db)
		x.migrations(db)
		x.clock(db)
		x.secret(db)
		x.blobs(db)
	}
	x.editions()
	x.mail()
	return x.found
}

// Worst is the worst state of findings.
func Worst(all []Finding) State {
	worst := Sound
	for _, f := range all {
		if f.State == Failing || f.State == Warning && worst == Sound {
			worst = f.State
		}
	}
	return worst
}

type examination struct {
	o     Options
	ctx   context.Context
	found []Finding
}

func (x *examination) say(check string, state State, key string, args ...lang.A) {
	f := Finding{Check: check, State: state, key: key}
	if len(args) > 0 {
		f.args = args[0]
	}
	x.found = append(x.found, f)
}

// told adds what a fault says.
func (x *examination) told(check string, err error) {
	x.found = append(x.found, Finding{Check: check, State: Failing, cause: err})
}

// folder looks whether the data folder is there, is written to, and is nobody else's.
func (x *examination) folder() {
	names := lang.A{"dir": x.o.Data}
	info, err := os.Stat(x.o.Data)
	switch {
	case err != nil && x.o.Database != "": // it holds nothing that is needed
		return
	case err != nil || !info.IsDir():
		x.say("folder", Failing, "no-folder", names)
		return
	}
	file, err := os.CreateTemp(x.o.Data, ".doctor-*")
	if err != nil {
		x.say("folder", Failing, "folder-read-only", names)
		return
	}
	file.Close()
	os.Remove(file.Name())
	if open(info) {
		x.say("folder", Warning, "folder-open", names)
		return
	}
	x.say("folder", Sound, "folder-sound", names)
}

// Bounds of what is left on a disk, in bytes: below the first somebody should look,
// below the second writes will soon fail.
const (
	little     = 2 << 30
	muchTooLow = 200 << 20
)

// Disk says, as a fault, that hardly anything more fits on the disk of a folder.
func Disk(dir string) error {
	free, known := freeBytes(dir)
	if !known || free >= muchTooLow {
		return nil
	}
	return fault.New(fault.Unavailable, words, "disk-full", lang.A{"free": lang.Size(free), "dir": dir})
}

func (x *examination) disk() {
	free, known := freeBytes(x.o.Data)
	if !known {
		return
	}
	args := lang.A{"free": lang.Size(free), "dir": x.o.Data}
	switch {
	case free < muchTooLow:
		x.say("disk", Failing, "disk-full", args)
	case free < little:
		x.say("disk", Warning, "disk-low", args)
	default:
		x.say("disk", Sound, "disk-sound", args)
	}
}

// database opens the database beside the sites that run on it; nil when it cannot.
func (x *examination) database() *store.DB {
	var db *store.DB
	var err error
	if x.o.Database != "" {
		db, err = store.ConnectTool(x.ctx, x.o.Database)
	} else {
		db, err = store.Beside(x.ctx, x.o.Data)
	}
	if err != nil {
		x.told("database", err)
		return nil
	}
	return db
}

// rows reads the database to its end.
func (x *examination) rows(db *store.DB) {
	if err := db.Check(x.ctx); err != nil {
		x.told("database", err)
		return
	}
	c, err := db.Holds(x.ctx)
	if err != nil {
		x.told("database", err)
		return
	}
	held, err := db.Held(x.ctx)
	if err != nil {
		x.told("database", err)
		return
	}
	args := lang.A{"name": db.Name(), "tables": c.Tables, "rows": c.Rows}
	if held {
		x.say("database", Warning, "database-held", args)
		return
	}
	x.say("database", Sound, "database-sound", args)
}

// migrations compares the database with the program.
func (x *examination) migrations(db *store.DB) {
	var history []store.Applied
	err := db.Read(x.ctx, func(tx store.Tx) (err error) {
		history, err = store.History(tx)
		return err
	})
	if err == nil {
		err = store.Known(db.Name(), history, x.o.Rooms...)
	}
	if err != nil {
		x.told("migrations", err)
		return
	}
	if err := store.Migrated(x.ctx, db, x.o.Rooms...); err != nil {
		x.say("migrations", Warning, "migrations-behind")
		return
	}
	x.say("migrations", Sound, "migrations-sound", lang.A{"n": len(history)})
}

// grace is how long a blob may be there before the row that names it.
const grace = 24 * time.Hour

// mostNamed bounds the hashes that a message lists.
const mostNamed = 5

// blobs reads every blob and compares them with the rows that name them.
func (x *examination) blobs(db *store.DB) {
	named, err := namedBlobs(x.ctx, db)
	if err != nil {
		x.told("blobs", err)
		return
	}
	if _, err := os.Stat(x.o.Blobs); errors.Is(err, fs.ErrNotExist) && !strings.Contains(x.o.Blobs, "://") && len(named) == 0 {
		x.say("blobs", Sound, "blobs-none") // opening it would make the folder
		return
	}
	place, err := blob.At(x.o.Blobs)
	if err != nil {
		x.told("blobs", err)
		return
	}
	defer place.Close()
	if err := place.Ready(x.ctx); err != nil {
		x.told("blobs", err)
		return
	}
	r, err := inspect(x.ctx, place, named, x.o.Now.Add(-grace))
	if err != nil {
		x.told("blobs", err)
		return
	}
	before := len(x.found)
	if n := len(r.missing); n > 0 {
		x.say("blobs", Failing, "blobs-missing", lang.A{"n": n, "hashes": some(r.missing)})
	}
	if n := len(r.damaged); n > 0 {
		x.say("blobs", Failing, "blobs-damaged", lang.A{"n": n, "hashes": some(r.damaged)})
	}
	if n := len(r.orphaned); n > 0 && len(named) > 0 {
		x.say("blobs", Warning, "blobs-orphaned", lang.A{"n": n, "hashes": some(r.orphaned)})
	}
	if len(x.found) == before {
		x.say("blobs", Sound, "blobs-sound", lang.A{"n": r.count, "place": place.Name(), "size": lang.Size(r.bytes)})
	}
}
