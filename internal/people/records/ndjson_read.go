package records

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// Bounds of what is read.
const (
	importBatch = 50
	mostLine    = mostAttachmentBytes/3*4 + 64<<10 // bytes: an attachment in base64
	mostErrors  = 1000                             // that are told
)

// Import is where statements that come as NDJSON are kept, and who brings them.
type Import struct {
	DB    *store.DB
	Blobs *blob.Store
	// Source is who vouches for what comes: the id of a key, or MachineSource. It stands in each statement's authority.
	Source string
	Trail  Trail
	// Refused is told of every line that is refused, in their order; may be nil.
	Refused func(LineError)

	may    func(tx store.Tx, entries []entry) error // nil: everything
	within func(iri string) error                   // as learn has it; nil: everywhere
	real   *store.DB                                // that a rehearsal is about; else nil
}

// Imported is what became of the lines.
type Imported struct {
	Lines   int         `json:"lines"`   // that are not empty
	Kept    int         `json:"kept"`    // statements
	Known   int         `json:"known"`   // statements that were here already and say the same
	Refused int         `json:"refused"` // lines
	Errors  []LineError `json:"errors"`  // the first thousand, in their order
}

// LineError is why a line was refused. All others were kept.
type LineError struct {
	Line int   `json:"line"` // from 1
	Err  error `json:"-"`    // a fault in plain words
}

// ReadLines keeps the statements of an NDJSON text, by the rules of the endpoint; what others export is understood too
// (see unwrapped). A line that is wrong is refused and the rest is kept; what is here already and says the same is left as
// it is, so a text may be read again. It ends with an error when the text or the database cannot be had; what it counted
// until then is kept.
func (r *Room) ReadLines(ctx context.Context, o Import, text io.Reader) (Imported, error) {
	end, err := r.begin(ctx, o.DB, o.Trail, importAct, map[string]string{})
	if err != nil {
		return Imported{}, err
	}
	done, err := r.readLines(ctx, o, text)
	return done, end(importedAct, err, done.told())
}

func (r *Room) readLines(ctx context.Context, o Import, text io.Reader) (Imported, error) {
	in := &importing{Room: r, Import: o, files: map[string]fileLine{}}
	if in.within == nil {
		in.within = func(string) error { return nil }
	}
	in.done.Errors = []LineError{}
	lines := bufio.NewReaderSize(text, 64<<10)
	for n := 1; ; n++ {
		line, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errTooLong) {
			return in.done, errors.Join(in.flush(ctx), err)
		}
		if len(bytes.TrimSpace(line)) > 0 || errors.Is(err, errTooLong) {
			if failed := in.line(ctx, n, line, errors.Is(err, errTooLong)); failed != nil {
				return in.done, failed
			}
		}
		if errors.Is(err, io.EOF) {
			return in.done, in.flush(ctx)
		}
	}
}

var errTooLong = errors.New("the line is too long")

// readLine reads a line without its end. Of one that is too long nothing is held.
func readLine(r *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > mostLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, errTooLong // the end of the text is met again
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}

// importing is an import under way.
type importing struct {
	*Room
	Import
	done    Imported
	files   map[string]fileLine // those since the last statement, with their bytes
	held    int                 // bytes in files
	batch   []imported
	refused []LineError // that are not told yet, for lines before them may be refused too
}

// imported is a statement that waits for its batch.
type imported struct {
	line int
	entry
}

func (in *importing) refuse(line int, err error) {
	in.done.Refused++
	in.refused = append(in.refused, LineError{line, err})
}

// tell tells of the lines that were refused, once all before them are done with.
func (in *importing) tell() {
	slices.SortFunc(in.refused, func(a, b LineError) int { return a.Line - b.Line })
	for _, e := range in.refused {
		if len(in.done.Errors) < mostErrors {
			in.done.Errors = append(in.done.Errors, e)
		}
		if in.Refused != nil {
			in.Refused(e)
		}
	}
	in.refused = nil
}

// line takes one line; its error is one that ends the import.
func (in *importing) line(ctx context.Context, n int, data []byte, long bool) error {
	in.done.Lines++
	err := tooLarge(mostLine)
	if !long {
		err = in.take(ctx, n, data)
	}
	if err != nil && !refusal(err) {
		return err
	}
	if err != nil {
		in.refuse(n, err)
	}
	if len(in.batch) == 0 || len(in.batch) == importBatch || len(in.refused) >= mostErrors {
		return in.flush(ctx)
	}
	return nil
}

// take puts what a line says where it waits: an attachment for its statement, a statement for its batch.
func (in *importing) take(ctx context.Context, n int, data []byte) error {
	f, statement, err := parseLine(data)
	if err != nil {
		return err
	}
	if f != nil {
		return in.hold(*f)
	}
	e, err := in.prepare(ctx, statement)
	clear(in.files)
	in.held = 0
	if err == nil {
		in.batch = append(in.batch, imported{n, e})
	}
	return err
}

// hold keeps the bytes of an attachment until the statement comes that it belongs to: as many as one request may bring.
func (in *importing) hold(f fileLine) error {
	in.held += len(f.Content) - len(in.files[f.SHA2].Content)
	if in.files[f.SHA2] = f; in.held > mostAttachmentBytes || len(in.files) > mostNamed {
		in.held -= len(f.Content)
		delete(in.files, f.SHA2)
		return tooLarge(mostAttachmentBytes)
	}
	return nil
}

// parseLine reads a line: an attachment, or a statement.
func parseLine(data []byte) (*fileLine, *xapi.Foreign, error) {
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil || parts == nil {
		return nil, nil, fault.New(fault.Invalid, words, "lines.not-json").Because(err)
	}
	if parts["content"] != nil && parts["actor"] == nil {
		f, err := parseFile(data)
		return f, nil, err
	}
	plain, err := unwrapped(data, parts, 0)
	if err != nil {
		return nil, nil, err
	}
	e := xapi.V1
	if v := struct{ Version string }{}; json.Unmarshal(plain, &v) == nil && strings.HasPrefix(v.Version, "2.") {
		e = xapi.V2
	}
	f, err := xapi.ParseStatement(plain, e)
	if err != nil {
		return nil, nil, violationFault(err)
	}
	return nil, f, bounded([]*xapi.Foreign{f})
}

// wrappers are the members in which exports of other stores have the statement: Learning Locker and ralph ("statement"),
// SQL LRS ("payload"), Elasticsearch ("_source").
var wrappers = []string{"statement", "payload", "_source"}

// unwrapped is the statement in a line of an export. One without timestamp gets the moment at which the other store kept
// it, which would be lost otherwise; one without id gets one.
func unwrapped(data []byte, parts map[string]json.RawMessage, depth int) ([]byte, error) {
	if parts["actor"] == nil && depth < len(wrappers) {
		for _, name := range wrappers {
			var inner map[string]json.RawMessage
			if json.Unmarshal(parts[name], &inner) == nil && inner != nil {
				return unwrapped(parts[name], inner, depth+1)
			}
		}
	}
	more := ""
	if parts["timestamp"] == nil && parts["stored"] != nil {
		more += `,"timestamp":` + string(parts["stored"])
	}
	if parts["id"] == nil {
		more += `,"id":"` + lineID(data) + `"`
	}
	end := bytes.LastIndexByte(data, '}')
	return fmt.Appendf(nil, "%s%s}", data[:end], more), nil
}

// lineID is the id of a statement that came without one: the same text is the same statement, however often it is read
// (RFC 9562, 5.8).
func lineID(data []byte) string {
	sum := sha256.Sum256(bytes.TrimSpace(data))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func parseFile(data []byte) (*fileLine, error) {
	var f fileLine
	if err := json.Unmarshal(data, &f); err != nil || hashes[len(f.SHA2)] == nil {
		return nil, fault.New(fault.Invalid, words, "lines.not-file").Because(err)
	}
	sum := hashes[len(f.SHA2)]()
	sum.Write(f.Content)
	if hex.EncodeToString(sum.Sum(nil)) != f.SHA2 {
		return nil, fault.New(fault.Invalid, words, "lines.not-file")
	}
	return &f, nil
}

// prepare makes the entry of a statement, and keeps the bytes of its attachments.
func (in *importing) prepare(ctx context.Context, f *xapi.Foreign) (entry, error) {
	_, authorityKey := in.authority(in.Source)
	e := in.foreignEntry(f, authorityKey)
	e.source = in.Source
	for _, a := range f.Attachments {
		have, ok := in.files[a.SHA2]
		if !ok && a.FileURL == "" {
			return e, fault.New(fault.Invalid, words, "lines.no-file", lang.A{"sha2": quoted(a.SHA2)})
		}
		if !ok {
			continue
		}
		if a.UsageType == xapi.SignatureUsage {
			if err := f.CheckSignature(have.Content, editionOf(f)); err != nil {
				return e, violationFault(err)
			}
		}
		kept := blob.Hash("")
		if in.real == nil {
			var err error
			if kept, _, err = in.Blobs.Put(ctx, bytes.NewReader(have.Content)); err != nil {
				return e, err
			}
		}
		e.files = append(e.files, file{sha2: a.SHA2, kind: a.ContentType, blob: string(kept)})
	}
	return e, nil
}

func editionOf(f *xapi.Foreign) xapi.Edition {
	if strings.HasPrefix(f.Version, "2.") {
		return xapi.V2
	}
	return xapi.V1
}

// flush keeps the batch: together, and one by one when that is refused.
func (in *importing) flush(ctx context.Context) error {
	defer in.tell()
	batch := in.batch
	in.batch = nil
	if len(batch) == 0 {
		return nil
	}
	err := in.keepAll(ctx, batch)
	if err == nil || !refusal(err) {
		return err
	}
	for _, one := range batch {
		err := in.keepAll(ctx, []imported{one})
		if err != nil && !refusal(err) {
			return err
		}
		if err != nil {
			in.refuse(one.line, err)
		}
	}
	return nil
}

// refusal says whether an error is about what was brought.
func refusal(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Forbidden, fault.TooLarge:
		return true
	}
	return false
}

// keepAll keeps statements, all or none.
func (in *importing) keepAll(ctx context.Context, batch []imported) error {
	authority, _ := in.authority(in.Source)
	fresh := 0
	err := in.DB.Write(ctx, func(tx store.Tx) error {
		first := in.counter.take(in.clock.Now(), len(batch))
		entries := make([]entry, len(batch))
		statements := make([]*xapi.Foreign, len(batch))
		for i, one := range batch {
			e := one.entry
			e.seq = first + Seq(i)
			e.body = e.foreign.Keep(xapi.Added{ID: e.id, Stored: e.seq.stored(), Authority: authority, Version: editionOf(e.foreign).Version()})
			entries[i], statements[i] = e, e.foreign
		}
		if in.may != nil {
			if err := in.may(tx, entries); err != nil {
				return err
			}
		}
		there, err := selectByIDs(tx, entries)
		if err == nil && in.real != nil {
			err = in.alsoThere(ctx, entries, there)
		}
		if err != nil {
			return err
		}
		fresh = notIn(there, entries)
		if err := in.keep(tx, entries); err != nil {
			return err
		}
		return in.learn(tx, in.within, statements...)
	})
	if err != nil {
		return err
	}
	in.done.Known += len(batch) - fresh
	in.done.Kept += fresh
	return nil
}

// notIn counts the statements that are not there yet; one that is brought twice counts once.
func notIn(there map[string]statementRow, entries []entry) int {
	fresh := map[string]bool{}
	for _, e := range entries {
		if _, ok := there[e.id]; !ok {
			fresh[e.id] = true
		}
	}
	return len(fresh)
}

// Told is what became of the lines, for programs, in a language.
func (d Imported) Told(tag lang.Tag) any {
	type refused struct {
		Line   int    `json:"line"`
		Reason string `json:"reason"`
	}
	out := struct {
		Imported
		Errors []refused `json:"errors"`
	}{d, []refused{}}
	for _, e := range d.Errors {
		out.Errors = append(out.Errors, refused{e.Line, e.Reason(tag)})
	}
	return out
}

// Reason says in words why a line was refused.
func (e LineError) Reason(tag lang.Tag) string { return fault.Message(e.Err, tag) }
