package identity

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// place is a room on one kind of database.
type place struct {
	*Room
	t     *testing.T
	clock *clock.Fixed
}

func onBoth(t *testing.T, test func(t *testing.T, p place)) {
	t.Parallel()
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) {
		c := clock.NewFixed(noon)
		test(t, place{New(db, c), t, c})
	})
}

func (p place) write(fn func(tx store.Tx) error) {
	p.t.Helper()
	if err := p.db.Write(p.t.Context(), fn); err != nil {
		p.t.Fatal(err)
	}
}

// person makes somebody with roles.
func (p place) person(email Email, grants ...Grant) (made Person) {
	p.t.Helper()
	p.write(func(tx store.Tx) (err error) {
		made, err = p.CreatePerson(tx, "", Person{Name: "Ana Roy", Email: email, Language: "fr"})
		for _, g := range grants {
			if err == nil {
				err = p.Give(tx, "", made.ID, g)
			}
		}
		return err
	})
	return made
}

// signIn gives a request with a session of a person.
func (p place) signIn(id PersonID, strength Strength) *http.Request {
	p.t.Helper()
	var secret string
	p.write(func(tx store.Tx) (err error) {
		secret, err = p.Begin(tx, id, MethodLink, strength, Browser{Label: "Firefox"})
		return err
	})
	return requestWith(secret)
}

func requestWith(secret string) *http.Request {
	req := httptest.NewRequest("GET", "/", nil)
	req.AddCookie(&http.Cookie{Name: sessionCookie, Value: secret})
	return req
}

func (p place) session(req *http.Request) *Session {
	p.t.Helper()
	v, err := p.Who(req)
	if err != nil {
		p.t.Fatal(err)
	}
	return v.Session
}

func TestSessionIsFoundWithItsPerson(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("Ana@example.ca")
		req := p.signIn(ana.ID, ByLink)
		for _, how := range []string{"from the database", "from memory"} {
			v, err := p.Who(req)
			if err != nil || v.Session == nil || v.New || v.Actor != ana.Actor || v.Session.Name != "Ana Roy" || v.Session.Language != "fr" {
				t.Errorf("%s: %+v, %v", how, v, err)
			}
		}
		if s := p.session(requestWith(clock.Secret())); s != nil {
			t.Error("a session of nobody")
		}
	})
}

// The limits are those of needs A10.7.
func TestSessionsEnd(t *testing.T) {
	const hour, month = time.Hour, 30 * 24 * time.Hour
	cases := map[string]struct {
		grants         []Grant
		idle, absolute time.Duration
	}{
		"learner":             {nil, month, 3 * month},
		"reviewer":            {[]Grant{{Reviewer, CourseScope("c")}}, 12 * hour, 7 * 24 * hour},
		"author":              {[]Grant{{Author, CourseScope("c")}}, 2 * hour, 24 * hour},
		"administrator":       {[]Grant{{Administrator, SiteScope}}, 30 * time.Minute, 12 * hour},
		"steward":             {[]Grant{{Steward, CourseScope("c")}}, 30 * time.Minute, 12 * hour},
		"publisher, reviewer": {[]Grant{{Publisher, SiteScope}, {Reviewer, SiteScope}}, 30 * time.Minute, 12 * hour},
		"reviewer, author":    {[]Grant{{Reviewer, SiteScope}, {Author, SiteScope}}, 2 * hour, 24 * hour},
	}
	onBoth(t, func(t *testing.T, p place) {
		for name, c := range cases {
			someone := p.person(Email(clock.NewID()+"@example.ca"), c.grants...)
			unused := p.signIn(someone.ID, ByTwo)
			p.clock.Advance(c.idle - time.Millisecond)
			if p.session(unused) == nil {
				t.Errorf("%s: ended before it lay unused for %v", name, c.idle)
			}
			p.clock.Advance(c.idle)
			if p.session(unused) != nil {
				t.Errorf("%s: lives although it lay unused for %v", name, c.idle)
			}
			busy := p.signIn(someone.ID, ByTwo)
			var lived time.Duration
			for ; p.session(busy) != nil && lived < 2*c.absolute; lived += c.idle / 2 {
				p.clock.Advance(c.idle / 2)
			}
			if lived < c.absolute || lived > c.absolute+c.idle/2 {
				t.Errorf("%s: in use it lived %v, want %v", name, lived, c.absolute)
			}
		}
	})
}

func TestUseIsNotedOnceInAWhile(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		req := p.signIn(p.person("ana@example.ca").ID, ByLink)
		used := func() time.Time { return p.session(req).Used }
		p.clock.Advance(23 * time.Hour)
		if !used().Equal(noon) {
			t.Error("a write within the day")
		}
		p.clock.Advance(time.Hour)
		if !used().Equal(noon.Add(day)) {
			t.Error("no write after a day")
		}
	})
}

func TestSessionsAreEnded(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("ana@example.ca")
		first, second, third := p.signIn(ana.ID, ByLink), p.signIn(ana.ID, ByLink), p.signIn(ana.ID, ByLink)
		s := p.session(second)
		p.session(first)
		p.write(func(tx store.Tx) error { return p.EndSession(tx, ana.ID, ana.ID, p.session(third).ID) })
		if p.session(third) != nil || p.session(first) == nil {
			t.Error("one session was to end")
		}
		p.write(func(tx store.Tx) error { return p.EndSessions(tx, ana.ID, s.ID) })
		if p.session(first) != nil || p.session(second) == nil {
			t.Error("all others were to end")
		}
		p.write(func(tx store.Tx) error { return p.Disable(tx, "", ana.ID) })
		if p.session(second) != nil {
			t.Error("a session of a shut account")
		}
		err := p.db.Write(t.Context(), func(tx store.Tx) error {
			_, err := p.Begin(tx, ana.ID, MethodLink, ByLink, Browser{})
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a shut account begins a session: %v", err)
		}
	})
}

func TestStepUpChangesTheSecret(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		req := p.signIn(p.person("ana@example.ca").ID, ByTwo)
		s := p.session(req)
		p.clock.Advance(time.Hour)
		var secret string
		p.write(func(tx store.Tx) (err error) {
			secret, err = p.StepUp(tx, s, MethodCode, ByLink)
			return err
		})
		if p.session(req) != nil {
			t.Error("the old secret still serves")
		}
		now := p.session(requestWith(secret))
		if now == nil || now.ID != s.ID || now.Strength != ByTwo || !now.Proved.Equal(noon.Add(time.Hour)) {
			t.Errorf("after the proof: %+v", now)
		}
	})
}

// What an open session remembers of roles goes with the transaction that takes them.
func TestRolesShortenOpenSessions(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("ana@example.ca")
		req := p.signIn(ana.ID, ByLink)
		p.clock.Advance(time.Hour)
		if p.session(req) == nil {
			t.Fatal("a learner's session ended")
		}
		p.write(func(tx store.Tx) error { return p.Give(tx, "", ana.ID, Grant{Administrator, SiteScope}) })
		if p.session(req) != nil {
			t.Error("an administrator's session lay unused for an hour")
		}
	})
}

// A session is no device: what it does is kept under the person, and no device
// cookie is sent.
func TestActsOfASession(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("ana@example.ca")
		v, err := p.Who(p.signIn(ana.ID, ByLink))
		if err != nil {
			t.Fatal(err)
		}
		p.write(func(tx store.Tx) error { return p.Keep(tx, v) })
		w := httptest.NewRecorder()
		p.Remember(w, web.Cookies{}, v)
		if len(w.Result().Cookies()) != 0 {
			t.Error("a device cookie for a person")
		}
		p.write(func(tx store.Tx) error { return p.ErasePerson(tx, ana.ID, ana.ID) })
		err = p.db.Write(t.Context(), func(tx store.Tx) error { return p.Keep(tx, v) })
		if fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("an erased person keeps things: %v", err)
		}
	})
}

// What another node ended holds here within a second, and at once for what changes something.
func TestSessionsEndOnEveryNode(t *testing.T) {
	onBoth(t, func(t *testing.T, here place) {
		if !here.db.Shared() {
			return // no other node can be
		}
		there := place{New(here.db, here.clock), t, here.clock}
		ana := here.person("ana@example.ca")
		reads := here.signIn(ana.ID, ByLink)
		changes := reads.Clone(t.Context())
		changes.Method = http.MethodPost
		s := here.session(reads)
		there.session(reads)
		there.write(func(tx store.Tx) error { return there.EndSession(tx, ana.ID, ana.ID, s.ID) })
		if there.session(reads) != nil {
			t.Error("the node that ended it goes on")
		}
		if here.session(changes) != nil {
			t.Error("something is changed in a session that ended")
		}
		here.clock.Advance(believed)
		if here.session(reads) != nil {
			t.Error("a session that ended a second ago is still shown")
		}
	})
}

// A browser whose device was erased on another node is nobody's within a second.
func TestDevicesEndOnEveryNode(t *testing.T) {
	onBoth(t, func(t *testing.T, here place) {
		if !here.db.Shared() {
			return
		}
		there := New(here.db, here.clock)
		v := stranger()
		here.write(func(tx store.Tx) error { return here.Keep(tx, v) })
		reads := httptest.NewRequest("GET", "/", nil)
		reads.AddCookie(&http.Cookie{Name: deviceCookie, Value: v.secret})
		changes := reads.Clone(t.Context())
		changes.Method = http.MethodPost
		known := func(req *http.Request) bool {
			got, err := here.Who(req)
			if err != nil {
				t.Fatal(err)
			}
			return got.Actor == v.Actor && !got.New
		}
		if !known(reads) || !known(changes) {
			t.Fatal("the device is not known")
		}
		here.write(func(tx store.Tx) error { return there.Erase(tx, v.Actor) })
		if known(changes) {
			t.Error("something is kept of a device that was erased")
		}
		here.clock.Advance(believed)
		if known(reads) {
			t.Error("a device that was erased a second ago is still known")
		}
	})
}
