package identity

import (
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
)

// FormKeeper keeps, sealed and for minutes, what a session typed in a form that asked
// for a new proof of who somebody is. A later room is one; it says so with [Room.KeepForms].
type FormKeeper interface {
	// KeepForm puts a form in the place of the one that the session kept before.
	KeepForm(tx store.Tx, s *Session, form []byte) error
	// KeptForm is the form that the session kept; nil when there is none, or its time is over.
	KeptForm(tx store.Tx, s *Session) ([]byte, error)
}

// KeepForms says who keeps forms. It is called once, at the start; without it forms are
// typed again.
func (r *Room) KeepForms(k FormKeeper) { r.forms = k }

const (
	// typedMark, in an address, says that a form was sent there and asked for a proof.
	typedMark = "typed"
	// mostTyped is how many bytes of a form are kept: enough for every text of the administration.
	mostTyped = 64 << 10
)

// secretFields are the fields whose content is never kept. A test of the administration
// looks for others on its pages.
var secretFields = []string{"secret", "code", "password"}

// Typed is what somebody had typed in a form before they proved again who they are. It
// is shown in the form again and never sent by itself.
type Typed struct {
	Form  url.Values
	Files bool // files were chosen too; they are not kept
	Lost  bool // it was too much to keep, or its time is over
}

// keptForm is a form as it is kept: of one address, so that it is shown nowhere else.
type keptForm struct {
	Path  string
	Typed Typed
}

// LeadBack is [Room.Lead] for the pages of forms with something to type: what was typed
// is kept, and [Room.Typed] gives it to the page when the person comes back.
func (r *Room) LeadBack(w http.ResponseWriter, req *http.Request, err error) error {
	if !NeedsStepUp(err) || req.Method != http.MethodPost {
		return r.Lead(w, req, err)
	}
	back, kept := r.keepTyped(req, req.URL.Path)
	if kept != nil {
		return kept
	}
	return r.leadVia(w, req, err, back)
}

// keepTyped keeps the form that was sent, for the page at path, and gives the address
// to come back to.
func (r *Room) keepTyped(req *http.Request, path string) (string, error) {
	back := markTyped(path, req.URL)
	v, err := r.Who(req)
	if err != nil || v.Session == nil || r.forms == nil {
		return back, err
	}
	if req.PostForm == nil {
		if err := req.ParseForm(); err != nil {
			return "", formFault(err)
		}
	}
	data, err := json.Marshal(keptForm{Path: path, Typed: typedIn(req)})
	if err != nil {
		return "", err
	}
	return back, r.db.Write(req.Context(), func(tx store.Tx) error { return r.forms.KeepForm(tx, v.Session, data) })
}

// markTyped is the page at path with the mark, and with the query with which the form was
// sent there.
func markTyped(path string, sent *url.URL) string {
	q := url.Values{}
	if sent.Path == path {
		q = sent.Query()
	}
	q.Set(typedMark, "1")
	if back := path + "?" + q.Encode(); Goal(back) != "" {
		return back
	}
	return path + "?" + typedMark + "=1"
}

// typedIn is what of a form may be kept: no secret, no file, and no more than there is
// room for.
func typedIn(req *http.Request) Typed {
	t, size := Typed{Form: url.Values{}}, 0
	for name, values := range req.PostForm {
		if isSecret(name) {
			continue
		}
		t.Form[name] = values
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	if req.MultipartForm != nil {
		for _, files := range req.MultipartForm.File {
			t.Files = t.Files || slices.ContainsFunc(files, func(f *multipart.FileHeader) bool { return f.Size > 0 })
		}
	}
	if size > mostTyped {
		return Typed{Files: t.Files, Lost: true}
	}
	return t
}

// isSecret says whether a field is one of those whose content is never kept.
func isSecret(field string) bool {
	return slices.ContainsFunc(secretFields, func(s string) bool { return field == s || strings.HasPrefix(field, s+"-") })
}

// Typed is what the session had typed on this page before it was asked for a new proof;
// nil when the address does not say that it was. Only the session that typed it finds
// it, at the address it was sent to, and it lasts for minutes.
func (r *Room) Typed(req *http.Request, s *Session) (*Typed, error) {
	if s == nil || req.Method != http.MethodGet || !req.URL.Query().Has(typedMark) {
		return nil, nil
	}
	if r.forms == nil {
		return &Typed{Lost: true}, nil
	}
	var data []byte
	err := r.db.Read(req.Context(), func(tx store.Tx) (err error) {
		data, err = r.forms.KeptForm(tx, s)
		return err
	})
	var k keptForm
	if err == nil && data != nil {
		err = json.Unmarshal(data, &k)
	}
	if err != nil {
		return nil, err
	}
	if k.Path != req.URL.Path {
		return &Typed{Lost: true}, nil
	}
	return &k.Typed, nil
}

// Notice tells whoever comes back that nothing was done yet, and what stands in the form.
func (t *Typed) Notice(face lang.Tag) page.Notice {
	n := page.Notice{Kind: "info", Title: words.Say(face, "typed-title"), Live: true}
	text := "typed-text"
	if t.Lost {
		n.Kind, text = "warning", "typed-lost"
	}
	said := words.Say(face, text)
	if t.Files {
		n.Kind = "warning"
		said += " " + words.Say(face, "typed-files")
	}
	n.Body = page.Text(said)
	return n
}
