package certificate

import (
	"context"
	"database/sql"
	"errors"

	"golang.org/x/crypto/acme/autocert"

	"atelier/internal/base/seal"
	"atelier/internal/base/store"
)

// kept is autocert.Cache in the database of the site.
type kept struct {
	db   *store.DB
	keys *seal.Keys
}

func purpose(name string) string { return "certificate " + name }

// Get gives what is kept under a name. What no key of the site opens counts as not
// kept: it is asked of the authority anew.
func (k kept) Get(ctx context.Context, name string) (data []byte, err error) {
	var sealed string
	err = k.db.Read(ctx, func(tx store.Tx) (err error) {
		sealed, err = selectKept(tx, name)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, autocert.ErrCacheMiss
	}
	if err != nil {
		return nil, err
	}
	if data, err = k.keys.Open(purpose(name), sealed); err != nil {
		return nil, autocert.ErrCacheMiss
	}
	return data, nil
}

// Put keeps data under a name.
func (k kept) Put(ctx context.Context, name string, data []byte) error {
	sealed, err := k.keys.Seal(purpose(name), data)
	if err != nil {
		return err
	}
	return k.db.Write(ctx, func(tx store.Tx) error { return upsertKept(tx, name, sealed) })
}

// Delete forgets what is kept under a name.
func (k kept) Delete(ctx context.Context, name string) error {
	return k.db.Write(ctx, func(tx store.Tx) error { return deleteKept(tx, name) })
}
