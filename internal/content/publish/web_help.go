package publish

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// ContactAddress reads an address for problems and requests: "mailto:…",
// "https://…", "http://…" or a bare mail address. False when it is none of them.
func ContactAddress(s string) (string, bool) {
	s = strings.TrimSpace(s)
	name, host, mail := strings.Cut(strings.TrimPrefix(s, "mailto:"), "@")
	switch {
	case s == "" || strings.ContainsAny(s, " \t\n\"<>"):
		return "", false
	case strings.HasPrefix(s, "https://"), strings.HasPrefix(s, "http://"):
		return s, len(s) > len("https://")
	case mail && name != "" && host != "" && !strings.Contains(name, ":"):
		return "mailto:" + name + "@" + host, true
	}
	return "", false
}

// contact is where the readers of a language tell of a problem or ask for
// another format: the host's address before the course's; empty when there is
// none that a link can lead to.
func (w *Web) contact(tag lang.Tag) string {
	for _, of := range []string{w.Options.Host.Contact, w.Options.Contact} {
		if a, ok := ContactAddress(of); ok {
			return a
		}
	}
	a, _ := ContactAddress(w.Course.Contact.In(tag))
	return a
}

// report is where a problem with this page is told, with the page named; the
// part of the formats' page that says whom to ask when nobody is named.
func (s *sheet) report() string {
	to := s.w.contact(s.at.Tag)
	if to == "" {
		return s.to(string(KindFormats)) + "#problem"
	}
	// The page's address stands last: the script adds the passage to it.
	address := percentEncoded(s.w.base + s.at.Path)
	if strings.HasPrefix(to, "mailto:") {
		return joined(to, "subject="+percentEncoded(s.say("help.problem-subject", lang.A{"page": s.at.Title}))+
			"&body="+percentEncoded(s.say("help.problem-body"))+address)
	}
	return joined(to, "page="+address)
}

// ask is where another format is asked for.
func (s *sheet) ask() string {
	to := s.w.contact(s.at.Tag)
	if !strings.HasPrefix(to, "mailto:") {
		return to
	}
	return joined(to, "subject="+percentEncoded(s.say("format.request-subject", lang.A{"course": s.w.Course.Title.In(s.at.Tag)})))
}

// joined adds a query to an address that may have one.
func joined(address, query string) string {
	if strings.Contains(address, "?") {
		return address + "&" + query
	}
	return address + "?" + query
}

// help is what stands under “Help” on every page, always in this order.
func (s *sheet) help(report string) []page.Link {
	return []page.Link{
		{Text: s.say("help.format"), Href: s.to(string(KindFormats)) + "#request"},
		{Text: s.say("help.problem"), Href: report, Report: !strings.HasPrefix(report, "#")},
		{Text: s.say("title.accessibility"), Href: s.to(string(KindAccessibility))},
	}
}

// Help is what stands under “Help” on a page that somebody else draws at a path
// of the site, in a language of the course.
func (w *Web) Help(tag lang.Tag, path, title string) []page.Link {
	t := w.languages[tag]
	if t == nil {
		return nil
	}
	s := &sheet{w: w, t: t, at: &WebPage{Tag: tag, Path: path, Title: title}}
	return s.help(s.report())
}
