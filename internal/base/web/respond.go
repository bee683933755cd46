package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Packers for answers made on the spot, at the fastest level: such an answer is
// compressed once for one reader.
var packers = sync.Pool{New: func() any {
	// The level is one of the package's, so there is no error.
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return w
}}

// HTML answers with a page made for one person: kept nowhere, compressed when the
// request allows.
func HTML(w http.ResponseWriter, r *http.Request, status int, page []byte) {
	respond(w, r, status, "text/html; charset=utf-8", page)
}

// JSON answers with a value as JSON, kept nowhere.
func JSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	respond(w, r, status, "application/json", data)
	return nil
}

// SeeOther sends the browser to another page after a form: loading that page
// again does not send the form again.
func SeeOther(w http.ResponseWriter, r *http.Request, address string) {
	w.Header().Set("Cache-Control", CachePrivate)
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// Data answers with text of another kind, kept nowhere, compressed when the request allows.
func Data(w http.ResponseWriter, r *http.Request, status int, contentType string, data []byte) {
	respond(w, r, status, contentType, data)
}

func respond(w http.ResponseWriter, r *http.Request, status int, contentType string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", CachePrivate)
	}
	addVary(h)
	if len(data) >= smallest && acceptsGzip(r) {
		data = pack(data)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		// A write fails when the reader is gone; there is nobody to tell.
		_, _ = w.Write(data)
	}
}

func acceptsGzip(r *http.Request) bool {
	return allowedForms(r.Header["Accept-Encoding"])[gzipped]
}

func pack(data []byte) []byte {
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	out := bytes.NewBuffer(make([]byte, 0, len(data)/3))
	w.Reset(out)
	// Writing to memory does not fail.
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}
