package office

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// showList takes a list of people, and shows what became of it line by line, or would.
func (r *Room) showList(v *visit) (templ.Component, error) {
	f := v.plainForm("try", v.say("list.try"))
	f.File = &pages.Upload{Name: "list", Label: v.say("field.list.list"), Hint: v.say("field.list.list-hint", lang.A{"n": identity.MostListLines}), Accept: ".csv,text/csv"}
	for _, m := range v.wrong {
		f.File.Error = m.Say(v.face)
	}
	f.Second = &page.Field{Name: "do", Value: "enter"}
	f.SecondSays = v.say("list.enter")
	delete(f.Hidden, "do")
	f.First = &page.Field{Name: "do", Value: "try"}
	parts := []templ.Component{}
	if v.listed != nil {
		parts = append(parts, r.listOutcome(v))
	}
	return templ.Join(append(parts, pages.FormBody(f.Form))...), nil
}

// listOutcome is what became of each line.
func (r *Room) listOutcome(v *visit) templ.Component {
	b := page.Board{Caption: v.say("list.lines"), Columns: v.columns("list", "line", "email", "name", "role", "outcome")}
	wrong := 0
	for _, l := range v.listed {
		said := l.Outcome.Say(v.face)
		if l.Wrong != nil {
			wrong++
			said += v.say("mail.because", lang.A{"why": fault.Message(l.Wrong, v.face)})
		}
		role := ""
		if l.Grant != nil {
			role = v.say("role."+string(l.Grant.Role)) + " (" + l.Grant.Scope.String() + ")"
		}
		b.Rows = append(b.Rows, []templ.Component{page.Text(strconv.Itoa(l.Line)), page.Text(string(l.Email)), page.Text(l.Name), page.Text(role), page.Text(said)})
	}
	n := page.Notice{Kind: "success", Title: v.say("list.entered", lang.A{"n": len(v.listed)})}
	switch {
	case wrong > 0:
		n = page.Notice{Kind: "error", Title: v.say("list.wrong", lang.A{"n": wrong})}
	case v.typed("do") != "enter":
		n = page.Notice{Kind: "info", Title: v.say("list.tried", lang.A{"n": len(v.listed)})}
	}
	return templ.Join(page.NoticeBox(v.face, n), page.BoardTable(v.face, b))
}

// sendList reads a list; it is entered whole or not at all.
func (r *Room) sendList(v *visit) error {
	data, err := sentFile(v, "list", identity.MostListBytes)
	if err != nil {
		return err
	}
	list, err := identity.ReadList(data)
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.TooLarge) {
		return Mistakes{mistakeOf("list", err)}
	}
	if err != nil {
		return err
	}
	return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) (err error) {
		v.listed, err = r.Identity.Enter(tx, by, list, v.typed("do") != "enter")
		return err
	})
}

// sentFile is a file that a form must send, up to one byte more than most.
func sentFile(v *visit, name string, most int64) ([]byte, error) {
	sent, _, err := v.req.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, Mistakes{mistake(name, "no-file")}
	}
	if err != nil {
		return nil, err
	}
	defer sent.Close()
	return io.ReadAll(io.LimitReader(sent, most+1))
}
