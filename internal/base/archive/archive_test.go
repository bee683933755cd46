package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

func pack(t interface{ Fatal(...any) }, members [][2]string) []byte {
	var out bytes.Buffer
	w := NewWriter(&out)
	for _, m := range members {
		if err := w.Put(m[0], []byte(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// repack is pack of members that were packed one by one before.
func repack(t interface{ Fatal(...any) }, members [][2]string) []byte {
	var out bytes.Buffer
	w := NewWriter(&out)
	for _, m := range members {
		p, err := Pack([]byte(m[1]))
		if err == nil {
			err = w.PutPacked(m[0], p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var members [][2]string
		seen := map[string]bool{}
		for range rapid.IntRange(0, 8).Draw(t, "members") {
			name := rapid.StringMatching(`[a-zé ᐃ]{1,8}(/[a-z.]{1,6}x)?`).Draw(t, "name")
			if seen[name] || !Local(name) {
				continue
			}
			seen[name] = true
			members = append(members, [2]string{name, rapid.String().Draw(t, "data")})
		}
		data := pack(t, members)
		if !bytes.Equal(data, pack(t, members)) {
			t.Fatal("the same members gave other bytes")
		}
		if !bytes.Equal(repack(t, members), data) {
			t.Fatal("members that were packed before gave other bytes")
		}
		r, err := Open(data, Usual)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range r.Names() {
			got, err := r.Read(name)
			if err != nil || name != members[i][0] || string(got) != members[i][1] {
				t.Fatalf("member %d: %q %q %v, want %q", i, name, got, err, members[i])
			}
		}
	})
}

func TestAnotherProgramReadsIt(t *testing.T) {
	unzip, err := exec.LookPath("unzip")
	if err != nil {
		t.Skip("unzip is not installed")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "a.zip")
	if err := os.WriteFile(file, pack(t, [][2]string{{"mimetype", "x"}, {"dossier/été.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(unzip, "-t", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestMembersHaveNoExtraFieldsAndNoTime(t *testing.T) {
	z, err := zip.NewReader(bytes.NewReader(pack(t, [][2]string{{"a", "b"}})), 0)
	if err == nil {
		t.Fatal("size 0 was accepted")
	}
	data := pack(t, [][2]string{{"a", "b"}})
	if z, err = zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Fatal(err)
	}
	f := z.File[0]
	if len(f.Extra) > 0 || f.Flags&8 != 0 || f.Modified.Year() != 1980 {
		t.Errorf("extra %x, flags %x, modified %v", f.Extra, f.Flags, f.Modified)
	}
}

func TestWriterRefusesNames(t *testing.T) {
	for _, name := range []string{"", "/a", "../a", "a/../b", "a//b", "./a", `a\b`, "c:a", "a/", "a\xff"} {
		w := NewWriter(&bytes.Buffer{})
		if w.Put(name, nil) == nil {
			t.Errorf("%q was accepted", name)
		}
	}
	w := NewWriter(&bytes.Buffer{})
	if w.Put("a", nil) != nil || w.Put("a", nil) == nil {
		t.Error("a name was accepted twice")
	}
}

// foreign is an archive as another program may write it.
func foreign(t *testing.T, headers ...*zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, h := range headers {
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(bytes.Repeat([]byte("0"), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReaderRefusesWhatIsUnsafe(t *testing.T) {
	link := &zip.FileHeader{Name: "a"}
	link.SetMode(fs.ModeSymlink | 0o777)
	for name, data := range map[string][]byte{
		"up":       foreign(t, &zip.FileHeader{Name: "../a"}),
		"absolute": foreign(t, &zip.FileHeader{Name: "/a"}),
		"windows":  foreign(t, &zip.FileHeader{Name: `..\a`}),
		"twice":    foreign(t, &zip.FileHeader{Name: "a"}, &zip.FileHeader{Name: "a"}),
		"link":     foreign(t, link),
	} {
		if _, err := Open(data, Usual); !errors.Is(err, ErrUnsafe) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReaderKeepsItsLimits(t *testing.T) {
	data := foreign(t, &zip.FileHeader{Name: "a", Method: zip.Deflate}, &zip.FileHeader{Name: "b", Method: zip.Deflate})
	if _, err := Open(data, Limits{Members: 1}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("members: %v", err)
	}
	r, err := Open(data, Limits{Member: 999})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read("a"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("member: %v", err)
	}
	if r, err = Open(data, Limits{Total: 1500}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read("a"); err != nil {
		t.Error(err)
	}
	if _, err := r.Read("b"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("total: %v", err)
	}
	if _, err := r.Read("c"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

func TestFileSystem(t *testing.T) {
	r, err := Open(pack(t, [][2]string{{"a/b.txt", "bee"}, {"c", "sea"}}), Usual)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(r.FS(), "a/b.txt", "c"); err != nil {
		t.Error(err)
	}
	if r, err = Open(pack(t, [][2]string{{"c", "sea"}}), Limits{Total: 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(r.FS(), "c"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("over the limit: %v", err)
	}
}

// liar is an archive whose member says that it is of a size.
func liar(t *testing.T, size uint64) []byte {
	t.Helper()
	packed, err := Pack(bytes.Repeat([]byte("0"), 1000))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "a", Method: zip.Deflate, CRC32: packed.crc, CompressedSize64: uint64(len(packed.data)), UncompressedSize64: size})
	if err == nil {
		_, err = f.Write(packed.data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What members say of their size can be relied on: one that is longer, or shorter, cannot be read.
func TestStated(t *testing.T) {
	for _, size := range []uint64{10, 999, 1000, 1001} {
		r, err := Open(liar(t, size), Usual)
		if err != nil || r.Stated() != int64(size) {
			t.Fatalf("%v, %d stated, want %d", err, r.Stated(), size)
		}
		data, err := fs.ReadFile(r.FS(), "a")
		if (err == nil) != (size == 1000) {
			t.Errorf("%d: %d bytes, %v", size, len(data), err)
		}
		if _, err := r.Read("a"); (err == nil) != (size == 1000) {
			t.Errorf("%d: %v", size, err)
		}
	}
	if r, err := Open(liar(t, 1<<63), Usual); err != nil || r.Stated() != math.MaxInt64 {
		t.Errorf("%v: more than can be counted", err)
	}
}

// An open member is unpacked as far as it is read.
func TestOpeningDoesNotUnpack(t *testing.T) {
	r, err := Open(foreign(t, &zip.FileHeader{Name: "a", Method: zip.Deflate}), Limits{Total: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		f, err := r.FS().Open("a")
		if err != nil {
			t.Fatalf("it counts towards the limit before it is read: %v", err)
		}
		f.Close()
	}
	if data, err := fs.ReadFile(r.FS(), "a"); err != nil || len(data) != 1000 {
		t.Error(len(data), err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, [][2]string{{"a/b", "c"}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Open(data, Limits{Members: 10, Member: 1 << 16, Total: 1 << 18})
		if err != nil {
			return
		}
		for _, name := range r.Names() {
			if !Local(name) {
				t.Fatalf("%q came through", name)
			}
			_, _ = r.Read(name)
		}
	})
}
