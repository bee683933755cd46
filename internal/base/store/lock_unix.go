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
