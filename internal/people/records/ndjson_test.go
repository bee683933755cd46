package records

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// TestLinesGoRound writes the record as lines, with attachments, reads them into an empty one, and writes the same
// statements again; read a second time they change nothing.
func TestLinesGoRound(t *testing.T) {
	text := "attached bytes"
	sum := sha256.Sum256([]byte(text))
	hash := hex.EncodeToString(sum[:])
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		attached := fmt.Sprintf(`"attachments":[{"usageType":"http://example.org/u","display":{"en":"x"},"contentType":"text/plain","length":%d,"sha2":%q}]`, len(text), hash)
		body := "--b\r\nContent-Type: application/json\r\n\r\n" + said(firstID, "f", "did", courseIRI, attached) + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + hash + "\r\n\r\n" + text + "\r\n--b--\r\n"
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", body, "Content-Type", "multipart/mixed; boundary=b")
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", said(secondID, "a", "saw", "urn:x:1", ""), "Content-Type", jsonType)
		first := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson?attachments=true", "").body
		if strings.Count(first, "\n") != 3 || !strings.Contains(first, `"content":"`) {
			t.Fatal(first)
		}
		for query, want := range map[string]int{"": 2, "?verb=" + url.QueryEscape("http://example.com/verbs/saw"): 1, "?course=" + url.QueryEscape(courseIRI): 1,
			"?agent=" + url.QueryEscape(`{"mbox":"mailto:a@example.com"}`): 1, "?since=2100-01-01T00:00:00Z": 0, "?until=2000-01-01T00:00:00Z": 0} {
			if got := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson"+query, "").body; strings.Count(got, "\n") != want {
				t.Errorf("%s: %s", query, got)
			}
		}
		if got := p.ask("bound", version1, http.MethodGet, "/ndjson", "").body; strings.Count(got, "\n") != 1 || !strings.Contains(got, firstID) {
			t.Errorf("a key for one course: %s", got)
		}
		p = emptyDoors(t, p)
		for _, want := range []string{`"kept":2,"known":0,"refused":0`, `"kept":0,"known":2,"refused":0`} {
			if got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", first, "Content-Type", ndjsonType).body; !strings.Contains(got, want) {
				t.Errorf("%s, want %s", got, want)
			}
		}
		if got := p.want(http.StatusOK, version1, http.MethodGet, "/statements?attachments=true&statementId="+firstID, "").body; !strings.Contains(got, text) {
			t.Error("the attachment is not there")
		}
		if again := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson", "").body; strings.Count(again, "\n") != 2 || strings.Index(again, firstID) > strings.Index(again, secondID) {
			t.Error(again)
		}
	})
}

// emptyDoors is another store, with nothing in it.
func emptyDoors(t *testing.T, p program) program {
	files, err := blob.At(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	r := New(p.clock, clock.NewID, "http://there/")
	p.h = r.Before(http.NotFoundHandler(), Door{DB: storetest.New(t, Migrations), Keys: testKeys, Blobs: files, Log: slog.New(slog.DiscardHandler)})
	return p
}

// TestLinesOfOthers reads what other stores export, refuses what is wrong line by line, and keeps the rest.
func TestLinesOfOthers(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		plain := said("", "a", "did", "urn:x:1", `"stored":"2020-05-05T10:00:00Z"`)
		lines := strings.Join([]string{
			`{"_id":"x","organisation":"o","statement":` + said(firstID, "a", "did", "urn:x:1", "") + `}`,
			`{"payload":` + said(secondID, "a", "did", "urn:x:1", "") + `}`,
			`{"_index":"i","_source":{"statement":` + said(thirdID, "a", "did", "urn:x:1", "") + `}}`,
			plain, "", "no JSON", `{"actor":{}}`, said(firstID, "somebody-else", "did", "urn:x:1", ""), `{"sha2":"00","content":"AA=="}`,
		}, "\n")
		got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", lines, "Content-Type", ndjsonType).body
		for _, want := range []string{`"lines":8`, `"kept":4`, `"refused":4`, `"line":6`, `"line":7`, `"line":8`, `"line":9`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", got, want)
			}
		}
		if got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", plain, "Content-Type", ndjsonType).body; !strings.Contains(got, `"known":1`) {
			t.Errorf("a line without id, again: %s", got)
		}
		if all := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson", "").body; !strings.Contains(all, `"timestamp":"2020-05-05T10:00:00Z"`) {
			t.Error(all)
		}
		if got := p.ask("bound", version1, http.MethodPost, "/ndjson", said("", "b", "did", "urn:x:2", ""), "Content-Type", ndjsonType).body; !strings.Contains(got, `"kept":0`) || !strings.Contains(got, `"refused":1`) {
			t.Errorf("a key for one course: %s", got)
		}
		for key, want := range map[string]int{"reads": http.StatusForbidden, "": http.StatusUnauthorized} {
			if got := p.ask(key, version1, http.MethodPost, "/ndjson", plain, "Content-Type", ndjsonType); got.status != want {
				t.Errorf("%q: %d", key, got.status)
			}
		}
	})
}

// TestLinesInOrder reads the same statement twice in one batch and refuses lines for two reasons: it counts what is new, and
// tells of refused lines in their order, whether they are wrong by themselves or say something else than one before.
func TestLinesInOrder(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		lines := strings.Join([]string{said(firstID, "a", "did", "urn:x:1", ""), said(firstID, "a", "did", "urn:x:1", ""), said(firstID, "b", "did", "urn:x:1", ""), "no JSON",
			said(firstID, "c", "did", "urn:x:1", ""), "nor this"}, "\n")
		got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", lines, "Content-Type", ndjsonType).body
		var done struct {
			Kept, Known, Refused int
			Errors               []struct{ Line int }
		}
		if err := json.Unmarshal([]byte(got), &done); err != nil || fmt.Sprint(done) != "{1 1 4 [{3} {4} {5} {6}]}" {
			t.Errorf("%v, %v", done, err)
		}
		got = p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", said(secondID, "a", "did", "urn:x:1", "")+"\n"+said(secondID, "a", "did", "urn:x:1", ""), "Content-Type", ndjsonType).body
		if !strings.Contains(got, `"kept":1,"known":1,"refused":0`) {
			t.Error(got)
		}
	})
}

// TestRehearsal plays imports and keeps nothing: what is wrong in a text, with itself and with what is kept, is told.
func TestRehearsal(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		p.post(version1, said(firstID, "a", "did", "urn:x:1", ""))
		text := "attached bytes"
		sum := sha256.Sum256([]byte(text))
		hash := hex.EncodeToString(sum[:])
		attached := fmt.Sprintf(`"attachments":[{"usageType":"http://example.org/u","display":{"en":"x"},"contentType":"text/plain","length":%d,"sha2":%q}]`, len(text), hash)
		lines := strings.Join([]string{said(firstID, "a", "did", "urn:x:1", ""), said(firstID, "b", "did", "urn:x:1", ""), said(secondID, "a", "did", "urn:x:1", ""),
			said(secondID, "b", "did", "urn:x:1", ""), fmt.Sprintf(`{"sha2":%q,"contentType":"text/plain","content":%q}`, hash, base64.StdEncoding.EncodeToString([]byte(text))),
			said(thirdID, "a", "did", "urn:x:1", attached)}, "\n")
		var refused []int
		o := Import{DB: db, Source: "import", Refused: func(e LineError) { refused = append(refused, e.Line) }}
		done, err := r.Rehearse(t.Context(), o, storetest.New(t, Migrations), strings.NewReader(lines))
		if err != nil || done.Lines != 6 || done.Kept != 2 || done.Known != 1 || done.Refused != 2 || fmt.Sprint(refused) != "[2 4]" {
			t.Errorf("%+v, %v, %v", done, refused, err)
		}
		if got, _ := p.ids(version1, ""); got != "1" {
			t.Errorf("%s are kept", got)
		}
		o.Blobs, _ = blob.At(t.TempDir())
		t.Cleanup(func() { o.Blobs.Close() })
		o.Refused = nil
		if again, err := r.ReadLines(t.Context(), o, strings.NewReader(lines)); err != nil || again.Kept != done.Kept || again.Known != done.Known || again.Refused != done.Refused {
			t.Errorf("it was %+v, %v; the rehearsal said %+v", again, err, done)
		}
	})
}

// TestLinesHoldNoMoreThanARequest brings the bytes of more attachments before one statement than one request may.
func TestLinesHoldNoMoreThanARequest(t *testing.T) {
	in := &importing{files: map[string]fileLine{}}
	half := make([]byte, mostAttachmentBytes/2)
	for i, want := range []bool{true, true, false, true} {
		name := fmt.Sprint(i)
		if i == 3 {
			name = "0" // again
		}
		if err := in.hold(fileLine{SHA2: name, Content: half}); (err == nil) != want || err != nil && !refusal(err) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if in.held != mostAttachmentBytes || len(in.files) != 2 {
		t.Error(in.held, len(in.files))
	}
}

// FuzzLine reads any line: it is a file, a statement, or refused in words.
func FuzzLine(f *testing.F) {
	f.Add([]byte(`{"payload":{"statement":{}}}`))
	f.Add([]byte(`{"sha2":"00","contentType":"a/b","content":"AA=="}`))
	f.Add([]byte(said(firstID, "a", "did", "urn:x:1", `"stored":"2020-05-05T10:00:00Z"`)))
	f.Fuzz(func(t *testing.T, line []byte) {
		file, statement, err := parseLine(line)
		if (err == nil) == (file == nil && statement == nil) {
			t.Errorf("%q: %v %v %v", line, file, statement, err)
		}
		if err != nil && !refusal(err) {
			t.Errorf("%q: %v", line, err)
		}
	})
}
