package xapi

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A store gives back the bytes that came in, but for what it must add (2.3.1), and lists of
// context activities (XAPI-00096).
func TestKeep(t *testing.T) {
	f, err := ParseStatement([]byte(`{"actor": {"mbox":"mailto:a@example.com"}, "stored":"1999-01-01T00:00:00Z", "authority":{"mbox":"mailto:me@example.com"},`+
		`"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/é"},"result":{"score":{"raw":1.50}},`+
		`"context":{"contextActivities":{"parent":{"id":"http://example.com/p"},"other":[{"id":"http://example.com/q"}]},"extensions":{"http://e.com/parent":{"parent":{"id":1}}}}}`), V1)
	if err != nil {
		t.Fatal(err)
	}
	got := f.Keep(Added{ID: "019aabcd-0000-7000-8000-000000000001", Stored: time.Date(2026, 11, 27, 9, 0, 0, 5e6, time.UTC), Authority: json.RawMessage(`{"account":{}}`), Version: Version1})
	want := `{"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/é"},"result":{"score":{"raw":1.50}},` +
		`"context":{"contextActivities":{"parent":[{"id":"http://example.com/p"}],"other":[{"id":"http://example.com/q"}]},"extensions":{"http://e.com/parent":{"parent":{"id":1}}}},` +
		`"timestamp":"2026-11-27T09:00:00.005Z","stored":"2026-11-27T09:00:00.005Z","authority":{"account":{}},"version":"1.0.3","id":"019aabcd-0000-7000-8000-000000000001"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// What is as deep as may be is kept so that it can be read again, also where a list is put around a context activity, and
// among others.
func TestTheDeepestIsReadAgain(t *testing.T) {
	inContext := func(before string, n int, after string) string {
		return `{"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},"context":` + before + strings.Repeat("[", n) + strings.Repeat("]", n) + after + `}`
	}
	for _, test := range []struct {
		before string
		n      int // lists in each other
		after  string
	}{
		{`{"extensions":{"http://e.com/x":`, 97, `}}`},
		{`{"contextActivities":{"parent":{"id":"urn:x:p","definition":{"extensions":{"http://e.com/x":`, 92, `}}}}}`},
		{`{"contextActivities":{"parent":[{"id":"urn:x:p","definition":{"extensions":{"http://e.com/x":`, 93, `}}}]}}`},
	} {
		over := inContext(test.before, test.n+1, test.after)
		if _, _, err := ParseStatements([]byte(over), V1); err == nil {
			t.Errorf("%s: too deep is read", test.before)
		}
		if _, _, err := ParseStatements([]byte("["+over+"]"), V1); err == nil {
			t.Errorf("%s: too deep is read in a list", test.before)
		}
		for _, src := range []string{inContext(test.before, test.n, test.after), "[" + inContext(test.before, test.n, test.after) + "]"} {
			all, _, err := ParseStatements([]byte(src), V1)
			if err != nil {
				t.Errorf("%s: %v", test.before, err)
				continue
			}
			kept := all[0].Keep(Added{ID: "019aabcd-0000-7000-8000-000000000001", Version: Version1})
			if _, err := ParseStatement(kept, V2); err != nil {
				t.Errorf("%s: kept, it is not read: %v", test.before, err)
			}
			if _, _, err := ParseStatements([]byte("["+string(kept)+"]"), V1); err != nil {
				t.Errorf("%s: passed on, it is not read: %v", test.before, err)
			}
		}
	}
}

const rich = `{"actor":{"objectType":"Group","name":"G","member":[{"name":"A","mbox":"mailto:a@example.com"}]},"verb":{"id":"http://example.com/v","display":{"en":"did","fr":"a fait"}},` +
	`"object":{"objectType":"Activity","id":"http://example.com/o","definition":{"name":{"en":"O","fr":"Ô"},"extensions":{"http://e.com/name":{"en":1,"fr":2}}}},` +
	`"context":{"instructor":{"name":"B","mbox":"mailto:b@example.com"}}}`

// Part Three, 2.1.3: XAPI-00171 and XAPI-00172.
func TestForms(t *testing.T) {
	ids, err := IDs([]byte(rich))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"actor":{"objectType":"Group","member":[{"mbox":"mailto:a@example.com"}]},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},"context":{"instructor":{"mbox":"mailto:b@example.com"}}}`
	if diff := cmp.Diff(want, string(ids)); diff != "" {
		t.Error(diff)
	}
	for language, want := range map[string][2]string{"fr-CA": {`{"fr":"a fait"}`, `{"fr":"Ô"}`}, "iu": {`{"en":"did"}`, `{"en":"O"}`}} {
		got, err := Canonical([]byte(rich), func(string) []byte { return nil }, []string{language})
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			Verb   struct{ Display json.RawMessage }
			Object struct {
				Definition struct{ Name, Extensions json.RawMessage }
			}
		}
		if err := json.Unmarshal(got, &s); err != nil {
			t.Fatal(err)
		}
		if string(s.Verb.Display) != want[0] || string(s.Object.Definition.Name) != want[1] || string(s.Object.Definition.Extensions) != `{"http://e.com/name":{"en":1,"fr":2}}` {
			t.Errorf("%s: %s", language, got)
		}
	}
	got, err := Canonical([]byte(rich), func(string) []byte { return []byte(`{"name":{"de":"Wissen"},"type":"http://example.com/t"}`) }, nil)
	if err != nil || !json.Valid(got) {
		t.Fatal(err)
	}
	var s struct{ Object Activity }
	if err := json.Unmarshal(got, &s); err != nil || s.Object.Definition.Type != "http://example.com/t" {
		t.Errorf("%v: %s", err, got)
	}
}

// Part Three, 2.1.3, Language Filtering: the entry that fits best of what is liked best.
func TestBestLanguage(t *testing.T) {
	for _, test := range []struct{ wanted, has, want string }{
		{"en-US", "en-GB en", "en"}, {"en-US", "en-GB fr", "en-GB"}, {"en", "fr en-AU", "en-AU"}, {"zh-Hant-TW", "zh zh-Hant zh-TW", "zh-Hant"}, {"fr-CA en", "en fr", "fr"},
		{"iu en", "fr en", "en"}, {"iu", "fr en", "fr"}, {"", "fr en", "fr"}, {"EN-us", "en-US en", "en-US"},
	} {
		var all []member
		for _, tag := range strings.Fields(test.has) {
			all = append(all, member{name: tag})
		}
		if got := best(all, strings.Fields(test.wanted)).name; got != test.want {
			t.Errorf("of %q for %q: %s, want %s", test.has, test.wanted, got, test.want)
		}
	}
}

// A mailbox is somebody's however it is written, and what they wrote in a sub-statement is
// theirs alone.
func TestRedactSubStatement(t *testing.T) {
	statement := `{"actor":{"mbox":"mailto:b@example.com"},"verb":{"id":"http://example.com/v"},"object":{"objectType":"SubStatement","actor":{"mbox":"mailto:A@Example.com"},` +
		`"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},"result":{"response":"mine","success":true},"attachments":[]},"result":{"response":"theirs"},"attachments":[]}`
	got, err := Redact([]byte(statement), []string{"mbox:mailto:a@example.com"}, Account{"http://localhost/", "x"})
	want := `{"actor":{"mbox":"mailto:b@example.com"},"verb":{"id":"http://example.com/v"},"object":{"objectType":"SubStatement","actor":{"account":{"homePage":"http://localhost/","name":"x"}},` +
		`"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},"result":{"success":true}},"result":{"response":"theirs"},"attachments":[]}`
	if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestRedact(t *testing.T) {
	statement := `{"actor":{"name":"A","mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},` +
		`"result":{"response":"mine","success":true,"extensions":{"http://e.com/x":"mine"}},"context":{"platform":"p","extensions":{"http://e.com/y":"mine"},` +
		`"instructor":{"name":"B","mbox":"mailto:b@example.com"}},"attachments":[]}`
	got, err := Redact([]byte(statement), []string{"mbox:mailto:a@example.com"}, Account{"http://localhost/", "x"})
	want := `{"actor":{"account":{"homePage":"http://localhost/","name":"x"}},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},` +
		`"result":{"success":true},"context":{"platform":"p","instructor":{"name":"B","mbox":"mailto:b@example.com"}}}`
	if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
		t.Error(err, diff)
	}
	// Who is only named is taken out; what others wrote stays.
	got, err = Redact([]byte(statement), []string{"mbox:mailto:b@example.com"}, Account{"http://localhost/", "x"})
	want = `{"actor":{"name":"A","mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"},` +
		`"result":{"response":"mine","success":true,"extensions":{"http://e.com/x":"mine"}},"context":{"platform":"p","extensions":{"http://e.com/y":"mine"},` +
		`"instructor":{"account":{"homePage":"http://localhost/","name":"x"}}},"attachments":[]}`
	if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
