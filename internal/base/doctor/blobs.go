package doctor

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/backup"
	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// namedBlobs are the hashes that rows name.
func namedBlobs(ctx context.Context, db *store.DB) (named map[blob.Hash]bool, err error) {
	named = map[blob.Hash]bool{}
	err = db.Snapshot(ctx, func(tx store.Tx) error {
		_, err := backup.Summarise(tx, nil, func(h blob.Hash) { named[h] = true })
		return err
	})
	return named, err
}

// report is what is wrong with the blobs of a place.
type report struct {
	missing, damaged, orphaned []blob.Hash
	count                      int
	bytes                      int64
}

// inspect reads every blob. One that no row names and that was put before a moment is
// orphaned.
func inspect(ctx context.Context, place *blob.Store, named map[blob.Hash]bool, before time.Time) (r report, err error) {
	seen := map[blob.Hash]bool{}
	err = place.Walk(ctx, func(i blob.Info) error {
		seen[i.Hash] = true
		r.count++
		r.bytes += i.Size
		if !named[i.Hash] && i.Kept.Before(before) {
			r.orphaned = append(r.orphaned, i.Hash)
		}
		switch err := readAll(ctx, place, i.Hash); {
		case blob.IsDamaged(err):
			r.damaged = append(r.damaged, i.Hash)
		case fault.KindOf(err) == fault.NotFound: // deleted meanwhile
		case err != nil:
			return err
		}
		return nil
	})
	for h := range named {
		if !seen[h] {
			r.missing = append(r.missing, h)
		}
	}
	slices.Sort(r.missing)
	return r, err
}

func readAll(ctx context.Context, place *blob.Store, h blob.Hash) error {
	r, _, err := place.Open(ctx, h)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// some lists the first of many hashes.
func some(all []blob.Hash) string {
	var out []string
	for _, h := range all[:min(len(all), mostNamed)] {
		out = append(out, string(h))
	}
	if len(all) > mostNamed {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}
