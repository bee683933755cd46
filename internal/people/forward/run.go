package forward

import (
	"context"
	"math/rand/v2"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
)

// How a target is served.
const (
	batchSize    = 50
	mostBatches  = 40 // in one run
	mostRefused  = 20 // in a run that sent nothing: the target is switched off
	restTime     = 10 * time.Second
	runTime      = 4 * time.Minute
	firstPause   = 5 * time.Second
	longestPause = time.Hour
)

// Pause is how long a target is left alone after that many tries in vain: 5, 10, 20 s … an hour, a tenth more or less.
func Pause(tries int) time.Duration {
	d := firstPause << min(max(tries-1, 0), 12)
	d = min(d, longestPause)
	return d - d/10 + rand.N(d/5)
}

// run sends what a target has not got yet, and plans the next run. What goes wrong with the target is no error of the job.
func (r *Room) run(ctx context.Context, e errand) error {
	w := &work{Room: r, turn: clock.NewID()}
	if ok, err := w.begin(ctx, e.Target); err != nil || !ok {
		return err
	}
	if err := r.o.Records.Index(ctx, r.o.DB); err != nil {
		return err
	}
	settled, err := r.o.Records.Settled(ctx, r.o.DB)
	if err != nil {
		return err
	}
	if more, err := w.resend(ctx); err != nil || !more {
		return err
	}
	for range mostBatches {
		if more, err := w.batch(ctx, settled); err != nil || !more {
			return err
		}
	}
	return w.plan(ctx, 0)
}

// work is one run.
type work struct {
	*Room
	Target
	secret  string
	turn    string
	sent    int // in this run
	refused int // in this run
}

// begin takes the target; false when there is nothing to do for it.
func (w *work) begin(ctx context.Context, id string) (ok bool, err error) {
	sealed := ""
	err = w.o.DB.Write(ctx, func(tx store.Tx) (err error) {
		if w.Target, sealed, ok, err = selectTarget(tx, id); err != nil || !ok || w.Off {
			ok = false
			return err
		}
		return takeTurn(tx, id, w.turn)
	})
	if err != nil || !ok {
		return false, err
	}
	secret, err := w.o.Keys.Open(purpose(id), sealed)
	w.secret = string(secret)
	return err == nil, err
}

// batch sends the next statements; false when the run is over.
func (w *work) batch(ctx context.Context, settled time.Time) (more bool, err error) {
	var lines []records.Line
	last := w.Place
	err = w.o.DB.Read(ctx, func(tx store.Tx) (err error) {
		lines, last, err = w.o.Records.Lines(tx, records.Selection{Until: settled, Verbs: w.Verbs, Under: w.Course}, w.Place, batchSize)
		if err == nil {
			lines, err = w.may(tx, lines)
		}
		return err
	})
	if err != nil {
		return false, err
	}
	if last == w.Place {
		return false, w.plan(ctx, restTime)
	}
	done := w.deliver(ctx, lines)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if done.wait == nil {
		w.Place = last
	} else if done.upto > w.Place {
		w.Place = done.upto
	}
	return w.note(ctx, done, nil)
}

// may leaves out what this target must not have.
func (w *work) may(tx store.Tx, lines []records.Line) (out []records.Line, err error) {
	known := map[identity.Actor]bool{} // whether they were erased
	for _, l := range lines {
		if len(l.Actors) > 0 && !w.People {
			continue
		}
		erased := false
		for _, a := range l.Actors {
			gone, ok := known[a]
			if !ok {
				if gone, err = w.o.Gone(tx, a); err != nil {
					return nil, err
				}
				known[a] = gone
			}
			erased = erased || gone
		}
		if !erased {
			out = append(out, l)
		}
	}
	return out, nil
}

// resend sends dead letters once more that somebody wants sent; false when the run is over.
func (w *work) resend(ctx context.Context) (more bool, err error) {
	for {
		var dead []Dead
		var lines []records.Line
		err := w.o.DB.Read(ctx, func(tx store.Tx) (err error) {
			lines = nil
			if dead, err = selectDead(tx, w.ID, 0, true, batchSize); err != nil {
				return err
			}
			for _, d := range dead {
				one, _, err := w.o.Records.Lines(tx, records.Selection{}, d.Seq-1, 1)
				if err != nil {
					return err
				}
				lines = append(lines, one...)
			}
			lines, err = w.may(tx, lines)
			return err
		})
		if err != nil || len(dead) == 0 {
			return err == nil, err
		}
		done := w.deliver(ctx, lines)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if more, err := w.note(ctx, done, dead); err != nil || !more {
			return false, err
		}
	}
}

// note writes what became of a delivery; false when the run is over. again are the dead letters that it was about.
func (w *work) note(ctx context.Context, done delivered, again []Dead) (more bool, err error) {
	now := w.o.Clock.Now()
	w.sent += done.sent
	w.refused += len(done.dead)
	if done.wait != nil {
		w.Tries, w.Status, w.Problem = w.Tries+1, done.wait.status, done.wait.problem
		if w.Failed.IsZero() {
			w.Failed = now
		}
	} else {
		w.Tries, w.Failed, w.Status, w.Problem = 0, time.Time{}, 0, ""
	}
	if w.Sent += done.sent; done.sent > 0 {
		w.SentAt = now
	}
	refusing := w.refused >= mostRefused && w.sent == 0
	err = w.o.DB.Write(ctx, func(tx store.Tx) error {
		more = done.wait == nil && !refusing
		mine, err := updateProgress(tx, w.Target, w.turn)
		if err != nil || !mine {
			more = false // another run has the target, or it was removed
			return err
		}
		for _, d := range again {
			if done.wait == nil || d.Seq <= done.upto {
				if err := deleteDead(tx, w.ID, d.Seq); err != nil {
					return err
				}
			}
		}
		for _, d := range done.dead {
			d.Made = now
			if err := upsertDead(tx, w.ID, d); err != nil {
				return err
			}
		}
		on, err := isOn(tx, w.ID)
		switch {
		case err != nil || !on:
			more = false
			return err
		case refusing:
			if err := switchOff(tx, w.ID, WhyRefusing); err != nil {
				return err
			}
			return w.o.Identity.Audit(tx, identity.Event{Do: "forward.stop", On: w.ID, Detail: map[string]string{"why": WhyRefusing}})
		case done.wait != nil:
			return w.send.Enqueue(tx, errand{w.ID}, now.Add(max(Pause(w.Tries), done.wait.after)))
		}
		return nil
	})
	return more, err
}

// plan puts the next run into the queue.
func (w *work) plan(ctx context.Context, in time.Duration) error {
	return w.o.DB.Write(ctx, func(tx store.Tx) error {
		on, err := isOn(tx, w.ID)
		if err != nil || !on {
			return err
		}
		return w.send.Enqueue(tx, errand{w.ID}, w.o.Clock.Now().Add(in))
	})
}
