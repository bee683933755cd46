package course

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// Bounds on what is read, in bytes (docs/format/course.md).
const (
	maxText  = 4 << 20
	maxTexts = 64 << 20 // of all texts together: they stay in memory
	maxMedia = 64 << 20
	maxFiles = 100_000
)

// OpenDir opens a folder as the file system of a course. Links that lead out of the folder cannot be followed.
func OpenDir(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return root.FS(), nil
}

// reader collects the files of a course, telling what it had to refuse.
type reader struct {
	fsys     fs.FS
	problems Problems
	texts    map[string]Source
	media    map[string]int64 // size by path
	count    int
	kept     int64 // bytes of the texts
	full     bool  // more texts are not kept
}

func (r *reader) refuse(name, code string, args map[string]any) {
	r.problems = append(r.problems, Problem{Place: Place{File: name}, Code: code, Args: args, Fatal: true})
}

// read walks the whole folder once.
func (r *reader) read() error {
	r.texts, r.media = map[string]Source{}, map[string]int64{}
	if _, err := fs.Stat(r.fsys, "."); err != nil {
		return err
	}
	return fs.WalkDir(r.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			r.refuse(name, "file-unreadable", map[string]any{"why": reason(err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if base := path.Base(name); name != "." && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if r.count++; r.count > maxFiles {
			r.refuse(name, "files-too-many", map[string]any{"most": maxFiles})
			return fs.SkipAll
		}
		r.file(name, d)
		return nil
	})
}

func (r *reader) file(name string, d fs.DirEntry) {
	info, err := d.Info()
	if d.Type()&fs.ModeSymlink != 0 {
		info, err = fs.Stat(r.fsys, name) // through links, which stay inside or fail
	}
	switch {
	case err != nil && d.Type()&fs.ModeSymlink != 0:
		r.refuse(name, "file-outside", nil)
		return
	case err != nil:
		r.refuse(name, "file-unreadable", map[string]any{"why": reason(err)})
		return
	case info.IsDir():
		r.refuse(name, "file-link-folder", nil)
		return
	case !info.Mode().IsRegular():
		r.refuse(name, "file-special", nil)
		return
	}
	if strings.ContainsAny(name, `<>:"\|?*`) || strings.ContainsFunc(name, unicode.IsControl) {
		r.refuse(name, "file-name", nil)
		return
	}
	inMedia := strings.HasPrefix(name, "media/")
	if !isText(name) {
		if inMedia {
			r.medium(name, info.Size())
		}
		return
	}
	if info.Size() > maxText {
		r.refuse(name, "file-large", map[string]any{"size": info.Size() >> 20, "most": maxText >> 20})
		return
	}
	if ext := path.Ext(name); inMedia && (ext == ".svg" || ext == ".vtt") { // the others tell of media
		r.medium(name, info.Size())
	}
	if r.room(name, info.Size()) {
		r.text(name, info.Size())
	}
}

// room says whether a text still fits, and tells of the first that does not. course.yaml always does: without it the
// folder is no course, and nothing at all would be told.
func (r *reader) room(name string, size int64) bool {
	fits := !r.full && r.kept+size <= maxTexts || name == "course.yaml"
	if fits {
		r.kept += size
	} else if !r.full {
		r.full = true
		r.refuse(name, "texts-too-large", map[string]any{"most": maxTexts >> 20})
	}
	return fits
}

func (r *reader) medium(name string, size int64) {
	if size > maxMedia {
		r.refuse(name, "file-large", map[string]any{"size": size >> 20, "most": maxMedia >> 20})
		return
	}
	r.media[name] = size
}

func isText(name string) bool {
	switch path.Ext(name) {
	case ".md", ".yaml", ".parity", ".vtt", ".svg", ".lock":
		return true
	}
	return false
}

func (r *reader) text(name string, size int64) {
	f, err := r.fsys.Open(name)
	if err != nil {
		r.refuse(name, "file-unreadable", map[string]any{"why": reason(err)})
		return
	}
	defer f.Close()
	buffer := make([]byte, size+1)
	n, err := io.ReadFull(f, buffer)
	if err == nil { // it has grown since it was measured: somebody is writing it
		r.refuse(name, "file-changing", nil)
		return
	}
	if err != io.EOF && err != io.ErrUnexpectedEOF {
		r.refuse(name, "file-unreadable", map[string]any{"why": reason(err)})
		return
	}
	data := strings.TrimPrefix(unsafe.String(unsafe.SliceData(buffer), n), "\uFEFF") // nobody writes to buffer again
	if at := badUTF8(data); at >= 0 {
		line, col := indexLines(data[:at]).at(data, at)
		r.problems = append(r.problems, Problem{Place: Place{name, line, col}, Code: "file-encoding", Fatal: true})
		return
	}
	r.texts[name] = Source{Path: name, Text: data}
}

// badUTF8 is the first byte that is not UTF-8 text, or a NUL; -1 when all is well.
func badUTF8(b string) int {
	for i := 0; i < len(b); {
		if b[i] == 0 {
			return i
		}
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// reason is the last part of an error of the file system, without the name that the message gives anyway.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

// under lists the text files below a folder whose name ends in suffix, sorted.
func (r *reader) under(dir, suffix string) []string {
	var out []string
	for name := range r.texts {
		if strings.HasPrefix(name, dir+"/") && strings.HasSuffix(name, suffix) {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}
