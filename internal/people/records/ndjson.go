package records

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"atelier/internal/base/blob"
	"atelier/internal/base/store"
)

// NDJSON is the record as lines of JSON (ndjson.org): a statement a line, in the order in which they were kept. The bytes
// of an attachment stand in a line of their own before the statement that describes it: see fileLine.
const ndjsonType = "application/x-ndjson"

// fileLine is the line of an attachment. Content is its bytes in base64.
type fileLine struct {
	SHA2    string `json:"sha2"`
	Kind    string `json:"contentType"`
	Content []byte `json:"content"`
}

// exportPage is how many statements are read at once.
const exportPage = 100

// Export is what is written as NDJSON, and whence.
type Export struct {
	Selection
	DB    *store.DB
	Blobs *blob.Store // nil: without the bytes of attachments
	Trail Trail
}

// WriteLines writes the statements of a selection as NDJSON, and says how many. It holds a page of them at a time.
func (r *Room) WriteLines(ctx context.Context, w io.Writer, x Export) (n int, err error) {
	detail := x.told()
	if x.Blobs != nil {
		detail["attachments"] = "true"
	}
	end, err := r.begin(ctx, x.DB, x.Trail, exportAct, detail)
	if err != nil {
		return 0, err
	}
	n, err = r.writeLines(ctx, w, x)
	return n, end(exportedAct, err, map[string]string{"given": strconv.Itoa(n)})
}

func (r *Room) writeLines(ctx context.Context, w io.Writer, x Export) (n int, err error) {
	for after := x.After(); ; {
		var lines []Line
		last := after
		err := x.DB.Read(ctx, func(tx store.Tx) (err error) {
			lines, last, err = r.Lines(tx, x.Selection, after, exportPage)
			return err
		})
		if err != nil || last == after {
			return n, err
		}
		for _, l := range lines {
			if err := writeLine(ctx, w, x.Blobs, l); err != nil {
				return n, err
			}
			n++
		}
		after = last
	}
}

// writeLine writes a statement, behind the bytes of its attachments.
func writeLine(ctx context.Context, w io.Writer, blobs *blob.Store, l Line) error {
	for _, a := range l.Attached {
		if blobs == nil {
			break
		}
		if err := writeFile(ctx, w, blobs, a); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := json.Compact(&b, l.Body); err != nil {
		return fmt.Errorf("statement %s: %w", l.ID, err)
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}

// writeFile writes a fileLine without holding the bytes.
func writeFile(ctx context.Context, w io.Writer, blobs *blob.Store, a Attached) error {
	from, _, err := blobs.Open(ctx, blob.Hash(a.Blob))
	if err != nil {
		return err
	}
	defer from.Close()
	kind, err := json.Marshal(a.Kind)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, `{"sha2":"%s","contentType":%s,"content":"`, a.SHA2, kind); err != nil {
		return err
	}
	to := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	if err := to.Close(); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\"}\n")
	return err
}
