package records

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// incoming is what a request brings.
type incoming struct {
	statements []*xapi.Foreign
	single     bool
	files      map[string]file // by the SHA-2 in the description
}

// incoming reads the statements of a request and keeps the bytes of their attachments,
// which nothing speaks of until the statements are kept too.
func (c *call) incoming() (*incoming, error) {
	switch c.mediaType() {
	case "application/json":
		data, err := io.ReadAll(io.LimitReader(c.body, mostStatementBytes+1))
		if err != nil {
			return nil, c.cut(err)
		}
		in, err := c.parse(data)
		if err != nil {
			return nil, err
		}
		return in, in.complete()
	case "multipart/mixed":
		in, err := c.multipart()
		if _, broken := errors.AsType[xapi.Violation](err); broken {
			return nil, violationFault(err)
		}
		return in, err
	}
	return nil, fault.New(fault.Invalid, words, "statement.bad-media")
}

func (c *call) parse(data []byte) (*incoming, error) {
	if len(data) > mostStatementBytes {
		return nil, tooLarge(mostStatementBytes)
	}
	list, single, err := xapi.ParseStatements(data, c.edition())
	if err != nil {
		return nil, violationFault(err)
	}
	if err := bounded(list); err != nil {
		return nil, err
	}
	return &incoming{statements: list, single: single, files: map[string]file{}}, nil
}

// bounded refuses more than the record can keep and give out in one go.
func bounded(list []*xapi.Foreign) error {
	if len(list) > mostInRequest {
		return fault.New(fault.TooLarge, words, "statement.too-many", lang.A{"n": mostInRequest})
	}
	for _, f := range list {
		if len(f.Source()) > mostOneStatement {
			return fault.New(fault.TooLarge, words, "statement.too-long", lang.A{"limit": lang.Size(mostOneStatement)})
		}
		if len(f.Agents)+len(f.Activities) > mostNamed {
			return fault.New(fault.TooLarge, words, "statement.too-wide", lang.A{"n": mostNamed})
		}
	}
	return nil
}

// violationFault says in plain words what the specification forbids.
func violationFault(err error) error {
	v, ok := errors.AsType[xapi.Violation](err)
	if !ok {
		return err
	}
	at := v.At
	if len(at) > 200 {
		at = at[:200]
	}
	return fault.New(fault.Invalid, words, "statement.rule."+string(v.Rule), lang.A{"at": quoted(at)}).Because(err)
}

// multipart reads statements with the bytes of attachments (Part Three, 1.5.2).
func (c *call) multipart() (*incoming, error) {
	m, err := xapi.NewMultipart(c.header("Content-Type"), c.body)
	if err != nil {
		return nil, err
	}
	data, err := m.Statements(mostStatementBytes)
	if errors.Is(err, io.EOF) {
		return nil, xapi.Violation{Section: "2.4.11", Rule: xapi.Mismatch, At: "parts"}
	}
	if err != nil {
		return nil, c.broken(err)
	}
	in, err := c.parse(data)
	if err != nil {
		return nil, err
	}
	for {
		p, err := m.Next()
		if errors.Is(err, io.EOF) {
			return in, in.complete()
		}
		if err != nil {
			return nil, c.broken(err)
		}
		if err := c.takeFile(in, p); err != nil {
			return nil, err
		}
	}
}

// broken leaves what the specification forbids as it is and words what happened on the way.
func (c *call) broken(err error) error {
	if _, ok := errors.AsType[xapi.Violation](err); ok {
		return err
	}
	return c.cut(err)
}

// complete refuses attachments whose bytes are neither here nor anywhere else.
func (in *incoming) complete() error {
	for _, f := range in.statements {
		for _, a := range f.Attachments {
			if _, ok := in.files[a.SHA2]; !ok && a.FileURL == "" {
				return violationFault(xapi.Violation{Section: "2.4.11", ID: "XAPI-00129", Rule: xapi.Mismatch, At: "attachments"})
			}
		}
	}
	return nil
}

// hashes are the SHA-2 functions by the number of their digits.
var hashes = map[int]func() hash.Hash{56: sha256.New224, 64: sha256.New, 96: sha512.New384, 128: sha512.New}

// takeFile keeps the bytes of an attachment when their hash is the one that a statement
// says, and checks the signature when they are one. A length that is not theirs is let
// pass: the hash tells bytes apart, and ADL's suite sends such a length (XAPI-00127).
func (c *call) takeFile(in *incoming, p *xapi.Part) error {
	wrong := func(at string) error {
		return xapi.Violation{Section: "2.4.11", ID: "XAPI-00128", Rule: xapi.Mismatch, At: at}
	}
	described, signed := in.described(p.SHA2)
	if described == nil {
		return wrong(xapi.HashHeader)
	}
	var from io.Reader = p
	if len(signed) > 0 {
		jws, err := io.ReadAll(io.LimitReader(p, xapi.MostSignature+1))
		if err != nil {
			return c.broken(err)
		}
		for _, f := range signed {
			if err := f.CheckSignature(jws, c.edition()); err != nil {
				return err
			}
		}
		from = bytes.NewReader(jws)
	}
	sum := hashes[len(p.SHA2)]()
	source := &remembered{r: io.TeeReader(from, sum)}
	kept, _, err := c.Blobs.Put(c.r.Context(), source)
	switch {
	case source.err != nil:
		return c.broken(source.err)
	case err != nil:
		return err
	case hex.EncodeToString(sum.Sum(nil)) != p.SHA2:
		return wrong("sha2")
	}
	in.files[p.SHA2] = file{sha2: p.SHA2, kind: described.ContentType, blob: string(kept)}
	return nil
}

// remembered tells an error of its reader from one of whoever reads.
type remembered struct {
	r   io.Reader
	err error
}

func (m *remembered) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF {
		m.err = err
	}
	return n, err
}

// described is the description of the bytes with a hash, and the statements whose
// signature they are.
func (in *incoming) described(sha2 string) (described *xapi.Attachment, signed []*xapi.Foreign) {
	for _, f := range in.statements {
		for i := range f.Attachments {
			if f.Attachments[i].SHA2 != sha2 {
				continue
			}
			described = &f.Attachments[i]
			if described.UsageType == xapi.SignatureUsage {
				signed = append(signed, f)
			}
		}
	}
	return described, signed
}

// MachineSource is the source of what is imported by whoever has the machine, without a key.
const MachineSource = "import"

// authority is who vouches for what a key brings (2.4.9): the key, as an account of this
// site; for what the machine imports, that.
func (r *Room) authority(source string) (agent json.RawMessage, key string) {
	name := "key:" + source
	if source == MachineSource {
		name = source
	}
	data, _ := json.Marshal(xapi.Agent(r.homePage, name)) // plain texts
	return data, xapi.AccountKey(r.homePage, name)
}

// receive keeps what a request brings, all or nothing, and returns the ids.
func (r *Room) receive(c *call, in *incoming) ([]string, error) {
	authority, authorityKey := r.authority(c.key.ID)
	entries := make([]entry, len(in.statements))
	ids := make([]string, len(in.statements))
	for i, f := range in.statements {
		e := r.foreignEntry(f, authorityKey)
		e.source = c.key.ID
		for _, a := range f.Attachments {
			if have, ok := in.files[a.SHA2]; ok {
				e.files = append(e.files, have)
			}
		}
		// Other writers wait while a transaction runs: all that can be made before is.
		e.draft = f.Draft(xapi.Added{ID: e.id, Authority: authority, Version: c.edition().Version()})
		entries[i], ids[i] = e, e.id
	}
	err := c.write(func(tx store.Tx) error {
		if err := c.mayWrite(tx, entries); err != nil {
			return err
		}
		first := r.counter.take(r.clock.Now(), len(entries))
		for i := range entries {
			e := &entries[i]
			e.seq = first + Seq(i)
			e.body = e.draft.At(e.seq.stored())
		}
		if err := r.keep(tx, entries); err != nil {
			return err
		}
		return r.learn(tx, c.within, in.statements...)
	})
	return ids, err
}

// mayWrite refuses statements that are not about the course a key is bound to.
func (c *call) mayWrite(tx store.Tx, entries []entry) error {
	if c.course == "" {
		return nil
	}
	brought := make(map[string]*xapi.Foreign, len(entries))
	for _, e := range entries {
		brought[e.id] = e.foreign
	}
	for _, e := range entries {
		ours, err := c.ofCourse(tx, e, brought)
		if err != nil {
			return err
		}
		if !ours {
			return fault.New(fault.Forbidden, words, "xapi.other-course")
		}
	}
	return nil
}

// ofCourse says whether an entry is about the course of the key. One about another
// statement, which it may take back, is about what that one is about, whatever else it
// names; of a statement that is not here yet nobody can say what it will be about.
func (c *call) ofCourse(tx store.Tx, e entry, brought map[string]*xapi.Foreign) (bool, error) {
	if e.target == "" {
		return concerns(e.foreign, c.course), nil
	}
	row, err := selectStatement(tx, e.target)
	if err != nil {
		return false, err
	}
	if row != nil {
		return c.fits(*row), nil
	}
	together, ok := brought[e.target]
	return ok && concerns(together, c.course), nil
}
