package mail

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// How mail is tried: fifteen tries take two days, after which a code has long expired
// and a message is told to be lost.
const (
	maxTries = 15
	sendTime = time.Minute
)

// stale is how old an urgent message may be when a mail server is there at last. What
// it says has expired by then.
const stale = time.Hour

// leaveKept is how long the link at the foot of a message works.
const leaveKept = 400 * 24 * time.Hour

func (b *Outbox) defineJobs() {
	q := b.o.Queue
	b.urgent = jobs.Define(q, "mail.urgent", b.deliver, jobs.MaxTries(maxTries), jobs.Timeout(sendTime), jobs.Urgent())
	b.rest = jobs.Define(q, "mail.send", b.deliver, jobs.MaxTries(maxTries), jobs.Timeout(sendTime))
	b.digest = jobs.Define(q, "mail.digest", b.gather, jobs.Unique())
	b.urgent.OnLost(b.lose)
	b.rest.OnLost(b.lose)
	q.Every("mail.tidy", 24*time.Hour, b.tidy)
}

// Resume lets go out what waited for a mail server; called once at the start. Codes
// that have expired meanwhile do not go.
func (b *Outbox) Resume(ctx context.Context) error {
	if !b.Sends() {
		return nil
	}
	return b.o.DB.Write(ctx, func(tx store.Tx) error {
		stranded, err := selectStranded(tx)
		if err != nil {
			return err
		}
		for _, e := range stranded {
			if e.urgent && b.o.Clock.Now().Sub(e.Made) > stale {
				err = updateState(tx, e.ID, Failed, "stale", e.Tries)
			} else {
				err = b.requeue(tx, e)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// requeue gives an entry a job.
func (b *Outbox) requeue(tx store.Tx, e entry) error {
	if err := updateQueued(tx, e.ID, true); err != nil {
		return err
	}
	if e.urgent {
		return b.urgent.Enqueue(tx, e.ID, e.Due)
	}
	return b.rest.Enqueue(tx, e.ID, e.Due)
}

// deliver sends one entry.
func (b *Outbox) deliver(ctx context.Context, id string) error {
	var e entry
	var d draft
	err := b.o.DB.Write(ctx, func(tx store.Tx) (err error) {
		if e, err = selectEntry(tx, id); err != nil || e.State != Waiting {
			return err
		}
		if !b.Sends() {
			return updateQueued(tx, id, false)
		}
		if wanted, err := b.wanted(tx, &e); err != nil || !wanted {
			return err
		}
		d, err = b.draft(tx, e)
		return err
	})
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && (e.State != Waiting || !b.Sends()):
		return nil // erased, sent, or back to waiting for a server
	case err != nil:
		return err
	}
	sent := b.o.Server.send(ctx, d)
	return b.note(context.WithoutCancel(ctx), e, sent)
}

// wanted says whether an entry still is, and notes it when its reader stopped such
// messages while it waited.
func (b *Outbox) wanted(tx store.Tx, e *entry) (bool, error) {
	if e.urgent {
		return true, nil
	}
	chosen, err := selectChoices(tx, e.whom)
	if err != nil || b.way(chosen, e.topic) != Never {
		return err == nil, err
	}
	e.State = Unwanted
	return false, updateState(tx, e.ID, Unwanted, "", e.Tries)
}

// note keeps what became of a try. What the server refuses for good is no failure of
// the job.
func (b *Outbox) note(ctx context.Context, e entry, sent error) error {
	why, forGood := reason(sent)
	err := b.o.DB.Write(ctx, func(tx store.Tx) error {
		switch {
		case sent == nil:
			return updateSent(tx, e.ID, e.Tries+1, b.o.Clock.Now())
		case forGood:
			return updateState(tx, e.ID, Refused, why, e.Tries+1)
		}
		return updateState(tx, e.ID, Waiting, why, e.Tries+1)
	})
	if err != nil {
		return err
	}
	if sent != nil && forGood {
		b.o.Log.Warn("a message was refused", "message", e.ID, "why", why)
		return nil
	}
	return sent
}

// lose notes that a message was given up.
func (b *Outbox) lose(tx store.Tx, id string, _ error) error {
	e, err := selectEntry(tx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil || e.State != Waiting {
		return err
	}
	return updateState(tx, id, Failed, e.Why, e.Tries)
}

// gather makes one message of what is held for somebody.
func (b *Outbox) gather(ctx context.Context, whom string) error {
	return b.o.DB.Write(ctx, func(tx store.Tx) error {
		held, err := selectHeld(tx, whom)
		if err != nil {
			return err
		}
		var still []entry
		for _, h := range held {
			wanted, err := b.wanted(tx, &h)
			if err == nil && wanted {
				still = append(still, h)
				err = updateDigested(tx, h.ID)
			}
			if err != nil {
				return err
			}
		}
		if len(still) == 0 {
			return nil
		}
		return b.put(tx, b.digestOf(still))
	})
}

// digestOf is one message of several. The link at its foot is about their topic when
// they have one in common.
func (b *Outbox) digestOf(held []entry) entry {
	now, last, c := b.o.Clock.Now(), held[len(held)-1], b.together(held)
	e := entry{ID: b.o.NewID(), whom: last.whom, to: last.to, topic: last.topic, content: &c, State: Waiting, Made: now, Due: now}
	for _, h := range held {
		if h.topic != last.topic {
			e.topic = ""
		}
	}
	return e
}

// together joins messages, oldest first, in every language that all of them have; a
// reader whose language became known meanwhile gets each in the languages it was
// written in.
func (b *Outbox) together(held []entry) content {
	byTag := map[lang.Tag][]part{}
	for _, h := range held {
		for _, p := range *h.content {
			byTag[p.Tag] = append(byTag[p.Tag], p)
		}
	}
	var c content
	for _, tag := range b.o.Languages {
		parts := byTag[tag]
		if len(parts) == 0 {
			continue
		}
		c = append(c, part{Tag: tag, Subject: words.Say(tag, "digest.subject", lang.A{"n": len(parts), "site": b.o.Name(tag)}), Items: parts})
	}
	return c
}

// tidy takes away what is older than it is kept.
func (b *Outbox) tidy(ctx context.Context) error {
	now := b.o.Clock.Now()
	return b.o.DB.Write(ctx, func(tx store.Tx) error {
		if err := blankSent(tx, now.Add(-b.o.Keep)); err != nil {
			return err
		}
		return deleteLeaves(tx, now.Add(-leaveKept))
	})
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
