package records

import (
	"strings"

	"atelier/internal/base/store"
)

// notVoided leaves out what was taken back.
const notVoided = "NOT EXISTS (SELECT 1 FROM records_void AS v WHERE v.target = s.id)"

// rowsOf reads rows that the first key leads to in one role; all rows when there is no key.
func (q query) rowsOf(tx store.Tx, r role, n int) ([]statementRow, error) {
	var b strings.Builder
	var args []any
	seq := "s.seq"
	if len(q.keys) == 0 {
		b.WriteString("SELECT s.seq, s.id, s.owner, s.source, s.body FROM records_statement AS s WHERE " + notVoided)
	} else {
		seq = "m.seq"
		b.WriteString("SELECT s.seq, s.id, s.owner, s.source, s.body FROM records_mention AS m JOIN records_statement AS s ON s.seq = m.seq WHERE m.key = ? AND m.role = ? AND " + notVoided)
		args = append(args, q.keys[0].key, int64(r))
	}
	for _, w := range q.keys[min(1, len(q.keys)):] {
		roles := "x.role = 0"
		if w.related {
			roles = "x.role IN (0, 1)"
		}
		b.WriteString(" AND EXISTS (SELECT 1 FROM records_mention AS x WHERE x.key = ? AND " + roles + " AND x.seq = m.seq)")
		args = append(args, w.key)
	}
	b.WriteString(" AND " + seq + " >= ? AND " + seq + " < ? ORDER BY " + seq)
	args = append(args, int64(q.since), int64(q.until))
	if !q.ascending {
		b.WriteString(" DESC")
	}
	b.WriteString(" LIMIT ?")
	return statementRows(tx, b.String(), append(args, n)...)
}
