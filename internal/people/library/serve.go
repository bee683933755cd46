package library

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/store"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
)

// onShelf is the release that is served, with what pages need of it.
type onShelf struct {
	*Parcel
	release  Release
	turns    []Turn // of the course up to now
	upgrades []release.Upgrade
	files    shelfFiles
	seen     Newest // by which it is seen that files were added or releases withdrawn
}

// Keep names the shelf, serves the newest releases that are on it, and notes there which courses the site was started
// with. A course that is only on the shelf is served too, after the others. In development the working copies are served
// whatever is published.
func (r *Room) Keep(ctx context.Context, s *Shelf) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shelf = s
	s.changed = func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.look(context.Background())
	}
	var started []Started
	for i, e := range r.Editions() {
		started = append(started, Started{Course: e.Course.Key, IRI: e.Course.IRI, Place: i})
	}
	if err := s.DB.Write(ctx, func(tx store.Tx) error { return replaceStarted(tx, started) }); err != nil {
		return err
	}
	r.look(ctx)
	return nil
}

// Shelf is where the published releases are kept; nil where nothing can be published.
func (r *Room) Shelf() *Shelf { return r.shelf }

// look serves the newest releases that are not served yet; the mutex is held. What cannot be had leaves what is served in
// its place, and the log says why.
func (r *Room) look(ctx context.Context) (changed bool) {
	if r.o.Dev {
		return false
	}
	var newest []Newest
	err := r.shelf.DB.Read(ctx, func(tx store.Tx) (err error) {
		newest, err = selectNewest(tx, r.shelf.Clock.Now().Add(-buildLost))
		return err
	})
	if err != nil {
		r.o.Log.Error("the newest releases cannot be read; what is served stays", "error", err)
	}
	for _, n := range newest {
		s := r.of(n.Course)
		if s == nil {
			s = &served{key: n.Course, refused: r.refused[n.Course]}
		}
		if n.Number == s.refused || s.on != nil && s.on.isOf(n) {
			continue
		}
		if err := r.serve(ctx, s, n); err != nil {
			r.o.Log.Error("the newest release cannot be served; what is served stays", "course", n.Course, "error", err)
			continue
		}
		changed = true
	}
	return changed
}

// isOf says that what is served is the newest release as it is. A course whose formats are being built is served anew once,
// when they are there: not after each.
func (on *onShelf) isOf(n Newest) bool {
	return on.seen.Number == n.Number && on.seen.Gone == n.Gone && (on.seen.Files == n.Files || n.Busy)
}

// serve puts the newest release of a course in the place of what is served of it.
func (r *Room) serve(ctx context.Context, s *served, n Newest) error {
	on := &onShelf{seen: n}
	var files []File
	err := r.shelf.DB.Read(ctx, func(tx store.Tx) (err error) {
		all, err := selectReleases(tx, n.Course)
		if err != nil {
			return err
		}
		on.turns = turnsOf(all)
		on.release = on.turns[len(on.turns)-1].Release
		files, err = selectFiles(tx, n.Course, on.release.Version)
		return err
	})
	if err != nil {
		return err
	}
	on.files = newShelfFiles(r.shelf.Blobs, files, on.release.Published)
	if e := s.edition.Load(); e != nil && e.Course.IRI != on.release.IRI {
		s.refused = n.Number // told once, not at each look
		return fmt.Errorf("release %s is of %s and the site's course is %s", on.release.Version, on.release.IRI, e.Course.IRI)
	}
	if err := r.open(ctx, s, on); err != nil {
		return err
	}
	before := s.on
	s.on = on
	if !r.renew(s) { // the log says why
		s.on, s.refused = before, n.Number
		r.refuse(s)
		return nil
	}
	if r.of(s.key) == nil {
		r.join(s)
	}
	return nil
}

// join puts a course that came to the shelf behind the others. Pages of a course that stood alone lead to the list from
// now on.
func (r *Room) join(s *served) {
	all := append(slices.Clip(r.all()), s)
	r.courses.Store(&all)
	r.o.several = true
	r.renew(s) // and the first one with it, whose cover lists the others
}

// refuse remembers the release of a course that is not served at all, so that it is not drawn again at each look.
func (r *Room) refuse(s *served) {
	if r.of(s.key) == nil {
		r.refused[s.key] = s.refused
	}
}

// open reads the archive of a release, unless it is open already, and what led to it.
func (r *Room) open(ctx context.Context, s *served, on *onShelf) (err error) {
	if s.on != nil && s.on.release.Number == on.release.Number && len(s.on.turns) == len(on.turns) {
		on.Parcel, on.upgrades = s.on.Parcel, s.on.upgrades
		return nil
	}
	if on.Parcel, err = r.shelf.Parcel(ctx, on.release); err != nil {
		return err
	}
	r.opened = append(r.opened, on.Parcel)
	if s.edition.Load() == nil {
		if err := apart(r.all(), on.Course); err != nil {
			s.refused = on.release.Number
			r.refuse(s)
			return err
		}
	}
	on.upgrades, err = r.shelf.upgrades(ctx, on.turns)
	return err
}

// edition prepares the pages of the release.
func (on *onShelf) edition(o Options, host publish.Host, number int, first bool) (*Edition, error) {
	o.Source = on.folder
	e, err := newEdition(o, host, number, on.Course, on.built(o, first), first)
	if err != nil {
		return nil, err
	}
	e.Release, e.served, e.upgrades = &on.release, on.turns, on.upgrades
	if len(on.upgrades) > 0 {
		e.Heritage = release.NewHeritage(on.Course, on.upgrades, 2)
	}
	return e, nil
}

// built is the files of the release; nil when there is none.
func (on *onShelf) built(o Options, first bool) *built {
	if len(on.files.byPath) == 0 {
		return nil
	}
	b := &built{files: on.files, sums: map[string]string{}, held: map[string]bool{}}
	for name, f := range on.files.byPath {
		b.sums[name] = string(f.Blob)
	}
	b.offer(on.Course, o.Banks, rootPath(on.Course, first))
	b.prove(o, &publish.Proof{Release: on.release.Version, Date: string(on.release.Day)}, b.sums[publish.ReleaseFile])
	return b
}

// shelfFiles are the files of a release as a file system without folders.
type shelfFiles struct {
	blobs  *blob.Store
	byPath map[string]File
	at     time.Time
}

func newShelfFiles(blobs *blob.Store, files []File, at time.Time) shelfFiles {
	s := shelfFiles{blobs: blobs, byPath: map[string]File{}, at: at}
	for _, f := range files {
		s.byPath[f.Path] = f
	}
	return s
}

// Open opens a file.
func (s shelfFiles) Open(name string) (fs.File, error) {
	f, ok := s.byPath[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	from, _, err := s.blobs.Open(context.Background(), f.Blob)
	if err != nil {
		return nil, err
	}
	return shelfFile{from, shelfInfo{f, s.at}}, nil
}

// Stat knows a file without opening it.
func (s shelfFiles) Stat(name string) (fs.FileInfo, error) {
	f, ok := s.byPath[name]
	if !ok {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return shelfInfo{f, s.at}, nil
}

type shelfFile struct {
	io.ReadCloser
	info shelfInfo
}

func (f shelfFile) Stat() (fs.FileInfo, error) { return f.info, nil }

type shelfInfo struct {
	f  File
	at time.Time
}

func (i shelfInfo) Name() string       { return path.Base(i.f.Path) }
func (i shelfInfo) Size() int64        { return i.f.Bytes }
func (i shelfInfo) Mode() fs.FileMode  { return 0o444 }
func (i shelfInfo) ModTime() time.Time { return i.at }
func (i shelfInfo) IsDir() bool        { return false }
func (i shelfInfo) Sys() any           { return nil }
