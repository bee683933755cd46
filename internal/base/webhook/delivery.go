package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// State is where a delivery stands.
type State string

// The states of deliveries.
const (
	Waiting   State = "waiting"   // it is sent, or sent again, when its time comes
	Delivered State = "delivered" // the endpoint answered 2xx
	Lost      State = "lost"      // given up after the last try, or the endpoint was switched off
)

// Delivery is an event on its way to an endpoint.
type Delivery struct {
	ID       string // the webhook-id
	Endpoint string
	Type     string
	Body     string // the payload
	Made     time.Time
	State    State
	Tries    int
	Status   int    // HTTP's, of the last try; 0 when there was no answer
	Problem  string // why the last try failed, in one word: "answer", "refused", "unreachable"
}

// delivery is the argument of a job.
type delivery struct {
	ID string `json:"id"`
}

// payload is what is sent (Standard Webhooks, "Payload structure").
type payload struct {
	Type      string            `json:"type"`
	Timestamp string            `json:"timestamp"`
	Data      map[string]string `json:"data"`
}

// Publish tells every endpoint that wants it what happened, in the transaction in which it does.
//
// An event without a type is told to nobody.
func (h *Hooks) Publish(tx store.Tx, e Event) error {
	if e.Type == "" {
		return nil
	}
	endpoints, err := selectEndpoints(tx)
	if err != nil {
		return err
	}
	for _, to := range endpoints {
		if !to.Wants(e.Type) {
			continue
		}
		if _, err := h.post(tx, to.ID, e); err != nil {
			return err
		}
	}
	return nil
}

// Test sends an endpoint an event that means nothing, also when it is off for others.
func (h *Hooks) Test(tx store.Tx, id string) (Delivery, error) {
	e, err := h.Endpoint(tx, id)
	if err != nil {
		return Delivery{}, err
	}
	if e.Off {
		return Delivery{}, fault.New(fault.Conflict, words, "off")
	}
	return h.post(tx, id, Event{Type: TestType, Data: map[string]string{"webhook": id}})
}

func (h *Hooks) post(tx store.Tx, endpoint string, e Event) (Delivery, error) {
	now := h.o.Clock.Now()
	body, err := json.Marshal(payload{Type: e.Type, Timestamp: lang.Machine(now), Data: e.Data})
	if err != nil {
		return Delivery{}, err
	}
	d := Delivery{ID: "msg_" + clock.NewID(), Endpoint: endpoint, Type: e.Type, Body: string(body), Made: now, State: Waiting}
	if err := insertDelivery(tx, d); err != nil {
		return Delivery{}, err
	}
	return d, h.send.Enqueue(tx, delivery{d.ID}, time.Time{})
}

// Deliveries lists what went to an endpoint, the newest first, from before an id on when one is given.
func (h *Hooks) Deliveries(tx store.Tx, endpoint, before string, most int) ([]Delivery, error) {
	if _, err := h.Endpoint(tx, endpoint); err != nil {
		return nil, err
	}
	return selectDeliveries(tx, endpoint, before, most)
}

// Again sends a delivery again that was lost.
func (h *Hooks) Again(tx store.Tx, endpoint, id string) (Delivery, error) {
	d, ok, err := selectDelivery(tx, id)
	switch {
	case err != nil:
		return Delivery{}, err
	case !ok || d.Endpoint != endpoint:
		return Delivery{}, fault.New(fault.NotFound, words, "no-delivery")
	case d.State == Waiting:
		return d, nil
	}
	d.State = Waiting
	if err := updateDelivery(tx, d); err != nil {
		return Delivery{}, err
	}
	return d, h.send.Enqueue(tx, delivery{d.ID}, time.Time{})
}

// deliver is one try of the job.
func (h *Hooks) deliver(ctx context.Context, arg delivery) error {
	var d Delivery
	var to Endpoint
	var sealed string
	var ok bool
	err := h.o.DB.Read(ctx, func(tx store.Tx) (err error) {
		if d, ok, err = selectDelivery(tx, arg.ID); err == nil && ok {
			to, sealed, ok, err = selectEndpoint(tx, d.Endpoint)
		}
		return err
	})
	if err != nil {
		return err
	}
	if !ok || d.State != Waiting {
		return nil // removed, or told already by a try whose end was not kept
	}
	if to.Off {
		return jobs.GiveUp(errors.New("the endpoint is off"))
	}
	status, failure := h.try(ctx, d, to, sealed)
	d.Tries, d.Status, d.Problem = d.Tries+1, status, problemOf(status, failure)
	if failure == nil {
		d.State = Delivered
	}
	if err := h.note(ctx, d, to, failure); err != nil {
		return err
	}
	if status == http.StatusGone {
		return jobs.GiveUp(failure)
	}
	return failure
}

// mostAnswer bounds what is read of an answer, which nobody looks at.
const mostAnswer = 4 << 10

// try sends a delivery once.
func (h *Hooks) try(ctx context.Context, d Delivery, to Endpoint, sealed string) (status int, err error) {
	secret, err := h.o.Keys.Open(purpose(to.ID), sealed)
	if err != nil {
		return 0, err
	}
	now := h.o.Clock.Now()
	signature, err := sign(string(secret), d.ID, now, []byte(d.Body))
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader([]byte(d.Body)))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Atelier-Webhook/1")
	r.Header.Set("webhook-id", d.ID)
	r.Header.Set("webhook-timestamp", stamp(now))
	r.Header.Set("webhook-signature", signature)
	answer, err := h.o.Client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, mostAnswer))
	if answer.StatusCode/100 != 2 {
		return answer.StatusCode, fmt.Errorf("answered %d", answer.StatusCode)
	}
	return answer.StatusCode, nil
}

// problemOf is why a try failed, in one word that says nothing of the inside of a network.
func problemOf(status int, err error) string {
	switch {
	case err == nil:
		return ""
	case status != 0:
		return "answer"
	case fault.KindOf(err) == fault.Invalid:
		return "refused"
	}
	return "unreachable"
}

// note keeps how a try ended, and switches an endpoint off that is gone.
func (h *Hooks) note(ctx context.Context, d Delivery, to Endpoint, failure error) error {
	return h.o.DB.Write(ctx, func(tx store.Tx) error {
		if err := updateDelivery(tx, d); err != nil {
			return err
		}
		switch {
		case failure == nil:
			return clearFailed(tx, to.ID)
		case d.Status == http.StatusGone:
			return h.switchOff(tx, to, WhyGone)
		}
		return markFailed(tx, to.ID, h.o.Clock.Now())
	})
}

// lost is called when a delivery was given up: its endpoint is switched off when it took nothing for days.
func (h *Hooks) lost(tx store.Tx, arg delivery, _ error) error {
	d, ok, err := selectDelivery(tx, arg.ID)
	if err != nil || !ok || d.State == Delivered {
		return err
	}
	d.State = Lost
	if err := updateDelivery(tx, d); err != nil {
		return err
	}
	e, _, ok, err := selectEndpoint(tx, d.Endpoint)
	if err != nil || !ok || e.Off || e.Failed.IsZero() || h.o.Clock.Now().Sub(e.Failed) < patience {
		return err
	}
	return h.switchOff(tx, e, WhyFailing)
}

func (h *Hooks) switchOff(tx store.Tx, e Endpoint, why string) error {
	e.Off, e.Why = true, why
	if _, err := updateEndpoint(tx, e); err != nil {
		return err
	}
	if h.o.Off == nil {
		return nil
	}
	return h.o.Off(tx, e)
}

// forget removes deliveries that are over and old.
func (h *Hooks) forget(ctx context.Context) error {
	return h.o.DB.Write(ctx, func(tx store.Tx) error { return deleteDeliveries(tx, h.o.Clock.Now().Add(-keptFor)) })
}
