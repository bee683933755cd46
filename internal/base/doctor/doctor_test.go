package doctor

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
)

func TestEveryMessageIsInBothLanguages(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

var rooms = []store.Migrations{seal.Migrations, {Room: "talk", Files: fstest.MapFS{
	"migrations/2026-01-01-a.sql": {Data: []byte("CREATE TABLE talk_answer (id TEXT NOT NULL PRIMARY KEY, file_blob TEXT)")},
}}}

// patient is a site's folder with three files: one that a row names, one that none does.
func patient(t *testing.T, change func(db *store.DB, place *blob.Store, named blob.Hash)) Options {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := store.Migrate(t.Context(), db, rooms...); err != nil {
		t.Fatal(err)
	}
	place, err := blob.At(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer place.Close()
	var named blob.Hash
	for _, text := range []string{"nobody's", "named"} {
		if named, _, err = place.Put(t.Context(), strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	err = db.Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec("INSERT INTO talk_answer (id, file_blob) VALUES ('1', ?), ('2', NULL), ('3', '')", string(named))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(db, place, named)
	}
	return Options{Data: dir, Blobs: filepath.Join(dir, "blobs"), Editions: filepath.Join(dir, "editions"), Rooms: rooms, Now: time.Now()}
}

// said is the state and the message of each check.
func said(t *testing.T, o Options) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, f := range Run(t.Context(), o) {
		all[f.Check] += string(f.State) + ": " + f.Message(lang.English) + "\n"
		if f.Name(lang.French) == "check."+f.Check || f.State != Sound && f.Hint(lang.French) == "" {
			t.Errorf("%s has no name, or no hint: %s", f.Check, f.Message(lang.French))
		}
	}
	return all
}

func TestFilesAreComparedWithTheRows(t *testing.T) {
	for name, c := range map[string]struct {
		change func(db *store.DB, place *blob.Store, named blob.Hash)
		later  time.Duration
		want   string
	}{
		"sound":                             {want: "sound: 2 files"},
		"a day later nobody's is an orphan": {later: 25 * time.Hour, want: "warning: 1 file is named nowhere"},
		"missing": {change: func(_ *store.DB, p *blob.Store, h blob.Hash) {
			if err := p.Delete(t.Context(), h); err != nil {
				t.Fatal(err)
			}
		}, want: "failing: 1 file that is named in the database is missing"},
		"damaged": {change: func(_ *store.DB, p *blob.Store, h blob.Hash) {
			if err := os.WriteFile(filepath.Join(p.Name(), string(h[:2]), string(h[2:])), []byte("other"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, want: "failing: 1 file is damaged"},
	} {
		o := patient(t, c.change)
		o.Now = o.Now.Add(c.later)
		if got := said(t, o)["blobs"]; !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAClockThatWentBackIsSeen(t *testing.T) {
	o := patient(t, nil)
	o.Now = o.Now.Add(-time.Hour)
	if got := said(t, o)["clock"]; !strings.HasPrefix(got, "failing: The clock says") {
		t.Error(got)
	}
}

func TestMigrationsAreCompared(t *testing.T) {
	o := patient(t, nil)
	later := store.Migrations{Room: "more", Files: fstest.MapFS{"migrations/2026-02-01-b.sql": {Data: []byte("CREATE TABLE more_b (id TEXT)")}}}
	o.Rooms = append([]store.Migrations{later}, rooms...)
	if got := said(t, o)["migrations"]; !strings.HasPrefix(got, "warning: The database is older") {
		t.Error(got)
	}
	o.Rooms = rooms[:1]
	if got := said(t, o)["migrations"]; !strings.HasPrefix(got, "failing: ") || !strings.Contains(got, "newer Atelier") {
		t.Error(got)
	}
}

func TestTheMailServerIsAsked(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	o := patient(t, nil)
	for address, want := range map[string]string{
		"smtp://user:secret@" + l.Addr().String(): "sound: ",
		"smtp://user:secret@127.0.0.1:1":          "failing: The mail server 127.0.0.1:1 does not answer",
		"smtp://":                                 "failing: What ATELIER_MAIL says",
	} {
		o.Mail = address
		if got := said(t, o)["mail"]; !strings.HasPrefix(got, want) || strings.Contains(got, "secret") {
			t.Errorf("%s: %q", address, got)
		}
	}
}

func TestAFolderOthersCanSeeIsAWarning(t *testing.T) {
	o := patient(t, nil)
	if err := os.Chmod(o.Data, 0o755); err != nil {
		t.Fatal(err)
	}
	if got := said(t, o)["folder"]; !strings.HasPrefix(got, "warning: Other accounts") {
		t.Skip("rights are kept elsewhere here: ", got)
	}
	if Worst(Run(t.Context(), o)) != Warning {
		t.Error("the worst is no warning")
	}
}
