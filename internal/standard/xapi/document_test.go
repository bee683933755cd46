package xapi

import (
	"encoding/json"
	"maps"
	"reflect"
	"testing"
)

// XAPI-00183, XAPI-00184: one level deep, and what is named again is replaced as a whole.
func TestDocumentMerge(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{`{"car":"MKX"}`, `{"car":"MKZ"}`, `{"car":"MKZ"}`},
		{`{"a":{"x":1,"y":2},"b":1.10}`, ` { "a" : {"x":3} , "c":null} `, `{"a":{"x":3},"b":1.10,"c":null}`},
		{`{}`, `{}`, `{}`},
		{`{"é":1}`, `{"\u00e9":2}`, `{"é":2}`},
	} {
		got, err := DocumentMerge([]byte(test.old), []byte(test.new))
		if err != nil || string(got) != test.want {
			t.Errorf("%s + %s = %s, %v", test.old, test.new, got, err)
		}
	}
	for _, bad := range []string{"", "[]", "1", "null", `"x"`, "{", `{"a":1}{`, "{\"a\":\"\xff\"}"} {
		if _, err := DocumentMerge([]byte(bad), []byte("{}")); err == nil {
			t.Errorf("%q is taken as a document before", bad)
		}
		if _, err := DocumentMerge([]byte("{}"), []byte(bad)); err == nil {
			t.Errorf("%q is taken as a document to merge", bad)
		}
	}
}

// XAPI-00254: what statements tell of an activity adds up.
func TestDefinitionMerge(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"", `{"type":"a:b"}`, `{"type":"a:b"}`},
		{`{"name":{"en":"meeting"},"type":"a:b"}`, `{"name":{"fr":"réunion"},"description":{"fr":"x"}}`, `{"name":{"en":"meeting","fr":"réunion"},"type":"a:b","description":{"fr":"x"}}`},
		{`{"extensions":{"a:1":{"x":1},"a:2":2}}`, `{"extensions":{"a:1":{"y":1}}}`, `{"extensions":{"a:1":{"y":1},"a:2":2}}`},
		{`{"choices":[{"id":"a"}]}`, `{"choices":[{"id":"b"}]}`, `{"choices":[{"id":"b"}]}`},
	} {
		if got := DefinitionMerge([]byte(test.old), []byte(test.new)); string(got) != test.want {
			t.Errorf("%s + %s = %s", test.old, test.new, got)
		}
	}
}

func FuzzDocumentMerge(f *testing.F) {
	f.Add([]byte(`{"a":1,"b":{"c":2}}`), []byte(`{"b":[],"d":"\u00e9"}`))
	f.Fuzz(func(t *testing.T, old, new []byte) {
		got, err := DocumentMerge(old, new)
		if err != nil {
			return
		}
		var a, b, c map[string]any
		if json.Unmarshal(old, &a) != nil || json.Unmarshal(new, &b) != nil {
			return // numbers that no float holds, and the like
		}
		if err := json.Unmarshal(got, &c); err != nil {
			t.Fatalf("%s + %s = %s: %v", old, new, got, err)
		}
		maps.Copy(a, b)
		if !reflect.DeepEqual(a, c) {
			t.Errorf("%s + %s = %s", old, new, got)
		}
	})
}
