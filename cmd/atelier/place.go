package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/site"
)

// placeFlags say where a site keeps what people do, as those of serve do.
type placeFlags struct {
	Data     string `default:"data" type:"path" help:"${data}"`
	Database string `env:"ATELIER_DATABASE" placeholder:"URL" help:"${database}"`
	Blobs    string `env:"ATELIER_BLOBS" placeholder:"ADDRESS" help:"${blobs}"`
}

// open opens the database beside the sites that may be running on it.
func (p placeFlags) open(ctx context.Context) (*store.DB, error) {
	if p.Database != "" {
		return store.ConnectTool(ctx, p.Database)
	}
	return store.Beside(ctx, p.Data)
}

// blobPlace is where the files are; its folder is made only when made is set.
func (p placeFlags) blobPlace(made bool) (*blob.Store, error) {
	address := p.Blobs
	if address == "" {
		address = site.BlobFolder(p.Data)
	}
	return openBlobs(address, made)
}

// openBlobs opens a place of files; nil for a folder that does not exist and is not to
// be made.
func openBlobs(address string, made bool) (*blob.Store, error) {
	if !made && !strings.Contains(address, "://") {
		if _, err := os.Stat(address); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
	return blob.At(address)
}

// secret is the keys of sealed secrets as they are kept: what the variable says, else
// the file in the data folder; nil when there is neither.
func (p placeFlags) secret() ([]byte, error) {
	if keys := os.Getenv(seal.Variable); keys != "" {
		return []byte(keys + "\n"), nil
	}
	data, err := os.ReadFile(filepath.Join(p.Data, seal.File))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "secret-unreadable", lang.A{"file": filepath.Join(p.Data, seal.File)}).Because(err)
	}
	return data, nil
}

// isAddress says whether a place is a PostgreSQL database and no folder.
func isAddress(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}
