package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
)

// secretLength is the length of clock.Secret.
const secretLength = 43

// digest is a secret as the database and the memory know it.
type digest string

func digestOf(secret string) digest {
	sum := sha256.Sum256([]byte(secret))
	return digest(hex.EncodeToString(sum[:]))
}

// Visitor is whoever sent a request.
type Visitor struct {
	Actor  Actor
	New    bool // a stranger: nothing is kept of them yet
	secret string
}

// stranger is a visitor with a name and a secret that nobody has yet.
func stranger() Visitor {
	return Visitor{Actor: Actor("d-" + clock.NewID()), New: true, secret: clock.Secret()}
}

// Keep writes down, in the transaction of the act, that the visitor is a device.
// For a device that is known it notes the day of use, which is what an erasure of
// what nobody uses any more goes by.
func (r *Room) Keep(tx store.Tx, v Visitor) error {
	day := r.clock.Now().Format(time.DateOnly)
	if !v.New {
		return deviceUsed(tx, v.Actor, day)
	}
	return insertDevice(tx, v.Actor, digestOf(v.secret), day)
}

// Claim gives what one actor did to another: first the later rooms, which know
// what it means, then the device itself.
func (r *Room) Claim(tx store.Tx, from, to Actor) error {
	for _, room := range r.rooms {
		if c, ok := room.(Claimer); ok {
			if err := c.Claim(tx, from, to); err != nil {
				return err
			}
		}
	}
	return r.forget(tx, from)
}

// Export lists everything that is kept of an actor.
func (r *Room) Export(tx store.Tx, actor Actor) ([]Kept, error) {
	var all []Kept
	for _, room := range r.rooms {
		if e, ok := room.(Exporter); ok {
			kept, err := e.Export(tx, actor)
			if err != nil {
				return nil, err
			}
			all = append(all, kept...)
		}
	}
	return all, nil
}

// Erase forgets an actor in every room and destroys the link between the device
// and its name.
func (r *Room) Erase(tx store.Tx, actor Actor) error {
	for _, room := range r.rooms {
		if e, ok := room.(Eraser); ok {
			if err := e.Erase(tx, actor); err != nil {
				return err
			}
		}
	}
	return r.forget(tx, actor)
}

func (r *Room) forget(tx store.Tx, actor Actor) error {
	d, err := deleteDevice(tx, actor)
	r.known.drop(d)
	return err
}

// find is the actor of a secret; false when it is nobody's.
func (r *Room) find(tx store.Tx, d digest) (Actor, bool, error) {
	actor, err := selectDevice(tx, d)
	if errors.Is(err, errNone) {
		return "", false, nil
	}
	return actor, err == nil, err
}

// maxKnown bounds the devices that are remembered between requests.
const maxKnown = 20_000

// known remembers whose secrets were seen lately, so that most requests ask no
// database.
type known struct {
	mu     sync.RWMutex
	most   int
	actors map[digest]Actor
}

func newKnown(most int) *known { return &known{most: most, actors: map[digest]Actor{}} }

func (k *known) get(d digest) (Actor, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	a, ok := k.actors[d]
	return a, ok
}

// put makes room, when there is none, by dropping any other: which one hardly
// matters, it is found again in the database.
func (k *known) put(d digest, a Actor) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for old := range k.actors {
		if len(k.actors) < k.most {
			break
		}
		delete(k.actors, old)
	}
	k.actors[d] = a
}

func (k *known) drop(d digest) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.actors, d)
}
