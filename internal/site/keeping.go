package site

import (
	"context"
	"path/filepath"
	"time"

	"atelier/internal/base/backup"
	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
)

// Migrations are those of every package of the program that has some. Whoever opens a database (the
// site, the commands that keep and move it) gives all of them to the store.
func Migrations() []store.Migrations {
	return migrations
}

// BlobFolder is the folder of files in a data folder.
func BlobFolder(data string) string { return filepath.Join(data, "blobs") }

// ReleaseFolder is the folder, in a data folder, of releases that wait for somebody to publish them.
const ReleaseFolder = "releases"

// waiting is the folder of releases that wait; none where the site has no folder of its own.
func waiting(o Options) string {
	if o.Data == "" {
		return ""
	}
	return filepath.Join(o.Data, ReleaseFolder)
}

// openBlobs opens the place of files. A server that does not answer is no reason not
// to start: pages are served without it, and it is found when it is back.
func openBlobs(ctx context.Context, o Options) (*blob.Store, error) {
	address := o.Blobs
	if address == "" {
		address = BlobFolder(o.Data)
	}
	s, err := blob.At(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, lookWait)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		o.Log.Warn("files cannot be kept at the moment", "place", s.Name(), "error", err)
	}
	return s, nil
}

// sweepEvery is how often one of the nodes removes files that nothing speaks of any more.
const sweepEvery = 24 * time.Hour

// sweep removes files that no row names: those that a request left behind, and those that an erasure forgot.
func (s *Site) sweep(c clock.Clock) func(context.Context) error {
	return func(ctx context.Context) error {
		done, err := backup.Sweep(ctx, s.db, s.blobs, c.Now().Add(-backup.SafeAge))
		if done.Blobs > 0 {
			s.log.Info("files swept", "files", done.Blobs, "bytes", done.Bytes)
		}
		return err
	}
}
