package records

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// form is what a request in the alternate syntax of 1.0.3 says (Part Three, 1.3): a POST whose only parameter in the
// address is the method that is meant, with parameters, headers and content as fields of a form. 2.0 has none of it.
type form struct {
	method  string
	headers map[string]string // canonical names
	params  url.Values
	content string
}

// values are the parameters of the resource; none of a nil form.
func (f *form) values() url.Values {
	if f == nil {
		return nil
	}
	return f.params
}

const (
	formType = "application/x-www-form-urlencoded"
	// maxForm bounds a form, in bytes: a document of the largest size, escaped.
	maxForm = 3*maxDocument + 64<<10
	// jsonType is the type of content that names none.
	jsonType = "application/json"
)

// formHeaders are the fields that stand for headers (Part Three, 1.3, b7), and two that clients in browsers send.
var formHeaders = []string{"Authorization", versionHeader, "Content-Type", "Content-Length", "If-Match", "If-None-Match", "Accept", "Accept-Language"}

// unfold reads a request in the alternate syntax, and makes of it the request that is meant.
func (c *call) unfold() error {
	query := c.r.URL.Query()
	if c.r.Method != http.MethodPost || !query.Has("method") {
		return nil
	}
	c.version = version1
	if v, ok := settleVersion(c.header(versionHeader)); ok && v == version2 {
		c.w.Header().Set(versionHeader, v)
		return fault.New(fault.Invalid, words, "xapi.no-alternate")
	}
	if len(query) > 1 || len(query["method"]) > 1 {
		return fault.New(fault.Invalid, words, "xapi.alternate-query")
	}
	if kind, _, err := mime.ParseMediaType(c.header("Content-Type")); err != nil || kind != formType {
		return fault.New(fault.Invalid, words, "xapi.alternate-type")
	}
	c.body = http.MaxBytesReader(c.w, c.r.Body, maxForm)
	data, err := c.bytes()
	if err != nil {
		return err
	}
	f, err := parseForm(query.Get("method"), string(data))
	if err != nil {
		return err
	}
	meant := c.r.Clone(c.r.Context())
	meant.Method = f.method
	meant.Header.Del("Content-Type")
	for name, value := range f.headers {
		meant.Header.Set(name, value)
	}
	if f.content != "" && meant.Header.Get("Content-Type") == "" {
		meant.Header.Set("Content-Type", jsonType)
	}
	c.r, c.form = meant, f
	return nil
}

// parseForm reads the form of a request that means a method.
func parseForm(method, data string) (*form, error) {
	f := &form{method: method, headers: map[string]string{}, params: url.Values{}}
	carries := method == http.MethodPut || method == http.MethodPost
	if !carries && method != http.MethodGet && method != http.MethodDelete {
		return nil, fault.New(fault.Invalid, words, "xapi.alternate-method", lang.A{"method": quoted(method)})
	}
	fields, err := url.ParseQuery(data)
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "xapi.alternate-form").Because(err)
	}
	for name, all := range fields {
		if len(all) > 1 {
			return nil, fault.New(fault.Invalid, words, "xapi.repeated-parameter", lang.A{"name": quoted(name)})
		}
		if !utf8.ValidString(name) || !utf8.ValidString(all[0]) {
			return nil, fault.New(fault.Invalid, words, "xapi.alternate-form")
		}
		header := slices.IndexFunc(formHeaders, func(h string) bool { return strings.EqualFold(h, name) })
		switch {
		case header >= 0:
			f.headers[http.CanonicalHeaderKey(name)] = all[0]
		case name == "content" && carries:
			f.content = all[0]
		default:
			f.params[name] = all
		}
	}
	if carries && !fields.Has("content") {
		return nil, fault.New(fault.Invalid, words, "xapi.alternate-content")
	}
	return f, nil
}

// quoted is what somebody sent, as a message may repeat it: not too long.
func quoted(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "?")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
