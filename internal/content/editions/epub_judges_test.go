package editions

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"atelier/internal/content/publish"
)

// changed is a course's folder in memory, with some files changed.
func changed(t testing.TB, folder string, change map[string]func(string) string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		if edit := change[name]; edit != nil {
			data = []byte(edit(string(data)))
		}
		out[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// everyClass holds a character of each class of Unicode, but surrogates, which are
// none.
func everyClass() string {
	var out []rune
	for _, name := range slices.Sorted(maps.Keys(unicode.Categories)) {
		table := unicode.Categories[name]
		r := rune(0)
		if len(table.R16) > 0 {
			r = rune(table.R16[0].Lo)
		} else if len(table.R32) > 0 {
			r = rune(table.R32[0].Lo)
		}
		if r > 0x20 && (r < 0xD800 || r > 0xDFFF) {
			out = append(out, r)
		}
	}
	return string(out) + "\u0001\uFFFE\U0010FFFF 👩🏽‍💻🇨🇦 e\u0301 \u202e"
}

// hardCourse is a course in Arabic and English with what breaks packages: a lesson
// of 50,000 words, a table of 500 columns, every class of Unicode in titles, pictures
// that are missing, broken or strangely named, and markup in words.
func hardCourse() fstest.MapFS {
	title := strconv.QuoteToASCII("<b>&\"'" + everyClass())
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s), Mode: 0o644} }
	both := func(en string) string {
		return "{en: " + en + ", ar: " + strconv.QuoteToASCII("مصدر مفتوح 123 & <i>") + "}"
	}
	course := fstest.MapFS{
		"course.yaml": text(`id: "https://example.org/a course?x=1&y=<2>"
key: hard
languages:
  - {tag: ar, locale: ar, name: العربية, interface: fr}
  - {tag: en, locale: en-CA, name: English}
title: ` + both(title) + "\ndescription: " + both(title) + "\naudience: " + both(title) + "\nattribution: " + both(title) + `
licence: CC-BY-4.0
modules: [1-m]
theme: {accent: "red; } body { display: none"}
`),
		"modules/1-m/module.yaml": text("title: " + both(title) + "\nslug: {en: m, ar: m}\ndescription: " + both(title) + "\nlessons: [1-long, 2-wide]\n"),
		"media/broken.png":        text("\x89PNG\r\n\x1a\n broken"),
		"media/broken.yaml":       text("licence: CC0-1.0\n"),
		"glossary.yaml":           text("- id: t\n  term: " + both("word") + "\n  definition: " + both(title) + "\n"),
	}
	course["modules/1-m/1-long.en.md"] = text(longLesson("word ", "en"))
	course["modules/1-m/1-long.ar.md"] = text(longLesson("كلمة ", "ar"))
	course["modules/1-m/2-wide.en.md"] = text(wideLesson())
	course["modules/1-m/2-wide.ar.md"] = text(wideLesson())
	return course
}

// passageNumber is the n-th of a row of ids.
func passageNumber(n int) string {
	const digits = "abcdefghjkmnpqrstuvwxyz23456789"
	out := ""
	for range 5 {
		out = string(digits[n%len(digits)]) + out
		n /= len(digits)
	}
	return "h" + out
}

const longWords, sectionWords = 50_000, 250

func longLesson(word, slug string) string {
	var out strings.Builder
	out.WriteString("---\nslug: long\n---\n# A long lesson ^" + passageNumber(1) + "\n\nIts lede. ^" + passageNumber(2) + "\n\n")
	for i := range longWords / sectionWords {
		fmt.Fprintf(&out, "## Section %d ^%s\n\n%s[^n%d] and [the last section](#%s). ^%s\n\n", i, passageNumber(100+3*i),
			strings.Repeat(word, sectionWords), i, passageNumber(100+3*(longWords/sectionWords-1)), passageNumber(101+3*i))
	}
	for i := range longWords / sectionWords {
		fmt.Fprintf(&out, "[^n%d]: A note. ^%s\n\n", i, passageNumber(102+3*i))
	}
	return out.String()
}

func wideLesson() string {
	row := func(cell string) string { return "|" + strings.Repeat(" "+cell+" |", 500) + "\n" }
	return "---\nslug: wide\n---\n# " + strings.ReplaceAll(everyClass(), "\u0001", "") + " ^haaaa2\n\n" +
		"Back [there](#" + passageNumber(100+3*(longWords/sectionWords-1)) + "), a [مصدر]{lang=ar} and [nowhere](/no/such/page). ^haaaa3\n\n" +
		row("c") + row("---") + row("a < b") + "\n: A wide table ^haaaa4\n\n" +
		"![Not there](media/missing.png) ^haaaa5\n\n![Broken](media/broken.png) ^haaaa6\n\n![Strange](<media/Ünï 🎉 (1).png>) ^haaaa7\n\n" +
		"<script>alert(1)</script>\n\n```c++<> ^haaaa8\n]]> & </code>\n```\n"
}

func TestEPUBOfAHardCourse(t *testing.T) {
	files := books(t, hardCourse(), publish.Options{})
	for _, name := range []string{"epub/hard-ar.epub", "epub/hard-en.epub"} {
		book := unzipped(t, files[name])
		o := packageOf(t, book)
		if rtl := strings.HasPrefix(name, "epub/hard-ar"); rtl != (o.Spine.Direction == "rtl") {
			t.Errorf("%s: direction %q", name, o.Spine.Direction)
		}
		parts := 0
		for file, data := range book {
			if strings.HasSuffix(file, ".xhtml") {
				readLeaf(t, file, data)
				if len(data) > 180<<10 {
					t.Errorf("%s has %d bytes: a reader waits for it", file, len(data))
				}
				if strings.Contains(file, "1-long") {
					parts++
				}
			}
		}
		if page := string(book["EPUB/modules_1-m_1-long.part-3.xhtml"]); strings.HasPrefix(name, "epub/hard-en") && !strings.Contains(page, "<title>A long lesson (part 3)</title>") {
			t.Errorf("the third part calls itself %.300s", page)
		}
		if parts < 3 {
			t.Errorf("%s: the long lesson is in %d files", name, parts)
		}
		if style := string(book["EPUB/style.css"]); strings.Contains(style, "display: none") {
			t.Error("the theme of a course becomes style")
		}
		last := passageNumber(100 + 3*(longWords/sectionWords-1))
		way := regexp.MustCompile(`href="(modules_1-m_1-long\.part-\d+\.xhtml)#` + last + `"`).FindSubmatch(book["EPUB/modules_1-m_2-wide.xhtml"])
		if way == nil || readLeaf(t, "", book["EPUB/"+string(way[1])]).ids[last] != 1 {
			t.Errorf("%s: the way to the last section is %s", name, way)
		}
	}
	for _, passage := range []string{"haaaa5", "haaaa6", "haaaa7"} {
		if !strings.Contains(string(files["epub/report.json"]), passage) {
			t.Errorf("the loss of the picture %s is not told", passage)
		}
	}
}

// What the judges of others say of every book: EPUBCheck of the W3C in the version of
// Debian (rules of EPUB 3.2), and epubcheck-ts (rules of EPUB 3.3).
func TestEPUBJudges(t *testing.T) {
	t.Parallel()
	judges := map[string][]string{}
	if java, err := exec.LookPath("java"); err == nil && exists("/usr/bin/epubcheck") {
		// A run is too short for the compiler that optimises: without it, half the time.
		judges["epubcheck"] = []string{java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "/usr/bin/epubcheck"}
	}
	ts := "../../../node_modules/@likecoin/epubcheck-ts/bin/epubcheck.js"
	if node, err := exec.LookPath("node"); err == nil && exists(ts) {
		judges["epubcheck-ts"] = []string{node, ts}
	}
	folder := t.TempDir()
	for _, src := range []fs.FS{os.DirFS(shippedFolder), os.DirFS("../publish/testdata/course"), os.DirFS(trilingualTests), hardCourse()} {
		for name, data := range books(t, src, publish.Options{Release: "1.0.0", Date: "2026-11-23"}) {
			if strings.HasSuffix(name, ".epub") {
				if err := os.WriteFile(filepath.Join(folder, filepath.Base(name)), data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	list, err := filepath.Glob(filepath.Join(folder, "*.epub"))
	if err != nil || len(list) != 9 {
		t.Fatalf("%d books, %v", len(list), err)
	}
	for _, judge := range []string{"epubcheck", "epubcheck-ts"} {
		t.Run(judge, func(t *testing.T) {
			t.Parallel()
			if judges[judge] == nil {
				t.Skip(judge + " is not installed")
			}
			for _, book := range list {
				command := append(slices.Clone(judges[judge]), book)
				said, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput()
				if err != nil || !clean.Match(said) {
					t.Errorf("%s of %s: %v\n%s", judge, filepath.Base(book), err, said)
				}
			}
			if !t.Failed() {
				t.Logf("%d books, 0 errors, 0 warnings", len(list))
			}
		})
	}
}

// clean is how the judges say that they found nothing.
var clean = regexp.MustCompile(`0 fatals / 0 errors / 0 warnings|Errors:\s+0\s+Warnings:\s+0`)

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
