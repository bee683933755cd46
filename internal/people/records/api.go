package records

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// Endpoint is where other programs reach the record: the xAPI resources stand below it.
const Endpoint = "/xapi"

// The scopes of keys for the endpoint. A key that is bound to a course reads and writes only what lies below the course's IRI.
const (
	ReadScope  api.Scope = "xapi:read"
	WriteScope api.Scope = "xapi:write"
)

// RegisterAPI makes the scopes known to those who make keys.
func (r *Room) RegisterAPI(f *api.Frame) { f.Beside(ReadScope, WriteScope) }

// Door is what the endpoint stands on.
type Door struct {
	DB   *store.DB
	Keys api.Keys
	Log  *slog.Logger
	// Blobs holds the bytes of attachments.
	Blobs *blob.Store
	// Trail writes a line into the audit trail, in a transaction; nil: there is none.
	Trail func(store.Tx, identity.Event) error
	// Course is the IRI of a course by its key; false when the site has no such course.
	Course func(key string) (iri string, ok bool)
}

// operation is one method of a resource.
type operation struct {
	scope api.Scope // what the key must have; empty: open to all, in any version
	takes []string  // names of parameters
	limit int64     // bytes of the body; 0: none is read
	do    func(*Room, *call) error
}

// resource is what stands at one address, by method. HEAD is answered as GET, without the body.
type resource map[string]operation

// allow lists the methods of a resource as the header Allow has them.
func (s resource) allow() string {
	all := slices.Sorted(maps.Keys(s))
	if _, ok := s[http.MethodGet]; ok {
		all = append(all, http.MethodHead)
	}
	return strings.Join(append(all, http.MethodOptions), ", ")
}

// resources are the addresses below the endpoint (1.0.3, Part Three, 2; IEEE 9274.1.1, 4.1.6).
var resources = map[string]resource{
	"/about":              {http.MethodGet: {do: (*Room).about}},
	"/activities":         {http.MethodGet: {scope: ReadScope, takes: []string{"activityId"}, do: (*Room).answerActivity}},
	"/activities/profile": activityDocuments.resource(),
	"/activities/state":   stateDocuments.resource(),
	"/agents":             {http.MethodGet: {scope: ReadScope, takes: []string{"agent"}, do: (*Room).answerPerson}},
	"/agents/profile":     agentDocuments.resource(),
	"/ndjson":             ndjsonResource,
	"/statements":         statementResource,
}

// doors is the endpoint at work.
type doors struct {
	*Room
	Door
	spoken sync.Map // by key id: the version that the key spoke last
}

// Before answers what is below the endpoint and leaves the rest to the site's handler.
func (r *Room) Before(site http.Handler, o Door) http.Handler {
	d := &doors{Room: r, Door: o}
	mux := http.NewServeMux()
	for path, s := range resources {
		mux.HandleFunc(Endpoint+path, func(w http.ResponseWriter, q *http.Request) { d.serve(w, q, s) })
	}
	mux.HandleFunc(Endpoint+"/", func(w http.ResponseWriter, q *http.Request) { d.serve(w, q, nil) })
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.HasPrefix(q.URL.Path, Endpoint+"/") || q.URL.Path == Endpoint {
			// Nothing here stands on a cookie, so no other site can act through a browser.
			q.Header.Del("Cookie")
			mux.ServeHTTP(w, q)
			return
		}
		site.ServeHTTP(w, q)
	})
}

// serve answers a request for a resource; nil is an address without one.
func (d *doors) serve(w http.ResponseWriter, q *http.Request, s resource) {
	now := d.clock.Now()
	d.greet(w.Header(), d.through(q.Context(), now))
	if q.Method == http.MethodOptions && s != nil {
		w.Header().Set("Allow", s.allow())
		w.WriteHeader(http.StatusNoContent)
		return
	}
	c := &call{doors: d, w: w, r: q, now: now}
	if err := d.answer(c, s); err != nil {
		c.refuse(err)
	}
}

// answer settles a request step by step and lets its operation answer.
func (d *doors) answer(c *call, s resource) error {
	if s == nil {
		return fault.New(fault.NotFound, words, "xapi.no-resource")
	}
	if err := c.unfold(); err != nil {
		return err
	}
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	op, ok := s[method]
	if !ok {
		c.w.Header().Set("Allow", s.allow())
		return fault.New(fault.NotAllowed, words, "xapi.no-method", lang.A{"allow": s.allow()})
	}
	if op.scope == "" {
		c.speak()
		return op.do(d.Room, c)
	}
	if err := c.admit(op); err != nil {
		return err
	}
	if err := c.settle(op); err != nil {
		return err
	}
	if err := c.uncoded(); err != nil {
		return err
	}
	return op.do(d.Room, c)
}

// uncoded refuses content that was compressed or coded otherwise: it would be kept as it came and be given out without
// saying so (RFC 9110, 8.4; what may come is told as RFC 7694 has it).
func (c *call) uncoded() error {
	for _, coding := range c.r.Header.Values("Content-Encoding") {
		if !strings.EqualFold(strings.TrimSpace(coding), "identity") && coding != "" {
			c.w.Header().Set("Accept-Encoding", "identity")
			return fault.New(fault.Unsupported, words, "xapi.coded")
		}
	}
	return nil
}

// greet sets the headers of every answer: pages of other sites may read it (Fetch standard, 3.2), and it says until
// which moment everything that was kept can be read (1.0.3, Part Three, 2.1; IEEE 9274.1.1, 4.1.6.1).
func (d *doors) greet(h http.Header, through time.Time) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, "+versionHeader)
	h.Set("Access-Control-Expose-Headers", "ETag, Last-Modified, WWW-Authenticate, Retry-After, X-Request-Id, Content-Language, "+consistentHeader+", "+versionHeader)
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", web.CachePrivate)
	h.Set(versionHeader, version1)
	h.Set(consistentHeader, xapi.Timestamp(through))
}

const (
	versionHeader    = "X-Experience-API-Version"
	consistentHeader = "X-Experience-API-Consistent-Through"
)

// call is one request by a key, settled: whoever answers it need not look at the request itself.
type call struct {
	*doors
	w       http.ResponseWriter
	r       *http.Request // with the method and the headers of the alternate syntax
	now     time.Time
	version string  // version1 or version2
	key     api.Key // who asks
	course  string  // the IRI that the key is bound to; empty: none
	params  map[string]string
	body    io.Reader // bounded by the operation's limit
	form    *form     // what the alternate syntax said; nil without
}

// two says whether the request is in xAPI 2.0.
func (c *call) two() bool { return c.version == version2 }

// edition is the text of the specification that holds.
func (c *call) edition() xapi.Edition {
	if c.two() {
		return xapi.V2
	}
	return xapi.V1
}

// has says whether a parameter was given, be it empty.
func (c *call) has(name string) bool { _, ok := c.params[name]; return ok }

// header is a header of the request, or the form parameter in its place.
func (c *call) header(name string) string { return c.r.Header.Get(name) }

// admit says who asks, and refuses who may not.
func (c *call) admit(op operation) error {
	id, secret, ok := api.Credentials(c.r)
	if !ok {
		return fault.New(fault.Unauthenticated, words, "xapi.no-key")
	}
	key, err := c.Keys.Check(c.r.Context(), id, secret)
	if err != nil {
		return err
	}
	c.key = key
	if key.Course != "" {
		if c.course, ok = c.Course(key.Course); !ok {
			return fault.New(fault.Forbidden, words, "xapi.other-course")
		}
	}
	// The version comes before the scope: what is wrong with the request can be mended by whoever wrote the client.
	if err := c.speak(); err != nil {
		return err
	}
	if !key.Has(op.scope) {
		return fault.New(fault.Forbidden, words, "xapi.no-scope", lang.A{"scope": string(op.scope)})
	}
	return nil
}

// within refuses a key that is bound to a course, when the IRI is not the course's and does not lie below it.
func (c *call) within(iri string) error {
	if c.course == "" || Below(c.course, iri) {
		return nil
	}
	return fault.New(fault.Forbidden, words, "xapi.other-course")
}

// whole refuses a key that is bound to a course: what is asked for belongs to no course.
func (c *call) whole() error {
	if c.course == "" {
		return nil
	}
	return fault.New(fault.Forbidden, words, "xapi.course-key")
}

// Below says whether an IRI is the given one or continues it after one of / # ? : as parts of a course do.
func Below(root, iri string) bool {
	rest, ok := strings.CutPrefix(iri, root)
	return ok && (rest == "" || strings.ContainsRune("/#?:", rune(rest[0])) || strings.HasSuffix(root, "/"))
}

// settle reads the parameters and bounds the body.
func (c *call) settle(op operation) error {
	values := c.form.values()
	if c.form == nil {
		var err error
		if values, err = url.ParseQuery(c.r.URL.RawQuery); err != nil {
			return fault.New(fault.Invalid, words, "xapi.bad-query").Because(err)
		}
	}
	c.params = map[string]string{}
	for name, all := range values {
		if !slices.Contains(op.takes, name) {
			return fault.New(fault.Invalid, words, "xapi.unknown-parameter", lang.A{"name": quoted(name)})
		}
		if len(all) > 1 {
			return fault.New(fault.Invalid, words, "xapi.repeated-parameter", lang.A{"name": name})
		}
		c.params[name] = all[0]
	}
	if c.form != nil {
		c.body = strings.NewReader(c.form.content)
		if int64(len(c.form.content)) > op.limit {
			return tooLarge(op.limit)
		}
		return nil
	}
	c.body = http.MaxBytesReader(c.w, c.r.Body, op.limit)
	return nil
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, words, "xapi.too-large", lang.A{"limit": lang.Size(limit)})
}

// bytes reads the whole body.
func (c *call) bytes() ([]byte, error) {
	data, err := io.ReadAll(c.body)
	return data, c.cut(err)
}

// cut turns an error of reading the body into a fault.
func (c *call) cut(err error) error {
	if err == nil {
		return nil
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(large.Limit)
	}
	return fault.New(fault.Invalid, words, "xapi.cut-off").Because(err)
}

// read runs fn on one state of the database.
func (c *call) read(fn func(store.Tx) error) error { return c.DB.Read(c.r.Context(), fn) }

// write runs fn in a transaction. Until it has ended, no answer says that later moments can be read. What was begun is
// ended also when the client has gone.
func (c *call) write(fn func(store.Tx) error) error {
	return c.DB.Write(context.WithoutCancel(c.r.Context()), fn)
}

// none answers that all went well and there is nothing to say.
func (c *call) none() error {
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// json answers with a JSON text.
func (c *call) json(data []byte) error {
	web.Data(c.w, c.r, http.StatusOK, "application/json", data)
	return nil
}

// bare answers with bytes as they are, whatever they are: a browser that shows them runs nothing in them.
func (c *call) bare(media string, data []byte) {
	h := c.w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method != http.MethodHead {
		// A write fails when the reader is gone; there is nobody to tell.
		_, _ = c.w.Write(data)
	}
}

// refuse answers with a problem.
func (c *call) refuse(err error) {
	if c.r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody waits for the answer any more
	}
	api.AnswerProblem(c.w, c.r, c.Log, err)
}

// maxDocument bounds a document, in bytes.
const maxDocument = 2 << 20
