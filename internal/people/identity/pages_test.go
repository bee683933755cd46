package identity

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/base/web"
)

// plainFrame draws nothing but the body, and knows English and French.
type plainFrame struct{}

func (plainFrame) Language(segment string) (tag, face lang.Tag, ok bool) {
	return lang.Tag(segment), lang.Tag(segment), segment == "en" || segment == "fr"
}

func (plainFrame) Home(tag lang.Tag) string { return "/" + tag.Lower() + "/" }

func (plainFrame) Draw(w http.ResponseWriter, r *http.Request, status int, s Sheet) error {
	var b bytes.Buffer
	err := s.Body.Render(r.Context(), &b)
	web.HTML(w, r, status, b.Bytes())
	return err
}

func TestGoalsStayOnTheSite(t *testing.T) {
	for _, s := range []string{"/en/", "/fr/compte/?x=1", "/en/a%20b"} {
		if Goal(s) != s {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{"", "en/", "//evil.example", "/\\evil.example", "\\\\evil", "https://evil.example/", "javascript:alert(1)", "/a\r\nSet-Cookie: x", "/\tx", "///x", "//user@x/"} {
		if Goal(s) != "" {
			t.Errorf("%q is let through", s)
		}
	}
}

func TestRequireLeadsToWhereItCanBeMended(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.frame = plainFrame{}
		page := p.Require(Act{Name: "run", Roles: []Role{Administrator}}, func(*http.Request) Scope { return SiteScope },
			func(w http.ResponseWriter, _ *http.Request, _ *Session) error {
				w.WriteHeader(http.StatusTeapot)
				return nil
			})
		admin := p.person("a@example.ca", Grant{Administrator, SiteScope})
		learner := p.person("b@example.ca")
		for name, c := range map[string]struct {
			req    *http.Request
			status int
			to     string
		}{
			"nobody":  {httptest.NewRequest("GET", "/", nil), http.StatusSeeOther, "/fr/connexion/?then=%2Ffr%2Fadministration%2F"},
			"learner": {p.signIn(learner.ID, ByTwo), 0, ""},
			"by link": {p.signIn(admin.ID, ByLink), http.StatusSeeOther, "/fr/confirmer/?then=%2Ffr%2Fadministration%2F&two=1"},
			"by two":  {p.signIn(admin.ID, ByTwo), http.StatusTeapot, ""},
		} {
			c.req.URL.Path = "/fr/administration/"
			w := httptest.NewRecorder()
			err := page(w, c.req)
			if (err != nil) != (c.status == 0) || err == nil && (w.Code != c.status || w.Header().Get("Location") != c.to) {
				t.Errorf("%s: %d %q, %v", name, w.Code, w.Header().Get("Location"), err)
			}
		}
	})
}
