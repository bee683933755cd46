package library

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// fingerprint changes when a file of the source does: its name, size or time.
type fingerprint [sha256.Size]byte

func fingerprintOf(source fs.FS) (fingerprint, error) {
	h := sha256.New()
	err := fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := path.Base(name); name != "." && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s\x00%d\x00%d\n", name, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	return fingerprint(h.Sum(nil)), err
}
