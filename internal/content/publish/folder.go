package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Folder is a sink that writes beside a folder and swaps the result in when it
// is whole: a reader of the folder sees the old editions or the new ones.
type Folder struct {
	dir  string // where the editions belong
	next string // where they are being written
	mu   sync.Mutex
	made map[string]bool // folders that exist
}

// NewFolder prepares to write editions into dir, which is made when it does not
// exist. Close it with Commit or Discard.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	next, err := os.MkdirTemp(dir, ".next-*")
	if err != nil {
		return nil, err
	}
	return &Folder{dir: dir, next: next, made: map[string]bool{}}, nil
}

// Create opens a file below the folder.
func (f *Folder) Create(path string) (io.WriteCloser, error) {
	if !fs.ValidPath(path) {
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrInvalid}
	}
	file := filepath.Join(f.next, filepath.FromSlash(path))
	if err := f.need(filepath.Dir(file)); err != nil {
		return nil, err
	}
	return os.Create(file)
}

// need makes a folder and those above it, asking the system once for each.
func (f *Folder) need(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.needLocked(dir)
}

func (f *Folder) needLocked(dir string) error {
	if f.made[dir] || dir == f.next {
		return nil
	}
	if err := f.needLocked(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	f.made[dir] = true
	return nil
}

// ErrForeign says that the folder holds something of the same name that Atelier
// did not write: it is left alone.
var ErrForeign = errors.New("the folder holds files that Atelier did not write")

// Commit puts the new editions in the place of the old ones, each with one
// rename, and then removes the old.
func (f *Folder) Commit() error {
	defer f.Discard()
	entries, err := os.ReadDir(f.next)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	if err := f.refuseForeign(names); err != nil {
		return err
	}
	if err := os.Chmod(f.next, 0o755); err != nil {
		return err
	}
	old, err := os.MkdirTemp(f.dir, ".old-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(old)
	for _, name := range names {
		if err := swap(filepath.Join(f.dir, name), filepath.Join(f.next, name), filepath.Join(old, name)); err != nil {
			return err
		}
	}
	return nil
}

// refuseForeign protects a folder of the same name that was there before Atelier:
// what Atelier wrote has a release.json beside it.
func (f *Folder) refuseForeign(names []string) error {
	if _, err := os.Lstat(filepath.Join(f.dir, ReleaseFile)); err == nil {
		return nil
	}
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(f.dir, name)); err == nil {
			return fmt.Errorf("%w: %s", ErrForeign, filepath.Join(f.dir, name))
		}
	}
	return nil
}

// swap moves what is at place away and the new thing there; when the second move
// fails, the first is undone.
func swap(place, next, old string) error {
	err := os.Rename(place, old)
	had := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(next, place); err != nil {
		if had {
			err = errors.Join(err, os.Rename(old, place))
		}
		return err
	}
	return nil
}

// Discard removes what was written and not committed.
func (f *Folder) Discard() { os.RemoveAll(f.next) }
