package delivery

import (
	"container/list"
	"hash/maphash"
	"sync"

	"atelier/internal/people/identity"
)

// maxStandings bounds the standings kept in memory. One takes some tens of
// kilobytes with what is drawn for it.
const maxStandings = 2_000

const shards = 16

// standings keeps the standings that were used last. An act drops the standing of
// its actor after it is on the disk; a standing that was read while that happened
// is shown once and not kept (see epoch).
type standings struct {
	seed   maphash.Seed
	shards [shards]shard
}

type shard struct {
	mu    sync.Mutex
	most  int
	drops uint64 // counts drops
	order *list.List
	byKey map[identity.Actor]*list.Element
}

type kept struct {
	actor identity.Actor
	s     *Standing
}

func newStandings(most int) *standings {
	c := &standings{seed: maphash.MakeSeed()}
	for i := range c.shards {
		c.shards[i] = shard{most: max(1, most/shards), order: list.New(), byKey: map[identity.Actor]*list.Element{}}
	}
	return c
}

func (c *standings) of(actor identity.Actor) *shard {
	return &c.shards[maphash.String(c.seed, string(actor))%shards]
}

func (c *standings) get(actor identity.Actor) (*Standing, bool) {
	sh := c.of(actor)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	e := sh.byKey[actor]
	if e == nil {
		return nil, false
	}
	sh.order.MoveToFront(e)
	return e.Value.(*kept).s, true
}

// epoch is to be asked before a standing is read and handed to put after.
func (c *standings) epoch(actor identity.Actor) uint64 {
	sh := c.of(actor)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.drops
}

// put keeps a standing unless something was dropped since epoch: it may be older
// than what is on the disk.
func (c *standings) put(actor identity.Actor, s *Standing, epoch uint64) {
	sh := c.of(actor)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.drops != epoch || sh.byKey[actor] != nil {
		return
	}
	sh.byKey[actor] = sh.order.PushFront(&kept{actor, s})
	if sh.order.Len() > sh.most {
		last := sh.order.Back()
		sh.order.Remove(last)
		delete(sh.byKey, last.Value.(*kept).actor)
	}
}

func (c *standings) drop(actor identity.Actor) {
	sh := c.of(actor)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.drops++
	if e := sh.byKey[actor]; e != nil {
		sh.order.Remove(e)
		delete(sh.byKey, actor)
	}
}
