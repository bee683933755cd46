package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"atelier/internal/base/store"
)

// rate is how often something may be done: so many times at once, and once more
// after each pause (the generic cell rate algorithm of ITU-T I.371).
type rate struct {
	name  string
	burst int
	pause time.Duration
}

// The rates of messages for signing in. An address gets few, whoever asks. A network
// may be a whole government behind one address, and the site is everybody, so those
// two stop floods alone. A browser in which the person was signed in before has a
// rate of its own: others cannot use up what it needs.
var (
	perAddress = rate{"address", 5, 20 * time.Minute}
	perKnown   = rate{"known", 5, 5 * time.Minute}
	perNetwork = rate{"network", 300, 2 * time.Second}
	perSite    = rate{"site", 3000, 100 * time.Millisecond}
)

// charge is one thing that counts against a rate.
type charge struct {
	rate    rate
	subject string
}

// key is what is limited, as the database knows it.
func (c charge) key() string {
	sum := sha256.Sum256([]byte(c.rate.name + " " + c.subject))
	return hex.EncodeToString(sum[:16])
}

// spend counts against all rates, or against none and says how long to wait.
func (r *Room) spend(tx store.Tx, charges ...charge) (wait time.Duration, err error) {
	now := r.clock.Now()
	full := make([]time.Time, len(charges))
	for i, c := range charges {
		at, err := selectLimit(tx, c.key())
		if err != nil {
			return 0, err
		}
		if at.Before(now) {
			at = now
		}
		full[i] = at.Add(c.rate.pause)
		wait = max(wait, full[i].Sub(now)-time.Duration(c.rate.burst)*c.rate.pause)
	}
	if wait > 0 {
		return wait, nil
	}
	for i, c := range charges {
		if err := upsertLimit(tx, c.key(), full[i]); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// Tried counts one try of something that may be tried so many times at once, and once more after each pause; a wait says
// that it may not be tried before, and then nothing was counted. The count must be committed whatever comes of the try.
func (r *Room) Tried(tx store.Tx, what, subject string, burst int, pause time.Duration) (wait time.Duration, err error) {
	return r.spend(tx, charge{rate{what, burst, pause}, subject})
}

// networkOf is the network of a machine: its address, or the 64 bits that a provider
// gives a household or an office (RFC 6177).
func networkOf(a netip.Addr) string {
	a = a.Unmap()
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
