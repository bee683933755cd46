package archive

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
)

func opens(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// What is kept elsewhere gives the same archives as what is held.
func TestKeepGivesTheSameArchives(t *testing.T) {
	film := bytes.Repeat([]byte("not really a film "), 1000)
	kept, err := Keep(opens(film))
	if err != nil || kept.Size() != int64(len(film)) {
		t.Fatal(kept.Size(), err)
	}
	var zips, tars [2]bytes.Buffer
	for i := range 2 {
		z, g := NewWriter(&zips[i]), NewTarGz(&tars[i])
		var errs []error
		if i == 0 {
			errs = []error{z.Put("media/film.mp4", film), g.Put("media/film.mp4", film)}
		} else {
			errs = []error{z.PutPacked("media/film.mp4", kept), g.PutPacked("media/film.mp4", kept)}
		}
		for _, err := range append(errs, z.Close(), g.Close()) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if !bytes.Equal(zips[0].Bytes(), zips[1].Bytes()) || !bytes.Equal(tars[0].Bytes(), tars[1].Bytes()) {
		t.Error("not the same archives")
	}
	if zips[0].Len() < len(film) {
		t.Error("a film was compressed")
	}
}

func TestPackedOpensAsItWas(t *testing.T) {
	for _, text := range []string{"", "x", strings.Repeat("a text ", 100)} {
		p, err := Pack([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); string(got) != text || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
}

// A file that changes while an archive is written is an error, and never a wrong archive.
func TestKeepNoticesChanges(t *testing.T) {
	for _, now := range []string{"shorter", "a film that is longer now"} {
		data := []byte("a film that is...")
		kept, err := Keep(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
		if err != nil {
			t.Fatal(err)
		}
		data = []byte(now)
		if err := NewWriter(io.Discard).PutPacked("film.mp4", kept); err == nil || !strings.Contains(err.Error(), "changed") {
			t.Errorf("%q: %v", now, err)
		}
		if err := NewTarGz(io.Discard).PutPacked("film.mp4", kept); err == nil {
			t.Errorf("%q: %v", now, err)
		}
	}
}

// A spool gives back what was written, however much, and leaves no file.
func TestSpool(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, size := range []int{0, 1, mostSpooled, mostSpooled + 1, 3 * mostSpooled} {
		want := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
		var s Spool
		for rest := want; len(rest) > 0; {
			n := min(len(rest), 1<<20+7)
			if _, err := s.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		p, err := s.Packed()
		if err != nil || s.Size() != int64(size) || p.Size() != int64(size) {
			t.Fatal(size, s.Size(), p.Size(), err)
		}
		f, _ := p.Open()
		if got, err := io.ReadAll(f); !bytes.Equal(got, want) || err != nil {
			t.Errorf("%d bytes: not what was written, %v", size, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(os.TempDir()); len(left) > 0 || err != nil {
		t.Error("left behind:", left, err)
	}
}
