package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Problem is a fault as it is told to whoever asked: nothing private in it.
type Problem struct {
	Kind   fault.Kind
	Status int // HTTP
	// Languages are those to speak: one when it is known which, else all.
	Languages []lang.Tag
	Message   lang.Text // in every interface language
	Hint      lang.Text // may have none
	RequestID string
}

// problemOf collects what may be told of an error.
func problemOf(w http.ResponseWriter, r *http.Request, err error) Problem {
	kind := fault.KindOf(err)
	p := Problem{
		Kind: kind, Status: kind.Status(), RequestID: RequestID(w),
		Languages: languagesOf(r), Message: lang.Text{}, Hint: lang.Text{},
	}
	for _, tag := range lang.Interfaces() {
		p.Message[tag] = fault.Message(err, tag)
		if hint := fault.Hint(err, tag); hint != "" {
			p.Hint[tag] = hint
		}
	}
	return p
}

// languagesOf is the language of the address (/fr/…), else the one asked for,
// else all.
func languagesOf(r *http.Request) []lang.Tag {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	for _, tag := range lang.Interfaces() {
		if first == tag.Lower() {
			return []lang.Tag{tag}
		}
	}
	if tag, ok := Prefer(r, lang.Interfaces()); ok {
		return []lang.Tag{tag}
	}
	return lang.Interfaces()
}

// retryAfter is when to ask again what the machine could not do now, in seconds.
const retryAfter = "5"

// answer writes the problem as the page or the document that was asked for.
func (k *Kit) answer(w http.ResponseWriter, r *http.Request, p Problem) {
	h := w.Header()
	for _, name := range []string{"Etag", "Content-Encoding", "Last-Modified", "Content-Disposition"} {
		h.Del(name)
	}
	h.Set("Cache-Control", CachePrivate)
	var data []byte
	if wantsDocument(r) {
		h.Set("Content-Type", "application/problem+json")
		data = problemDocument(p)
	} else {
		h.Set("Content-Type", "text/html; charset=utf-8")
		data = k.errorPage(p)
	}
	if len(p.Languages) == 1 {
		h.Set("Content-Language", p.Languages[0].String())
	}
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", retryAfter)
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data)
	}
}

// wantsDocument says whether a program asks: the address is one of the HTTP
// interfaces, or JSON is accepted and HTML is not.
func wantsDocument(r *http.Request) bool {
	for _, root := range []string{"/api", "/xapi"} {
		if rest, ok := strings.CutPrefix(r.URL.Path, root); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// problemDocument is RFC 9457, section 3, with the request id and the hint as
// extensions. The type is a name, not an address: about:blank adds nothing.
func problemDocument(p Problem) []byte {
	tag := p.Languages[0]
	data, err := json.Marshal(struct {
		Type      string `json:"type"`
		Title     string `json:"title"`
		Status    int    `json:"status"`
		Hint      string `json:"hint,omitempty"`
		RequestID string `json:"requestId,omitempty"`
	}{"urn:atelier:problem:" + p.Kind.String(), p.Message.In(tag), p.Status, p.Hint.In(tag), p.RequestID})
	if err != nil {
		return nil
	}
	return data
}

func sizeOf(limit int64) lang.A { return lang.A{"limit": lang.Size(limit)} }

func badBaseURL(u *url.URL, cause error) error {
	return fault.New(fault.Usage, words, "bad-base-url", lang.A{"url": u.String()}).Because(cause)
}
