package api

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/web"
)

// Problem is RFC 9457, section 3, with four members of our own.
type Problem struct {
	Type   string `json:"type" format:"uri" doc:"api.problem.type" example:"urn:atelier:problem:not-found"`
	Title  string `json:"title" doc:"api.problem.title"`
	Status int    `json:"status" doc:"api.problem.status" example:"404"`
	Detail string `json:"detail,omitempty" doc:"api.problem.detail"`
	Hint   string `json:"hint,omitempty" doc:"api.problem.hint"`
	// Code is the key of the message: the one thing here that programs may compare.
	Code      string   `json:"code,omitempty" doc:"api.problem.code" example:"no-person"`
	RequestID string   `json:"requestId,omitempty" doc:"api.problem.request"`
	Errors    []Detail `json:"errors,omitempty" doc:"api.problem.errors"`
}

// Detail is one thing that is wrong with what was sent.
type Detail struct {
	Location string `json:"location" doc:"api.problem.location" example:"body.email"`
	Message  string `json:"message" doc:"api.problem.message"`
}

// Error is the text for the log.
func (p *Problem) Error() string { return p.Title }

// GetStatus is the HTTP status, for huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of a problem, for huma.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// huma makes its errors with these two functions of its own; nothing else in the program uses huma.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return refused(lang.English, "", status, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, message string, errs ...error) huma.StatusError {
		r, w := humago.Unwrap(c)
		return refused(Language(r), web.RequestID(w), status, errs)
	}
}

// refused is the problem of a request that could not be read.
func refused(tag lang.Tag, request string, status int, errs []error) *Problem {
	kind := kindOf(status)
	p := &Problem{Type: typeOf(kind.String()), Title: kind.Message(tag), Status: status, Code: "request", RequestID: request}
	if status == http.StatusUnprocessableEntity || status == http.StatusBadRequest {
		p.Detail = words.Say(tag, "request")
	}
	for _, err := range errs {
		if d, ok := err.(huma.ErrorDetailer); ok {
			detail := d.ErrorDetail()
			p.Errors = append(p.Errors, Detail{Location: detail.Location, Message: sayRule(tag, detail.Message)})
		}
	}
	return p
}

// kindOf is the kind of fault that goes with a status of huma's.
func kindOf(status int) fault.Kind {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return fault.TooLarge
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return fault.Unsupported
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestTimeout:
		return fault.Invalid
	}
	return fault.Internal
}

func typeOf(name string) string { return "urn:atelier:problem:" + name }

// refusal is a fault that is answered with another status than its kind has.
type refusal struct {
	fault  *fault.Error
	status int
}

func (r refusal) Error() string { return r.fault.Error() }

// Unwrap is the fault.
func (r refusal) Unwrap() error { return r.fault }

// Wrong is a place in what was sent that cannot be kept as it is.
type Wrong struct {
	Location string // "body.name"
	Say      func(lang.Tag) string
}

// wrongs is the refusal of what has the form wanted and still cannot be kept.
type wrongs struct {
	refusal
	list []Wrong
}

// Refuse is the error of an operation that cannot keep what was sent, place by place.
func Refuse(list []Wrong) error {
	return wrongs{refusal{fault.New(fault.Invalid, words, "wrong"), http.StatusUnprocessableEntity}, list}
}

// Unwrap is the refusal.
func (w wrongs) Unwrap() error { return w.refusal }

// problemOf is what is told of an error.
func problemOf(err error, tag lang.Tag, request string) *Problem {
	kind := fault.KindOf(err)
	p := &Problem{Type: typeOf(kind.String()), Title: kind.Message(tag), Status: kind.Status(), RequestID: request, Hint: fault.Hint(err, tag)}
	if r, ok := errors.AsType[refusal](err); ok {
		p.Status, p.Type = r.status, typeOf(r.fault.Key)
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		p.Detail, p.Code = f.Message(tag), f.Key
	}
	if w, ok := errors.AsType[wrongs](err); ok {
		for _, one := range w.list {
			p.Errors = append(p.Errors, Detail{Location: one.Location, Message: one.Say(tag)})
		}
	}
	return p
}

// refuse answers with a problem and logs what is ours to mend.
func (f *Frame) refuse(w http.ResponseWriter, r *http.Request, err error) {
	AnswerProblem(w, r, f.log, err)
}

// AnswerProblem answers with a problem in the language asked for, and logs what is ours to mend. It is for doors that
// programs use beside the operations.
func AnswerProblem(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	tag := Language(r)
	p := problemOf(err, tag, web.RequestID(w))
	logFailure(log, w, r, err)
	h := w.Header()
	switch p.Status {
	case http.StatusUnauthorized:
		h["Www-Authenticate"] = challenge
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	}
	h.Set("Content-Type", p.ContentType(""))
	h.Set("Content-Language", tag.String())
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		// A write fails when the reader is gone; there is nobody to tell.
		_ = huma.DefaultJSONFormat.Marshal(w, p)
	}
}

// failed is the answer of an operation that ended with an error, for huma.
func (f *Frame) failed(c Call, w http.ResponseWriter, r *http.Request, err error) error {
	logFailure(f.log, w, r, err)
	p := problemOf(err, c.Language, web.RequestID(w))
	w.Header().Set("Content-Language", c.Language.String())
	if p.Status == http.StatusServiceUnavailable || p.Type == typeOf("running") {
		w.Header().Set("Retry-After", "1")
	}
	return p
}

func logFailure(log *slog.Logger, w http.ResponseWriter, r *http.Request, err error) {
	if fault.KindOf(err).Status() < 500 {
		return
	}
	log.Error("failed", "id", web.RequestID(w), "method", r.Method, "path", strings.Clone(r.URL.Path), "kind", fault.KindOf(err).String(), "error", err.Error())
}
