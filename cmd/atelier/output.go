package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// standard is the name that stands for standard output, or input.
const standard = "-"

// mayWrite refuses a file that exists, unless it is to be replaced.
func mayWrite(path string, force bool) error {
	if _, err := os.Stat(path); err == nil && path != standard && !force {
		return fault.New(fault.Conflict, words, "backup-exists", lang.A{"file": path})
	}
	return nil
}

// writeWhole writes a file under another name first, so that there is never half of it under its own; or to standard
// output. It returns how many bytes were written.
func (t *terminal) writeWhole(path string, write func(io.Writer) error) (int64, error) {
	if path == standard {
		out := &counter{w: t.out}
		err := write(out)
		return out.n, err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".atelier-*")
	if err != nil {
		return 0, cannotWrite(path, err)
	}
	defer os.Remove(file.Name()) // it is gone when it was renamed
	out := &counter{w: file}
	if err := write(out); err != nil {
		return 0, errors.Join(writeFault(path, err), file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return 0, cannotWrite(path, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return 0, cannotWrite(path, err)
	}
	return out.n, nil
}

// besideOutput is the terminal for what is said about a file: standard error when the file goes to standard output.
func (t *terminal) besideOutput(path string) *terminal {
	said := *t
	if path == standard {
		said.out = t.err
	}
	return &said
}

// counter counts what it passes on.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// writeFault words what a disk says while a file is written; other errors pass.
func writeFault(path string, err error) error {
	if _, disk := errors.AsType[*fs.PathError](err); disk {
		return cannotWrite(path, err)
	}
	return err
}
