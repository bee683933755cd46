package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"atelier/courses"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
)

// largePages is the number of pages of the course that every edition is measured with, beside the shipped one.
const largePages = 600

// editions measures each edition alone, and all at once, of the shipped course and of a large one: CPU, time, peak
// memory and size. The reference is the web edition of the same course in the same run.
func (b *bench) editions() error {
	shipped := filepath.Join(b.folder, "shipped")
	if err := os.CopyFS(shipped, courses.Shipped()); err != nil {
		return err
	}
	large := filepath.Join(b.folder, "large")
	if err := writeCorpus(large, largePages/2); err != nil {
		return err
	}
	for _, course := range []struct{ name, dir string }{{"the shipped course", shipped}, {fmt.Sprintf("%d pages", largePages), large}} {
		var web cost
		for i, edition := range append(editions.All.Names(), "all editions") {
			args := []string{"build", course.dir, "--out", filepath.Join(b.folder, fmt.Sprintf("%s-%d", filepath.Base(course.dir), i))}
			if edition != "all editions" {
				args = append(args, "--only", edition)
			}
			c, err := costOf(b.program, args...)
			if err != nil {
				return err
			}
			if edition == publish.EditionWeb {
				web = c
			}
			size, files, err := weigh(args[3])
			if err != nil {
				return err
			}
			b.note(figure{what: edition + " of " + course.name, measured: fmt.Sprintf("%s; %d files, %s", c, files, mebibytes(size)),
				beside: "web: " + web.String(), ratio: times(c.cpu, web.cpu)})
			if err := os.RemoveAll(args[3]); err != nil {
				return err
			}
		}
	}
	return nil
}

// weigh is the bytes and the number of the files below a folder.
func weigh(dir string) (size int64, files int, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size, files = size+info.Size(), files+1
		return err
	})
	return size, files, err
}

// hugo measures Hugo over the pages of the generated course, where it is installed: one list and one page template, no
// search. Front matter and ids are what they are.
func (b *bench) hugo(course string, web cost) error {
	program, err := exec.LookPath("hugo")
	if err != nil {
		b.note(figure{what: "Hugo over the same pages", measured: "not installed"})
		return nil
	}
	dir := filepath.Join(b.folder, "hugo")
	for name, text := range map[string]string{
		"config.toml":                  "baseURL = 'https://example.org/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap']\n",
		"layouts/_default/single.html": "<!doctype html><html lang=en><title>{{ .Title }}</title><nav>{{ range .Site.Sections }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</nav><main>{{ .Content }}</main></html>\n",
		"layouts/_default/list.html":   "<!doctype html><html lang=en><title>{{ .Title }}</title><main>{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</main></html>\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := copyPages(course, filepath.Join(dir, "content")); err != nil {
		return err
	}
	c, err := best(2, func(i int) (cost, error) {
		return costOf(program, "--quiet", "--source", dir, "--destination", filepath.Join(b.folder, fmt.Sprintf("hugo-%d", i)))
	})
	if err != nil {
		return err
	}
	b.note(figure{what: "web alone beside Hugo over the same pages", measured: web.String(), beside: "Hugo: " + c.String(), ratio: times(web.cpu, c.cpu)})
	return nil
}

// copyPages copies the Markdown of a course, each page as one that Hugo reads: its slug is its name.
func copyPages(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		file := filepath.Join(to, strings.ReplaceAll(strings.TrimSuffix(name, ".md"), ".", "-")+".md")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, text, 0o644)
	})
}
