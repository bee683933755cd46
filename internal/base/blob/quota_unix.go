//go:build unix

package blob

import "syscall"

// quota is the error of an account that has used up its share of a disk.
const quota = syscall.EDQUOT
