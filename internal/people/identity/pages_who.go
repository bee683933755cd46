package identity

import (
	"context"
	"net/http"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

const (
	sessionCookie = "session"
	deviceCookie  = "device"
	// deviceLife is as long as browsers keep a cookie; every act begins it anew.
	deviceLife = 400 * day
	// believed is how long a node goes by what it last read of a session or a device
	// where other nodes may have ended it; what changes something never does. Asking
	// anew for every page was most of what a page cost on PostgreSQL.
	believed = time.Second
)

// Who says who sent a request: a person with a session, a device, or a stranger. It
// writes nothing but, once in a while, that a session is in use.
func (r *Room) Who(req *http.Request) (Visitor, error) {
	if secret, ok := r.secretIn(req, sessionCookie); ok {
		s, err := r.session(req.Context(), digestOf(secret), r.believes(req))
		if err != nil {
			return Visitor{}, err
		}
		if s != nil {
			return Visitor{Actor: s.Actor, Session: s}, nil
		}
	}
	return r.device(req)
}

// believes says whether a request may be answered by what is remembered: any, where no
// other node can change the database, and else those that only read.
func (r *Room) believes(req *http.Request) bool {
	return !r.db.Shared() || req.Method == http.MethodGet || req.Method == http.MethodHead
}

// secretIn is the secret in a cookie; what cannot be one is none. On an https site only
// cookies count that no other host of the domain can have set.
func (r *Room) secretIn(req *http.Request, cookie string) (string, bool) {
	secret, ok := r.cookies.Get(req, cookie)
	return secret, ok && len(secret) == secretLength
}

// device says which device sent a request, whoever is signed in.
func (r *Room) device(req *http.Request) (Visitor, error) {
	secret, ok := r.secretIn(req, deviceCookie)
	if !ok {
		return stranger(), nil
	}
	d, now := digestOf(secret), r.clock.Now()
	if actor, ok := r.devices.get(d, now); ok && r.believes(req) {
		return Visitor{Actor: actor, secret: secret}, nil
	}
	var actor Actor
	err := r.db.ReadOne(req.Context(), func(tx store.Tx) (err error) {
		actor, ok, err = r.find(tx, d)
		return err
	})
	if err != nil {
		return Visitor{}, err
	}
	if !ok {
		return stranger(), nil
	}
	r.devices.put(d, string(actor), actor, now)
	return Visitor{Actor: actor, secret: secret}, nil
}

// session finds a session, in memory where that is believed; nil when there is none or
// it has ended.
func (r *Room) session(ctx context.Context, d digest, believe bool) (*Session, error) {
	now := r.clock.Now()
	s, ok := r.sessions.get(d, now)
	if !ok || !believe {
		err := r.db.Read(ctx, func(tx store.Tx) (err error) {
			s, err = r.sessionOf(tx, d)
			return err
		})
		if err != nil || s == nil {
			return nil, err
		}
		r.sessions.put(d, string(s.Person), s, now)
	}
	if !now.Before(s.ends()) {
		return nil, nil
	}
	if now.Sub(s.Used) >= s.step() {
		s = r.noteUse(ctx, d, s, now)
	}
	return s, nil
}

// noteUse writes down that a session is in use. Where that cannot be, the session
// serves on: it will end a little early.
func (r *Room) noteUse(ctx context.Context, d digest, s *Session, now time.Time) *Session {
	err := r.db.Write(ctx, func(tx store.Tx) error { return updateUsed(tx, s.ID, now) })
	if err != nil {
		return s
	}
	fresh := *s
	fresh.Used = now
	r.sessions.put(d, string(s.Person), &fresh, now)
	return &fresh
}

// Welcome sends the cookie of a session, after it is on the disk.
func (r *Room) Welcome(w http.ResponseWriter, c web.Cookies, secret string) {
	c.Set(w, sessionCookie, secret, learnerLimit.absolute)
}

// Farewell takes the cookie of a session back, after the session has ended.
func (r *Room) Farewell(w http.ResponseWriter, c web.Cookies) { c.Clear(w, sessionCookie) }
