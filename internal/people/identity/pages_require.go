package identity

import (
	"net/http"
	"net/url"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

// The pages of the room; each has its name in every interface language.
const (
	slugSignIn  = "slug-sign-in"
	slugAccount = "slug-account"
	slugConfirm = "slug-confirm"
)

// SignInPath, ConfirmPath and AccountPath are the addresses of the pages where one
// signs in, proves again who one is, and sees one's account. Goal is where to go on
// to, and may be empty.
func SignInPath(tag, face lang.Tag, goal string) string {
	return withGoal(slugPath(tag, face, slugSignIn), goal)
}

// ConfirmPath is described at [SignInPath].
func ConfirmPath(tag, face lang.Tag, goal string) string {
	return withGoal(slugPath(tag, face, slugConfirm), goal)
}

// AccountPath is described at [SignInPath].
func AccountPath(tag, face lang.Tag) string { return slugPath(tag, face, slugAccount) }

// ToAccount leads from a page to the account that led there.
func ToAccount(tag, face lang.Tag) page.Link {
	return page.Link{Text: words.Say(face, "account"), Href: AccountPath(tag, face)}
}

// MinePath is the address of the page about what is kept of somebody with an account; a later room has it.
func MinePath(tag, face lang.Tag) string {
	return AccountPath(tag, face) + words.Say(face, "slug-mine") + "/"
}

// MailPath is the address of the page on which one chooses one's messages; a later room has it.
func MailPath(tag, face lang.Tag) string {
	return AccountPath(tag, face) + words.Say(face, "slug-mail") + "/"
}

func withGoal(path, goal string) string {
	if goal = Goal(goal); goal != "" {
		path += "?" + url.Values{"then": {goal}}.Encode()
	}
	return path
}

// mostGoal bounds an address to go on to.
const mostGoal = 500

// Goal is an address to go on to when it is a path of this site; empty otherwise, so
// that nobody is led elsewhere.
func Goal(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > mostGoal || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return ""
	}
	return s
}

// Require makes a page of a handler that is for those who may do an act. Whoever is
// not signed in is led to sign in, whoever must prove themselves again or better is
// led there, and both come back. A handler that changes something asks [Room.Can]
// again, in the transaction that does it.
func (r *Room) Require(do Act, on func(*http.Request) Scope, h func(http.ResponseWriter, *http.Request, *Session) error) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		v, err := r.Who(req)
		if err != nil {
			return err
		}
		err = r.db.Read(req.Context(), func(tx store.Tx) error { return r.Can(tx, v.Session, do, on(req)) })
		if err == nil {
			return h(w, req, v.Session)
		}
		return r.Lead(w, req, err)
	}
}

// Lead takes an error of [Room.Can] on a page: it leads to the page where it can be
// mended, or gives the error back.
func (r *Room) Lead(w http.ResponseWriter, req *http.Request, err error) error {
	return r.leadVia(w, req, err, req.URL.Path)
}

// leadVia is Lead with another address to come back to after a new proof.
func (r *Room) leadVia(w http.ResponseWriter, req *http.Request, err error, goal string) error {
	segment, _, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/"), "/")
	tag, face, ok := r.frame.Language(segment)
	switch {
	case !ok:
		return err
	case NeedsStepUp(err):
		web.SeeOther(w, req, confirmPath(tag, face, goal, err))
	case fault.KindOf(err) == fault.Unauthenticated:
		web.SeeOther(w, req, SignInPath(tag, face, comeBack(req)))
	default:
		return err
	}
	return nil
}

// comeBack is the address of a request to come back to, with what is asked for in it, such as the filter of a report.
func comeBack(req *http.Request) string {
	if at := req.URL.RequestURI(); Goal(at) != "" {
		return at
	}
	return req.URL.Path
}
