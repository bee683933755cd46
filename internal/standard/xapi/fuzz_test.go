package xapi

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
	"time"
)

func FuzzParseStatements(f *testing.F) {
	for _, c := range refused {
		f.Add([]byte(c.statement))
	}
	f.Add([]byte("[" + plain + "]"))
	f.Add([]byte(with(`"attachments":[` + attachment + `]`)))
	f.Add([]byte(objectIs(sub)))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, e := range []Edition{V1, V2} {
			all, _, err := ParseStatements(data, e)
			if err != nil {
				continue
			}
			for _, s := range all {
				hold(t, s, e)
			}
		}
	})
}

// hold wants of a statement that was accepted: encoding/json reads it too, and what is
// kept of it is accepted again, says the same, and so do its other forms.
func hold(t *testing.T, s *Foreign, e Edition) {
	if !json.Valid(s.Source()) {
		t.Fatalf("no JSON: %q", s.Source())
	}
	kept := s.Keep(Added{ID: "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", Stored: time.Unix(0, 0), Authority: json.RawMessage(`{"mbox":"mailto:a@b.c"}`), Version: e.Version()})
	again, err := ParseStatement(kept, e)
	if err != nil {
		t.Fatalf("%v of %s kept as %s", err, s.Source(), kept)
	}
	if s.ID == again.ID && !Equal(s, again) {
		t.Fatalf("%s was kept as %s", s.Source(), kept)
	}
	ids, err := IDs(kept)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseStatement(ids, e); err != nil {
		t.Fatalf("%v of %s with ids alone: %s", err, kept, ids)
	}
	canonical, err := Canonical(kept, func(string) []byte { return nil }, []string{"fr"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseStatement(canonical, e); err != nil {
		t.Fatalf("%v of %s made canonical: %s", err, kept, canonical)
	}
}

func FuzzMultipart(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n" +
		"X-Experience-API-Hash: 495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a\r\n\r\nhere is a simple attachment\r\n--b--\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := NewMultipart("multipart/mixed; boundary=b", bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Statements(1000); err != nil {
			return
		}
		for {
			p, err := m.Next()
			if err != nil {
				return
			}
			if n, _ := io.Copy(io.Discard, p); n > int64(len(data)) {
				t.Fatal("more came out than went in")
			}
		}
	})
}

// signedStatement has the description of a signature.
var signedStatement = with(`"attachments":[{"usageType":"` + SignatureUsage + `","display":{"en":"s"},"contentType":"application/octet-stream","length":9,` +
	`"sha2":"495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"}]`)

func FuzzSignature(f *testing.F) {
	f.Add([]byte("eyJhbGciOiJSUzI1NiJ9.e30.AA"))
	f.Add([]byte("eyJhbGciOiJSUzI1NiIsIng1YyI6WyJBQSJdfQ.e30.AA"))
	f.Fuzz(func(t *testing.T, jws []byte) {
		s, err := ParseStatement([]byte(signedStatement), V1)
		if err != nil {
			t.Fatal(err)
		}
		if s.CheckSignature(jws, V1) == nil && !bytes.ContainsRune(jws, '.') {
			t.Fatal("what is no signature holds")
		}
	})
}
