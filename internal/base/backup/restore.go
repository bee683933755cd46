package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Rows are added to a database in batches of about this many, or of this many bytes.
const (
	batchRows  = 200
	batchBytes = 1 << 20
)

// Checked is a backup that was read to its end and is what it says.
type Checked struct {
	Manifest Manifest
	Summary  Summary
	Secret   []byte // nil when it holds none
	open     func() (io.ReadCloser, error)
}

// Check reads a backup to its end and compares everything it says of itself with what
// it holds. open gives the bytes from their beginning, each time it is called. A file
// that is no sound backup is a fault of kind Invalid.
func Check(ctx context.Context, open func() (io.ReadCloser, error)) (_ *Checked, err error) {
	defer fault.Wrap(&err, "backup.Check")
	c := &Checked{open: open}
	err = c.read(ctx, contents{secret: func(data []byte) error { c.Secret = data; return nil }}, &c.Manifest, &c.Summary)
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Checked) read(ctx context.Context, take contents, m *Manifest, s *Summary) error {
	r, err := c.open()
	if err != nil {
		return err
	}
	defer r.Close()
	*m, *s, err = read(ctx, r, take)
	return err
}

// again reads the backup once more; it must say what it said.
func (c *Checked) again(ctx context.Context, take contents) error {
	var m Manifest
	var s Summary
	if err := c.read(ctx, take, &m, &s); err != nil {
		return err
	}
	if s.Members != c.Summary.Members {
		return broken(errors.New("it changed while it was read"))
	}
	return nil
}

// Blobs puts every blob of the backup into a place and reads it back from there. Blobs
// that are there already stay.
func (c *Checked) Blobs(ctx context.Context, to *blob.Store) (err error) {
	defer fault.Wrap(&err, "backup.Blobs")
	if c.Summary.Blobs == 0 {
		return nil
	}
	return c.again(ctx, contents{blob: func(h blob.Hash, r io.Reader) error {
		got, _, err := to.Put(ctx, r)
		if err == nil && got != h {
			err = broken(fmt.Errorf("%s has other bytes", h))
		}
		if err != nil {
			return err
		}
		return whole(ctx, to, h)
	}})
}

// whole reads a blob to its end, which compares it with its hash.
func whole(ctx context.Context, s *blob.Store, h blob.Hash) error {
	r, _, err := s.Open(ctx, h)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// Rows makes a database what the one of the backup was, in one transaction, and
// compares it with the summary before that is kept. Migrations that came since are
// applied; a backup of a newer program is refused with a fault of kind Unavailable.
func (c *Checked) Rows(ctx context.Context, to *store.DB, rooms []store.Migrations) (err error) {
	defer fault.Wrap(&err, "backup.Rows")
	return to.Refill(ctx, c.Manifest.Migrations, rooms, func(tx store.Tx) error {
		if err := sameTables(tx, c.Manifest.Tables); err != nil {
			return err
		}
		load := &loader{tx: tx}
		if err := c.again(ctx, contents{row: load.add}); err != nil {
			return err
		}
		return load.compare(c.Manifest.Tables, c.Summary)
	})
}

// Move makes the database to what the database from is, in one transaction, and
// compares both before that is kept. Nothing may write in from meanwhile: see
// store.DB.Hold.
func Move(ctx context.Context, from, to *store.DB, rooms []store.Migrations) (s Summary, err error) {
	defer fault.Wrap(&err, "backup.Move")
	err = from.Snapshot(ctx, func(source store.Tx) error {
		m, err := manifest(source, Options{DB: from})
		if err != nil {
			return err
		}
		return to.Refill(ctx, m.Migrations, rooms, func(tx store.Tx) error {
			if err := sameTables(tx, m.Tables); err != nil {
				return err
			}
			load := &loader{tx: tx}
			s, err = walk(source, m.Tables, func(t Table, line []byte) error {
				row, err := parseRow(line, len(t.Columns))
				if err != nil {
					return err
				}
				return load.add(t, row)
			}, nil)
			if err != nil {
				return err
			}
			return load.compare(m.Tables, s)
		})
	})
	return s, err
}

// loader adds rows in batches.
type loader struct {
	tx    store.Tx
	table store.Table
	batch [][]any
	bytes int
}

func (l *loader) add(t Table, row []any) error {
	if t.Name != l.table.Name {
		if err := l.flush(); err != nil {
			return err
		}
		l.table = t.table()
	}
	l.batch = append(l.batch, row)
	for _, v := range row {
		switch x := v.(type) {
		case string:
			l.bytes += len(x)
		case []byte:
			l.bytes += len(x)
		}
	}
	if len(l.batch) < batchRows && l.bytes < batchBytes {
		return nil
	}
	return l.flush()
}

func (l *loader) flush() error {
	err := l.table.Insert(l.tx, l.batch)
	l.batch, l.bytes = l.batch[:0], 0
	return err
}

// compare reads back what was added.
func (l *loader) compare(tables []Table, want Summary) error {
	if err := l.flush(); err != nil {
		return err
	}
	got, err := Summarise(l.tx, tables, nil)
	if err != nil {
		return err
	}
	if table := want.Differs(got); table != "" {
		return fault.New(fault.Unavailable, words, "not-the-same", lang.A{"table": table})
	}
	return nil
}

// sameTables refuses a database whose tables are not those the rows are from, which the
// same migrations cannot make.
func sameTables(tx store.Tx, want []Table) error {
	schema, err := store.Schema(tx)
	if err != nil {
		return err
	}
	if a, b := sorted(want), sorted(tablesOf(schema)); !slices.EqualFunc(a, b, func(x, y Table) bool {
		return x.Name == y.Name && slices.Equal(x.Columns, y.Columns)
	}) {
		return fault.New(fault.Invalid, words, "other-tables")
	}
	return nil
}

// sorted is tables and columns by name, in a copy.
func sorted(tables []Table) []Table {
	all := slices.Clone(tables)
	for i := range all {
		all[i].Columns = slices.SortedFunc(slices.Values(all[i].Columns), func(a, b Column) int { return cmp.Compare(a.Name, b.Name) })
	}
	slices.SortFunc(all, func(a, b Table) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
