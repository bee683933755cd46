package credential

import (
	_ "embed"
	"net/http"
	"strconv"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/standard/badge"
)

// picture is that of a badge, in the colours of no institution: wallets show it small.
//
//go:embed badge.svg
var picture []byte

// typeJSONLD is what the documents of keys and achievements are.
const typeJSONLD = "application/ld+json"

// registerMachine puts on a mux what programs ask for when they check a badge. All of it is public and the same for all.
func (h handlers) registerMachine(mux *http.ServeMux) {
	mux.Handle("GET "+issuerPath, h.document(func(tx store.Tx, _ *http.Request) (any, error) { return h.IssuerDocument(tx, false) }))
	mux.Handle("GET "+didPath, h.document(func(tx store.Tx, _ *http.Request) (any, error) { return h.IssuerDocument(tx, true) }))
	mux.Handle("GET "+keysPath+"{id}", h.document(func(tx store.Tx, req *http.Request) (any, error) {
		k, err := h.keyByID(tx, req.PathValue("id"))
		return k.Multikey(h.at(issuerPath)), err
	}))
	mux.Handle("GET "+keysPath+"{id}/jwk", h.document(func(tx store.Tx, req *http.Request) (any, error) {
		k, err := h.keyByID(tx, req.PathValue("id"))
		return k.PublicJWK(), err
	}))
	mux.Handle("GET "+listsPath+"{number}", h.kit.Handle(h.statusList))
	mux.Handle("GET "+achievementsPath+"{id}/{lang}", h.document(h.achievementDocument))
	mux.Handle("GET "+badgesPath+"{code}", h.kit.Handle(h.toVerify))
	mux.Handle("GET "+imagePath, web.NewBody("image/svg+xml", "public, max-age=86400", picture))
}

// document answers with a JSON document that everybody may read, from pages of other sites too.
func (h handlers) document(of func(tx store.Tx, req *http.Request) (any, error)) http.Handler {
	return h.kit.Handle(func(w http.ResponseWriter, req *http.Request) error {
		if !h.Signs() {
			return fault.New(fault.NotFound, words, "no-address")
		}
		var d any
		err := h.DB.Read(req.Context(), func(tx store.Tx) (err error) {
			d, err = of(tx, req)
			return err
		})
		if err != nil {
			return err
		}
		doc, _ := d.(badge.Document)
		data, err := badge.Indent(doc)
		if err != nil {
			return err
		}
		return public(w, typeJSONLD, data)
	})
}

// public answers with what may be kept, for a moment, and read anywhere.
func public(w http.ResponseWriter, kind string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=60")
	h.Set("Access-Control-Allow-Origin", "*")
	_, err := w.Write(data)
	return err
}

func (h handlers) statusList(w http.ResponseWriter, req *http.Request) error {
	number, err := strconv.Atoi(req.PathValue("number"))
	if err != nil {
		return fault.New(fault.NotFound, words, "no-list")
	}
	var data []byte
	err = h.DB.Read(req.Context(), func(tx store.Tx) (err error) {
		data, err = h.StatusList(tx, number)
		return err
	})
	if err != nil {
		return err
	}
	return public(w, badge.TypeCredential, data)
}

func (h handlers) achievementDocument(tx store.Tx, req *http.Request) (any, error) {
	a, err := h.achievementByID(tx, req.PathValue("id"))
	if err != nil {
		return nil, err
	}
	for _, tag := range a.Title.Tags() {
		if tag.Lower() == req.PathValue("lang") {
			return h.shown(a).Document(tag), nil
		}
	}
	return nil, fault.New(fault.NotFound, words, "no-achievement")
}

// toVerify leads people from the address of a badge to the page that says what it is worth.
func (h handlers) toVerify(w http.ResponseWriter, req *http.Request) error {
	code := ParseCode(req.PathValue("code"))
	if code == "" {
		return fault.New(fault.NotFound, words, "no-certificate")
	}
	asked, _ := web.Prefer(req, lang.Interfaces())
	for _, want := range append([]lang.Tag{asked}, lang.Interfaces()...) {
		if tag, face, ok := h.frame.Language(want.Lower()); ok {
			web.SeeOther(w, req, under(VerifyPath, code)(tag, face))
			return nil
		}
	}
	return fault.New(fault.NotFound, words, "no-language")
}
