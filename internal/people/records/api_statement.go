package records

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strings"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// Bounds of what one request brings, in bytes.
const (
	mostStatementBytes  = 8 << 20
	mostAttachmentBytes = 64 << 20
	// mostOneStatement bounds the JSON of one statement, so that a page of them fits into
	// the memory.
	mostOneStatement = 256 << 10
)

// Bounds of what one request brings, by number: each mention is a row of an index, written
// while the others wait.
const (
	mostInRequest = 1000 // statements
	mostNamed     = 1000 // agents and activities that one statement names
)

// statementResource is 1.0.3, Part Three, 2.1; IEEE 9274.1.1, 4.1.6.1.
var statementResource = resource{
	http.MethodGet:  {scope: ReadScope, takes: queryParameters, do: (*Room).getStatements},
	http.MethodPut:  {scope: WriteScope, takes: []string{"statementId"}, limit: mostAttachmentBytes, do: (*Room).putStatement},
	http.MethodPost: {scope: WriteScope, limit: mostAttachmentBytes, do: (*Room).postStatements},
}

// putStatement keeps one statement under the id of the parameter.
func (r *Room) putStatement(c *call) error {
	id, ok := c.params["statementId"]
	if !ok || !xapi.ValidUUID(id) {
		return fault.New(fault.Invalid, words, "statement.bad-parameter", lang.A{"name": quoted("statementId")})
	}
	in, err := c.incoming()
	if err != nil {
		return err
	}
	id = strings.ToLower(id)
	if !in.single || in.statements[0].ID != "" && in.statements[0].ID != id {
		return fault.New(fault.Invalid, words, "statement.not-that-statement")
	}
	in.statements[0].ID = id
	if _, err := r.receive(c, in); err != nil {
		return err
	}
	return c.none()
}

// postStatements keeps statements, all of them or none, and answers with their ids.
func (r *Room) postStatements(c *call) error {
	in, err := c.incoming()
	if err != nil {
		return err
	}
	ids, err := r.receive(c, in)
	if err != nil {
		return err
	}
	data, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return c.json(data)
}

// getStatements answers with one statement or with a page of them.
func (r *Room) getStatements(c *call) error {
	if c.has("statementId") || c.has("voidedStatementId") {
		return r.getStatement(c)
	}
	q, err := c.query()
	if err != nil {
		return err
	}
	if err := r.catchUp(c); err != nil {
		return err
	}
	var f found
	var files []file
	var bodies [][]byte
	err = c.read(func(tx store.Tx) (err error) {
		if f, err = q.find(tx, c.fits); err != nil {
			return err
		}
		if bodies, err = r.inForm(tx, f.rows, q.form, c.languages()); err != nil || !q.attachments {
			return err
		}
		files, err = selectFiles(tx, seqsOf(f.rows))
		return err
	})
	if err != nil {
		return err
	}
	data := append([]byte(`{"statements":[`), bytes.Join(bodies, []byte(","))...)
	data = append(data, `],"more":"`...)
	if f.next != nil {
		data = append(data, Endpoint+"/statements?more="+f.next.token()...)
	}
	data = append(data, `"}`...)
	if q.attachments {
		return c.mixed(data, files)
	}
	return c.json(data)
}

// query reads what is asked for: a link to a next page, or parameters.
func (c *call) query() (query, error) {
	token, ok := c.params["more"]
	if !ok {
		return parseQuery(c.params, c.edition())
	}
	q, ok := parseToken(token)
	if !ok || len(c.params) > 1 {
		return q, fault.New(fault.Invalid, words, "statement.bad-parameter", lang.A{"name": quoted("more")})
	}
	return q, nil
}

// getStatement answers with one statement, by statementId or, when it was taken back, by
// voidedStatementId.
func (r *Room) getStatement(c *call) error {
	id, voided, form, attachments, err := c.one()
	if err != nil {
		return err
	}
	var row *statementRow
	var files []file
	var bodies [][]byte
	err = c.read(func(tx store.Tx) (err error) {
		if row, err = selectStatement(tx, id); err != nil {
			return err
		}
		is := false
		if row != nil {
			if is, err = selectVoided(tx, id); err != nil {
				return err
			}
		}
		if row == nil || is != voided || !c.fits(*row) {
			return fault.New(fault.NotFound, words, "statement.no-statement")
		}
		if bodies, err = r.inForm(tx, []statementRow{*row}, form, c.languages()); err != nil {
			return err
		}
		files, err = selectFiles(tx, []Seq{row.seq})
		return err
	})
	if err != nil {
		return err
	}
	c.w.Header().Set("Last-Modified", row.seq.stored().Format(http.TimeFormat))
	if attachments {
		return c.mixed(bodies[0], files)
	}
	return c.json(bodies[0])
}

// one reads the parameters of a request for one statement.
func (c *call) one() (id string, voided bool, form string, attachments bool, err error) {
	p := &parameters{values: c.params}
	name := "statementId"
	if c.has("voidedStatementId") {
		name, voided = "voidedStatementId", true
	}
	id, _ = p.text(name, xapi.ValidUUID)
	for other := range c.params {
		if !slices.Contains([]string{name, "format", "attachments"}, other) {
			p.bad(other)
		}
	}
	return strings.ToLower(id), voided, p.form(), p.flag("attachments"), p.err
}

// fits says whether the key of the request may see a statement.
func (c *call) fits(row statementRow) bool {
	if c.course == "" {
		return true
	}
	f, err := xapi.ParseStatement(row.body, xapi.V2)
	return err == nil && concerns(f, c.course)
}

// concerns says whether a statement is about a course or something below it.
func concerns(f *xapi.Foreign, course string) bool {
	return slices.ContainsFunc(f.Activities, func(a xapi.ActivityUse) bool { return Below(course, a.ID) })
}

func seqsOf(rows []statementRow) []Seq {
	all := make([]Seq, len(rows))
	for i, row := range rows {
		all[i] = row.seq
	}
	return all
}

// mixed answers with statements and the bytes of attachments, each once.
func (c *call) mixed(data []byte, files []file) error {
	m := xapi.NewMultipartWriter(c.w)
	c.w.Header().Set("Content-Type", m.ContentType())
	if c.r.Method == http.MethodHead {
		return nil
	}
	if err := m.Statements(data); err != nil {
		return err
	}
	sent := map[string]bool{}
	for _, f := range files {
		if sent[f.sha2] {
			continue
		}
		sent[f.sha2] = true
		if err := c.attachment(m, f); err != nil {
			return err
		}
	}
	return m.Close()
}

func (c *call) attachment(m xapi.MultipartWriter, f file) error {
	bytes, _, err := c.Blobs.Open(c.r.Context(), blob.Hash(f.blob))
	if err != nil {
		return err
	}
	defer bytes.Close()
	return m.Attachment(f.sha2, f.kind, bytes)
}

// mediaType is the Content-Type of the request without its parameters.
func (c *call) mediaType() string {
	media, _, err := mime.ParseMediaType(c.header("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}
