package main

import (
	"fmt"
	"slices"
	"strings"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// notCopied are tables, by the beginning of their names, whose rows are of the machine and not of what somebody did; and
// the audit trail, which is written on.
var notCopied = []string{"identity_session", "identity_login", "identity_limit", "identity_chain", "identity_audit", "identity_start",
	"jobs_", "webhook_", "api_", "seal_", "store_", "certificate_"}

const (
	statementTable = "records_statement"
	mentionTable   = "records_mention"
	trailTable     = "identity_audit"
)

// value is a value of a row of a model: a constant, a text, or a number that is another of each copy.
type value struct {
	what  byte // 0: same; t: text; b: bytes; s: place in the record; a: key of the account; m: key of the mailbox; n: moment in milliseconds; u: in seconds; p: place in a status list
	same  any
	text  pattern
	n     int64 // s, n, u: the moment; p: the place
	order int64 // s: which of those of the moment
}

// template is a table with the rows of a model in it.
type template struct {
	table   string
	columns []string
	rows    [][]value
	foreign []int // of the record: rows that another program told, by a mailbox
}

// stencil is everything of a model.
type stencil struct {
	ids        []string
	tables     []*template
	trail      [][]value
	statements int
}

// reading is the database while it is being read.
type reading struct {
	models  []*model
	rows    map[string][][]any // by table
	columns map[string][]string
	owner   map[string]int   // of ids and mailboxes: the model
	seqs    map[int64]int    // of places in the record
	order   map[int64]int64  // of places: which of its moment's
	own     []map[string]int // of each model: its ids
}

// read makes stencils of what the models did.
func read(tx store.Tx, models []*model) ([]*stencil, error) {
	r := &reading{models: models, rows: map[string][][]any{}, columns: map[string][]string{}, owner: map[string]int{}, seqs: map[int64]int{}, order: map[int64]int64{}}
	for i, m := range models {
		r.owner[anID.FindString(string(m.person.ID))], r.owner[anID.FindString(string(m.person.Actor))], r.owner[string(m.person.Email)] = i, i, i
	}
	schema, err := store.Schema(tx)
	if err != nil {
		return nil, err
	}
	for _, t := range schema {
		if t.Name != trailTable && slices.ContainsFunc(notCopied, func(s string) bool { return strings.HasPrefix(t.Name, s) }) {
			continue
		}
		if err := r.table(tx, t); err != nil {
			return nil, err
		}
	}
	r.places()
	r.share()
	out := make([]*stencil, len(models))
	for i := range models {
		out[i] = r.stencil(i, schema)
	}
	return out, nil
}

func (r *reading) table(tx store.Tx, t store.Table) error {
	for _, c := range t.Columns {
		r.columns[t.Name] = append(r.columns[t.Name], c.Name)
	}
	rows, err := tx.Query("SELECT " + strings.Join(r.columns[t.Name], ", ") + " FROM " + t.Name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		r.rows[t.Name] = append(r.rows[t.Name], values)
	}
	return rows.Err()
}

// places notes whose the places in the record are, and counts those of one moment.
func (r *reading) places() {
	at := slices.Index(r.columns[statementTable], "seq")
	var all []int64
	for _, row := range r.rows[statementTable] {
		seq := row[at].(int64)
		all = append(all, seq)
		if i, ok := r.of(statementTable, row); ok {
			r.seqs[seq] = i
		}
	}
	slices.Sort(all)
	for i, seq := range all {
		if i > 0 && all[i-1]>>seqBits == seq>>seqBits {
			r.order[seq] = r.order[all[i-1]] + 1
		}
	}
}

// seqBits are the bits of a place below its moment; see records, statement_keep.go.
const seqBits = 20

// texts are what a row says.
func texts(row []any) (all []string) {
	for _, v := range row {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case []byte:
			all = append(all, string(v))
		}
	}
	return all
}

// of says whose a row is.
func (r *reading) of(table string, row []any) (int, bool) {
	for i, name := range r.columns[table] {
		if name == "seq" && strings.HasPrefix(table, "records_") {
			if at, ok := r.seqs[row[i].(int64)]; ok {
				return at, true
			}
		}
	}
	for _, text := range texts(row) {
		for _, id := range anID.FindAllString(text, -1) {
			if i, ok := r.owner[id]; ok {
				return i, true
			}
		}
		for _, mail := range aMail.FindAllString(text, -1) {
			if i, ok := r.owner[mail]; ok {
				return i, true
			}
		}
	}
	return 0, false
}

// everybody stands for what is of no model, or of more than one.
const everybody = -1

// share finds which ids are of one model alone: they stand in no row of anybody else. The trail, whose lines often name
// nothing but what was made, is read by them.
func (r *reading) share() {
	whose := map[string]int{}
	for table, rows := range r.rows {
		for _, row := range rows {
			i, ok := r.of(table, row)
			if !ok && table == trailTable {
				continue
			}
			if !ok {
				i = everybody
			}
			for _, text := range texts(row) {
				for _, id := range anID.FindAllString(text, -1) {
					if was, known := whose[id]; known && was != i {
						whose[id] = everybody
					} else {
						whose[id] = i
					}
				}
			}
		}
	}
	r.own = make([]map[string]int, len(r.models))
	for i := range r.own {
		r.own[i] = map[string]int{}
	}
	for id, i := range whose {
		if i != everybody {
			r.own[i][id] = len(r.own[i])
			r.owner[id] = i
		}
	}
}

func (r *reading) stencil(i int, schema []store.Table) *stencil {
	s := &stencil{ids: make([]string, len(r.own[i]))}
	for id, at := range r.own[i] {
		s.ids[at] = id
	}
	for _, t := range schema {
		one := &template{table: t.Name, columns: r.columns[t.Name]}
		for _, row := range r.rows[t.Name] {
			if whose, ok := r.of(t.Name, row); !ok || whose != i {
				continue
			}
			one.rows = append(one.rows, r.values(i, t.Name, row))
		}
		switch {
		case len(one.rows) == 0:
		case t.Name == trailTable:
			s.trail = one.rows
		default:
			s.tables = append(s.tables, one)
		}
		if t.Name == statementTable {
			s.statements = len(one.rows)
			one.foreign = r.foreign(one)
		}
	}
	return s
}

// foreign are the rows of the record that nobody here owns.
func (r *reading) foreign(t *template) (rows []int) {
	at := slices.Index(t.columns, "owner")
	for i, row := range t.rows {
		if len(row[at].text) == 1 && row[at].text[0].text == "" {
			rows = append(rows, i)
		}
	}
	return rows
}

// values reads a row of a model.
func (r *reading) values(i int, table string, row []any) []value {
	p := r.models[i].person
	out := make([]value, len(row))
	for at, v := range row {
		name := r.columns[table][at]
		switch v := v.(type) {
		case string:
			out[at] = value{what: 't', text: parse(v, r.own[i])}
		case []byte:
			out[at] = value{what: 'b', text: parse(string(v), r.own[i])}
		case int64:
			out[at] = value{same: v}
			switch {
			case name == "seq" && strings.HasPrefix(table, "records_"):
				out[at] = value{what: 's', n: v >> seqBits, order: r.order[v]}
			case table == mentionTable && name == "key" && v == mentionKey(xapi.AccountKey(homePage, string(p.Actor))):
				out[at] = value{what: 'a'}
			case table == mentionTable && name == "key" && v == mentionKey("mbox:mailto:"+string(p.Email)):
				out[at] = value{what: 'm'}
			case table == "credential_certificate" && name == "place":
				out[at] = value{what: 'p', n: v}
			case table != mentionTable && v > 1_500_000_000_000 && v < 4_000_000_000_000:
				out[at] = value{what: 'n', n: v}
			case table != mentionTable && v > 1_600_000_000 && v < 2_100_000_000:
				out[at] = value{what: 'u', n: v}
			}
		default:
			out[at] = value{same: v}
		}
	}
	return out
}
