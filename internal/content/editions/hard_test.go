package editions

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/pdfua"
)

// Every edition of courses that break packages (hard_course_test.go): a course is refused with a place and a reason in
// both languages, or every edition of it is whole.

func TestEveryEditionOfHardCourses(t *testing.T) {
	for _, h := range hardCourses() {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			c, problems, err := course.Load(h.src)
			if err != nil {
				t.Fatal(err)
			}
			if h.refused != "" {
				checkRefused(t, problems, h.refused)
				return
			}
			if problems.Fatal() {
				t.Fatalf("the course cannot be built: %v", problems)
			}
			checkTold(t, problems, h.told)
			files := hardBuild(t, c, h.src)
			if !h.large {
				checkSame(t, files, hardBuild(t, c, h.src))
			}
			checkReleaseFile(t, files)
			for _, e := range All {
				own := below(files, e.Name)
				checkReport(t, e, own)
				checkPackages(t, h.src, e, own)
				checkOutputs(t, c, e, own)
			}
			checkLosses(t, files, h.losses)
			look := &looker{xml: map[string][]byte{}}
			for _, name := range slices.Sorted(maps.Keys(files)) {
				look.file(t, name, files[name])
			}
			look.judge(t)
			t.Logf("%d files in %d editions, %d documents in XML, %d PDF files, %d losses told", len(files), len(All), len(look.xml), look.pdfs, countLosses(t, files))
		})
	}
}

// checkRefused wants a fatal problem that says where and why, in both languages.
func checkRefused(t *testing.T, problems course.Problems, want string) {
	t.Helper()
	for _, p := range problems {
		if !p.Fatal || p.String()+" "+p.Code != want {
			continue
		}
		for _, face := range []lang.Tag{lang.English, lang.French} {
			if said := p.Message(face); said == "" || strings.Contains(said, "problem.") || strings.Contains(said, "{") {
				t.Errorf("%s is told as %q", want, said)
			}
		}
		return
	}
	t.Errorf("%s is not among %v", want, problems)
}

func hardBuild(t *testing.T, c *course.Course, src fs.FS) map[string][]byte {
	t.Helper()
	out := &publish.Memory{}
	if err := All.Build(t.Context(), c, publish.Options{Out: out, Source: src, Release: "1.2.0", Date: "2026-11-23", Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return out.Files()
}

// below are the files of an edition, with what stands beside the editions.
func below(files map[string][]byte, edition string) map[string][]byte {
	out := map[string][]byte{}
	for name, data := range files {
		if strings.HasPrefix(name, edition+"/") {
			out[name] = data
		}
	}
	return out
}

// checkTold: these problems are told, each as "place code".
func checkTold(t *testing.T, problems course.Problems, want []string) {
	t.Helper()
	for _, w := range want {
		if !slices.ContainsFunc(problems, func(p course.Problem) bool { return p.String()+" "+p.Code == w }) {
			t.Errorf("%q is not among %v", w, problems)
		}
	}
}

// checkLosses: reports tell these losses, each as "edition code".
func checkLosses(t *testing.T, files map[string][]byte, want []string) {
	t.Helper()
	for _, w := range want {
		fields := strings.Fields(w)
		found := slices.ContainsFunc(readReport(t, files, fields[0]).Losses, func(l publish.ReportEntry) bool {
			return l.Code == fields[1] && l.Passage != ""
		})
		if !found {
			t.Errorf("the report does not tell the loss %q", w)
		}
	}
}

func countLosses(t *testing.T, files map[string][]byte) (n int) {
	t.Helper()
	for _, e := range All {
		n += len(readReport(t, files, e.Name).Losses)
	}
	return n
}

// looker reads files of every kind, and members of archives as files. Documents in XML are kept for a judge of others.
type looker struct {
	xml  map[string][]byte
	pdfs int
}

// mostText is how much text of a document is held against the rules of XML twice.
const mostText = 64 << 20

func (l *looker) file(t *testing.T, name string, data []byte) {
	t.Helper()
	if strings.HasSuffix(name, publish.SourceFile) { // compared with the folder already
		return
	}
	switch path.Ext(name) {
	case ".zip", ".epub", ".imscc":
		l.archive(t, name, data)
	case ".gz":
		l.tar(t, name, data)
	case ".pdf":
		l.pdfs++
		if report, err := pdfua.Check(data); err != nil || !report.OK() {
			t.Errorf("%s: %v %.600s", name, err, fmt.Sprint(report))
		}
	case ".xml", ".xhtml", ".opf", ".ncx", ".xlf", ".tbx", ".rdf", ".xsd", ".dtd":
		l.document(t, name, data)
	case ".svg":
		if !strings.HasPrefix(name, publish.EditionWeb+"/") { // the web edition gives authors' files as they are
			l.document(t, name, data)
		}
	case ".html":
		checkCharacters(t, name, data)
		wellFormed(t, name, data)
		if bytes.Contains(data, []byte("xmlns=\"http://www.w3.org/1999/xhtml\"")) && !strings.HasPrefix(name, publish.EditionWeb+"/") {
			l.document(t, name, bytes.ReplaceAll(data, []byte("<!DOCTYPE html>"), nil))
		}
	case ".json", ".jsonld", ".webmanifest":
		if !json.Valid(bytes.TrimPrefix(data, []byte("\uFEFF"))) {
			t.Errorf("%s is no JSON", name)
		}
	case ".csv":
		l.table(t, name, data)
	case ".txt", ".bib", ".gift", ".css", ".js", ".md":
		checkCharacters(t, name, data)
	}
}

func (l *looker) archive(t *testing.T, name string, data []byte) {
	t.Helper()
	r, err := archive.Open(data, archive.Usual)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, member := range r.Names() {
		data, err := r.Read(member)
		if err != nil {
			t.Errorf("%s: %s: %v", name, member, err)
			continue
		}
		checkName(t, name, member)
		l.file(t, name+"!"+member, data)
	}
}

func (l *looker) tar(t *testing.T, name string, data []byte) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Errorf("%s: %s: %v", name, h.Name, err)
		}
		checkName(t, name, strings.TrimSuffix(h.Name, "/"))
		l.file(t, name+"!"+h.Name, data)
	}
}

// checkName: a member can be written on every system.
func checkName(t *testing.T, file, member string) {
	t.Helper()
	if !archive.Local(member) || strings.ContainsAny(member, `<>:"|?*`) || strings.ContainsFunc(member, func(r rune) bool { return r < ' ' || r == 0x7F }) {
		t.Errorf("%s holds %q", file, member)
	}
}

// document: XML, with no character that XML refuses.
func (l *looker) document(t *testing.T, name string, data []byte) {
	t.Helper()
	checkCharacters(t, name, data)
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
	if len(data) < mostText && !strings.Contains(name, ".xsd") && !strings.Contains(name, ".dtd") {
		l.xml[name] = data
	}
}

// checkCharacters: UTF-8 without what neither XML (2.2, Char) nor HTML (13.2.3.5) takes.
func checkCharacters(t *testing.T, name string, data []byte) {
	t.Helper()
	if !utf8.Valid(data) {
		t.Errorf("%s is not UTF-8", name)
	}
	if i := bytes.IndexFunc(data, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	}); i >= 0 {
		t.Errorf("%s holds a character that XML refuses: …%q…", name, data[max(0, i-60):min(len(data), i+20)])
	}
}

// table: as many fields in every row, and none that a spreadsheet runs.
func (l *looker) table(t *testing.T, name string, data []byte) {
	t.Helper()
	checkCharacters(t, name, data)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for _, row := range rows {
		for _, field := range row {
			if strings.HasPrefix(field, "=") || strings.HasPrefix(field, "@") || strings.HasPrefix(field, "+") {
				t.Errorf("%s: a spreadsheet runs %q", name, field)
			}
		}
	}
}

// judge asks xmllint about all documents in XML, in as few runs as a command line takes.
func (l *looker) judge(t *testing.T) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not installed: Go's reader judged the XML alone")
		return
	}
	folder := t.TempDir()
	var names, args []string
	for _, name := range slices.Sorted(maps.Keys(l.xml)) {
		file := fmt.Sprintf("%d.xml", len(names))
		if err := os.WriteFile(filepath.Join(folder, file), l.xml[name], 0o600); err != nil {
			t.Fatal(err)
		}
		names, args = append(names, name), append(args, file)
	}
	for part := range slices.Chunk(args, 2000) {
		cmd := exec.CommandContext(t.Context(), lint, append([]string{"--noout", "--nonet"}, part...)...)
		cmd.Dir = folder
		if said, err := cmd.CombinedOutput(); err != nil {
			first, _, _ := strings.Cut(string(said), ":")
			t.Errorf("xmllint: %.600s (%v)", said, names[slices.Index(args, first)])
		}
	}
}
