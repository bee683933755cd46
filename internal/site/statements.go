package site

import (
	"bufio"
	"context"
	"io"
	"os"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
)

// Statements is the record of a site for those who have its database: what /xapi/ndjson gives and takes, without a server.
type Statements struct {
	DB    *store.DB
	Blobs *blob.Store
	// BaseURL is the public address of the site, which its learners' accounts bear; empty: as the newest statement says.
	BaseURL string
}

// room is the record at work, and its trail.
func (s Statements) room(ctx context.Context) (*records.Room, records.Trail, error) {
	u, err := baseURL(s.BaseURL)
	if err != nil {
		return nil, records.Trail{}, err
	}
	home := slashed(u)
	if home == "" {
		if home, err = homeIn(ctx, s.DB); err != nil {
			return nil, records.Trail{}, err
		}
	}
	return records.New(clock.System{}, clock.NewID, home), records.Trail{Write: identity.New(s.DB, clock.System{}).Audit}, nil
}

// Export writes the statements of a selection as NDJSON, with the bytes of their attachments when those are wanted, and
// says how many.
func (s Statements) Export(ctx context.Context, w io.Writer, x records.Selection, attachments bool) (int, error) {
	r, trail, err := s.room(ctx)
	if err == nil {
		err = r.Index(ctx, s.DB)
	}
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	e := records.Export{Selection: x, DB: s.DB, Trail: trail}
	if attachments {
		e.Blobs = s.Blobs
	}
	n, err := r.WriteLines(ctx, out, e)
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// ImportHow is how statements are imported.
type ImportHow struct {
	DryRun  bool                    // keep nothing
	AllOrNo bool                    // keep nothing when a line is refused
	Refused func(records.LineError) // is told of each refused line; may be nil
}

// Import keeps the statements of an NDJSON text, which is opened once for each time that it is read: a rehearsal in a
// database in the folder of temporary files comes first where nothing may be kept yet.
func (s Statements) Import(ctx context.Context, open func() (io.ReadCloser, error), how ImportHow) (records.Imported, error) {
	r, trail, err := s.room(ctx)
	if err != nil {
		return records.Imported{}, err
	}
	o := records.Import{DB: s.DB, Blobs: s.Blobs, Source: records.MachineSource, Trail: trail, Refused: how.Refused}
	if how.DryRun || how.AllOrNo {
		done, err := s.rehearse(ctx, r, o, open)
		if err != nil || how.DryRun || done.Refused > 0 {
			return done, err
		}
	}
	text, err := open()
	if err != nil {
		return records.Imported{}, err
	}
	defer text.Close()
	return r.ReadLines(ctx, o, text)
}

// rehearse plays an import and keeps nothing.
func (s Statements) rehearse(ctx context.Context, r *records.Room, o records.Import, open func() (io.ReadCloser, error)) (done records.Imported, err error) {
	dir, err := os.MkdirTemp("", "atelier-rehearsal-*")
	if err != nil {
		return done, err
	}
	defer os.RemoveAll(dir)
	scratch, err := store.Open(ctx, dir)
	if err != nil {
		return done, err
	}
	defer scratch.Close()
	if err := store.Migrate(ctx, scratch, records.Migrations); err != nil {
		return done, err
	}
	text, err := open()
	if err != nil {
		return done, err
	}
	defer text.Close()
	return r.Rehearse(ctx, o, scratch, text)
}
