package records

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

type statementRow struct {
	seq    Seq
	id     string
	owner  string
	source string
	body   []byte
}

// batches are how many rows one INSERT has: few sizes, so that the databases keep few
// statements prepared.
var batches = []int{64, 16, 4, 1}

// insertRows runs an INSERT, given up to its VALUES and from behind them, for rows of so
// many values, one row after the other. It returns how many were inserted.
func insertRows(tx store.Tx, head, tail string, width int, values []any) (int, error) {
	one := "(?" + strings.Repeat(", ?", width-1) + ")"
	inserted := 0
	for len(values) > 0 {
		n := 1
		for _, size := range batches {
			if size*width <= len(values) {
				n = size
				break
			}
		}
		result, err := tx.Exec(head+" VALUES "+one+strings.Repeat(", "+one, n-1)+tail, values[:n*width]...)
		if err != nil {
			return 0, err
		}
		count, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		inserted += int(count)
		values = values[n*width:]
	}
	return inserted, nil
}

func insertStatements(tx store.Tx, entries []entry) (int, error) {
	values := make([]any, 0, 6*len(entries))
	for _, e := range entries {
		values = append(values, int64(e.seq), e.id, e.owner, e.source, string(e.body), 1)
	}
	return insertRows(tx, "INSERT INTO records_statement (seq, id, owner, source, body, indexed)", " ON CONFLICT (id) DO NOTHING", 6, values)
}

// insertMentions lets entries be found. The rows go in in the order of the index, in which
// those of a batch that share a key are neighbours.
func insertMentions(tx store.Tx, entries []entry) error {
	type row struct {
		mention
		seq Seq
	}
	var rows []row
	for _, e := range entries {
		for _, m := range e.mentions.all {
			rows = append(rows, row{m, e.seq})
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.role, b.role), cmp.Compare(a.seq, b.seq))
	})
	values := make([]any, 0, 3*len(rows))
	for _, r := range rows {
		values = append(values, r.key, int64(r.role), int64(r.seq))
	}
	_, err := insertRows(tx, "INSERT INTO records_mention (key, role, seq)", "", 3, values)
	return err
}

func insertFiles(tx store.Tx, entries []entry) error {
	var values []any
	for _, e := range entries {
		for i, f := range e.files {
			values = append(values, int64(e.seq), i, f.sha2, f.kind, f.blob)
		}
	}
	_, err := insertRows(tx, "INSERT INTO records_attachment (seq, place, sha2, kind, bytes_blob)", "", 5, values)
	return err
}

func insertReferences(tx store.Tx, entries []entry) error {
	var values []any
	for _, e := range entries {
		values = append(values, e.target, int64(e.seq))
	}
	_, err := insertRows(tx, "INSERT INTO records_reference (target, seq)", "", 2, values)
	return err
}

// adopt lets a statement be found by all that another one is found by, up to a bound; what
// that one is itself comes first. It returns how many mentions are new.
func adopt(tx store.Tx, target string, seq Seq) (int, error) {
	result, err := tx.Exec(`INSERT INTO records_mention (key, role, seq)
		SELECT m.key, m.role, CAST(? AS BIGINT) FROM records_statement AS s JOIN records_mention AS m ON m.seq = s.seq WHERE s.id = ?
		ORDER BY m.role, m.key LIMIT ? ON CONFLICT DO NOTHING`, int64(seq), target, mostAdopted)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// takeBack notes that a statement takes another back. One that itself takes back cannot be
// taken back (2.3.2).
func takeBack(tx store.Tx, e entry) error {
	row, err := selectStatement(tx, e.target)
	if err != nil {
		return err
	}
	if row != nil {
		if f, err := xapi.ParseStatement(row.body, xapi.V2); err == nil && f.Voids() {
			return nil
		}
	}
	if _, err := tx.Exec("INSERT INTO records_void (target, seq) VALUES (?, ?) ON CONFLICT (target) DO NOTHING", e.target, int64(e.seq)); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM records_void WHERE target = ?", e.id)
	return err
}

type reference struct {
	target string
	seq    Seq
}

func selectReferences(tx store.Tx, ids []string) ([]reference, error) {
	var all []reference
	err := byIDs(tx, "SELECT target, seq FROM records_reference WHERE target", ids, func(rows *store.Rows) error {
		var p reference
		all = append(all, p)
		return rows.Scan(&all[len(all)-1].target, &all[len(all)-1].seq)
	})
	return all, err
}

// byIDs asks for rows with one of many ids. The sizes of the lists are few; what is too
// much of one is an id that nothing has.
func byIDs(tx store.Tx, query string, ids []string, each func(*store.Rows) error) error {
	for len(ids) > 0 {
		n := min(len(ids), batches[0])
		size := 1
		for size < n {
			size *= 4
		}
		args := make([]any, size)
		for i := range args {
			args[i] = ""
			if i < n {
				args[i] = ids[i]
			}
		}
		if err := eachRow(tx, query+" IN (?"+strings.Repeat(", ?", size-1)+")", args, each); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

func eachRow(tx store.Tx, query string, args []any, each func(*store.Rows) error) error {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// statementColumns are what scanStatement reads.
const statementColumns = "seq, id, owner, source, body"

func scanStatement(rows interface{ Scan(...any) error }) (statementRow, error) {
	var row statementRow
	err := rows.Scan(&row.seq, &row.id, &row.owner, &row.source, &row.body)
	return row, err
}

// selectByIDs reads those entries that are there.
func selectByIDs(tx store.Tx, entries []entry) (map[string]statementRow, error) {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.id
	}
	there := map[string]statementRow{}
	err := byIDs(tx, "SELECT "+statementColumns+" FROM records_statement WHERE id", ids, func(rows *store.Rows) error {
		row, err := scanStatement(rows)
		there[row.id] = row
		return err
	})
	return there, err
}

// selectStatement reads a statement, taken back or not; nil when there is none.
func selectStatement(tx store.Tx, id string) (*statementRow, error) {
	row, err := scanStatement(tx.QueryRow("SELECT "+statementColumns+" FROM records_statement WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &row, err
}

func selectID(tx store.Tx, seq Seq) (id string, err error) {
	err = tx.QueryRow("SELECT id FROM records_statement WHERE seq = ?", int64(seq)).Scan(&id)
	return id, err
}

func selectVoided(tx store.Tx, id string) (yes bool, err error) {
	var n int
	err = tx.QueryRow("SELECT count(*) FROM records_void WHERE target = ?", id).Scan(&n)
	return n > 0, err
}

// selectFiles reads the attachments of statements, in the order of the statements.
func selectFiles(tx store.Tx, seqs []Seq) ([]file, error) {
	var all []file
	for _, seq := range seqs {
		err := eachRow(tx, "SELECT sha2, kind, bytes_blob FROM records_attachment WHERE seq = ? ORDER BY place", []any{int64(seq)}, func(rows *store.Rows) error {
			var f file
			err := rows.Scan(&f.sha2, &f.kind, &f.blob)
			all = append(all, f)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// selectStatements reads what this site wrote of an owner.
func selectStatements(tx store.Tx, owner identity.Actor, after Seq, limit int) ([]statementRow, error) {
	return statementRows(tx, "SELECT "+statementColumns+" FROM records_statement WHERE owner = ? AND seq > ? AND source = '' ORDER BY seq LIMIT ?", string(owner), int64(after), limit)
}

// selectOwners reads whose statements this site wrote, in the order of their names.
func selectOwners(tx store.Tx, after identity.Actor, limit int) (all []identity.Actor, err error) {
	err = eachRow(tx, "SELECT DISTINCT owner FROM records_statement WHERE owner > ? AND source = '' ORDER BY owner LIMIT ?", []any{string(after), limit}, func(rows *store.Rows) error {
		var owner identity.Actor
		err := rows.Scan(&owner)
		all = append(all, owner)
		return err
	})
	return all, err
}

// selectLines reads what was kept between two places, whoever wrote it.
func selectLines(tx store.Tx, after, before Seq, limit int) ([]statementRow, error) {
	return statementRows(tx, "SELECT "+statementColumns+" FROM records_statement WHERE seq > ? AND seq < ? AND body <> '' ORDER BY seq LIMIT ?", int64(after), int64(before), limit)
}

func countAfter(tx store.Tx, after Seq, most int) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM (SELECT 1 FROM records_statement WHERE seq > ? LIMIT ?) AS behind", int64(after), most).Scan(&n)
	return n, err
}

// selectForeign reads what others wrote of an owner.
func selectForeign(tx store.Tx, owner identity.Actor, after Seq, limit int) ([]statementRow, error) {
	return statementRows(tx, "SELECT "+statementColumns+" FROM records_statement WHERE owner = ? AND seq > ? AND source <> '' ORDER BY seq LIMIT ?", string(owner), int64(after), limit)
}

// selectMentioned reads what others wrote that is found by a key in a role.
func selectMentioned(tx store.Tx, key int64, in role, after Seq, limit int) ([]statementRow, error) {
	return statementRows(tx, `SELECT s.seq, s.id, s.owner, s.source, s.body FROM records_mention AS m JOIN records_statement AS s ON s.seq = m.seq
		WHERE m.key = ? AND m.role = ? AND m.seq > ? AND s.source <> '' ORDER BY m.seq LIMIT ?`, key, int64(in), int64(after), limit)
}

// moveMentions lets all that is found by one key be found by another, and by it alone.
func moveMentions(tx store.Tx, from, to int64) error {
	_, err := tx.Exec("INSERT INTO records_mention (key, role, seq) SELECT CAST(? AS BIGINT), role, seq FROM records_mention WHERE key = ? ON CONFLICT DO NOTHING", to, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM records_mention WHERE key = ?", from)
	return err
}

// deleteFiles forgets the attachments of a statement. The bytes, which another statement
// may have too, go when the place of files is swept.
func deleteFiles(tx store.Tx, seq Seq) error {
	_, err := tx.Exec("DELETE FROM records_attachment WHERE seq = ?", int64(seq))
	return err
}

// deleteFile forgets one attachment of a statement.
func deleteFile(tx store.Tx, seq Seq, sha2 string) error {
	_, err := tx.Exec("DELETE FROM records_attachment WHERE seq = ? AND sha2 = ?", int64(seq), sha2)
	return err
}

func statementRows(tx store.Tx, query string, args ...any) ([]statementRow, error) {
	var out []statementRow
	err := eachRow(tx, query, args, func(rows *store.Rows) error {
		row, err := scanStatement(rows)
		out = append(out, row)
		return err
	})
	return out, err
}

func moveStatements(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec("UPDATE records_statement SET owner = ? WHERE owner = ?", string(to), string(from))
	return err
}

// rewrite is for erasure alone.
func rewrite(tx store.Tx, seq Seq, body []byte) error {
	_, err := tx.Exec("UPDATE records_statement SET body = ? WHERE seq = ?", string(body), int64(seq))
	return err
}

// selectUnindexed reads statements that no mention tells of yet, the oldest first.
func selectUnindexed(tx store.Tx, limit int) ([]statementRow, error) {
	return statementRows(tx, "SELECT "+statementColumns+" FROM records_statement WHERE indexed = 0 ORDER BY seq LIMIT ?", limit)
}

// settle gives a statement that was there its place and says that it is found by mentions.
func settle(tx store.Tx, from, to Seq) error {
	_, err := tx.Exec("UPDATE records_statement SET seq = ?, indexed = 1 WHERE seq = ?", int64(to), int64(from))
	return err
}

// lastPlace is the place of the last statement; 0 in an empty record.
func lastPlace(tx store.Tx) (last Seq, err error) {
	err = tx.QueryRow("SELECT COALESCE(MAX(seq), 0) FROM records_statement").Scan(&last)
	return last, err
}

// selectNewest is the statement that was kept last; none in an empty record.
func selectNewest(tx store.Tx) ([]statementRow, error) {
	return statementRows(tx, "SELECT "+statementColumns+" FROM records_statement WHERE body <> '' ORDER BY seq DESC LIMIT 1")
}
