package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"atelier/internal/base/backup"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// backupCommand takes a backup while the site goes on.
type backupCommand struct {
	Place          placeFlags `embed:""`
	Out            string     `required:"" help:"${backup_out}"`
	WithSecret     bool       `name:"with-secret" help:"${with_secret}"`
	EncryptTo      []string   `name:"encrypt-to" help:"${encrypt_to}"`
	PassphraseFile string     `name:"passphrase-file" type:"path" help:"${passphrase_file}"`
	Force          bool       `help:"${backup_force}"`
	JSON           bool       `name:"json" help:"${json}"`
}

func (b *backupCommand) Run(ctx context.Context, t *terminal) error {
	if _, err := os.Stat(b.Out); err == nil && b.Out != "-" && !b.Force {
		return fault.New(fault.Conflict, words, "backup-exists", lang.A{"file": b.Out})
	}
	db, err := b.Place.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	blobs, err := b.Place.blobPlace(false)
	if err != nil {
		return err
	}
	if blobs != nil {
		defer blobs.Close()
	}
	o := backup.Options{DB: db, Blobs: blobs, Program: version(), Now: time.Now()}
	if b.WithSecret {
		if o.Secret, err = b.Place.secret(); err != nil {
			return err
		}
		if o.Secret == nil {
			return fault.New(fault.NotFound, words, "secret-none", lang.A{"dir": b.Place.Data})
		}
	}
	sum, size, err := b.write(ctx, t, o)
	if err != nil {
		return err
	}
	return b.tell(t, db.Name(), sum, size)
}

// write writes the file under another name first, so that there is never half a backup
// under its own.
func (b *backupCommand) write(ctx context.Context, t *terminal, o backup.Options) (backup.Summary, int64, error) {
	if b.Out == "-" {
		out := &counter{w: t.out}
		sum, err := b.sealed(ctx, out, o)
		return sum, out.n, err
	}
	file, err := os.CreateTemp(filepath.Dir(b.Out), ".atelier-backup-*")
	if err != nil {
		return backup.Summary{}, 0, cannotWrite(b.Out, err)
	}
	defer os.Remove(file.Name()) // it is gone when it was renamed
	out := &counter{w: file}
	sum, err := b.sealed(ctx, out, o)
	if err != nil {
		return sum, 0, errors.Join(writeFault(b.Out, err), file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return sum, 0, cannotWrite(b.Out, err)
	}
	if err := os.Rename(file.Name(), b.Out); err != nil {
		return sum, 0, cannotWrite(b.Out, err)
	}
	return sum, out.n, nil
}

// sealed writes the backup, encrypted when that is wanted.
func (b *backupCommand) sealed(ctx context.Context, w io.Writer, o backup.Options) (backup.Summary, error) {
	keys := backup.Keys{Recipients: b.EncryptTo, Passphrase: b.PassphraseFile}
	if !keys.Wanted() {
		return backup.Write(ctx, w, o)
	}
	out, err := keys.Encrypt(w)
	if err != nil {
		return backup.Summary{}, err
	}
	sum, err := backup.Write(ctx, out, o)
	if err != nil {
		return sum, err
	}
	return sum, out.Close()
}

// tell says what was kept, on standard error when the backup itself goes to standard
// output; files that could not be had are a finding.
func (b *backupCommand) tell(t *terminal, from string, sum backup.Summary, size int64) error {
	said := *t
	if b.Out == "-" {
		said.out = t.err
	}
	if b.JSON {
		if err := said.json(map[string]any{"from": from, "file": b.Out, "bytes": size, "tables": len(sum.Tables), "rows": sum.Rows(), "files": sum.Blobs, "missing": sum.Missing, "withSecret": b.WithSecret}); err != nil {
			return err
		}
	} else {
		said.line("backup-done", lang.A{"from": from, "file": b.Out, "size": lang.Bytes(t.tag, size), "tables": len(sum.Tables), "rows": sum.Rows(), "files": sum.Blobs})
		if !b.WithSecret {
			said.line("backup-no-secret")
		}
	}
	if len(sum.Missing) == 0 {
		return nil
	}
	for _, h := range sum.Missing {
		if !b.JSON {
			said.line("backup-missing", lang.A{"hash": h})
		}
	}
	return fault.New(fault.Findings, words, "backup-lacks", lang.A{"n": len(sum.Missing)})
}

// counter counts what it passes on.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// writeFault words what a disk says while a file is written; other errors pass.
func writeFault(path string, err error) error {
	if _, disk := errors.AsType[*fs.PathError](err); disk {
		return cannotWrite(path, err)
	}
	return err
}
