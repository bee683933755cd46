package update

import (
	"io/fs"
	"os"
	"path/filepath"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Replace puts the program of the file where path is, and gives where the program
// before stays: path with ".before" at its end. A program that runs goes on running;
// the new one serves from the next start. The fault is of kind Unavailable and says
// that nothing changed.
func (f *File) Replace(path string) (before string, err error) {
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", cannot(path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", cannot(path, err)
	}
	fresh, err := f.beside(path, info.Mode().Perm())
	if err != nil {
		return "", cannot(path, err)
	}
	defer os.Remove(fresh) // gone when it was renamed
	before = path + ".before"
	if err := os.Remove(before); err != nil && !os.IsNotExist(err) {
		return "", cannot(path, err)
	}
	// A second name for the program before, so that there is one under path at every
	// moment. Where files cannot have two names it is moved away first.
	if err := os.Link(path, before); err != nil {
		if err := os.Rename(path, before); err != nil {
			return "", cannot(path, err)
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		// Windows lets nobody replace a program that runs, but lets it be moved.
		if os.Rename(path, before) != nil || os.Rename(fresh, path) != nil {
			_ = os.Rename(before, path)
			return "", cannot(path, err)
		}
	}
	return before, syncFolder(filepath.Dir(path))
}

// beside writes the program into the folder of path, whole and on the disk.
func (f *File) beside(path string, mode fs.FileMode) (name string, err error) {
	out, err := os.CreateTemp(filepath.Dir(path), ".atelier-*")
	if err != nil {
		return "", err
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
		if err != nil {
			os.Remove(out.Name())
		}
	}()
	if _, err := out.Write(f.program); err != nil {
		return "", err
	}
	if err := out.Chmod(mode | 0o100); err != nil {
		return "", err
	}
	return out.Name(), out.Sync()
}

// syncFolder has the folder's new names on the disk, where the system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return cannot(dir, err)
	}
	defer d.Close()
	_ = d.Sync() // Windows cannot, and needs not
	return nil
}

func cannot(path string, why error) error {
	return fault.New(fault.Unavailable, words, "cannot-replace", lang.A{"path": path}).Because(why)
}
