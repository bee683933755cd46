package privacy

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy/pages"
	"atelier/internal/standard/xapi"
)

// Data is everything that is kept of somebody.
type Data struct {
	Actor identity.Actor
	Kept  []identity.Kept
	Day   time.Time // when it was read
}

// Data reads it.
func (r *Room) Data(tx store.Tx, actor identity.Actor) (Data, error) {
	kept, err := r.Identity.Export(tx, actor)
	return Data{Actor: actor, Kept: kept, Day: r.Clock.Now()}, err
}

// JSON is the data for programs: an object with a member for each kind of thing.
func (d Data) JSON() ([]byte, error) {
	out := map[string]any{"actor": d.Actor}
	for _, k := range d.Kept {
		out[k.Key] = k.Data
	}
	return json.MarshalIndent(out, "", "  ")
}

// HTML is the data for people: one file that needs nothing else, in plain words.
func (d Data) HTML(face lang.Tag) ([]byte, error) {
	f := pages.DataFile{Words: words, Face: face, Date: lang.Date(face, d.Day)}
	for _, k := range d.Kept {
		if k.Count == 0 {
			continue
		}
		s := pages.Section{Title: k.Say(face)}
		if list, ok := k.Data.([]xapi.Statement); ok {
			s.Table = statements(face, list)
		} else {
			value, err := plain(k.Data)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k.Key, err)
			}
			s.Value = tell(face, "", value)
		}
		f.Sections = append(f.Sections, s)
	}
	var out bytes.Buffer
	err := pages.DataFileBody(f).Render(context.Background(), &out)
	return out.Bytes(), err
}

// Zip is both, in one file.
func (d Data) Zip(face lang.Tag) ([]byte, error) {
	forPrograms, err := d.JSON()
	if err != nil {
		return nil, err
	}
	forPeople, err := d.HTML(face)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, one := range []struct {
		name string
		data []byte
	}{{words.Say(face, "mine.file") + ".html", forPeople}, {words.Say(face, "mine.file") + ".json", forPrograms}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: one.name, Method: zip.Deflate, Modified: d.Day})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(one.data); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

// statements tells what somebody did, a line each.
func statements(face lang.Tag, list []xapi.Statement) *pages.Table {
	t := &pages.Table{}
	for _, column := range []string{"when", "what", "where", "answer", "score"} {
		t.Columns = append(t.Columns, words.Say(face, "mine."+column))
	}
	for _, s := range list {
		row := []string{moment(face, s.Timestamp), verb(face, s.Verb), s.Object.ID, "", ""}
		if r := s.Result; r != nil {
			row[3] = r.Response
			if r.Score != nil {
				row[4] = lang.Percent(face, r.Score.Scaled, 0)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func verb(face lang.Tag, v xapi.Verb) string {
	key := "mine.verb." + v.ID[strings.LastIndexByte(v.ID, '/')+1:]
	if words.Has(face, key) {
		return words.Say(face, key)
	}
	return v.ID
}

func moment(face lang.Tag, t time.Time) string {
	return lang.Date(face, t) + ", " + lang.Clock(face, t)
}

// plain is data as JSON knows it, numbers as they are written.
func plain(data any) (value any, err error) {
	text, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err = d.Decode(&value)
	return value, err
}

// tell says a value of JSON in words; name is the member it is the value of.
func tell(face lang.Tag, name string, value any) pages.Value {
	switch v := value.(type) {
	case map[string]any:
		var names []string
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		var out pages.Value
		for _, name := range names {
			if inner := tell(face, name, v[name]); !inner.Empty() {
				out.Pairs = append(out.Pairs, pages.Pair{Name: field(face, name), Value: inner})
			}
		}
		return out
	case []any:
		var out pages.Value
		for _, one := range v {
			out.Items = append(out.Items, tell(face, name, one))
		}
		return out
	case json.Number:
		return pages.Value{Text: number(face, v)}
	case bool:
		return pages.Value{Text: words.Say(face, "mine."+fmt.Sprint(v))}
	case string:
		return pages.Value{Text: text(face, v)}
	}
	return pages.Value{}
}

// field is the name of a member in words, where there are any.
func field(face lang.Tag, name string) string {
	if key := "field." + name; words.Has(face, key) {
		return words.Say(face, key)
	}
	return strings.ReplaceAll(name, "_", " ")
}

// sinceNew is a moment from which on a number is one, in milliseconds since 1970: the year 2001.
const sinceNew = 1_000_000_000_000

func number(face lang.Tag, n json.Number) string {
	if ms, err := n.Int64(); err == nil && ms > sinceNew {
		return moment(face, time.UnixMilli(ms).UTC())
	}
	return n.String()
}

// text says days and moments as people do, and leaves everything else as it is.
func text(face lang.Tag, s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return lang.Date(face, t)
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return moment(face, t.UTC())
	}
	return s
}
