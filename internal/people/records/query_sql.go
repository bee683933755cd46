package records

import (
	"cmp"
	"slices"
	"strings"

	"atelier/internal/base/store"
)

// foundRow is a row that a query led to.
type foundRow struct {
	statementRow
	voided bool // it was taken back
}

// foundColumns are what a query reads of a statement.
const foundColumns = "s.seq, s.id, s.owner, s.source, s.body, (SELECT COUNT(*) FROM records_void AS v WHERE v.target = s.id)"

// rowsOf reads the first n rows that a query leads to, in order, those that were taken back
// too: where they are fewer than n there are no more.
//
// Which they are is asked of the index of mentions alone; only then are the statements read.
// That a further key fits is a question of its own for each row: neither database may turn
// it into a join, one of whose orders reads the statements of all that does not fit.
func (q query) rowsOf(tx store.Tx, n int) ([]foundRow, error) {
	w := &asked{query: q, n: n}
	switch {
	case len(q.keys) == 0:
		w.add("SELECT " + foundColumns + " FROM records_statement AS s WHERE")
		w.between("s.seq")
	case q.keys[0].related: // of both roles, which a statement may have
		w.add("SELECT " + foundColumns + " FROM (SELECT seq FROM (")
		w.places(itself)
		w.add(") AS a UNION SELECT seq FROM (")
		w.places(named)
		w.add(") AS b ORDER BY seq"+w.direction()+" LIMIT ?) AS p JOIN records_statement AS s ON s.seq = p.seq", n)
	default:
		w.add("SELECT " + foundColumns + " FROM (")
		w.places(itself)
		w.add(") AS p JOIN records_statement AS s ON s.seq = p.seq")
	}
	var all []foundRow
	err := eachRow(tx, w.text.String(), w.args, func(rows *store.Rows) error {
		var f foundRow
		var voided int
		err := rows.Scan(&f.seq, &f.id, &f.owner, &f.source, &f.body, &voided)
		f.voided = voided > 0
		all = append(all, f)
		return err
	})
	slices.SortFunc(all, func(a, b foundRow) int {
		if !q.ascending {
			a, b = b, a
		}
		return cmp.Compare(a.seq, b.seq)
	})
	return all, err
}

// asked is a query being written.
type asked struct {
	query
	n    int
	text strings.Builder
	args []any
}

func (w *asked) add(text string, args ...any) {
	w.text.WriteString(text)
	w.args = append(w.args, args...)
}

// places are those that the first key leads to in a role, and that all others fit.
func (w *asked) places(r role) {
	w.add("SELECT m.seq FROM records_mention AS m WHERE m.key = ? AND m.role = ?", w.keys[0].key, int64(r))
	for _, k := range w.keys[1:] {
		roles := "x.role = 0"
		if k.related {
			roles = "x.role IN (0, 1)"
		}
		w.add(" AND (SELECT COUNT(*) FROM records_mention AS x WHERE x.key = ? AND "+roles+" AND x.seq = m.seq) > 0", k.key)
	}
	w.add(" AND")
	w.between("m.seq")
}

// between bounds and orders what is read by its place.
func (w *asked) between(seq string) {
	w.add(" "+seq+" >= ? AND "+seq+" < ? ORDER BY "+seq+w.direction()+" LIMIT ?", int64(w.since), int64(w.until), w.n)
}

func (w *asked) direction() string {
	if w.ascending {
		return ""
	}
	return " DESC"
}
