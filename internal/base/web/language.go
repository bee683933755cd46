package web

import (
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"atelier/internal/base/lang"
)

// languageCookie remembers the language somebody chose.
const languageCookie = "lang"

// maxAcceptLanguage bounds what is read of the header, in bytes.
const maxAcceptLanguage = 300

// Prefer is the language somebody asks for among those that exist: the one of
// the cookie "lang", else the first of Accept-Language. It answers false when
// neither names one of them; nothing is guessed.
func Prefer(r *http.Request, tags []lang.Tag) (lang.Tag, bool) {
	if tag, ok := Chosen(r, tags); ok {
		return tag, true
	}
	header := r.Header.Get("Accept-Language")
	if header == "" || len(header) > maxAcceptLanguage {
		return "", false
	}
	asked, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return "", false
	}
	for i, want := range asked {
		if weights[i] <= 0 {
			continue
		}
		for _, tag := range tags {
			if answers(tag, want) {
				return tag, true
			}
		}
	}
	return "", false
}

// Chosen is the language somebody chose here before, of those that exist; false when
// they chose none.
func Chosen(r *http.Request, tags []lang.Tag) (lang.Tag, bool) {
	chosen, ok := (Cookies{}).Get(r, languageCookie)
	if !ok {
		return "", false
	}
	for _, tag := range tags {
		if strings.EqualFold(chosen, tag.String()) {
			return tag, true
		}
	}
	return "", false
}

// answers says whether a language of ours is what somebody asks for: the same
// language, and the same script where both name one. Regions do not matter:
// who asks for fr-FR can read fr.
func answers(ours lang.Tag, want language.Tag) bool {
	mine, err := language.Raw.Parse(ours.String())
	if err != nil {
		return false
	}
	base, script, _ := mine.Raw()
	wantBase, wantScript, _ := want.Raw()
	none := language.Script{}
	return base == wantBase && (script == none || wantScript == none || script == wantScript)
}
