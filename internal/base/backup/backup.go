// Package backup carries what a site keeps out of its database and its place of files
// and back, between SQLite and PostgreSQL too.
//
// Words: a backup is one file with every row of every table and every blob of one
// moment. A summary says what a backup or a database holds: for each table the number
// of rows and their sum. A sum is the sum, modulo 2²⁵⁶, of the SHA-256 of each row's
// line; it does not depend on the order of the rows, so that two databases can be
// compared that keep them in different orders.
//
// Invariants:
//   - a backup is of one moment, however many people write meanwhile;
//   - what a backup says of itself is compared with what it holds before anything is
//     changed, and what was restored is compared with it before it is kept;
//   - a place is restored whole or not at all;
//   - memory is bounded, whatever the size.
//
// The file is a tar archive compressed with gzip (or encrypted around that, with age),
// in this order:
//
//	backup.json            Manifest: format, program, moment, migrations, tables with their columns
//	rows/TABLE/000001.jsonl  rows as lines of JSON, see row.go; a new member about every 4 MB
//	blobs/HASH             a blob
//	secret.key             only when it was asked for
//	end.json               Summary: rows and sum of each table, blobs, the sum of all members before
//
// A file without end.json was cut off and is refused. tar, gzip and any JSON reader
// show what is inside.
package backup

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"math/big"
	"strings"

	"atelier/internal/base/blob"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// format is the number of the file format. Another one is refused.
const format = 1

// The members of a backup.
const (
	manifestName = "backup.json"
	rowsFolder   = "rows/"
	blobsFolder  = "blobs/"
	secretName   = "secret.key"
	endName      = "end.json"
)

// Manifest begins a backup.
type Manifest struct {
	Format     int             `json:"format"`
	Program    string          `json:"program"` // version of Atelier
	Made       string          `json:"made"`    // RFC 3339, UTC
	Database   string          `json:"database"`
	Migrations []store.Applied `json:"migrations"`
	Tables     []Table         `json:"tables"`
}

// Table is a table and the order of the values in its lines.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Column is a column of a table.
type Column struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // INTEGER, REAL, TEXT or BLOB
}

// Summary ends a backup.
type Summary struct {
	Tables    map[string]Count `json:"tables"`
	Blobs     int              `json:"blobs"`
	BlobBytes int64            `json:"blobBytes"`
	// Missing are blobs that a row names and that could not be had whole.
	Missing []blob.Hash `json:"missing"`
	// Members is the SHA-256 over name, size and bytes of all members before end.json.
	Members string `json:"members"`
}

// Count is what a table holds.
type Count struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"` // 64 hexadecimal digits
}

// Rows is the number of rows of all tables.
func (s Summary) Rows() (n int64) {
	for _, c := range s.Tables {
		n += c.Rows
	}
	return n
}

// Differs names a table that two summaries disagree on, or "".
func (s Summary) Differs(other Summary) string {
	for name, c := range s.Tables {
		if other.Tables[name] != c {
			return name
		}
	}
	for name := range other.Tables {
		if _, ok := s.Tables[name]; !ok {
			return name
		}
	}
	return ""
}

// tally counts the rows of a table and sums their lines.
type tally struct {
	rows int64
	sum  big.Int
}

var modulus = new(big.Int).Lsh(big.NewInt(1), 256)

func (t *tally) add(line []byte) {
	digest := sha256.Sum256(line)
	var n big.Int
	t.sum.Add(&t.sum, n.SetBytes(digest[:]))
	if t.sum.Cmp(modulus) >= 0 {
		t.sum.Sub(&t.sum, modulus)
	}
	t.rows++
}

func (t *tally) count() Count {
	return Count{Rows: t.rows, Sum: hex.EncodeToString(t.sum.FillBytes(make([]byte, sha256.Size)))}
}

// tablesOf is the schema as a manifest says it.
func tablesOf(schema []store.Table) []Table {
	all := make([]Table, len(schema))
	for i, t := range schema {
		all[i].Name = t.Name
		for _, c := range t.Columns {
			all[i].Columns = append(all[i].Columns, Column(c))
		}
	}
	return all
}

// table is a table of a manifest as the store takes it.
func (t Table) table() store.Table {
	out := store.Table{Name: t.Name}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, store.Column(c))
	}
	return out
}

// Summarise reads a whole database. tables are the columns and their order; nil means
// those of the database. each, when not nil, is given the hash of every blob that a
// row names.
func Summarise(tx store.Tx, tables []Table, each func(blob.Hash)) (Summary, error) {
	return walk(tx, tables, func(Table, []byte) error { return nil }, each)
}

// walk gives every row of the tables as its line, and sums them.
func walk(tx store.Tx, tables []Table, line func(Table, []byte) error, each func(blob.Hash)) (Summary, error) {
	s := Summary{Tables: map[string]Count{}}
	if tables == nil {
		schema, err := store.Schema(tx)
		if err != nil {
			return s, err
		}
		tables = tablesOf(schema)
	}
	var buffer []byte
	for _, t := range tables {
		var sum tally
		named := blobColumns(t)
		err := t.table().Read(tx, func(row []any) error {
			buffer = appendRow(buffer[:0], row)
			sum.add(buffer)
			for _, i := range named {
				if h, ok := row[i].(string); ok && h != "" && each != nil {
					each(blob.Hash(h))
				}
			}
			return line(t, buffer)
		})
		if err != nil {
			return s, err
		}
		s.Tables[t.Name] = sum.count()
	}
	return s, nil
}

// blobColumns are the places of the columns that hold hashes of blobs, by their name;
// see the package blob.
func blobColumns(t Table) (at []int) {
	for i, c := range t.Columns {
		if c.Name == "blob" || strings.HasSuffix(c.Name, "_blob") {
			at = append(at, i)
		}
	}
	return at
}
