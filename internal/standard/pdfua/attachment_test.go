package pdfua_test

import (
	"bytes"
	"testing"

	"atelier/internal/standard/pdfua"
)

func TestAttachmentsAreReadBack(t *testing.T) {
	var out bytes.Buffer
	d := pdfua.New(&out, pdfua.Options{Title: "T", Lang: "fr", Attachments: []pdfua.Attachment{
		{Name: "été.zip", MIME: "application/zip", Data: []byte("un")}, {Name: "b.txt", MIME: "text/plain", Data: bytes.Repeat([]byte("b"), 5000)}}})
	d.Page(100, 100).Done()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := pdfua.Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"été.zip": "un", "b.txt": string(bytes.Repeat([]byte("b"), 5000))} {
		if got, ok := f.Attachment(name); !ok || string(got) != want {
			t.Errorf("%s: %v, %d bytes", name, ok, len(got))
		}
	}
	if _, ok := f.Attachment("c"); ok {
		t.Error("what is not there was found")
	}
}
