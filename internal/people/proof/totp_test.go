package proof

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
	"atelier/internal/standard/otp"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func testKeys(t testing.TB, n ...string) *seal.Keys {
	t.Helper()
	var list []string
	for _, one := range n {
		list = append(list, base64.StdEncoding.EncodeToString([]byte(strings.Repeat(one, 32))))
	}
	keys, err := seal.Open(seal.Place{Secret: strings.Join(list, ",")})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// place is the room on one kind of database.
type place struct {
	*Room
	t     *testing.T
	clock *clock.Fixed
}

func newPlace(t *testing.T, db *store.DB) place {
	c := clock.NewFixed(noon)
	r := New(Options{DB: db, Clock: c, Keys: testKeys(t, "a"), Identity: identity.New(db, c), Name: func(lang.Tag) string { return "Atelier" }})
	return place{r, t, c}
}

var tables = []store.Migrations{identity.Migrations, Migrations}

func onBoth(t *testing.T, test func(t *testing.T, p place)) {
	t.Parallel()
	storetest.OnBoth(t, tables, func(t *testing.T, db *store.DB) { test(t, newPlace(t, db)) })
}

func (p place) write(fn func(tx store.Tx) error) {
	p.t.Helper()
	if err := p.db.Write(p.t.Context(), fn); err != nil {
		p.t.Fatal(err)
	}
}

// refuses runs a write that must end in a fault of a kind.
func (p place) refuses(kind fault.Kind, fn func(tx store.Tx) error) {
	p.t.Helper()
	if err := p.db.Write(p.t.Context(), fn); err == nil || fault.KindOf(err) != kind {
		p.t.Errorf("got %v, want a fault of kind %s", err, kind)
	}
}

// somebody makes a person with a session by e-mail.
func (p place) somebody(email string, roles ...identity.Role) (s *identity.Session) {
	p.t.Helper()
	p.write(func(tx store.Tx) error {
		made, err := p.who.CreatePerson(tx, "", identity.Person{Name: "Ana Roy", Email: identity.Email(email), Language: "fr"})
		if err != nil {
			return err
		}
		for _, r := range roles {
			if err := p.who.Give(tx, "", made.ID, identity.Grant{Role: r, Scope: identity.SiteScope}); err != nil {
				return err
			}
		}
		if _, err := p.who.Begin(tx, made.ID, identity.MethodLink, identity.ByLink, identity.Browser{}); err != nil {
			return err
		}
		open, err := p.who.Sessions(tx, made.ID)
		s = &open[0]
		return err
	})
	return s
}

// setTOTP gives somebody an app and its key.
func (p place) setTOTP(s *identity.Session) otp.Key {
	p.t.Helper()
	key := otp.NewKey()
	p.write(func(tx store.Tx) error {
		ok, err := p.SetTOTP(tx, s, key, key.At(otp.Step(p.clock.Now())))
		if !ok {
			p.t.Error("the first code was refused")
		}
		return err
	})
	p.clock.Advance(otp.Period)
	return key
}

func (p place) tryTOTP(s *identity.Session, code string) (ok bool, wait time.Duration) {
	p.t.Helper()
	p.write(func(tx store.Tx) (err error) {
		ok, wait, err = p.CheckTOTP(tx, s.Person, code)
		return err
	})
	return ok, wait
}

func TestTOTP(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.somebody("ana@example.ca")
		if ok, _ := p.tryTOTP(s, "000000"); ok {
			t.Error("a code without an app was taken")
		}
		key := p.setTOTP(s)
		code := key.At(otp.Step(p.clock.Now()))
		for i, want := range []bool{true, false} {
			if ok, _ := p.tryTOTP(s, code); ok != want {
				t.Errorf("the same code, try %d: %v", i, ok)
			}
		}
		var kept string
		p.write(func(tx store.Tx) error {
			return tx.QueryRow("SELECT secret FROM proof_totp").Scan(&kept)
		})
		if strings.Contains(kept, key.String()) || strings.Contains(kept, string(key)) {
			t.Error("the database holds the key")
		}
		p.clock.Advance(otp.Period)
		// The key of the site is another: what is used is sealed again.
		p.keys = testKeys(t, "b", "a")
		if ok, _ := p.tryTOTP(s, key.At(otp.Step(p.clock.Now()))); !ok {
			t.Error("a code was refused after a rotation of the key")
		}
		p.clock.Advance(otp.Period)
		p.keys = testKeys(t, "b")
		if ok, _ := p.tryTOTP(s, key.At(otp.Step(p.clock.Now()))); !ok {
			t.Error("what was used was not sealed again")
		}
	})
}

// Whoever guesses waits, longer each time; the other ways and other people do not.
func TestWrongCodesSlowThatWayAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s, other := p.somebody("ana@example.ca"), p.somebody("bo@example.ca")
		key, otherKey := p.setTOTP(s), p.setTOTP(other)
		right := func(k otp.Key) string { return k.At(otp.Step(p.clock.Now())) }
		var waits []time.Duration
		for range 12 {
			_, wait := p.tryTOTP(s, "not it")
			waits = append(waits, wait)
			p.clock.Advance(wait)
		}
		for i, w := range waits {
			want := waitAfter(i + 1)
			if w != want || i > 0 && w < waits[i-1] || w > longestWait {
				t.Errorf("after %d wrong codes the wait is %v, want %v", i+1, w, want)
			}
		}
		if _, wait := p.tryTOTP(s, "not it"); wait != longestWait {
			t.Errorf("the longest wait is %v", wait)
		}
		if ok, wait := p.tryTOTP(s, right(key)); ok || wait == 0 {
			t.Error("the right code was taken before the wait was over")
		}
		if ok, _ := p.tryTOTP(other, right(otherKey)); !ok {
			t.Error("somebody else waits too")
		}
		p.write(func(tx store.Tx) error { return p.NewRecovery(tx, s) })
		var pending recoveryPending
		p.write(func(tx store.Tx) error { _, err := p.pending(tx, codesNew, s, &pending); return err })
		p.write(func(tx store.Tx) error {
			ok, wait, err := p.UseRecovery(tx, s.Person, pending.Codes[0])
			if !ok || wait != 0 {
				t.Errorf("the other way waits too: %v, %v", ok, wait)
			}
			return err
		})
		p.clock.Advance(longestWait)
		if ok, _ := p.tryTOTP(s, right(key)); !ok {
			t.Error("the right code was refused after the wait")
		}
		if _, wait := p.tryTOTP(s, "not it"); wait != 0 {
			t.Error("the count did not begin anew")
		}
	})
}

func TestRecoveryCodes(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s, other := p.somebody("ana@example.ca"), p.somebody("bo@example.ca")
		made := func() []string {
			var pending recoveryPending
			p.write(func(tx store.Tx) error {
				if err := p.NewRecovery(tx, s); err != nil {
					return err
				}
				_, err := p.pending(tx, codesNew, s, &pending)
				return err
			})
			return pending.Codes
		}
		use := func(s *identity.Session, code string) (ok bool) {
			p.write(func(tx store.Tx) (err error) { ok, _, err = p.UseRecovery(tx, s.Person, code); return err })
			return ok
		}
		codes := made()
		if len(codes) != recoveryCount {
			t.Fatalf("%d codes", len(codes))
		}
		if use(other, codes[0]) {
			t.Error("somebody else's code was taken")
		}
		typed := " " + strings.ToUpper(strings.ReplaceAll(codes[0], "-", " ")) + " "
		typed = strings.NewReplacer("0", "O", "1", "I").Replace(typed)
		if !use(s, typed) {
			t.Errorf("%q was refused as %q", codes[0], typed)
		}
		if use(s, codes[0]) || use(s, "") || use(s, "0000-0000-0000-0000") {
			t.Error("a code was taken that is none")
		}
		again := made()
		if use(s, codes[1]) {
			t.Error("an old code was taken")
		}
		if !use(s, again[1]) {
			t.Error("a new code was refused")
		}
		p.write(func(tx store.Tx) error {
			if n, err := p.RecoveryLeft(tx, s.Person); n != recoveryCount-1 || err != nil {
				t.Errorf("%d left, %v", n, err)
			}
			return nil
		})
	})
}

// The last strong way of an administrator stays, that of a learner may go.
func TestLastStrongWay(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		learner, admin := p.somebody("ana@example.ca"), p.somebody("bo@example.ca", identity.Administrator)
		p.setTOTP(learner)
		p.setTOTP(admin)
		p.write(func(tx store.Tx) error { return p.DropTOTP(tx, learner) })
		p.refuses(fault.Conflict, func(tx store.Tx) error { return p.DropTOTP(tx, admin) })
		p.write(func(tx store.Tx) error {
			if has, err := p.HasTOTP(tx, admin.Person); !has || err != nil {
				t.Errorf("it is gone all the same, %v", err)
			}
			return insertPasskey(tx, passkeyRow{Passkey: Passkey{ID: "x", Made: "2026-11-27"}, person: admin.Person, credential: "{}"})
		})
		p.write(func(tx store.Tx) error { return p.DropTOTP(tx, admin) })
		p.refuses(fault.Conflict, func(tx store.Tx) error { return p.DropPasskey(tx, admin, "x") })
		p.refuses(fault.NotFound, func(tx store.Tx) error { return p.DropPasskey(tx, learner, "x") })
	})
}

// Whoever has two proofs gives both before anything about them is changed.
func TestChangesAskForProof(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.somebody("ana@example.ca")
		may := func(s *identity.Session) error {
			return p.db.Read(t.Context(), func(tx store.Tx) error { return p.who.CanSecure(tx, s) })
		}
		if err := may(nil); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("a stranger: %v", err)
		}
		if err := may(s); err != nil {
			t.Errorf("the first way: %v", err)
		}
		p.setTOTP(s)
		if err := may(s); !identity.NeedsStepUp(err) {
			t.Errorf("with one proof of two: %v", err)
		}
		s.Strength = identity.ByTwo
		if err := may(s); err != nil {
			t.Errorf("with two proofs: %v", err)
		}
		p.clock.Advance(time.Hour)
		if err := may(s); !identity.NeedsStepUp(err) {
			t.Errorf("with old proofs: %v", err)
		}
	})
}

func TestResetTakesEveryWay(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s, admin := p.somebody("ana@example.ca", identity.Administrator), p.somebody("bo@example.ca", identity.Administrator)
		p.setTOTP(s)
		p.write(func(tx store.Tx) error {
			if err := p.NewRecovery(tx, s); err != nil {
				return err
			}
			if err := insertLink(tx, "v-1", "subject", s.Person, "2026-11-27"); err != nil {
				return err
			}
			return p.Reset(tx, admin.Person, s.Person)
		})
		p.write(func(tx store.Tx) error {
			second, err := p.who.HasSecond(tx, s.Person)
			left, err2 := p.RecoveryLeft(tx, s.Person)
			links, err3 := p.Links(tx, s.Person)
			open, err4 := p.who.Sessions(tx, s.Person)
			if second || left != 0 || len(links) != 0 || len(open) != 0 || err != nil || err2 != nil || err3 != nil || err4 != nil {
				t.Errorf("left: %v %d %v %d sessions", second, left, links, len(open))
			}
			return nil
		})
	})
}

// A ceremony is taken once, in time, for what it was begun for, by who began it.
func TestCeremonies(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s, other := p.somebody("ana@example.ca"), p.somebody("bo@example.ca")
		begin := func(k kind, s *identity.Session) (secret string) {
			p.write(func(tx store.Tx) (err error) { secret, err = p.begin(tx, k, s, "kept"); return err })
			return secret
		}
		take := func(k kind, s *identity.Session, secret string) error {
			var got string
			err := p.take(t.Context(), k, s, secret, &got)
			if err == nil && got != "kept" {
				t.Errorf("took %q", got)
			}
			return err
		}
		for name, c := range map[string]struct {
			kind kind
			who  *identity.Session
			late time.Duration
			fits bool
		}{
			"mine":            {passkeyAgain, s, 0, true},
			"another's":       {passkeyAgain, other, 0, false},
			"nobody's":        {passkeyAgain, nil, 0, false},
			"of another kind": {passkeyNew, s, 0, false},
			"too late":        {passkeyAgain, s, passkeyAgain.life, false},
		} {
			secret := begin(passkeyAgain, s)
			p.clock.Advance(c.late)
			if err := take(c.kind, c.who, secret); (err == nil) != c.fits || err != nil && fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v", name, err)
			}
			if err := take(passkeyAgain, s, secret); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s, a second time: %v", name, err)
			}
		}
		if err := take(passkeyAgain, s, clock.Secret()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a made-up secret: %v", err)
		}
	})
}

func TestResealAfterTheKeyWasChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.somebody("ana@example.ca")
		key := p.setTOTP(s)
		p.write(func(tx store.Tx) error {
			_, err := p.AddProvider(tx, s.Person, Draft{Issuer: "https://id.example.ca", Client: "c", Secret: "shh", Rules: Rules{Names: lang.Text{"en": "Town", "fr": "Ville"}}})
			return err
		})
		reseal := func(wantDone, wantClosed int, keys ...string) {
			t.Helper()
			p.keys = testKeys(t, keys...)
			done, closed, err := p.Reseal(t.Context())
			if done != wantDone || closed != wantClosed || err != nil {
				t.Errorf("with %v: %d done, %d closed, %v", keys, done, closed, err)
			}
		}
		reseal(0, 0, "a")
		reseal(0, 2, "c", "d")
		reseal(2, 0, "b", "a")
		reseal(0, 0, "b")
		if ok, _ := p.tryTOTP(s, key.At(otp.Step(p.clock.Now()))); !ok {
			t.Error("a code was refused with the new key alone")
		}
		p.write(func(tx store.Tx) error {
			list, err := selectProviders(tx)
			if err != nil {
				return err
			}
			plain, err := p.keys.Open(providerPurpose(list[0].ID), list[0].sealed)
			if string(plain) != "shh" {
				t.Errorf("the secret is %q", plain)
			}
			return err
		})
	})
}

// letters notes what is written to people.
type letters struct{ sent []mail.Message }

func (l *letters) Send(_ store.Tx, m mail.Message) error {
	l.sent = append(l.sent, m)
	return nil
}

// Whoever did not change a way themselves is told at once.
func TestPeopleAreToldOfChanges(t *testing.T) {
	t.Parallel()
	p := newPlace(t, storetest.New(t, tables...))
	l := &letters{}
	p.mail = l
	s := p.somebody("ana@example.ca")
	p.setTOTP(s)
	p.write(func(tx store.Tx) error { return p.DropTOTP(tx, s) })
	p.write(func(tx store.Tx) error { return p.NewRecovery(tx, s) })
	p.write(func(tx store.Tx) error { return p.Reset(tx, "", s.Person) })
	if len(l.sent) != 4 {
		t.Fatalf("%d messages", len(l.sent))
	}
	for i, want := range []string{"Une application de codes a été configurée", "L’application de codes a été retirée", "De nouveaux codes de secours", "Une personne qui administre"} {
		m := l.sent[i]
		body := m.Words.Say(m.Language, m.Key+".body", m.Args)
		if !strings.HasPrefix(body, want) || m.To.Mail() != "ana@example.ca" || !m.Urgent || m.Link != "/fr/compte/moyens/" {
			t.Errorf("%d: %q to %s, link %s", i, body, m.To.Mail(), m.Link)
		}
	}
}
