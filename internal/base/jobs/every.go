package jobs

import (
	"context"
	"strings"
	"time"

	"atelier/internal/base/store"
)

// round is periodic work. next is the earliest time at which this node has to ask
// whether the next period was begun.
type round struct {
	kind   *kind
	period time.Duration
	next   time.Time
}

// Every defines work that is done once in every period, over all nodes: each hour
// or day of UTC, for a period of that length. It is done at once when the present
// period was not begun, so also when the program starts for the first time; periods
// that were missed are not made up for. What fails is tried again like any job.
func (q *Queue) Every(name string, period time.Duration, do func(ctx context.Context) error, options ...Option) {
	k := Define(q, name, func(ctx context.Context, _ struct{}) error { return do(ctx) }, options...)
	q.rounds = append(q.rounds, round{kind: k.kind, period: period})
}

// beginRounds enqueues the periodic work whose time has come and says when the next
// comes; the zero time when there is none.
func (q *Queue) beginRounds(ctx context.Context) (next time.Time, err error) {
	now := q.clock.Now()
	for i := range q.rounds {
		r := &q.rounds[i]
		if !now.Before(r.next) {
			start := now.Truncate(r.period)
			err := q.db.Write(ctx, func(tx store.Tx) error { return q.begin(tx, r, start) })
			if err != nil {
				return time.Time{}, err
			}
			r.next = start.Add(r.period)
		}
		if next.IsZero() || r.next.Before(next) {
			next = r.next
		}
	}
	return next, nil
}

func (q *Queue) begin(tx store.Tx, r *round, start time.Time) error {
	fresh, err := beginRound(tx, r.kind.name, start.UnixMilli())
	if err != nil || !fresh {
		return err
	}
	busy, err := underWay(tx, r.kind.name)
	if err != nil || busy {
		return err
	}
	return q.enqueue(tx, r.kind, "{}", time.Time{})
}

// moment is a time as it is kept, in milliseconds since 1970.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
}
