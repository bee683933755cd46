package records

import (
	"context"
	"time"
)

// through is the moment until which everything that was stored can be read, when it is now: that of the oldest write under
// way, of any node, whoever writes. Where the database does not answer, neither will the request.
func (d *doors) through(ctx context.Context, now time.Time) time.Time {
	age, err := d.DB.Unfinished(ctx)
	if err != nil || age == 0 {
		return now
	}
	return now.Add(-age - time.Millisecond)
}
