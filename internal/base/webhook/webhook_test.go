package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/outgoing"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// The example of the specification (its libraries test with it).
func TestSignatureIsTheOneOfTheSpecification(t *testing.T) {
	got, err := sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

// bench is hooks with a receiver that answers what it is told.
type bench struct {
	*Hooks
	t        *testing.T
	db       *store.DB
	clock    *clock.Fixed
	queue    *jobs.Queue
	url      string
	answer   int
	got      []*http.Request
	bodies   []string
	switched []string
}

func onBoth(t *testing.T, test func(b *bench)) {
	t.Parallel()
	storetest.OnBoth(t, []store.Migrations{jobs.Migrations, seal.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		b := &bench{t: t, db: db, clock: clock.NewFixed(time.Now()), answer: 204}
		receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			b.got, b.bodies = append(b.got, r), append(b.bodies, string(body))
			w.WriteHeader(b.answer)
		}))
		t.Cleanup(receiver.Close)
		b.url = receiver.URL + "/hook"
		keys, err := seal.Open(seal.Place{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		b.queue = jobs.New(jobs.Options{DB: db, Clock: b.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		b.Hooks = New(Options{DB: db, Clock: b.clock, Queue: b.queue, Keys: keys, Client: receiver.Client(), Types: []string{"person.created", "role.granted"},
			Off: func(_ store.Tx, e Endpoint) error { b.switched = append(b.switched, e.Why); return nil }})
		test(b)
	})
}

func (b *bench) write(fn func(tx store.Tx) error) {
	b.t.Helper()
	if err := b.db.Write(b.t.Context(), fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) create(types ...string) (e Endpoint, secret string) {
	b.t.Helper()
	b.write(func(tx store.Tx) (err error) {
		e, secret, err = b.Create(tx, Endpoint{URL: b.url, Types: types})
		return err
	})
	return e, secret
}

func (b *bench) publish(kind string) {
	b.t.Helper()
	b.write(func(tx store.Tx) error {
		return b.Publish(tx, Event{Type: kind, Data: map[string]string{"person": "p-1"}})
	})
}

func (b *bench) drain() {
	b.t.Helper()
	if err := b.queue.Drain(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// over lets time pass until nothing waits any more.
func (b *bench) over() {
	b.t.Helper()
	for range 2 * tries {
		b.drain()
		b.clock.Advance(jobs.Pause(tries) * 3 / 2)
	}
}

func (b *bench) deliveries(id string) (all []Delivery) {
	b.t.Helper()
	b.write(func(tx store.Tx) (err error) {
		all, err = b.Deliveries(tx, id, "", 100)
		return err
	})
	return all
}

func (b *bench) endpoint(id string) (e Endpoint) {
	b.t.Helper()
	b.write(func(tx store.Tx) (err error) {
		e, err = b.Endpoint(tx, id)
		return err
	})
	return e
}

// The judge is the library of Standard Webhooks.
func TestOthersVerifyWhatIsSent(t *testing.T) {
	onBoth(t, func(b *bench) {
		all, secret := b.create()
		some, _ := b.create("role.granted")
		b.publish("person.created")
		b.drain()
		if len(b.got) != 1 {
			b.t.Fatalf("%d requests, want 1", len(b.got))
		}
		verifier, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			b.t.Fatal(err)
		}
		if err := verifier.Verify([]byte(b.bodies[0]), b.got[0].Header); err != nil {
			b.t.Errorf("%v: %v %s", err, b.got[0].Header, b.bodies[0])
		}
		if err := verifier.Verify([]byte(b.bodies[0]+" "), b.got[0].Header); err == nil {
			b.t.Error("another body is verified too")
		}
		var p payload
		if err := json.Unmarshal([]byte(b.bodies[0]), &p); err != nil || p.Type != "person.created" || p.Data["person"] != "p-1" || p.Timestamp == "" {
			b.t.Errorf("payload %s, %v", b.bodies[0], err)
		}
		if d := b.deliveries(all.ID); len(d) != 1 || d[0].State != Delivered || d[0].Tries != 1 || d[0].Status != 204 || d[0].ID != b.got[0].Header.Get("webhook-id") {
			b.t.Errorf("deliveries %+v", d)
		}
		if d := b.deliveries(some.ID); len(d) != 0 {
			b.t.Errorf("deliveries of another endpoint: %+v", d)
		}
		var fresh string
		b.write(func(tx store.Tx) (err error) {
			fresh, err = b.NewSecret(tx, all.ID)
			return err
		})
		b.publish("person.created")
		b.drain()
		if verifier.Verify([]byte(b.bodies[1]), b.got[1].Header) == nil {
			b.t.Error("the old secret still verifies")
		}
		verifier, _ = standardwebhooks.NewWebhook(fresh)
		if err := verifier.Verify([]byte(b.bodies[1]), b.got[1].Header); err != nil {
			b.t.Error(err)
		}
	})
}

func TestWhatIsUndoneIsNotTold(t *testing.T) {
	onBoth(t, func(b *bench) {
		e, _ := b.create()
		undone := errors.New("undone")
		err := b.db.Write(b.t.Context(), func(tx store.Tx) error {
			if err := b.Publish(tx, Event{Type: "person.created"}); err != nil {
				return err
			}
			return undone
		})
		b.drain()
		if !errors.Is(err, undone) || len(b.got) != 0 || len(b.deliveries(e.ID)) != 0 {
			b.t.Errorf("%v; %d requests", err, len(b.got))
		}
	})
}

func TestItIsTriedAgainUnderTheSameID(t *testing.T) {
	onBoth(t, func(b *bench) {
		e, _ := b.create()
		b.answer = 500
		b.publish("person.created")
		b.drain()
		if d := b.deliveries(e.ID)[0]; d.State != Waiting || d.Status != 500 || d.Problem != "answer" || b.endpoint(e.ID).Failed.IsZero() {
			b.t.Errorf("after a failure: %+v", d)
		}
		b.answer = 200
		b.clock.Advance(time.Minute)
		b.drain()
		if d := b.deliveries(e.ID)[0]; d.State != Delivered || d.Tries != 2 || d.Problem != "" || len(b.got) != 2 || b.got[0].Header.Get("webhook-id") != b.got[1].Header.Get("webhook-id") {
			b.t.Errorf("after a second try: %+v", d)
		}
		if !b.endpoint(e.ID).Failed.IsZero() {
			b.t.Error("it is still held to fail")
		}
	})
}

func TestAnEndpointThatFailsForDaysIsSwitchedOff(t *testing.T) {
	onBoth(t, func(b *bench) {
		e, _ := b.create()
		b.answer = 503
		b.publish("person.created")
		b.over()
		if d := b.deliveries(e.ID); d[0].State != Lost || d[0].Tries != tries {
			b.t.Fatalf("delivery %+v", d[0])
		}
		if now := b.endpoint(e.ID); !now.Off || now.Why != WhyFailing || len(b.switched) == 0 {
			b.t.Fatalf("%+v, told %v", now, b.switched)
		}
		sent := len(b.got)
		b.publish("person.created")
		b.drain()
		if len(b.got) != sent {
			b.t.Error("an endpoint that is off was asked")
		}
		b.answer = 204
		e = b.endpoint(e.ID)
		e.Off = false
		b.write(func(tx store.Tx) error { return b.Save(tx, e) })
		lost := b.deliveries(e.ID)[0]
		b.write(func(tx store.Tx) error {
			_, err := b.Again(tx, e.ID, lost.ID)
			return err
		})
		b.drain()
		if d := b.deliveries(e.ID)[0]; d.State != Delivered || !b.endpoint(e.ID).Failed.IsZero() {
			b.t.Errorf("sent again: %+v", d)
		}
	})
}

func TestAnEndpointThatIsGoneIsSwitchedOffAtOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		e, _ := b.create()
		b.answer = 410
		b.publish("person.created")
		b.drain()
		if now := b.endpoint(e.ID); !now.Off || now.Why != WhyGone || len(b.got) != 1 {
			b.t.Errorf("%+v after %d requests", now, len(b.got))
		}
		if d := b.deliveries(e.ID)[0]; d.State != Lost {
			b.t.Errorf("%+v", d)
		}
	})
}

func TestTryAndRemove(t *testing.T) {
	onBoth(t, func(b *bench) {
		e, _ := b.create("role.granted")
		b.write(func(tx store.Tx) error {
			_, err := b.Test(tx, e.ID)
			return err
		})
		b.drain()
		if len(b.got) != 1 || !strings.Contains(b.bodies[0], `"type":"test"`) {
			b.t.Errorf("%d requests %v", len(b.got), b.bodies)
		}
		b.clock.Advance(keptFor + time.Hour)
		if err := b.forget(context.Background()); err != nil || len(b.deliveries(e.ID)) != 0 {
			b.t.Errorf("old deliveries stay: %v", err)
		}
		b.write(func(tx store.Tx) error {
			_, err := b.Test(tx, e.ID)
			return err
		})
		b.write(func(tx store.Tx) error { return b.Remove(tx, e.ID) })
		b.drain()
		if len(b.got) != 1 {
			b.t.Error("an endpoint that was removed was asked")
		}
		for _, fn := range []func(store.Tx) error{
			func(tx store.Tx) error { return b.Remove(tx, e.ID) },
			func(tx store.Tx) error { return b.Save(tx, e) },
			func(tx store.Tx) error { _, err := b.NewSecret(tx, e.ID); return err },
			func(tx store.Tx) error { _, err := b.Test(tx, e.ID); return err },
			func(tx store.Tx) error { _, err := b.Again(tx, e.ID, "x"); return err },
			func(tx store.Tx) error { _, err := b.Deliveries(tx, e.ID, "", 1); return err },
		} {
			if err := b.db.Write(b.t.Context(), fn); fault.KindOf(err) != fault.NotFound {
				b.t.Errorf("of an endpoint that is not there: %v", err)
			}
		}
	})
}

func TestWhatIsNoEndpoint(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.o.Check = outgoing.Options{}.Check
		for _, e := range []Endpoint{
			{URL: ""}, {URL: "ftp://example.ca/"}, {URL: "https:///x"}, {URL: "https://a:b@example.ca/"}, {URL: "https://example.ca/#x"}, {URL: "/x"},
			{URL: "https://example.ca/" + strings.Repeat("x", mostURL)}, {URL: "https://example.ca/", Types: []string{"person.eaten"}},
			{URL: "http://127.0.0.1/"}, {URL: "https://169.254.169.254/latest"}, {URL: "https://example.ca:22/"},
		} {
			err := b.db.Write(b.t.Context(), func(tx store.Tx) error {
				_, _, err := b.Create(tx, e)
				return err
			})
			if fault.KindOf(err) != fault.Invalid {
				b.t.Errorf("%.60s: %v", e.URL, err)
			}
		}
	})
}

// The guard stands between an endpoint and the inside of the network, also when a name leads there.
func TestTheGuardIsAsked(t *testing.T) {
	onBoth(t, func(b *bench) {
		e, _ := b.create()
		b.o.Client = outgoing.New(outgoing.Options{})
		b.publish("person.created")
		b.drain()
		if d := b.deliveries(e.ID)[0]; len(b.got) != 0 || d.Problem != "refused" {
			b.t.Errorf("%d requests, %+v", len(b.got), d)
		}
	})
}
