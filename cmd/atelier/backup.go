package main

import (
	"context"
	"io"
	"time"

	"atelier/internal/base/backup"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/site"
)

// backupCommand takes a backup while the site goes on.
type backupCommand struct {
	Place          placeFlags `embed:""`
	Out            string     `required:"" help:"${backup_out}"`
	WithSecret     bool       `name:"with-secret" help:"${with_secret}"`
	EncryptTo      []string   `name:"encrypt-to" help:"${encrypt_to}"`
	PassphraseFile string     `name:"passphrase-file" type:"path" help:"${passphrase_file}"`
	Erased         bool       `help:"${backup_erased}"`
	Force          bool       `help:"${backup_force}"`
	JSON           bool       `name:"json" help:"${json}"`
}

func (b *backupCommand) Run(ctx context.Context, t *terminal) error {
	if err := mayWrite(b.Out, b.Force); err != nil {
		return err
	}
	db, err := b.Place.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if b.Erased {
		return b.list(ctx, t, db)
	}
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

// list writes who was erased, in the place of a backup: the digest of a name a line, as “restore --erased” reads them. It
// names nobody.
func (b *backupCommand) list(ctx context.Context, t *terminal, db *store.DB) error {
	digests, err := site.Forgotten(ctx, db)
	if err != nil {
		return err
	}
	_, err = t.writeWhole(b.Out, func(w io.Writer) error {
		for _, d := range digests {
			if _, err := io.WriteString(w, d+"\n"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	said := t.besideOutput(b.Out)
	if b.JSON {
		return said.json(map[string]any{"from": db.Name(), "file": b.Out, "erased": len(digests)})
	}
	said.line("backup-erased", lang.A{"from": db.Name(), "file": b.Out, "n": len(digests)})
	return nil
}

// write writes the file, or to standard output.
func (b *backupCommand) write(ctx context.Context, t *terminal, o backup.Options) (sum backup.Summary, size int64, err error) {
	size, err = t.writeWhole(b.Out, func(w io.Writer) error {
		sum, err = b.sealed(ctx, w, o)
		return err
	})
	return sum, size, err
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
	said := t.besideOutput(b.Out)
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
