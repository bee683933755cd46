package course

import (
	"cmp"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"atelier/internal/base/lang"
)

// loader holds a course while it is being read.
type loader struct {
	*reader
	c     *Course
	tags  map[lang.Tag]bool
	stems map[string]map[lang.Tag]string // page path -> language -> file
	used  map[string]bool                // pages and media that something asked for
	jobs  []func() Problems              // parsing of pages, done in parallel at the end
	pack  bool                           // the documents are kept packed
}

// Load reads a course from its folder. Every mistake of the source is in the problems, all of them in one run; the
// course is returned as far as it could be read. The error is for a folder that cannot be read at all, or that has
// no course.yaml.
func Load(fsys fs.FS) (*Course, Problems, error) { return LoadWith(fsys, nil) }

// LoadWith reads a course as it would be with other texts in some of its files, by path. Files that are not there yet
// are added.
func LoadWith(fsys fs.FS, texts map[string]string) (*Course, Problems, error) {
	l := &loader{reader: &reader{fsys: fsys}, used: map[string]bool{}, stems: map[string]map[lang.Tag]string{}}
	if err := l.read(); err != nil {
		return nil, nil, err
	}
	for name, text := range texts {
		l.texts[name] = Source{Path: name, Text: text}
	}
	l.c = &Course{Files: l.texts, Media: map[string]*Medium{}}
	if _, ok := l.texts["course.yaml"]; !ok && !l.problems.Fatal() {
		return nil, nil, &fs.PathError{Op: "open", Path: "course.yaml", Err: fs.ErrNotExist}
	}
	modules, guide := l.course()
	l.findPages()
	l.pack = l.big()
	for i, key := range modules {
		l.module(key, i+1)
	}
	l.lists()
	l.c.Checklists = l.folder("checklists", Checklist, nil)
	l.c.Cases = l.folder("cases", Case, nil)
	l.c.Worksheets = l.folder("worksheets", Worksheet, nil)
	l.c.Guide = l.folder("guide", Guide, guide)
	if _, ok := l.stems["assessment"]; ok {
		l.c.Assessment = l.page("assessment", Assessment, nil, 1)
	}
	l.parsePages()
	l.strays()
	l.allows()
	l.lock()
	l.identities()
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code))
	})
	return l.c, l.problems, nil
}

// findPages groups NAME.LANG.md by NAME.
func (l *loader) findPages() {
	for name := range l.texts {
		stem, ok := strings.CutSuffix(name, ".md")
		if !ok {
			continue
		}
		dot := strings.LastIndexByte(stem, '.')
		if dot < 0 || strings.Contains(stem[dot:], "/") {
			if base := path.Base(stem); base != "README" && base != "LICENSE" && base != "CONTRIBUTING" {
				l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "page-name"})
			}
			continue
		}
		tag, err := lang.Parse(stem[dot+1:])
		if len(l.tags) == 0 {
			continue // course.yaml could not be read, which is told already
		}
		if err != nil || !l.tags[tag] {
			l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "language-unknown", Args: map[string]any{"tag": clip(stem[dot+1:])}})
			continue
		}
		if l.stems[stem[:dot]] == nil {
			l.stems[stem[:dot]] = map[lang.Tag]string{}
		}
		l.stems[stem[:dot]][tag] = name
	}
}

// page starts a page; its files are parsed later, in parallel.
func (l *loader) page(stem string, kind PageKind, m *Module, number int) *Page {
	p := &Page{Kind: kind, Key: path.Base(stem), Path: stem, Number: number, Module: m,
		Slug: lang.Text{}, texts: map[lang.Tag]*pageText{}}
	l.used[stem] = true
	if !isKey(p.Key) {
		l.problems = append(l.problems, Problem{Place: Place{File: stem}, Code: "page-name"})
	}
	files := l.stems[stem]
	l.jobs = append(l.jobs, func() Problems {
		b := &pageBuilder{page: p, tags: l.tags, pack: l.pack}
		for _, tag := range l.c.Tags() {
			if name, ok := files[tag]; ok {
				b.add(tag, l.texts[name])
			} else {
				b.problems = append(b.problems, Problem{Place: Place{File: stem + "." + string(tag) + ".md"}, Code: "page-language-missing", Args: map[string]any{"tag": string(tag)}})
			}
		}
		return b.problems
	})
	return p
}

// folder is the pages of a top folder: in the given order first, then by name.
func (l *loader) folder(dir string, kind PageKind, order []string) []*Page {
	var keys []string
	for stem := range l.stems {
		if path.Dir(stem) == dir {
			keys = append(keys, path.Base(stem))
		}
	}
	sort.Strings(keys)
	for i, k := range order {
		if j := slices.Index(keys, k); j >= 0 {
			keys = slices.Insert(slices.Delete(keys, j, j+1), min(i, len(keys)-1), k)
		} else {
			l.problems = append(l.problems, Problem{Place: Place{File: "course.yaml"}, Code: "page-missing", Args: map[string]any{"name": clip(dir + "/" + k)}})
		}
	}
	var out []*Page
	for i, k := range keys {
		out = append(out, l.page(dir+"/"+k, kind, nil, i+1))
	}
	return out
}

// big says whether the course has too much text for its documents to be kept.
func (l *loader) big() bool {
	size := 0
	for stem := range l.stems {
		for _, name := range l.stems[stem] {
			size += len(l.texts[name].Text)
		}
	}
	return size > keepTexts
}

func (l *loader) parsePages() {
	results := make([]Problems, len(l.jobs))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				results[i] = l.jobs[i]()
			}
		})
	}
	for i := range l.jobs {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, ps := range results {
		l.problems = append(l.problems, ps...)
	}
}

// strays tells of pages that nothing leads to.
func (l *loader) strays() {
	for stem, files := range l.stems {
		if l.used[stem] || strings.HasPrefix(stem, "changes/") { // notes of releases are no pages
			continue
		}
		for _, name := range files {
			l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "page-stray"})
		}
	}
}
