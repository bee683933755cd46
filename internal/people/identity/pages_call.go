package identity

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/web"
)

// handlers are the pages of signing in and of the account.
type handlers struct {
	room  *Room
	kit   *web.Kit
	frame Frame
}

// call is one request for one of the pages.
type call struct {
	handlers
	w         http.ResponseWriter
	req       *http.Request
	tag, face lang.Tag
	slugs     []string // the page, as keys of the catalogue
}

// mount puts a page on the mux under its name in every interface language. The name
// in another language than the address's leads to the right one.
func (h handlers) mount(mux *http.ServeMux, method string, fn func(*call) error, slugs ...string) {
	mounted := map[string]bool{}
	for _, face := range lang.Interfaces() {
		pattern := method + " " + strings.Replace(slugPath("x", face, slugs...), "/x/", "/{lang}/", 1) + "{$}"
		if mounted[pattern] {
			continue
		}
		mounted[pattern] = true
		mux.Handle(pattern, h.kit.Handle(func(w http.ResponseWriter, req *http.Request) error {
			tag, face, ok := h.frame.Language(req.PathValue("lang"))
			if !ok {
				return fault.New(fault.NotFound, words, "no-language")
			}
			c := &call{handlers: h, w: w, req: req, tag: tag, face: face, slugs: slugs}
			if want := c.path(slugs...); req.URL.Path != want && method == http.MethodGet {
				if req.URL.RawQuery != "" {
					want += "?" + req.URL.RawQuery
				}
				http.Redirect(w, req, want, http.StatusMovedPermanently)
				return nil
			}
			return fn(c)
		}))
	}
}

// path is the address of a page in the language of the call.
func (c *call) path(slugs ...string) string { return slugPath(c.tag, c.face, slugs...) }

func slugPath(tag, face lang.Tag, slugs ...string) string {
	var b strings.Builder
	b.WriteString("/" + tag.Lower() + "/")
	for _, s := range slugs {
		b.WriteString(words.Say(face, s) + "/")
	}
	return b.String()
}

func (c *call) say(key string, args ...lang.A) string { return words.Say(c.face, key, args...) }

// form reads the form that was sent.
func (c *call) form() (url.Values, error) {
	if err := c.req.ParseForm(); err != nil {
		return nil, formFault(err)
	}
	return c.req.PostForm, nil
}

// goal is where to go on to: in the form or in the address.
func (c *call) goal() string { return Goal(c.req.FormValue("then")) }

// draw answers with a page. Its heading says first that something went wrong, when
// it did, because that is what is read out first.
func (c *call) draw(status int, title string, body templ.Component) error {
	if status >= http.StatusBadRequest {
		title = c.say("wrong-title", lang.A{"title": title})
	}
	goal := c.goal()
	return c.frame.Draw(c.w, c.req, status, Sheet{Tag: c.tag, Title: title, Body: body, At: func(other lang.Tag) string {
		tag, face, ok := c.frame.Language(other.Lower())
		if !ok {
			return ""
		}
		return withGoal(slugPath(tag, face, c.slugs...), goal)
	}})
}

// go303 sends the browser on after a form.
func (c *call) go303(address string) error {
	web.SeeOther(c.w, c.req, address)
	return nil
}

// secret is the secret in a cookie of ours; empty when there is none.
func (c *call) secret(cookie string) string {
	s, _ := c.room.secretIn(c.req, cookie)
	return s
}

// network is whose limits a request counts against.
func (c *call) network() string {
	a, ok := web.ClientAddr(c.req)
	if !ok {
		return ""
	}
	return networkOf(a)
}

// minutes is a wait in whole minutes, one at least.
func minutes(wait interface{ Minutes() float64 }) int { return max(1, int(wait.Minutes()+0.999)) }

// BrowserOf says which browser a person uses, so that they know it again in the list
// of their sessions: its family and its system, nothing finer.
func BrowserOf(req *http.Request) Browser {
	agent := req.UserAgent()
	return Browser{Label: strings.TrimSuffix(first(agent, families)+", "+first(agent, systems), ", ")}
}

// families and systems are looked for in this order: most browsers name others too.
var (
	families = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi", "Vivaldi"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems  = [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}}
)

func first(agent string, list [][2]string) string {
	for _, one := range list {
		if strings.Contains(agent, one[0]) {
			return one[1]
		}
	}
	return ""
}
