package records

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// catchUp indexes what was kept before there was an index, or by a node that does not
// know it: nobody who asks finds less than there is.
func (r *Room) catchUp(c *call) error { return r.Index(c.r.Context(), c.DB) }

// Index makes statements found that no mention tells of yet. Where there is none it asks
// the database once.
func (r *Room) Index(ctx context.Context, db *store.DB) error {
	for {
		left := 0
		err := db.ReadOne(ctx, func(tx store.Tx) error {
			rows, err := selectUnindexed(tx, 1)
			left = len(rows)
			return err
		})
		if err != nil || left == 0 {
			return err
		}
		if err := db.Write(ctx, r.indexSome); err != nil {
			return fmt.Errorf("index statements: %w", err)
		}
	}
}

// indexSome indexes a page of statements in a transaction.
func (r *Room) indexSome(tx store.Tx) error {
	rows, err := selectUnindexed(tx, pageSize)
	if err != nil {
		return err
	}
	entries := make([]entry, len(rows))
	for i, row := range rows {
		var s xapi.Statement
		if err := json.Unmarshal(row.body, &s); err != nil {
			return fmt.Errorf("statement %d: %w", row.seq, err)
		}
		entries[i].seq = oldPlace(row.seq, s)
		entries[i].mentions = ourMentions(&s)
		if err := settle(tx, row.seq, entries[i].seq); err != nil {
			return err
		}
	}
	if err := deleteCounted(tx); err != nil {
		return err
	}
	return insertMentions(tx, entries)
}

// oldPlace is the place of a statement that was counted from one: in the half of its
// millisecond that new ones do not begin in, so that the order stays.
func oldPlace(was Seq, s xapi.Statement) Seq {
	const half = 1 << (seqBits - 1)
	return firstOf(s.Stored) + half + was%half
}

// whole is a statement as the store gives it: ours are kept without who vouches for them,
// which is the site.
func (r *Room) whole(row statementRow) []byte {
	if row.source != "" || len(row.body) == 0 {
		return row.body
	}
	agent, _ := json.Marshal(xapi.Agent(r.homePage, siteAuthority)) // plain texts
	body := bytes.TrimSuffix(bytes.TrimSpace(row.body), []byte("}"))
	return bytes.Join([][]byte{body, []byte(`,"authority":`), agent, []byte("}")}, nil)
}

// siteAuthority is the account of the site itself, which vouches for what it wrote.
const siteAuthority = "site"

// inForm gives statements in the form that was asked for.
func (r *Room) inForm(tx store.Tx, rows []statementRow, form string, languages []string) ([][]byte, error) {
	bodies := make([][]byte, len(rows))
	known := map[string][]byte{} // definitions: the statements of a page are often about the same
	for i, row := range rows {
		var err, unknown error
		switch body := r.whole(row); form {
		case idsForm:
			bodies[i], err = xapi.IDs(body)
		case canonicalForm:
			bodies[i], err = xapi.Canonical(body, func(iri string) (d []byte) {
				d, ok := known[iri]
				if !ok && unknown == nil {
					d, unknown = r.definition(tx, iri)
					known[iri] = d
				}
				return d
			}, languages)
		default:
			bodies[i] = body
		}
		if err := errors.Join(err, unknown); err != nil {
			return nil, fmt.Errorf("statement %s: %w", row.id, err)
		}
	}
	return bodies, nil
}
