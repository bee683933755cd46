package library

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/content/publish"
)

// bomb is an archive whose members say that they are of a size; it is no larger than their names.
func bomb(t *testing.T, members int, size uint64, names string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, size uint64) {
		_, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: size})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("course.yaml", 100)
	for i := range members {
		add(fmt.Sprintf(names, i), size)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// inside is a package that carries a source.
func inside(t *testing.T, source []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(publish.SourceFile)
	if err == nil {
		_, err = f.Write(source)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A release that unpacks to more than a server holds is refused before any of it is unpacked.
func TestABombIsNoParcel(t *testing.T) {
	many := bomb(t, 300, 4<<20, "x/%d.md")
	for name, data := range map[string][]byte{
		"many texts": many, "in a package": inside(t, many), "few media": bomb(t, 2, 1<<30, "media/%d.png"),
		"more than can be counted": bomb(t, 3, 1<<63-1, "%d.md"),
	} {
		_, err := OpenParcel(bytes.NewReader(data), "")
		if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Invalid || f.Key != "parcel-large" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
