package report

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/web"
	"atelier/internal/standard/csv"
)

// file gives the figures of a page as a file. Its columns have the same names in every
// language, so that a sheet made once reads both.
func (v *visit) file() error {
	t, name, err := v.check()
	if err != nil {
		return err
	}
	file, kind, _ := strings.Cut(v.req.PathValue("file"), ".")
	if file != v.say("file") {
		return fault.New(fault.NotFound, words, "no-file")
	}
	return v.send(name, kind, v.rows(t), map[int]bool{4: true, 5: true, 7: true, 9: true})
}

// FileKind is a form in which figures leave as a file.
type FileKind string

// The kinds of files.
const (
	CSV  FileKind = "csv"  // RFC 4180
	XLSX FileKind = "xlsx" // ECMA-376
)

// FileKinds lists them.
func FileKinds() []FileKind { return []FileKind{CSV, XLSX} }

// write makes a file of rows, with its media type; figures are the columns of numbers.
func (k FileKind) write(face lang.Tag, rows [][]string, figures map[int]bool) (data []byte, media string, err error) {
	switch k {
	case CSV:
		return csv.Write(rows), "text/csv; charset=utf-8", nil
	case XLSX:
		data, err = workbook(words.Say(face, "file"), rows, figures)
		return data, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", err
	}
	return nil, "", fault.New(fault.NotFound, words, "no-file")
}

// nameOfFile is the name of a file about what is named.
func nameOfFile(of, file string) string { return strings.ReplaceAll(of, "/", "-") + "-" + file }

// send answers with rows as a file of a kind, of what is named.
func (v *visit) send(of, kind string, rows [][]string, figures map[int]bool) error {
	data, media, err := FileKind(kind).write(v.face, rows, figures)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": nameOfFile(of, v.req.PathValue("file"))}))
	v.w.Header().Set("Content-Type", media)
	v.w.Header().Set("Cache-Control", web.CachePrivate)
	v.w.WriteHeader(http.StatusOK)
	_, err = v.w.Write(data)
	return err
}

// rows are what the page tells, a wording of a question a line. A share has the same
// bounds as on the page.
func (v *visit) rows(t told) [][]string {
	rows := [][]string{{"question", "language", "version", "day", "people", "right_percent", "right_bound", "discrimination", "trust", "delta", "unequal"}}
	for _, id := range t.order(v.course) {
		for _, it := range t.items {
			if it.ID != id {
				continue
			}
			p := it.right()
			row := []string{id, string(it.Language), it.Version, it.Day, strconv.Itoa(it.N), "", "", "", string(it.Trust), "", ""}
			if p.Known {
				row[5], row[6] = strconv.Itoa(p.Value), bound(p)
			}
			if it.Discrimination.Known && it.Trust != TooFew {
				row[7] = strconv.FormatFloat(it.Discrimination.Value, 'f', 1, 64)
			}
			for _, c := range t.comparisons {
				if c.ID == id && (c.First == it.Language || c.Second == it.Language) {
					row[9], row[10] = strconv.FormatFloat(c.Delta.Value, 'f', 1, 64), strconv.FormatBool(c.Unequal)
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func bound(p Percent) string {
	switch {
	case p.OrLess:
		return "or-less"
	case p.OrMore:
		return "or-more"
	}
	return ""
}

// workbook is rows as a sheet of Office Open XML (ECMA-376), figures as numbers.
func workbook(name string, rows [][]string, figures map[int]bool) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
			if n, err := strconv.ParseFloat(text, 64); err == nil && figures[j] {
				cells[j] = n
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = f.Write(&out)
	return out.Bytes(), err
}
