package release

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"time"
)

// Over is the course's folder as it is once the plan is written: nothing on the disk changes.
func (p *Plan) Over(folder fs.FS) fs.FS {
	if len(p.Files) == 0 && len(p.Gone) == 0 {
		return folder
	}
	return overlay{folder, p.Files, p.Gone}
}

// overlay is a folder with some files written over it and some taken away. Only the folders of the files themselves
// and the top need exist below.
type overlay struct {
	fs.FS
	files map[string]string
	gone  []string
}

func (o overlay) Open(name string) (fs.File, error) {
	if text, ok := o.files[name]; ok {
		return &textFile{info(name, text), bytes.NewReader([]byte(text))}, nil
	}
	if slices.Contains(o.gone, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return o.FS.Open(name)
}

// ReadDir lists a folder with what lies over it.
func (o overlay) ReadDir(dir string) ([]fs.DirEntry, error) {
	below, err := fs.ReadDir(o.FS, dir)
	byName := map[string]fs.DirEntry{}
	for _, e := range below {
		if !slices.Contains(o.gone, path.Join(dir, e.Name())) {
			byName[e.Name()] = e
		}
	}
	for name, text := range o.files {
		switch first, deeper := nextName(dir, name); {
		case first == "":
		case !deeper:
			byName[first] = fs.FileInfoToDirEntry(info(name, text))
		case byName[first] == nil:
			byName[first] = fs.FileInfoToDirEntry(fileInfo{name: first, folder: true})
		}
	}
	if err != nil && len(byName) == 0 {
		return nil, err
	}
	out := make([]fs.DirEntry, 0, len(byName))
	for _, e := range byName {
		out = append(out, e)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name() < out[j].Name() })
	return out, nil
}

// nextName is the part of a path right below a folder, and whether the path goes deeper; "" when it is elsewhere.
func nextName(dir, name string) (first string, deeper bool) {
	if dir != "." {
		rest, ok := strings.CutPrefix(name, dir+"/")
		if !ok {
			return "", false
		}
		name = rest
	}
	first, _, deeper = strings.Cut(name, "/")
	return first, deeper
}

type textFile struct {
	fileInfo
	io.Reader
}

func (f *textFile) Stat() (fs.FileInfo, error) { return f.fileInfo, nil }
func (f *textFile) Close() error               { return nil }

func info(name, text string) fileInfo { return fileInfo{name: path.Base(name), size: int64(len(text))} }

type fileInfo struct {
	name   string
	size   int64
	folder bool
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return i.folder }
func (i fileInfo) Sys() any           { return nil }
func (i fileInfo) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
