package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Operation is one thing that a program can ask for. Its summary and description are the keys "api.ID" and "api.ID.text"
// of a catalogue that the frame was given by Speak; those of its group are "api.group.GROUP" and "api.group.GROUP.text".
type Operation struct {
	ID     string // unique, permanent: "list-people"
	Method string
	Path   string // under Root, with {names}
	Group  string // what it is about: "people"
	Scope  Scope  // what it takes
	Open   bool   // it takes no key
	Course bool   // a key of one course may ask too; the operation then calls Call.Of
	Status int    // when it went well; 0 means 200, or 204 without a body
	Errors []int  // statuses beyond those that the frame gives
	Body   int64  // bytes that may be sent; 0 means BodyLimit
}

// BodyLimit is the size in bytes of what is sent, unless an operation says more.
const BodyLimit = 256 << 10

// safe says whether an operation only reads.
func (o Operation) safe() bool { return o.Method == http.MethodGet }

// Register adds an operation. Its input and output are structs as huma reads them (path, query and header tags, a Body).
// The handler has no effect but on tx, since it may run more than once, and ends what it does by an error.
func Register[I, O any](f *Frame, op Operation, handler func(c Call, tx store.Tx, in *I) (*O, error)) {
	RegisterPrepared(f, op, func(Call, *I) (none struct{}, err error) { return none, nil },
		func(c Call, tx store.Tx, in *I, _ struct{}) (*O, error) { return handler(c, tx, in) })
}

// RegisterPrepared adds an operation whose work takes too long for a transaction. What prepare makes is given to the
// handler; it runs for every request, also one that was answered before, so whatever it does may be done twice.
func RegisterPrepared[I, P, O any](f *Frame, op Operation, prepare func(c Call, in *I) (P, error), handler func(c Call, tx store.Tx, in *I, ready P) (*O, error)) {
	if op.Scope == "" && !op.Open {
		panic("api: the operation " + op.ID + " has no scope")
	}
	path := Root + op.Path
	f.ops = append(f.ops, op)
	f.methods[path] = append(f.methods[path], op.Method)
	huma.Register(f.huma, describeOperation(op), func(ctx context.Context, in *I) (out *O, err error) {
		q := ctx.Value(requestKey{}).(*request)
		q.call.asked = new(bool)
		ready, err := prepare(q.call, in)
		if err == nil {
			out, err = answer(f, op, q.call, in, func(c Call, tx store.Tx, in *I) (*O, error) { return handler(c, tx, in, ready) })
		}
		if err != nil {
			return nil, f.failed(q.call, q.w, q.r, err)
		}
		return out, nil
	})
	document(f, path, op)
}

// answer runs the handler in its transaction.
func answer[I, O any](f *Frame, op Operation, c Call, in *I, handler func(Call, store.Tx, *I) (*O, error)) (out *O, err error) {
	run := func(tx store.Tx) (err error) {
		asked := false
		c.asked = &asked
		if out, err = handler(c, tx, in); err == nil && c.Key.Course != "" && !asked {
			err = fault.New(fault.Forbidden, words, "other-course")
		}
		return err
	}
	switch {
	case op.safe():
		err = f.db.Read(c.Context, run)
	case c.once == "":
		err = f.db.Write(c.Context, run)
	default:
		err = f.onceOnly(op, c, in, &out, run)
	}
	return out, err
}

// request is what the frame knows of a request before huma reads it.
type request struct {
	call Call
	w    http.ResponseWriter
	r    *http.Request
}

type requestKey struct{}

// handle puts an operation on the mux: who asks and what they may comes before anything is read.
func (f *Frame) handle(h *huma.Operation, handler func(huma.Context)) {
	op := f.ops[len(f.ops)-1]
	f.mux.HandleFunc(h.Method+" "+h.Path, func(w http.ResponseWriter, r *http.Request) {
		c, err := f.admit(w, r, op)
		if err != nil {
			f.refuse(w, r, err)
			return
		}
		q := &request{call: c, w: w}
		q.r = r.WithContext(context.WithValue(r.Context(), requestKey{}, q))
		q.call.Context = q.r.Context()
		handler(humago.NewContext(h, q.r, w))
	})
}

// admit says who asks, and refuses who may not.
func (f *Frame) admit(w http.ResponseWriter, r *http.Request, op Operation) (Call, error) {
	c := Call{Language: Language(r), Now: f.clock.Now(), Query: r.URL.Query()}
	if op.Open {
		return c, nil
	}
	id, secret, ok := Credentials(r)
	if !ok {
		return c, fault.New(fault.Unauthenticated, words, "no-key")
	}
	key, err := f.keys.Check(r.Context(), id, secret)
	if err != nil {
		return c, err
	}
	if err := f.limiter.take(r.Context(), w.Header(), key.ID, c.Now); err != nil {
		return c, err
	}
	switch {
	case !key.Has(op.Scope):
		return c, fault.New(fault.Forbidden, words, "no-scope", lang.A{"scope": string(op.Scope)})
	case key.Course != "" && !op.Course:
		return c, fault.New(fault.Forbidden, words, "course-key")
	}
	c.Key, c.secret = key, secret
	if !op.safe() {
		c.once, err = onceKey(r)
	}
	return c, err
}

// describeOperation is an operation as huma registers it.
func describeOperation(op Operation) huma.Operation {
	h := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: Root + op.Path, Tags: []string{op.Group},
		Summary: "api." + op.ID, Description: "api." + op.ID + ".text",
		DefaultStatus: op.Status, MaxBodyBytes: op.Body, BodyReadTimeout: readTimeout,
		RejectUnknownQueryParameters: true, Errors: statuses(op),
	}
	if h.MaxBodyBytes == 0 {
		h.MaxBodyBytes = BodyLimit
	}
	if h.MaxBodyBytes > BodyLimit {
		h.BodyReadTimeout = largeTimeout
	}
	if op.Open {
		h.Security = []map[string][]string{}
		return h
	}
	h.Security = []map[string][]string{{"bearer": {}}, {"basic": {}}}
	h.Extensions = map[string]any{"x-scope": op.Scope}
	if !op.safe() {
		most := maxOnce
		h.Parameters = append(h.Parameters, &huma.Param{Name: onceHeader, In: "header", Description: "api.param.once", Example: `"8f14e45f-ceea-467f-a8b1-c1b3f4f2a9d0"`,
			Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &most}})
	}
	return h
}

// statuses are the errors that an operation may answer.
func statuses(op Operation) []int {
	all := append([]int{http.StatusInternalServerError, http.StatusServiceUnavailable}, op.Errors...)
	if !op.Open {
		all = append(all, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests)
	}
	if strings.Contains(op.Path, "{") {
		all = append(all, http.StatusNotFound)
	}
	all = append(all, http.StatusUnprocessableEntity)
	if !op.safe() {
		all = append(all, http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// document gives the answers of an operation words in place of HTTP's English ones, and the headers that tell of limits.
func document(f *Frame, path string, op Operation) {
	item := f.huma.OpenAPI().Paths[path]
	for _, h := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if h == nil || h.OperationID != op.ID {
			continue
		}
		for status, response := range h.Responses {
			response.Description = "api.status." + status
			if status == strconv.Itoa(http.StatusTooManyRequests) {
				response.Headers = map[string]*huma.Param{"Retry-After": {Description: "api.header.retry", Schema: &huma.Schema{Type: huma.TypeInteger}}}
			}
		}
	}
}
