package forward

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

// delivered is what became of some statements.
type delivered struct {
	sent int
	dead []Dead
	upto records.Seq // everything up to here is done with
	wait *trouble    // nil when all is done with
}

// trouble is why a target takes nothing at the moment.
type trouble struct {
	status  int
	problem string
	after   time.Duration // what it asked for
}

// deliver sends statements in their order until all are done with or the target takes nothing.
func (w *work) deliver(ctx context.Context, lines []records.Line) (d delivered) {
	for len(lines) > 0 && d.wait == nil {
		n := together(lines)
		w.bring(ctx, lines[:n], &d)
		lines = lines[n:]
	}
	return d
}

// together is how many statements can go in one request: those in the form of one edition; one with files goes alone.
func together(lines []records.Line) int {
	n := 1
	for n < len(lines) && len(lines[0].Attached) == 0 && len(lines[n].Attached) == 0 && lines[n].Second == lines[0].Second {
		n++
	}
	return n
}

// bring sends statements in one request and, when that is refused or only some were taken, one by one.
func (w *work) bring(ctx context.Context, lines []records.Line, d *delivered) {
	a := w.ask(ctx, lines)
	switch {
	case a.taken && a.ids == len(lines):
		d.sent += len(lines)
		d.upto = lines[len(lines)-1].Seq
		return
	case a.wait != nil:
		d.wait = a.wait
		return
	}
	for _, l := range lines {
		if len(lines) > 1 {
			a = w.ask(ctx, []records.Line{l})
		}
		if a.wait == nil && !a.taken && a.status == http.StatusConflict {
			a = w.compare(ctx, l)
		}
		switch {
		case a.wait != nil:
			d.wait = a.wait
			return
		case a.taken:
			d.sent++
		default:
			d.dead = append(d.dead, Dead{Seq: l.Seq, Statement: l.ID, Status: a.status, Problem: a.problem})
		}
		d.upto = l.Seq
	}
}

// answer is what a target said: it took them, it refuses them, or it is to be asked later.
type answer struct {
	taken   bool
	ids     int // how many it says that it took
	status  int
	problem string
	wait    *trouble
}

func waiting(status int, problem string) answer {
	return answer{wait: &trouble{status: status, problem: problem}}
}

// ask sends statements in one request.
func (w *work) ask(ctx context.Context, lines []records.Line) answer {
	body, media, lost := w.body(ctx, lines)
	if lost != nil {
		return answer{problem: ProblemFile}
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+"/statements", body)
	if err != nil {
		return waiting(0, ProblemRefused)
	}
	q.Header.Set("Content-Type", media)
	got, data, failed := w.do(q, lines[0].Second)
	if failed != nil {
		return *failed
	}
	switch got.StatusCode {
	case http.StatusOK, http.StatusNoContent:
		ids := len(lines)
		var list []string
		if json.Unmarshal(data, &list) == nil && len(lines) > 1 {
			ids = len(list)
		}
		return answer{taken: true, ids: ids}
	case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return answer{status: got.StatusCode, problem: ProblemAnswer}
	case http.StatusUnauthorized, http.StatusForbidden:
		return waiting(got.StatusCode, ProblemLogin)
	}
	a := waiting(got.StatusCode, ProblemAnswer)
	if seconds, err := strconv.Atoi(got.Header.Get("Retry-After")); err == nil && seconds > 0 {
		a.wait.after = min(time.Duration(seconds)*time.Second, longestPause)
	}
	return a
}

// mostAnswer bounds what is read of an answer, in bytes.
const mostAnswer = 1 << 20

// do asks with the key of the target, and reads the whole answer; failed when none came.
func (w *work) do(q *http.Request, second bool) (got *http.Response, data []byte, failed *answer) {
	q.SetBasicAuth(w.Login, w.secret)
	q.Header.Set("X-Experience-API-Version", xapi.Version1)
	if second {
		q.Header.Set("X-Experience-API-Version", xapi.Version2)
	}
	got, err := w.o.Client.Do(q)
	if err == nil {
		defer got.Body.Close()
		data, err = io.ReadAll(io.LimitReader(got.Body, mostAnswer))
	}
	if err == nil {
		return got, data, nil
	}
	a := waiting(0, ProblemUnreachable)
	if _, refused := errors.AsType[*fault.Error](err); refused {
		a.wait.problem = ProblemRefused
	}
	return nil, nil, &a
}

// compare says whether the statement that a target has under an id is the one that is sent. One that it took back is.
func (w *work) compare(ctx context.Context, l records.Line) answer {
	for _, name := range []string{"statementId", "voidedStatementId"} {
		q, err := http.NewRequestWithContext(ctx, http.MethodGet, w.URL+"/statements?"+name+"="+url.QueryEscape(l.ID), nil)
		if err != nil {
			return waiting(0, ProblemRefused)
		}
		got, data, failed := w.do(q, l.Second)
		switch {
		case failed != nil:
			return *failed
		case got.StatusCode == http.StatusNotFound:
			continue
		case got.StatusCode >= 500:
			return waiting(got.StatusCode, ProblemAnswer)
		case got.StatusCode == http.StatusOK && same(data, l.Body):
			return answer{taken: true, ids: 1}
		}
		break
	}
	return answer{status: http.StatusConflict, problem: ProblemOther}
}

func same(theirs, ours []byte) bool {
	a, err := xapi.ParseStatement(theirs, xapi.V2)
	if err != nil {
		return false
	}
	b, err := xapi.ParseStatement(ours, xapi.V2)
	return err == nil && xapi.Equal(a, b)
}

// body is a request's; lost when the bytes of an attachment are not here.
func (w *work) body(ctx context.Context, lines []records.Line) (io.Reader, string, error) {
	var all [][]byte
	for _, l := range lines {
		plain, err := outside(l.Body)
		if err != nil {
			return nil, "", err
		}
		all = append(all, plain)
	}
	text := append(append([]byte("["), bytes.Join(all, []byte(","))...), ']')
	if len(lines[0].Attached) == 0 {
		return bytes.NewReader(text), "application/json", nil
	}
	for _, f := range lines[0].Attached {
		there, err := w.o.Blobs.Has(ctx, blob.Hash(f.Blob))
		if err != nil {
			return nil, "", err
		}
		if !there {
			return nil, "", fmt.Errorf("the file %s is not here", f.SHA2)
		}
	}
	from, to := io.Pipe()
	m := multipart.NewWriter(to)
	go func() { to.CloseWithError(w.parts(ctx, m, text, lines[0].Attached)) }()
	return from, "multipart/mixed; boundary=" + m.Boundary(), nil
}

// parts writes statements and the bytes of attachments (1.0.3, Part Three, 1.5.2).
func (w *work) parts(ctx context.Context, m *multipart.Writer, text []byte, files []records.Attached) error {
	p, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/json"}})
	if err != nil {
		return err
	}
	if _, err := p.Write(text); err != nil {
		return err
	}
	for _, f := range files {
		p, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {f.Kind}, "Content-Transfer-Encoding": {"binary"}, xapi.HashHeader: {f.SHA2}})
		if err != nil {
			return err
		}
		r, _, err := w.o.Blobs.Open(ctx, blob.Hash(f.Blob))
		if err != nil {
			return err
		}
		_, err = io.Copy(p, r)
		r.Close()
		if err != nil {
			return err
		}
	}
	return m.Close()
}

// outside is a statement as another store is sent it: without what each store says for itself.
func outside(body []byte) ([]byte, error) {
	var s map[string]json.RawMessage
	d := json.NewDecoder(strings.NewReader(string(body)))
	if err := d.Decode(&s); err != nil {
		return nil, err
	}
	delete(s, "stored")
	delete(s, "authority")
	return json.Marshal(s)
}
