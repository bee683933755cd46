package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"atelier/internal/base/backup"
	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/site"
)

// migrateCommand moves a site to another database while people read.
type migrateCommand struct {
	From      string `required:"" help:"${migrate_from}"`
	To        string `help:"${migrate_to}"`
	FromBlobs string `name:"from-blobs" placeholder:"ADDRESS" help:"${migrate_from_blobs}"`
	ToBlobs   string `name:"to-blobs" placeholder:"ADDRESS" help:"${migrate_to_blobs}"`
	Release   bool   `help:"${migrate_release}"`
	Force     bool   `help:"${restore_force}"`
	JSON      bool   `name:"json" help:"${json}"`
}

func (m *migrateCommand) Run(ctx context.Context, t *terminal) error {
	from, err := openPlace(ctx, m.From)
	if err != nil {
		return err
	}
	defer from.Close()
	if m.Release {
		if err := from.Release(ctx); err != nil {
			return err
		}
		t.line("migrate-released", lang.A{"from": from.Name()})
		return nil
	}
	if m.To == "" || m.To == m.From {
		return fault.New(fault.Usage, words, "migrate-where")
	}
	old, err := history(ctx, from)
	if err != nil {
		return err
	}
	if err := store.Known(from.Name(), old, site.Migrations()...); err != nil {
		return err
	}
	sum, files, name, err := m.move(ctx, t, from)
	if err != nil {
		return err
	}
	if m.JSON {
		return t.json(map[string]any{"from": from.Name(), "to": name, "tables": len(sum.Tables), "rows": sum.Rows(), "files": files})
	}
	t.line("migrate-done", lang.A{"from": from.Name(), "to": name, "tables": len(sum.Tables), "rows": sum.Rows(), "files": files})
	t.line("migrate-next", lang.A{"place": m.From})
	return nil
}

func openPlace(ctx context.Context, place string) (*store.DB, error) {
	if isAddress(place) {
		return store.ConnectTool(ctx, place)
	}
	return store.Beside(ctx, place)
}

func history(ctx context.Context, db *store.DB) (all []store.Applied, err error) {
	err = db.Read(ctx, func(tx store.Tx) error {
		all, err = store.History(tx)
		return err
	})
	return all, err
}

// move carries files, then holds the old place and carries the rows, then the files that
// came meanwhile. What fails lets people write in the old place again.
func (m *migrateCommand) move(ctx context.Context, t *terminal, from *store.DB) (sum backup.Summary, files int, name string, err error) {
	carry, done, err := m.blobs()
	if err != nil {
		return sum, 0, "", err
	}
	defer done()
	fill := func(to *store.DB) (err error) {
		if files, err = carry(ctx); err != nil {
			return err
		}
		if err := from.Hold(ctx); err != nil {
			return err
		}
		if !m.JSON {
			t.line("migrate-held", lang.A{"from": from.Name()})
		}
		if sum, err = backup.Move(ctx, from, to, site.Migrations()); err != nil {
			return err
		}
		late, err := carry(ctx)
		files += late
		return err
	}
	if isAddress(m.To) {
		name, err = intoServer(ctx, m.To, m.Force, fill)
	} else {
		name = m.To
		_, err = intoFolder(ctx, m.To, m.Force, fill)
		if err == nil {
			err = m.secret()
		}
	}
	if err != nil {
		return sum, files, name, errors.Join(err, from.Release(context.WithoutCancel(ctx)))
	}
	return sum, files, name, nil
}

// secret copies the keys of sealed secrets from folder to folder; a database has none.
func (m *migrateCommand) secret() error {
	if isAddress(m.From) {
		return nil
	}
	keys, err := os.ReadFile(filepath.Join(m.From, seal.File))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.New(fault.Unavailable, words, "secret-unreadable", lang.A{"file": filepath.Join(m.From, seal.File)}).Because(err)
	}
	_, err = putSecret(m.To, keys)
	return err
}

// blobs gives what carries the files that the new place lacks and counts them. A folder
// has its files in itself when nothing else is said; a database has none.
func (m *migrateCommand) blobs() (carry func(context.Context) (int, error), done func(), err error) {
	place := func(address, other string) string {
		if address == "" && !isAddress(other) {
			return site.BlobFolder(other)
		}
		return address
	}
	none := func(context.Context) (int, error) { return 0, nil }
	fromAddress, toAddress := place(m.FromBlobs, m.From), place(m.ToBlobs, m.To)
	if fromAddress == "" || toAddress == "" || fromAddress == toAddress {
		return none, func() {}, nil
	}
	from, err := openBlobs(fromAddress, false)
	if err != nil {
		return nil, nil, err
	}
	if from == nil {
		return none, func() {}, nil
	}
	to, err := openBlobs(toAddress, true)
	if err != nil {
		from.Close()
		return nil, nil, err
	}
	return func(ctx context.Context) (int, error) { return copyBlobs(ctx, from, to) }, func() { from.Close(); to.Close() }, nil
}

// copyBlobs copies what to lacks; what is damaged or gone in from stays behind, as
// doctor says.
func copyBlobs(ctx context.Context, from, to *blob.Store) (n int, err error) {
	err = from.Walk(ctx, func(i blob.Info) error {
		if there, err := to.Has(ctx, i.Hash); there || err != nil {
			return err
		}
		r, _, err := from.Open(ctx, i.Hash)
		if err == nil {
			defer r.Close()
			_, _, err = to.Put(ctx, r)
		}
		if blob.IsDamaged(err) || fault.KindOf(err) == fault.NotFound {
			return nil
		}
		n++
		return err
	})
	return n, err
}
