package records

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// Bounds of one answer to a query.
const (
	mostStatements = 500
	usualLimit     = 100
	mostScanned    = 5000    // rows that are looked at for a key that is bound to a course
	mostRows       = 101     // rows that are read at once
	mostBytes      = 8 << 20 // of statements
)

// The forms in which statements are given (Part Three, 2.1.3).
const (
	exactForm     = "exact"
	idsForm       = "ids"
	canonicalForm = "canonical"
)

// query is what statements are asked for. As a token it is the link to its next page, so
// that the link names nobody and means the same for ever.
type query struct {
	keys        []wanted // all must fit; the first leads
	since       Seq      // later than; the first Seq that fits
	until       Seq      // the first Seq that does not fit any more
	limit       int
	ascending   bool
	attachments bool
	form        string
}

// wanted is a key with the roles that fit.
type wanted struct {
	key     int64
	related bool // named in the statement fits too
}

// queryParameters are those of GET /statements. statementId and voidedStatementId go with
// the last two alone.
var queryParameters = []string{"statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities", "related_agents",
	"since", "until", "limit", "ascending", "format", "attachments", "more"}

// parameters reads the parameters of a request: they have the forms that the values of
// statements have (1.0.3, Part Two, 2.2, XAPI-00012).
type parameters struct {
	values map[string]string
	err    error
}

func (p *parameters) bad(name string) {
	if p.err == nil {
		p.err = fault.New(fault.Invalid, words, "statement.bad-parameter", lang.A{"name": quoted(name)})
	}
}

func (p *parameters) flag(name string) bool {
	v, ok := p.values[name]
	if ok && v != "true" && v != "false" {
		p.bad(name)
	}
	return v == "true"
}

// text is a value that must have a form when it is there.
func (p *parameters) text(name string, form func(string) bool) (string, bool) {
	v, ok := p.values[name]
	if ok && !form(v) {
		p.bad(name)
	}
	return v, ok
}

func (p *parameters) time(name string) (t time.Time, ok bool) {
	v, ok := p.values[name]
	if !ok {
		return t, false
	}
	t, fits := xapi.ParseTime(v)
	if !fits {
		p.bad(name)
	}
	return t, true
}

func (p *parameters) limit() int {
	v, ok := p.values["limit"]
	if !ok {
		return usualLimit
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		p.bad("limit")
	}
	if n == 0 || n > mostStatements {
		return mostStatements
	}
	return n
}

func (p *parameters) form() string {
	v, ok := p.values["format"]
	if !ok {
		return exactForm
	}
	if !slices.Contains([]string{exactForm, idsForm, canonicalForm}, v) {
		p.bad("format")
	}
	return v
}

// parseQuery reads a query from the parameters of a request.
func parseQuery(values map[string]string, e xapi.Edition) (query, error) {
	p := &parameters{values: values}
	q := query{until: 1<<63 - 1, limit: p.limit(), form: p.form(), ascending: p.flag("ascending"), attachments: p.flag("attachments")}
	relatedAgents, relatedActivities := p.flag("related_agents"), p.flag("related_activities")
	if v, ok := p.text("registration", xapi.ValidUUID); ok {
		q.keys = append(q.keys, wanted{mentionKey(registrationKind, strings.ToLower(v)), false})
	}
	if v, ok := values["agent"]; ok {
		who, err := xapi.ParseAgent([]byte(v), e)
		if err != nil || who.Key == "" {
			p.bad("agent")
		}
		q.keys = append(q.keys, wanted{mentionKey(agentKind, who.Key), relatedAgents})
	}
	if v, ok := p.text("activity", xapi.ValidIRI); ok {
		q.keys = append(q.keys, wanted{mentionKey(activityKind, v), relatedActivities})
	}
	if v, ok := p.text("verb", xapi.ValidIRI); ok {
		q.keys = append(q.keys, wanted{mentionKey(verbKind, v), false})
	}
	if t, ok := p.time("since"); ok {
		q.since = firstOf(t) + 1<<seqBits
	}
	if t, ok := p.time("until"); ok {
		q.until = firstOf(t) + 1<<seqBits
	}
	return q, p.err
}

// The flags of a token.
const (
	ascendingFlag = 1 << iota
	attachmentsFlag
)

// tokenVersion is the first byte of a token.
const tokenVersion = 1

var forms = []string{exactForm, idsForm, canonicalForm}

// token is the query as a text for an address.
func (q query) token() string {
	flags := 0
	if q.ascending {
		flags |= ascendingFlag
	}
	if q.attachments {
		flags |= attachmentsFlag
	}
	out := []byte{tokenVersion, byte(flags), byte(slices.Index(forms, q.form)), byte(len(q.keys))}
	for _, w := range q.keys {
		related := byte(0)
		if w.related {
			related = 1
		}
		out = append(binary.BigEndian.AppendUint64(out, uint64(w.key)), related)
	}
	out = binary.AppendVarint(out, int64(q.since))
	out = binary.AppendVarint(out, int64(q.until))
	out = binary.AppendVarint(out, int64(q.limit))
	return base64.RawURLEncoding.EncodeToString(out)
}

// parseToken reads what token wrote.
func parseToken(s string) (query, bool) {
	data, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(data) < 4 || data[0] != tokenVersion || int(data[2]) >= len(forms) || data[3] > 4 || len(data) < 4+9*int(data[3]) {
		return query{}, false
	}
	q := query{ascending: data[1]&ascendingFlag != 0, attachments: data[1]&attachmentsFlag != 0, form: forms[data[2]]}
	rest := data[4:]
	for range data[3] {
		q.keys = append(q.keys, wanted{int64(binary.BigEndian.Uint64(rest)), rest[8] == 1})
		rest = rest[9:]
	}
	r := bytes.NewReader(rest)
	var numbers [3]int64
	for i := range numbers {
		if numbers[i], err = binary.ReadVarint(r); err != nil {
			return query{}, false
		}
	}
	q.since, q.until, q.limit = Seq(numbers[0]), Seq(numbers[1]), int(numbers[2])
	return q, r.Len() == 0 && q.limit > 0 && q.limit <= mostStatements && q.since >= 0 && q.until >= 0
}

// after is the query for what comes behind a place.
func (q query) after(s Seq) query {
	if q.ascending {
		q.since = s + 1
	} else {
		q.until = s
	}
	return q
}

// found is a page of statements. next is the query for more; nil when there are none.
type found struct {
	rows []statementRow
	next *query
}

// find reads a page of a query. What was taken back, and what does not fit a key that is
// bound to a course, is passed over; then a page may hold less than was asked for and
// still have more behind it.
func (q query) find(tx store.Tx, fits func(statementRow) bool) (found, error) {
	var f found
	size, scanned := 0, 0
	for {
		want := min(q.limit-len(f.rows)+1, mostRows)
		if scanned > 0 { // many in a row were passed over, or there are many
			want = mostRows
		}
		rows, err := q.rowsOf(tx, want)
		if err != nil {
			return f, err
		}
		for _, row := range rows {
			if row.voided || !fits(row.statementRow) {
				q = q.after(row.seq)
				continue
			}
			if size += len(row.body); len(f.rows) == q.limit || size > mostBytes && len(f.rows) > 0 {
				f.next = &q
				return f, nil
			}
			f.rows = append(f.rows, row.statementRow)
			q = q.after(row.seq)
		}
		if len(rows) < want {
			return f, nil
		}
		if scanned += len(rows); scanned >= mostScanned {
			f.next = &q
			return f, nil
		}
	}
}
