package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"atelier/internal/base/fault"
)

const requestIDHeader = "X-Request-Id"

// RequestID is the id of the request that w answers. It stands in the log, in
// the response and on error pages, and says nothing of a person.
func RequestID(w http.ResponseWriter) string {
	if id := w.Header()[requestIDHeader]; len(id) == 1 {
		return id[0]
	}
	return ""
}

// Wrap puts the manners of the kit around a mux: request id, security headers,
// refusal of requests from other sites, error pages for unknown addresses and
// for panics, and the access log.
func (k *Kit) Wrap(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		if len(k.proxies) > 0 {
			r.RemoteAddr = k.proxies.client(r)
		}
		rec := &recorder{ResponseWriter: w, request: r}
		h := w.Header()
		for _, one := range k.headers {
			one.set(h)
		}
		h[requestIDHeader] = []string{strconv.FormatUint(rand.Uint64()|1<<63, 36)}
		defer k.finish(rec, r, start)
		if err := k.origins.Check(r); err != nil {
			k.Fail(rec, r, fault.New(fault.Forbidden, words, "cross-origin").Because(err))
			return
		}
		mux.ServeHTTP(rec, r)
		if rec.unmatched != 0 {
			k.failUnmatched(rec, r)
		}
	})
}

// failUnmatched answers for the mux, which knows no error pages.
func (k *Kit) failUnmatched(rec *recorder, r *http.Request) {
	kind := fault.NotFound
	if rec.unmatched == http.StatusMethodNotAllowed {
		kind = fault.NotAllowed
	}
	rec.unmatched = 0
	key := kind.String()
	k.Fail(rec, r, fault.New(kind, words, key))
}

// finish answers for a handler that panicked, and writes the access log.
func (k *Kit) finish(rec *recorder, r *http.Request, start time.Time) {
	p := recover()
	if p != nil && p != http.ErrAbortHandler {
		err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		rec.unmatched = 0
		if rec.status == 0 {
			k.Fail(rec, r, err)
			p = nil
		} else {
			k.logFailure(rec, r, err)
			p = http.ErrAbortHandler
		}
	}
	took := time.Since(start)
	if k.observe != nil {
		k.observe(r.Pattern, rec.Status(), took)
	}
	if level := k.levelOf(rec, r); k.log.Enabled(context.Background(), level) {
		k.log.LogAttrs(context.Background(), level, "request",
			slog.String("id", RequestID(rec)),
			slog.String("method", r.Method),
			slog.String("path", r.URL.Path),
			slog.Int("status", rec.Status()),
			slog.Int64("bytes", rec.bytes),
			slog.Duration("took", took),
		)
	}
	if p != nil {
		// The response has begun: only breaking it off tells that it is not whole.
		panic(p)
	}
}

// levelOf is the level at which an answer stands in the access log.
func (k *Kit) levelOf(rec *recorder, r *http.Request) slog.Level {
	if k.quiet[r.Pattern] && rec.Status() < 400 {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// Fail turns an error into a page or, for programs, into a problem document
// (RFC 9457), and logs what is ours to mend.
func (k *Kit) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = fault.New(fault.TooLarge, words, "too-large", sizeOf(tooLarge.Limit)).Because(err)
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		// Nobody waits for the answer any more.
		return
	}
	k.logFailure(w, r, err)
	if rec, ok := w.(*recorder); ok {
		if rec.status != 0 {
			panic(http.ErrAbortHandler)
		}
		rec.failing = true
	}
	k.answer(w, r, problemOf(w, r, err))
}

func (k *Kit) logFailure(w http.ResponseWriter, r *http.Request, err error) {
	level := slog.LevelDebug
	if fault.KindOf(err).Status() >= 500 {
		level = slog.LevelError
	}
	k.log.LogAttrs(context.Background(), level, "failed",
		slog.String("id", RequestID(w)),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.String("kind", fault.KindOf(err).String()),
		slog.String("error", err.Error()),
	)
}

// recorder notes what was answered. While unmatched is set, the mux is saying
// that it knows no such page, and its plain words are dropped.
type recorder struct {
	http.ResponseWriter
	request   *http.Request
	status    int
	unmatched int
	failing   bool // the kit itself is answering, with a problem
	bytes     int64
}

// WriteHeader notes the status.
func (rec *recorder) WriteHeader(status int) {
	if status < 200 && status != http.StatusSwitchingProtocols {
		rec.ResponseWriter.WriteHeader(status)
		return
	}
	if rec.status == 0 && rec.request.Pattern == "" &&
		(status == http.StatusNotFound || status == http.StatusMethodNotAllowed) && !rec.failing {
		rec.unmatched = status
		return
	}
	if rec.status == 0 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

// Write notes how much was written.
func (rec *recorder) Write(p []byte) (int, error) {
	if rec.unmatched != 0 {
		return len(p), nil
	}
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	n, err := rec.ResponseWriter.Write(p)
	rec.bytes += int64(n)
	return n, err
}

// Status is what was answered; a handler that wrote nothing answered 200.
func (rec *recorder) Status() int {
	if rec.status == 0 {
		return http.StatusOK
	}
	return rec.status
}

// Unwrap lets http.ResponseController reach the connection.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }
