package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"atelier/internal/base/backup"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/people/privacy"
	"atelier/internal/site"
)

// restoreCommand makes a site what it was when a backup was taken.
type restoreCommand struct {
	File           string     `arg:"" type:"existingfile" help:"${backup_file}"`
	Place          placeFlags `embed:""`
	Check          bool       `help:"${restore_check}"`
	Identity       string     `type:"path" help:"${identity}"`
	PassphraseFile string     `name:"passphrase-file" type:"path" help:"${passphrase_file}"`
	Erased         string     `type:"existingfile" placeholder:"FILE" help:"${restore_erased}"`
	Force          bool       `help:"${restore_force}"`
	JSON           bool       `name:"json" help:"${json}"`
}

func (r *restoreCommand) Run(ctx context.Context, t *terminal) error {
	checked, err := backup.Check(ctx, r.read)
	if err != nil {
		return err
	}
	if err := store.Known(r.File, checked.Manifest.Migrations, site.Migrations()...); err != nil {
		return newerBackup(r.File, checked, err)
	}
	if r.Check {
		return r.tell(t, "restore-sound", r.File, "", checked)
	}
	erased, err := r.erasures(ctx)
	if err != nil {
		return err
	}
	var again privacy.Again
	kept, name, err := r.fill(ctx, checked, func(db *store.DB) (err error) {
		again, err = site.ForgetAgain(ctx, db, erased)
		return err
	})
	if err != nil {
		return err
	}
	aside, err := r.secret(checked.Secret)
	if err != nil {
		return err
	}
	if err := r.tell(t, "restore-done", name, kept, checked); err != nil || r.JSON {
		return err
	}
	for _, file := range []string{kept, aside} {
		if file != "" {
			t.line("restore-kept", lang.A{"file": file})
		}
	}
	if checked.Secret == nil {
		t.line("restore-no-secret", lang.A{"dir": r.Place.Data})
	}
	if again.Erased > 0 {
		t.line("restore-erased", lang.A{"n": again.Erased})
	}
	if again.Stayed > 0 {
		t.line("restore-stayed", lang.A{"n": again.Stayed})
	}
	return nil
}

// newerBackup words the refusal of a backup whose migrations this program has not.
func newerBackup(file string, c *backup.Checked, err error) error {
	return fault.New(fault.Unavailable, words, "backup-newer", lang.A{"file": file, "program": c.Manifest.Program}).Because(err)
}

// read gives the bytes of the backup, opened.
func (r *restoreCommand) read() (io.ReadCloser, error) {
	file, err := os.Open(r.File)
	if err != nil {
		return nil, fault.New(fault.NotFound, words, "package-unreadable", lang.A{"file": r.File}).Because(err)
	}
	plain, err := backup.Keys{Identity: r.Identity, Passphrase: r.PassphraseFile}.Decrypt(file)
	if err != nil {
		file.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{plain, file}, nil
}

// erasures are the digests of the names that were erased: as the database knows that is replaced, and as a file lists
// them, one a line. What was erased after the backup was taken is erased in it again.
func (r *restoreCommand) erasures(ctx context.Context) (digests []string, err error) {
	if r.Erased != "" {
		text, err := os.ReadFile(r.Erased)
		if err != nil {
			return nil, fault.New(fault.NotFound, words, "package-unreadable", lang.A{"file": r.Erased}).Because(err)
		}
		digests = strings.Fields(string(text))
	}
	var db *store.DB
	switch {
	case r.Place.Database != "":
		db, err = store.ConnectTool(ctx, r.Place.Database)
	case store.IsEmptyFolder(r.Place.Data):
		return digests, nil
	default:
		db, err = store.Beside(ctx, r.Place.Data)
	}
	if fault.KindOf(err) == fault.NotFound || err != nil && r.Force {
		return digests, nil // nothing is there, or nothing that can be read
	}
	if err != nil {
		return nil, err
	}
	defer db.Close()
	there, err := site.Forgotten(ctx, db)
	if err != nil && r.Force {
		return digests, nil // damaged: that may be why it is replaced
	}
	return append(digests, there...), err
}

// fill restores files and rows. kept is where the old database of a folder is now.
// Afterwards is what is done to the rows before anybody sees them.
func (r *restoreCommand) fill(ctx context.Context, c *backup.Checked, afterwards func(*store.DB) error) (kept, name string, err error) {
	rows := func(db *store.DB) error {
		blobs, err := r.Place.blobPlace(true)
		if err != nil {
			return err
		}
		defer blobs.Close()
		// Files first: they add to what is there, and rows that name them are not seen before.
		if err := c.Blobs(ctx, blobs); err != nil {
			return err
		}
		if err := c.Rows(ctx, db, site.Migrations()); err != nil {
			return err
		}
		return afterwards(db)
	}
	if r.Place.Database != "" {
		name, err = intoServer(ctx, r.Place.Database, r.Force, rows)
		return "", name, err
	}
	kept, err = intoFolder(ctx, r.Place.Data, r.Force, rows)
	return kept, r.Place.Data, err
}

// intoServer fills a PostgreSQL database that is empty, or that no site uses.
func intoServer(ctx context.Context, address string, force bool, fill func(*store.DB) error) (name string, err error) {
	db, err := store.ConnectTool(ctx, address)
	if err != nil {
		return "", err
	}
	defer db.Close()
	if !force {
		if err := db.Empty(ctx); err != nil {
			return "", err
		}
	}
	switch n, err := db.InUse(ctx); {
	case err != nil:
		return "", err
	case n > 0:
		return "", fault.New(fault.Conflict, words, "in-use", lang.A{"name": db.Name()})
	}
	return db.Name(), fill(db)
}

// intoFolder fills the database of a data folder that has none, or makes another take
// its place.
func intoFolder(ctx context.Context, dir string, force bool, fill func(*store.DB) error) (kept string, err error) {
	if !force && !store.IsEmptyFolder(dir) {
		db, err := store.Beside(ctx, dir)
		if err != nil {
			return "", err
		}
		defer db.Close()
		if err := db.Empty(ctx); err != nil {
			return "", err
		}
	}
	return store.Replace(ctx, dir, fill)
}

// secret puts the keys of the backup into the data folder; another file there is kept
// under the name that is returned.
func (r *restoreCommand) secret(keys []byte) (aside string, err error) {
	if keys == nil {
		return "", nil
	}
	return putSecret(r.Place.Data, keys)
}

func putSecret(dir string, keys []byte) (aside string, err error) {
	path := filepath.Join(dir, seal.File)
	there, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", cannotWrite(path, err)
	case bytes.Equal(there, keys):
		return "", nil
	default:
		aside = path + ".before-" + time.Now().UTC().Format("20060102-150405")
		if err := os.Rename(path, aside); err != nil {
			return "", cannotWrite(path, err)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", cannotWrite(path, err)
	}
	if err := os.WriteFile(path, keys, 0o600); err != nil {
		return "", cannotWrite(path, err)
	}
	return aside, nil
}

func (r *restoreCommand) tell(t *terminal, key, name, kept string, c *backup.Checked) error {
	sum := c.Summary
	if r.JSON {
		return t.json(map[string]any{"place": name, "kept": kept, "made": c.Manifest.Made, "program": c.Manifest.Program, "tables": len(sum.Tables), "rows": sum.Rows(), "files": sum.Blobs, "missing": sum.Missing, "withSecret": c.Secret != nil})
	}
	made, err := time.Parse(time.RFC3339, c.Manifest.Made)
	if err != nil {
		return fault.New(fault.Invalid, words, "package-unreadable", lang.A{"file": r.File}).Because(err)
	}
	t.line(key, lang.A{"name": name, "file": r.File, "date": lang.Date(t.tag, made) + " " + lang.Clock(t.tag, made), "tables": len(sum.Tables), "rows": sum.Rows(), "files": sum.Blobs})
	return nil
}
