package seal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

const (
	// Variable is the environment variable that may hold the keys.
	Variable = "ATELIER_SECRET"
	// File is the file in the data folder that holds them otherwise.
	File = "secret.key"
)

// Place is where the keys of a site are.
type Place struct {
	Secret string // what the variable holds: keys in base64 with commas between, the first seals; may be empty
	Dir    string // the data folder, whose file is read when there is no Secret
	Shared bool   // several nodes share the database: a key made by one would not be the others'
}

// Open finds the keys of a site. Where there are none yet it makes one in the
// data folder, which the caller has locked; not for a shared database, whose
// nodes must be given the same key.
func Open(p Place) (_ *Keys, err error) {
	defer fault.Wrap(&err, "seal.Open")
	if p.Secret != "" {
		keys, err := parse(p.Secret)
		if err != nil {
			return nil, fault.New(fault.Usage, words, "bad-variable", lang.A{"variable": Variable}).Because(err)
		}
		return keys, nil
	}
	path := filepath.Join(p.Dir, File)
	switch _, err := os.Lstat(path); {
	case err == nil:
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.Unavailable, words, "file-unreadable", lang.A{"file": path}).Because(err)
	case p.Shared:
		return nil, fault.New(fault.Usage, words, "no-key", lang.A{"variable": Variable, "file": path})
	default:
		if err := create(path); err != nil {
			return nil, fault.New(fault.Unavailable, words, "cannot-make", lang.A{"file": path, "variable": Variable}).Because(err)
		}
		keys, err := read(path)
		if err == nil {
			keys.made = path
		}
		return keys, err
	}
	return read(path)
}

func read(path string) (*Keys, error) {
	names := lang.A{"file": path, "variable": Variable}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "file-unreadable", names).Because(err)
	}
	// Windows keeps rights elsewhere.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0 {
		return nil, fault.New(fault.Unavailable, words, "file-open", names)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "file-unreadable", names).Because(err)
	}
	keys, err := parse(string(data))
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "bad-file", names).Because(err)
	}
	return keys, nil
}

// parse reads keys: in base64 of any alphabet, with or without padding, one a
// line or with commas between. Lines that begin with # are remarks.
func parse(text string) (*Keys, error) {
	keys := &Keys{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r <= ' ' }) {
			secret, err := decode(word)
			if err != nil {
				return nil, err
			}
			one, err := newKey(secret)
			if err != nil {
				return nil, err
			}
			keys.list = append(keys.list, one)
		}
	}
	if len(keys.list) == 0 {
		return nil, errors.New("no key in it")
	}
	return keys, nil
}

// decode reads one key. Its error never quotes what was read.
func decode(word string) ([]byte, error) {
	word = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(word, "="))
	secret, err := base64.RawURLEncoding.DecodeString(word)
	if err != nil {
		return nil, errors.New("a key is not base64")
	}
	if len(secret) != keySize {
		return nil, errors.New("a key has not 32 bytes")
	}
	return secret, nil
}

// remark says in the file what it is for.
const remark = "# Atelier: opens what the database keeps sealed. Keep a copy apart from the backups of the data.\n" +
	"# Atelier : ouvre ce que la base de données garde scellé. Gardez-en une copie ailleurs que les sauvegardes des données.\n"

// create makes a key that only the account of the site may read. It is whole on
// the disk under its name, or not there at all.
func create(path string) (err error) {
	secret := make([]byte, keySize)
	// Since Go 1.24 crypto/rand.Read never returns an error.
	_, _ = rand.Read(secret)
	file, err := os.CreateTemp(filepath.Dir(path), ".secret-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if _, err = file.WriteString(remark + base64.StdEncoding.EncodeToString(secret) + "\n"); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder puts a new name on the disk. Windows has no such call and needs none.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
