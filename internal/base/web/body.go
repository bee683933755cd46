package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Levels of compression, chosen once. On lesson pages brotli 5 is within a few
// percent of 11 at a fiftieth of its time.
const (
	brotliLevel = 5
	gzipLevel   = 6
)

// smallest is the size in bytes below which compressing gains nothing: the whole
// answer fits one network packet anyway.
const smallest = 860

// Body is an answer that never changes. Its compressed forms are made when first
// asked for and kept. It is an http.Handler and serves GET and HEAD.
type Body struct {
	contentType header
	cache       header
	packs       bool   // worth compressing
	tag         string // of the content, without quotes
	forms       [3]form
}

// The forms in which a Body exists, best last.
const (
	plain = iota
	gzipped
	brotlied
)

var encodings = [3]string{"", "gzip", "br"}

// form is the body in one encoding, with the headers that go with it.
type form struct {
	once   sync.Once
	data   []byte
	etag   header
	length header
	coding header
}

var varyEncoding = fixed("Vary", "Accept-Encoding")

// NewBody keeps data, which must not change afterwards, as an answer of that
// content type. It may be kept by caches as cache says (CacheForever, …).
func NewBody(contentType, cache string, data []byte) *Body {
	sum := sha256.Sum256(data)
	b := &Body{
		contentType: fixed("Content-Type", contentType),
		cache:       fixed("Cache-Control", cache),
		packs:       len(data) >= smallest && compressible(contentType),
		tag:         base64.RawURLEncoding.EncodeToString(sum[:15]),
	}
	b.forms[plain].once.Do(func() { b.fill(plain, data) })
	return b
}

// Tag is a mark of the content, for addresses that carry one: 20 characters.
func (b *Body) Tag() string { return b.tag }

// Bytes is the content. It must not be changed.
func (b *Body) Bytes() []byte { return b.forms[plain].data }

// Precompress makes the compressed forms now instead of at the first request.
func (b *Body) Precompress() {
	if b.packs {
		b.in(gzipped)
		b.in(brotlied)
	}
}

// in is the body in an encoding, made on the first call.
func (b *Body) in(n int) *form {
	f := &b.forms[n]
	f.once.Do(func() {
		raw := b.forms[plain].data
		var out bytes.Buffer
		var w io.WriteCloser
		switch n {
		case gzipped:
			// The level is one of the package's, so there is no error.
			w, _ = gzip.NewWriterLevel(&out, gzipLevel)
		default:
			w = brotli.NewWriterLevel(&out, brotliLevel)
		}
		// Writing to memory does not fail.
		_, _ = w.Write(raw)
		_ = w.Close()
		b.fill(n, bytes.Clone(out.Bytes()))
	})
	return f
}

// fill sets a form and its headers. Every form has an ETag of its own, because a
// strong one stands for exact bytes (RFC 9110, section 8.8.1).
func (b *Body) fill(n int, data []byte) {
	f := &b.forms[n]
	suffix := ""
	if n != plain {
		suffix = "-" + encodings[n]
		f.coding = fixed("Content-Encoding", encodings[n])
	}
	f.data = data
	f.etag = fixed("Etag", `"`+b.tag+suffix+`"`)
	f.length = fixed("Content-Length", strconv.Itoa(len(data)))
}

// ServeHTTP is Serve.
func (b *Body) ServeHTTP(w http.ResponseWriter, r *http.Request) { b.Serve(w, r) }

// Serve answers with the body, in the best encoding the request accepts, or with
// "not modified". Ranges are served of the uncompressed bytes.
func (b *Body) Serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	b.contentType.set(h)
	b.cache.set(h)
	f := &b.forms[plain]
	if b.packs {
		addVary(h)
		if _, partial := r.Header["Range"]; !partial {
			f = b.in(choose(r.Header["Accept-Encoding"]))
		}
	}
	f.etag.set(h)
	if asked := r.Header["If-None-Match"]; len(asked) > 0 && matches(asked, f.etag.value[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if f.coding.name != "" {
		f.coding.set(h)
	} else if _, partial := r.Header["Range"]; partial {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.data))
		return
	}
	f.length.set(h)
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	// A write fails when the reader is gone; there is nobody to tell.
	_, _ = w.Write(f.data)
}

func addVary(h http.Header) {
	if len(h[varyEncoding.name]) == 0 {
		varyEncoding.set(h)
		return
	}
	h.Add(varyEncoding.name, varyEncoding.value[0])
}

// matches compares If-None-Match with an ETag, weakly (RFC 9110, section 13.1.2).
func matches(asked []string, etag string) bool {
	for _, line := range asked {
		for part := range strings.SplitSeq(line, ",") {
			part = strings.TrimSpace(part)
			if part == "*" || strings.TrimPrefix(part, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// choose is the best form that Accept-Encoding allows.
func choose(accept []string) int {
	allowed := allowedForms(accept)
	switch {
	case allowed[brotlied]:
		return brotlied
	case allowed[gzipped]:
		return gzipped
	}
	return plain
}

// allowedForms reads Accept-Encoding (RFC 9110, section 12.5.3). An encoding that
// is not named is not used, even where "*" would allow it.
func allowedForms(accept []string) [3]bool {
	allowed := [3]bool{plain: true}
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			name, quality, _ := strings.Cut(part, ";")
			name = strings.TrimSpace(name)
			switch {
			case strings.EqualFold(name, "br"):
				allowed[brotlied] = !refused(quality)
			case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
				allowed[gzipped] = !refused(quality)
			}
		}
	}
	return allowed
}

// refused says whether a quality is zero: "q=0", "q=0.0".
func refused(quality string) bool {
	_, value, found := strings.Cut(quality, "=")
	if !found {
		return false
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err == nil && q == 0
}

// compressible says whether a content type is text at heart. The others (images,
// fonts in WOFF2, EPUB, zip) are compressed already.
func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind = strings.TrimSpace(kind); {
	case strings.HasPrefix(kind, "text/"), strings.HasSuffix(kind, "+xml"), strings.HasSuffix(kind, "+json"):
		return true
	}
	switch kind {
	case "application/json", "application/javascript", "application/xml", "application/wasm",
		"application/manifest", "application/yaml", "image/x-icon", "font/ttf", "font/otf":
		return true
	}
	return false
}
