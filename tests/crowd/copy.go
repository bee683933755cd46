package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/standard/badge"
	"atelier/internal/standard/xapi"
)

// copied is a learner who is a copy.
type copied struct {
	number int // of the learner, beginning behind the models
	days   int // later than the model
	ids    []string
	actor  string
	mail   string
	name   string
}

// The sizes of what is written at once.
const (
	atOnce   = 40   // learners in one transaction
	mostArgs = 3000 // of one INSERT
)

const dayMillis = int64(24 * time.Hour / time.Millisecond)

// copyAll writes copies until there are as many learners and statements as a crowd has. It returns how many statements
// there are.
func copyAll(ctx context.Context, db *store.DB, models []*model, c crowd) (total int, err error) {
	var stencils []*stencil
	err = db.Read(ctx, func(tx store.Tx) (err error) {
		stencils, err = read(tx, models)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, s := range stencils {
		total += s.statements
	}
	p := &press{db: db, models: models, rows: map[string]*sheet{}}
	r := rand.New(rand.NewPCG(c.seed, 3))
	for n := len(models); n < c.learners; n++ {
		at := choose(r, stencils, total-c.statements*n/c.learners, c)
		p.print(stencils[at], p.copy(stencils[at], at, n))
		total += stencils[at].statements
		if n%atOnce == 0 {
			if err := p.write(ctx); err != nil {
				return total, err
			}
		}
		if n%2000 == 0 {
			fmt.Fprintf(os.Stderr, "%d learners, %d statements\n", n, total)
		}
	}
	more, err := p.strangers(ctx, stencils, c, total)
	return total + more, err
}

// choose takes a model by lot; one with few statements when there are too many already (ahead), and the other way round.
func choose(r *rand.Rand, all []*stencil, ahead int, c crowd) int {
	mean := c.statements / c.learners
	at := r.IntN(len(all))
	for range 50 {
		if ahead > 0 == (all[at].statements <= mean) {
			break
		}
		at = r.IntN(len(all))
	}
	return at
}

// sheet is the rows of a table that wait to be written.
type sheet struct {
	columns []string
	rows    [][]any
}

// press writes copies.
type press struct {
	db     *store.DB
	models []*model
	tables []string // in the order in which they are written
	rows   map[string]*sheet
	trail  [][]any
}

// copy is a learner with the ids of a copy.
func (p *press) copy(s *stencil, model, number int) *copied {
	days := daysOf(model, number)
	c := &copied{number: number, days: days, name: nameOf(number), mail: mailbox(number), ids: make([]string, len(s.ids))}
	was := anID.FindString(string(p.models[model].person.Actor))
	for i, id := range s.ids {
		c.ids[i] = idOf(id, number, days)
		if id == was {
			c.actor = "a-" + c.ids[i]
		}
	}
	return c
}

// daysOf is how many days later than its model a copy learns. Copies whose places in the record have the same end, of which
// there are learnersApart, learn on other days.
func daysOf(model, number int) int {
	return (number%learnersApart*7919 + model*104729 + number/learnersApart) % copyDays
}

// A moment of a learner has so many statements at most, and so many learners have places of their own in it.
const (
	statementsAtOnce = 128
	learnersApart    = 1 << seqBits / statementsAtOnce
)

// print puts the rows of a copy onto the sheets.
func (p *press) print(s *stencil, c *copied) {
	for _, t := range s.tables {
		for _, row := range t.rows {
			p.put(t, row, c)
		}
	}
	for _, row := range s.trail {
		p.trail = append(p.trail, c.row(row))
	}
}

func (p *press) put(t *template, row []value, c *copied) {
	one := p.rows[t.table]
	if one == nil {
		one = &sheet{columns: t.columns}
		p.rows[t.table] = one
		p.tables = append(p.tables, t.table)
	}
	one.rows = append(one.rows, c.row(row))
}

// row is a row of a model as it is of a copy.
func (c *copied) row(from []value) []any {
	out := make([]any, len(from))
	for i, v := range from {
		switch v.what {
		case 't':
			out[i] = v.text.of(c)
		case 'b':
			out[i] = []byte(v.text.of(c))
		case 's':
			out[i] = (v.n+int64(c.days)*dayMillis)<<seqBits | int64(c.number%learnersApart)*statementsAtOnce | v.order
		case 'a':
			out[i] = mentionKey(xapi.AccountKey(homePage, c.actor))
		case 'm':
			out[i] = mentionKey("mbox:mailto:" + c.mail)
		case 'n':
			out[i] = v.n + int64(c.days)*dayMillis
		case 'u':
			out[i] = v.n + int64(c.days)*dayMillis/1000
		case 'p':
			out[i] = (int64(c.number)*7 + 3) % badge.ListSize // 7 and the size have no divisor in common
		default:
			out[i] = v.same
		}
	}
	return out
}

// write writes the sheets in one transaction.
func (p *press) write(ctx context.Context) error {
	if one := p.rows[mentionTable]; one != nil { // neighbours in the table are written beside each other
		slices.SortFunc(one.rows, func(a, b []any) int { return cmp.Compare(a[0].(int64), b[0].(int64)) })
	}
	err := p.db.Write(ctx, func(tx store.Tx) error {
		for _, table := range p.tables {
			if err := insert(tx, table, p.rows[table]); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return follow(tx, p.trail)
	})
	for _, one := range p.rows {
		one.rows = one.rows[:0]
	}
	p.trail = p.trail[:0]
	return err
}

func insert(tx store.Tx, table string, s *sheet) error {
	head := "INSERT INTO " + table + " (" + strings.Join(s.columns, ", ") + ") VALUES "
	one := "(?" + strings.Repeat(", ?", len(s.columns)-1) + ")"
	for rows := s.rows; len(rows) > 0; {
		n := 1
		for _, size := range []int{mostArgs / len(s.columns), 16} {
			if size <= len(rows) {
				n = size
				break
			}
		}
		var args []any
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if _, err := tx.Exec(head+one+strings.Repeat(", "+one, n-1), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// follow writes on the audit trail as identity does: each line holds the hash of the one before.
func follow(tx store.Tx, lines [][]any) error {
	if len(lines) == 0 {
		return nil
	}
	var seq int64
	var hash string
	if err := tx.QueryRow("SELECT seq, hash FROM identity_chain WHERE name = 'audit'").Scan(&seq, &hash); err != nil {
		return err
	}
	s := &sheet{columns: []string{"seq", "at", "who", "did", "object", "detail", "hash"}}
	for _, l := range lines {
		seq++
		text, err := json.Marshal([]any{hash, seq, l[1], l[2], l[3], l[4], json.RawMessage(l[5].(string))})
		if err != nil {
			return err
		}
		sum := sha256.Sum256(text)
		hash = hex.EncodeToString(sum[:])
		s.rows = append(s.rows, []any{seq, l[1], l[2], l[3], l[4], l[5], hash})
	}
	if err := insert(tx, trailTable, s); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE identity_chain SET seq = ?, hash = ? WHERE name = 'audit'", seq, hash)
	return err
}

// firstStranger is the number of the first mailbox of somebody who is nobody here.
const firstStranger = 500_000

// strangers writes statements of other programs about people who are nobody here, until there are enough.
func (p *press) strangers(ctx context.Context, stencils []*stencil, c crowd, total int) (n int, err error) {
	var one *stencil
	for _, s := range stencils {
		for _, t := range s.tables {
			if len(t.foreign) > 0 {
				one = s
			}
		}
	}
	for ; one != nil && total+n < c.statements; n++ {
		copy := p.copy(one, slices.Index(stencils, one), firstStranger+n)
		copy.mail = mailbox(firstStranger + n%(5*c.learners))
		p.told(one, copy, n)
		if n%2000 == 0 {
			if err := p.write(ctx); err != nil {
				return n, err
			}
		}
	}
	return n, p.write(ctx)
}

// told puts one statement of another program onto the sheets, with what it is found by.
func (p *press) told(s *stencil, c *copied, n int) {
	var is value
	for _, t := range s.tables {
		switch t.table {
		case statementTable:
			row := t.rows[t.foreign[n%len(t.foreign)]]
			is = row[slices.Index(t.columns, "seq")]
			p.put(t, row, c)
		case mentionTable:
			at := slices.Index(t.columns, "seq")
			for _, row := range t.rows {
				if row[at].n == is.n && row[at].order == is.order {
					p.put(t, row, c)
				}
			}
		}
	}
}
