package records

import (
	"net/http"
	"net/url"
	"testing"
)

func TestFormOfTheAlternateSyntax(t *testing.T) {
	for name, test := range map[string]struct {
		method, data string
		key          string // of the fault; empty: it is read
	}{
		"put":                {"PUT", "statementId=1&content=%7B%7D", ""},
		"get":                {"GET", "limit=1&x-experience-api-version=1.0.3", ""},
		"content is empty":   {"POST", "content=", ""},
		"no content":         {"PUT", "statementId=1", "alternate-content"},
		"not escaped":        {"PUT", `{"statementId":"1","content":"{}"}`, "alternate-content"},
		"twice":              {"GET", "limit=1&limit=2", "repeated-parameter"},
		"content of a GET":   {"GET", "content=1", ""}, // refused later: GET takes no such parameter
		"no such method":     {"PATCH", "content=1", "alternate-method"},
		"method in the form": {"PUT", "method=PUT&content=1", ""}, // the same
		"bad escape":         {"GET", "limit=%zz", "alternate-form"},
		"no text":            {"GET", "agent=%ff", "alternate-form"},
	} {
		f, err := parseForm(test.method, test.data)
		if key := keyOf(err); key != prefixed(test.key) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && f.method != test.method {
			t.Errorf("%s: method %q", name, f.method)
		}
	}
	f, err := parseForm("PUT", "if-match=%22a%22&Authorization=Basic+eA%3D%3D&content=a%26b&stateId=s")
	if err != nil || f.headers["If-Match"] != `"a"` || f.headers["Authorization"] != "Basic eA==" || f.content != "a&b" || f.params.Encode() != "stateId=s" {
		t.Errorf("%+v, %v", f, err)
	}
}

func FuzzForm(f *testing.F) {
	f.Add("PUT", "content=%7B%7D&If-Match=%22a%22&stateId=s")
	f.Add("GET", "limit=1;a=b")
	f.Fuzz(func(t *testing.T, method, data string) {
		got, err := parseForm(method, data)
		if err != nil {
			return
		}
		// What was read says the same when it is written again.
		again := url.Values{}
		for name, all := range got.params {
			again[name] = all
		}
		for name, value := range got.headers {
			if http.CanonicalHeaderKey(name) != name {
				t.Errorf("header %q", name)
			}
			again.Set(name, value)
		}
		if method == "PUT" || method == "POST" {
			again.Set("content", got.content)
		}
		second, err := parseForm(method, again.Encode())
		if err != nil || second.content != got.content || second.params.Encode() != got.params.Encode() || len(second.headers) > len(got.headers) {
			t.Errorf("%q, %q: %+v, again %+v, %v", method, data, got, second, err)
		}
	})
}
