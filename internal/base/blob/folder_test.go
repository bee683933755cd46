package blob

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"atelier/internal/base/fault"
)

// TestOnlyTheAccountCanRead: files may hold what people wrote.
func TestOnlyTheAccountCanRead(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "blobs")
	s := at(t, dir)
	put(t, s, []byte("private"))
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestWhatAKilledProcessLeftIsSwept: a day later, not while another node writes it.
func TestWhatAKilledProcessLeftIsSwept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "blobs")
	at(t, dir)
	old, fresh := filepath.Join(dir, staging, "old"), filepath.Join(dir, staging, "fresh")
	for _, path := range []string{old, fresh} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-forgotten - time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	at(t, dir)
	if _, err := os.Stat(old); err == nil {
		t.Error("what was left is still there")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("what is being written was swept")
	}
}

// TestALinkLeadsNowhereElse: somebody who can write in the folder cannot have a blob
// read from beside it.
func TestALinkLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "blobs")
	s := at(t, dir)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	h := put(t, s, []byte("x"))
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, filepath.FromSlash(h.key()))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, path); err != nil {
		t.Skip("no links here:", err)
	}
	if got, err := get(s, t, h); err == nil || bytes.Equal(got, []byte("x")) {
		t.Errorf("the link was followed: %q", got)
	}
}

func TestAFolderThatCannotBeHadIsTold(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := At(file); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a file as folder: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "blobs")
	s := at(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a folder that went away is ready: %v", err)
	}
}
