package site

import (
	"time"

	"atelier/internal/base/outgoing"
	"atelier/internal/people/forward"
)

// forwardTime bounds one request to another store, with the files it brings.
const forwardTime = 2 * time.Minute

// openForward makes the room that passes statements on to other stores.
func (s *Site) openForward(o Options) {
	way := o.Outgoing
	way.Time = forwardTime
	s.forward = forward.New(forward.Options{DB: s.db, Clock: o.Clock, Queue: s.queue, Keys: s.keys, Records: s.records, Identity: s.identity, Blobs: s.blobs,
		Client: outgoing.New(way), Check: way.Check, Gone: s.privacy.Gone})
	s.privacy.Pass(s.forward.Notice)
}
