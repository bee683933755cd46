package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// staging is the folder of what is being written; its name is no front of a hash.
const staging = "staging"

// forgotten is the age from which a staged file belongs to nobody: its process was
// killed.
const forgotten = 24 * time.Hour

// folder is blobs on a disk, in files ab/cdef…; no name leaves the folder (os.Root).
type folder struct {
	root *os.Root
	dir  string
}

func openFolder(dir string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, diskFault(err, dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, diskFault(err, dir)
	}
	f := &folder{root: root, dir: dir}
	if err := root.MkdirAll(staging, 0o700); err != nil {
		root.Close()
		return nil, diskFault(err, dir)
	}
	f.sweep()
	return f, nil
}

// sweep removes what killed processes left. What cannot be removed harms nobody.
func (f *folder) sweep() {
	entries, err := fs.ReadDir(f.root.FS(), staging)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > forgotten {
			_ = f.root.Remove(path.Join(staging, e.Name()))
		}
	}
}

func (f *folder) stage() (*os.File, func(), error) {
	name := path.Join(staging, clock.NewID())
	file, err := f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, nil, diskFault(err, f.dir)
	}
	return file, func() {
		file.Close()
		_ = f.root.Remove(name) // it is there no more when it was kept
	}, nil
}

// keep renames the staged file when its bytes are on the disk, and flushes the folders
// that name it.
func (f *folder) keep(_ context.Context, staged *os.File, info Info) error {
	if err := staged.Sync(); err != nil {
		return diskFault(err, f.dir)
	}
	key := info.Hash.key()
	if err := f.root.MkdirAll(path.Dir(key), 0o700); err != nil {
		return diskFault(err, f.dir)
	}
	if runtime.GOOS == "windows" { // which renames no open file
		staged.Close()
	}
	if err := f.root.Rename(path.Join(staging, filepath.Base(staged.Name())), key); err != nil {
		return diskFault(err, f.dir)
	}
	for _, dir := range []string{path.Dir(key), "."} {
		if err := f.flush(dir); err != nil {
			return diskFault(err, f.dir)
		}
	}
	return nil
}

// flush makes what a folder names last. Windows has no such call, and needs none.
func (f *folder) flush(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func (f *folder) stat(_ context.Context, h Hash) (Info, error) {
	info, err := f.root.Stat(h.key())
	if err != nil {
		return Info{}, noneOr(err, f.dir)
	}
	return Info{Hash: h, Size: info.Size(), Kept: info.ModTime()}, nil
}

func (f *folder) open(_ context.Context, h Hash) (io.ReadCloser, Info, error) {
	file, err := f.root.Open(h.key())
	if err != nil {
		return nil, Info{}, noneOr(err, f.dir)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, Info{}, diskFault(err, f.dir)
	}
	return file, Info{Hash: h, Size: info.Size(), Kept: info.ModTime()}, nil
}

func (f *folder) remove(_ context.Context, h Hash) error {
	if err := f.root.Remove(h.key()); err != nil {
		return noneOr(err, f.dir)
	}
	return f.flush(path.Dir(h.key()))
}

func (f *folder) walk(ctx context.Context, each func(Info) error) error {
	return fs.WalkDir(f.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // deleted meanwhile
			return nil
		case err != nil:
			return diskFault(err, f.dir)
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() && name == staging:
			return fs.SkipDir
		}
		h, ok := hashOf(name)
		if d.IsDir() || !ok {
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return diskFault(err, f.dir)
		}
		return each(Info{Hash: h, Size: info.Size(), Kept: info.ModTime()})
	})
}

// ready looks whether a file can be made.
func (f *folder) ready(context.Context) error {
	_, drop, err := f.stage()
	if err != nil {
		return err
	}
	drop()
	return nil
}

func (f *folder) close() error { return f.root.Close() }

// noneOr words the error of what was done to a blob that may not be there.
func noneOr(err error, dir string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, words, "none").Because(err)
	}
	return diskFault(err, dir)
}

// diskFault words what a disk does wrong.
func diskFault(err error, dir string) error {
	if _, already := errors.AsType[*fault.Error](err); already {
		return err
	}
	names := lang.A{"dir": dir}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.Errno(quota)):
		return fault.New(fault.Unavailable, words, "full").Because(err)
	case errors.Is(err, fs.ErrPermission) && dir != "":
		return fault.New(fault.Unavailable, words, "read-only", names).Because(err)
	}
	return fault.New(fault.Unavailable, words, "disk-fails").Because(err)
}
