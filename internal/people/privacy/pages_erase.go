package privacy

import (
	"net/http"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy/pages"
)

// askErase says what will go and what will stay, and asks.
func (h handlers) askErase(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
	tag, face, err := h.language(req)
	if err != nil || moved(w, req, erasePath(tag, face)) {
		return err
	}
	return h.drawErase(w, req, http.StatusOK, tag, face, s, nil, false)
}

func (h handlers) drawErase(w http.ResponseWriter, req *http.Request, status int, tag, face lang.Tag, s *identity.Session, refused error, unconfirmed bool) error {
	e := pages.Erase{Words: words, Face: face, Action: erasePath(tag, face), Back: MinePath(tag, face), Unconfirmed: unconfirmed}
	if refused != nil {
		e.Refused, e.RefusedHint = fault.Message(refused, face), fault.Hint(refused, face)
	}
	err := h.DB.Read(req.Context(), func(tx store.Tx) error {
		left, err := h.Inventory.Left(tx, inventory.Subject{Person: string(s.Person), Actor: string(s.Actor)})
		e.Stayed = h.stayed(face, stayedOf(left))
		return err
	})
	if err != nil {
		return err
	}
	return h.frame.Draw(w, req, status, identity.Sheet{Tag: tag, Title: words.Say(face, "erase.title"), At: h.at(erasePath), Body: pages.EraseBody(e)})
}

// erase forgets the person, once they have confirmed it, and leads to the receipt.
func (h handlers) erase(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
	tag, face, err := h.language(req)
	if err != nil {
		return err
	}
	if err := req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	if req.PostForm.Get("confirm") != "yes" {
		return h.drawErase(w, req, http.StatusUnprocessableEntity, tag, face, s, nil, true)
	}
	var at func(tag, face lang.Tag) string
	err = h.DB.Write(req.Context(), func(tx store.Tx) error {
		if err := h.Identity.Can(tx, s, eraseMine, identity.SiteScope); err != nil {
			return err
		}
		if err := h.Identity.ErasePerson(tx, s.Person, s.Person); err != nil {
			return err
		}
		at, err = h.Receipt(tx, s.Actor)
		return err
	})
	if fault.KindOf(err) == fault.Conflict {
		return h.drawErase(w, req, http.StatusConflict, tag, face, s, err, false)
	}
	if err != nil {
		return err
	}
	h.Identity.Farewell(w, h.kit.Cookies())
	// What scripts kept in the browser itself (worksheets) goes too.
	w.Header().Set("Clear-Site-Data", `"storage"`)
	web.SeeOther(w, req, at(tag, face))
	return nil
}
