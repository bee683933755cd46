package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// memberSize is about how many bytes of rows go into one member: they are gathered in
// memory, because tar wants the size first.
const memberSize = 4 << 20

// smallBlob is the size up to which a blob is read into memory to be checked; a larger
// one is read twice.
const smallBlob = 8 << 20

// Options say what goes into a backup.
type Options struct {
	DB      *store.DB
	Blobs   *blob.Store // nil: none
	Secret  []byte      // of the file that holds the keys of sealed secrets; nil: leave it out
	Program string      // version of Atelier
	Now     time.Time
}

// Write writes a backup to w while the site goes on. The summary names blobs that
// could not be had; the backup is sound without them.
func Write(ctx context.Context, w io.Writer, o Options) (_ Summary, err error) {
	defer fault.Wrap(&err, "backup.Write")
	zip := gzip.NewWriter(w)
	out := &writer{tar: tar.NewWriter(zip), now: o.Now, sum: sha256.New()}
	named := map[blob.Hash]bool{}
	var s Summary
	err = o.DB.Snapshot(ctx, func(tx store.Tx) (err error) {
		m, err := manifest(tx, o)
		if err != nil {
			return err
		}
		if err := out.json(manifestName, m); err != nil {
			return err
		}
		s, err = walk(tx, m.Tables, out.line, func(h blob.Hash) { named[h] = true })
		if err != nil {
			return err
		}
		return out.flush()
	})
	if err != nil {
		return s, err
	}
	// Later than the rows: whatever they name was there before them.
	if err := out.blobs(ctx, o.Blobs, named, &s); err != nil {
		return s, err
	}
	if o.Secret != nil {
		if err := out.member(secretName, o.Secret); err != nil {
			return s, err
		}
	}
	s.Members = hex.EncodeToString(out.sum.Sum(nil))
	if err := out.json(endName, s); err != nil {
		return s, err
	}
	if err := out.tar.Close(); err != nil {
		return s, err
	}
	return s, zip.Close()
}

func manifest(tx store.Tx, o Options) (Manifest, error) {
	history, err := store.History(tx)
	if err != nil {
		return Manifest{}, err
	}
	schema, err := store.Schema(tx)
	if err != nil {
		return Manifest{}, err
	}
	kind := "sqlite"
	if o.DB.Shared() {
		kind = "postgresql"
	}
	return Manifest{Format: format, Program: o.Program, Made: lang.Machine(o.Now), Database: kind, Migrations: history, Tables: tablesOf(schema)}, nil
}

// writer writes the members and sums what it writes.
type writer struct {
	tar    *tar.Writer
	now    time.Time
	sum    hash.Hash
	table  string // whose lines are gathered
	part   int
	gather []byte
}

func (w *writer) header(name string, size int64) error {
	fmt.Fprintf(w.sum, "%s\x00%d\x00", name, size)
	return w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: w.now, Format: tar.FormatPAX})
}

func (w *writer) Write(p []byte) (int, error) {
	w.sum.Write(p)
	return w.tar.Write(p)
}

func (w *writer) member(name string, data []byte) error {
	if err := w.header(name, int64(len(data))); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

func (w *writer) json(name string, v any) error {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return err
	}
	return w.member(name, append(data, '\n'))
}

// line gathers the lines of a table.
func (w *writer) line(t Table, line []byte) error {
	if t.Name != w.table || len(w.gather)+len(line) > memberSize {
		if err := w.flush(); err != nil {
			return err
		}
	}
	if t.Name != w.table {
		w.table, w.part = t.Name, 0
	}
	w.gather = append(w.gather, line...)
	return nil
}

// flush writes the lines that were gathered as a member.
func (w *writer) flush() error {
	if len(w.gather) == 0 {
		return nil
	}
	w.part++
	err := w.member(rowsFolder+w.table+"/"+fmt.Sprintf("%06d", w.part)+".jsonl", w.gather)
	w.gather = w.gather[:0]
	return err
}

// blobs writes every blob there is, those that no row names too: a row may name one in
// its text.
func (w *writer) blobs(ctx context.Context, from *blob.Store, named map[blob.Hash]bool, s *Summary) error {
	if from != nil {
		err := from.Walk(ctx, func(i blob.Info) error {
			written, err := w.blob(ctx, from, i.Hash)
			if written {
				delete(named, i.Hash)
				s.Blobs++
				s.BlobBytes += i.Size
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	s.Missing = []blob.Hash{}
	for h := range named {
		s.Missing = append(s.Missing, h)
	}
	slices.Sort(s.Missing)
	return nil
}

// blob writes one blob; false when it was deleted meanwhile or is damaged. It is known
// to be whole before its member begins.
func (w *writer) blob(ctx context.Context, from *blob.Store, h blob.Hash) (written bool, err error) {
	gone := func(err error) bool { return fault.KindOf(err) == fault.NotFound || blob.IsDamaged(err) }
	r, size, err := from.Open(ctx, h)
	if err != nil {
		if gone(err) {
			return false, nil
		}
		return false, err
	}
	defer r.Close()
	if size <= smallBlob {
		data, err := io.ReadAll(r)
		if err != nil && gone(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		return true, w.member(blobsFolder+string(h), data)
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		if gone(err) {
			return false, nil
		}
		return false, err
	}
	again, size, err := from.Open(ctx, h)
	if err != nil {
		return false, err
	}
	defer again.Close()
	if err := w.header(blobsFolder+string(h), size); err != nil {
		return false, err
	}
	if n, err := io.Copy(w, again); err != nil || n != size {
		return false, fmt.Errorf("blob %s: %s of %d bytes: %w", h, strconv.FormatInt(n, 10), size, err)
	}
	return true, nil
}
