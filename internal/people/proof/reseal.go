package proof

import (
	"context"

	"atelier/internal/base/store"
)

// Reseal seals again what another key than the site's first one has sealed, so that
// the old key can go. It is called at the start, once there are several keys. It
// leaves what no key opens and says how much that is.
func (r *Room) Reseal(ctx context.Context) (done, closed int, err error) {
	var apps []totpRow
	var providers []providerRow
	err = r.db.Read(ctx, func(tx store.Tx) (err error) {
		if apps, err = selectTOTPs(tx); err != nil {
			return err
		}
		providers, err = selectProviders(tx)
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	again := func(purpose, sealed string, put func(tx store.Tx, sealed string) error) {
		if err != nil || sealed == "" || !r.keys.Stale(sealed) {
			return
		}
		plain, wrong := r.keys.Open(purpose, sealed)
		if wrong != nil {
			closed++
			return
		}
		fresh, wrong := r.keys.Seal(purpose, plain)
		if err = wrong; err != nil {
			return
		}
		err = r.db.Write(ctx, func(tx store.Tx) error { return put(tx, fresh) })
		done++
	}
	for _, a := range apps {
		again(totpPurpose(a.person), a.secret, func(tx store.Tx, fresh string) error { return resealTOTP(tx, a.person, a.secret, fresh) })
	}
	for _, p := range providers {
		again(providerPurpose(p.ID), p.sealed, func(tx store.Tx, fresh string) error { return resealProvider(tx, p.ID, p.sealed, fresh) })
	}
	return done, closed, err
}

func providerPurpose(id string) string { return "proof.provider " + id }
