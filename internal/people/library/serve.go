package library

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
)

// onShelf is the release that is served, with what pages need of it.
type onShelf struct {
	*Parcel
	release  Release
	all      []Release // of the course up to it
	upgrades []release.Upgrade
	files    shelfFiles
	count    int // of the files of all releases, by which it is seen that some were added
}

// Keep names the shelf, and serves the newest release that is on it of the course that the room was made with. In
// development the working copy is served whatever is published.
func (r *Room) Keep(ctx context.Context, s *Shelf) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shelf = s
	s.serves = func() *course.Course { return r.Edition().Course }
	s.changed = func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.look(context.Background())
	}
	r.look(ctx)
}

// Shelf is where the published releases are kept; nil where nothing can be published.
func (r *Room) Shelf() *Shelf { return r.shelf }

// look serves the newest release when it is not served yet; the mutex is held. Where it cannot be had, what is served
// stays, and the log says why.
func (r *Room) look(ctx context.Context) (changed bool) {
	if r.o.Dev {
		return false
	}
	key := r.Edition().Course.Key
	var newest, count int
	var all []Release
	var files []File
	err := r.shelf.DB.Read(ctx, func(tx store.Tx) (err error) {
		newest, count, err = selectNewest(tx, key)
		if err != nil || newest == 0 || newest == r.refused || r.on != nil && r.on.release.Number == newest && r.on.count == count {
			newest = 0
			return err
		}
		if all, err = selectReleases(tx, key); err != nil {
			return err
		}
		files, err = selectFiles(tx, key, all[len(all)-1].Version)
		return err
	})
	if err == nil && newest > 0 {
		err = r.serve(ctx, all, files, count)
	}
	if err != nil {
		r.o.Log.Error("the newest release cannot be served; what is served stays", "error", err)
		return false
	}
	return newest > 0
}

// serve puts the last of some releases in the place of what is served.
func (r *Room) serve(ctx context.Context, all []Release, files []File, count int) error {
	last := all[len(all)-1]
	if now := r.Edition().Course; last.IRI != now.IRI {
		r.refused = last.Number // told once, not at each look
		return fmt.Errorf("release %s is of %s and the site's course is %s", last.Version, last.IRI, now.IRI)
	}
	on := &onShelf{release: last, all: all, files: newShelfFiles(r.shelf.Blobs, files, last.Published), count: count}
	if r.on != nil && r.on.release.Number == last.Number {
		on.Parcel, on.upgrades = r.on.Parcel, r.on.upgrades
	} else {
		var err error
		if on.Parcel, err = r.shelf.Parcel(ctx, last); err != nil {
			return err
		}
		r.opened = append(r.opened, on.Parcel)
		if on.upgrades, err = r.shelf.upgrades(ctx, all); err != nil {
			return err
		}
	}
	before := r.on
	r.on = on
	if !r.renew() { // the log says why
		r.on, r.refused = before, last.Number
	}
	return nil
}

// edition prepares the pages of the release.
func (on *onShelf) edition(o Options, host publish.Host, number int) (*Edition, error) {
	o.Source = on.folder
	e, err := newEdition(o, host, number, on.Course, on.built(o))
	if err != nil {
		return nil, err
	}
	e.Release, e.releases, e.upgrades = &on.release, on.all, on.upgrades
	if len(on.upgrades) > 0 {
		e.Heritage = release.NewHeritage(on.Course, on.upgrades, 2)
	}
	return e, nil
}

// built is the files of the release; nil when there is none.
func (on *onShelf) built(o Options) *built {
	if len(on.files.byPath) == 0 {
		return nil
	}
	b := &built{files: on.files, sums: map[string]string{}, held: map[string]bool{}}
	for name, f := range on.files.byPath {
		b.sums[name] = string(f.Blob)
	}
	b.offer(on.Course, o.Banks)
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
