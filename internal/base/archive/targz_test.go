package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func packed(t interface{ Fatal(...any) }, members map[string]string, names []string) []byte {
	var out bytes.Buffer
	w := NewTarGz(&out)
	for _, name := range names {
		if err := w.Put(name, []byte(members[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTarGzComesBackAndIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.MapOf(rapid.StringMatching(`[a-zé😀]{1,80}(/[a-z ]{1,90}[a-z])?`), rapid.String()).Draw(t, "members")
		var names []string
		for name := range members {
			if Local(name) {
				names = append(names, name)
			}
		}
		data := packed(t, members, names)
		if !bytes.Equal(data, packed(t, members, names)) {
			t.Fatal("other bytes the second time")
		}
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		r := tar.NewReader(z)
		for _, name := range names {
			h, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			got, _ := io.ReadAll(r)
			if h.Name != name || string(got) != members[name] || h.Uid != 0 || h.Uname != "" || h.ModTime.Unix() != 0 {
				t.Fatalf("%q came back as %q: %+v", name, h.Name, h)
			}
		}
		if _, err := r.Next(); err != io.EOF {
			t.Fatalf("there is more: %v", err)
		}
	})
}

func TestTarGzRefusesNames(t *testing.T) {
	for _, name := range []string{"", "/a", "../a", "a/../b", `a\b`, strings.Repeat("a/", 3)} {
		if err := NewTarGz(io.Discard).Put(name, nil); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
	w := NewTarGz(io.Discard)
	if w.Put("a", nil) != nil || w.Put("a", nil) == nil {
		t.Error("a name was taken twice")
	}
}
