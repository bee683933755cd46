//go:build unix

package store

import (
	"os"
	"syscall"
)

// tryLock takes the lock of a file or fails at once. The system frees it when
// the process ends, however it ends.
func tryLock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// flushFolder makes the names in a folder last.
func flushFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
