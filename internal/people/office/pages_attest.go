package office

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office/pages"
)

const (
	attestCookie = "attested"
	// attestLife is how long somebody need not say it again.
	attestLife = 30 * 24 * time.Hour
	attestPath = "/attestation"
)

// Notice puts the notice of the language profile before the pages it is for. Where no
// notice is asked it costs a comparison.
func (r *Room) Notice(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if !r.asks(req) {
			next.ServeHTTP(w, req)
			return
		}
		to := attestPath + "?" + url.Values{"then": {req.URL.RequestURI()}}.Encode()
		w.Header().Set("Cache-Control", web.CachePrivate)
		http.Redirect(w, req, to, http.StatusFound)
	})
}

// asks says whether a request is for a page that stands behind the notice, from
// somebody who has not read it.
func (r *Room) asks(req *http.Request) bool {
	l := r.now.Load().Languages
	if l.Profile != French || req.Method != http.MethodGet && req.Method != http.MethodHead {
		return false
	}
	segment, _, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/"), "/")
	tag, err := lang.Parse(segment)
	if err != nil || !l.behindNotice(tag) {
		return false
	}
	_, said := web.Cookies{}.Get(req, attestCookie)
	return !said
}

// notice shows who the pages in English are for.
func (r *Room) notice(w http.ResponseWriter, req *http.Request) error {
	then := local(req.URL.Query().Get("then"))
	data, err := r.Library.Draw(library.Sheet{
		Tag: lang.English, Title: words.Say(lang.English, "attest.title"), Back: r.Library.Home(lang.French),
		At:   func(t lang.Tag) string { return counterpart(r.Library.Edition(), then, t) },
		Body: pages.AttestBody(pages.Attest{Words: words, Then: then, Action: attestPath, French: counterpart(r.Library.Edition(), then, lang.French)}),
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", web.CachePrivate)
	web.HTML(w, req, http.StatusOK, data)
	return nil
}

// attest takes somebody at their word.
func (r *Room) attest(w http.ResponseWriter, req *http.Request) error {
	if err := req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	r.cookies.Set(w, attestCookie, "yes", attestLife)
	web.SeeOther(w, req, local(req.PostForm.Get("then")))
	return nil
}

// local is an address of this site, whatever was sent.
func local(then string) string { return cmp.Or(identity.Goal(then), "/") }

// counterpart is the page of an address in another language; its home when the page
// has none there.
func counterpart(e *library.Edition, at string, tag lang.Tag) string {
	u, err := url.Parse(at)
	if err == nil {
		if p := e.Page(u.Path); p != nil {
			if other := e.In(tag, p.Key); other != nil {
				return other.Path
			}
		}
	}
	return "/" + tag.Lower() + "/"
}
