package library

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/evidence"
	"atelier/internal/content/publish"
)

// Files are the files of a release that there are, by their paths.
func (s *Shelf) Files(tx store.Tx, r Release) ([]File, error) {
	return selectFiles(tx, r.Course, r.Version)
}

// Made says whether a folder of editions was made of a release: its release.json names the release and the source.
func Made(b evidence.Build, r Release) bool {
	return b.Release.Course == r.IRI && b.Release.Release == r.Version && b.Release.Source == string(r.Archive)
}

// Bring takes along the editions that were made of a release: the files people download, the reports of what they do not
// carry, and what judges said of them. Every file is held to its checksum. The web edition is what the site serves, and
// stays.
func (s *Shelf) Bring(ctx context.Context, r Release, c *course.Course, b evidence.Build, files fs.FS) (n int, err error) {
	defer fault.Wrap(&err, "library.Bring(%q)", r.Version)
	if !Made(b, r) {
		return 0, fault.New(fault.Conflict, words, "other-editions", lang.A{"version": r.Version})
	}
	var names []string
	for _, o := range editions.All.Outputs(c) {
		names = append(names, o.Path)
	}
	for _, name := range b.Release.Editions {
		names = append(names, name+"/"+publish.ReportFile)
	}
	names = append(names, publish.ReleaseFile, evidence.File, evidence.KeyFile)
	var kept []File
	for _, name := range names {
		want := blob.Hash(b.Release.Files[name])
		switch name {
		case publish.ReleaseFile:
			want = blob.Hash(b.Digest)
		case evidence.File, evidence.KeyFile: // signed, or the key that signed
		default:
			if want == "" {
				continue
			}
		}
		f, err := s.bring(ctx, files, name, want)
		if err != nil {
			return 0, err
		}
		if f.Blob != "" {
			kept = append(kept, f)
		}
	}
	return len(kept), s.keepFiles(ctx, r, kept, func(store.Tx) error { return nil })
}

// bring keeps one file; none where evidence was not asked for.
func (s *Shelf) bring(ctx context.Context, files fs.FS, name string, want blob.Hash) (File, error) {
	from, err := files.Open(name)
	if err != nil && want == "" {
		return File{}, nil
	}
	if err != nil {
		return File{}, fault.New(fault.Invalid, words, "edition-damaged", lang.A{"file": name}).Because(err)
	}
	defer from.Close()
	hash, size, err := s.Blobs.Put(ctx, from)
	if err != nil {
		return File{}, err
	}
	if want != "" && hash != want {
		return File{}, fault.New(fault.Invalid, words, "edition-damaged", lang.A{"file": name})
	}
	return File{Path: name, Blob: hash, Bytes: size}, nil
}

// keepFiles names files as those of a release, and does what goes with it in the same transaction.
func (s *Shelf) keepFiles(ctx context.Context, r Release, files []File, also func(tx store.Tx) error) error {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return s.DB.Write(ctx, func(tx store.Tx) error {
		made := s.Clock.Now().UTC().Format(time.RFC3339)
		for _, f := range files {
			if err := insertFile(tx, r.Course, r.Version, f, made); err != nil {
				return err
			}
		}
		if s.changed != nil {
			tx.After(s.changed)
		}
		return also(tx)
	})
}
