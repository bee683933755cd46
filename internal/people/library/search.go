package library

import (
	"bytes"
	"context"
	"net/url"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/render"
)

const (
	resultsShown = 20   // on one page
	resultsMost  = 1000 // that can be paged through
	queryMost    = 200  // characters of a query that count
)

// found draws the search page with what a query found.
func found(e *Edition, tag lang.Tag, empty page.SearchPage, query string, at int) ([]byte, error) {
	query = shortened(query)
	answer := e.Index(tag).Search(query, resultsMost)
	s := empty
	s.Query, s.Total = strings.TrimSpace(query), answer.Total
	last := max(1, (len(answer.Results)+resultsShown-1)/resultsShown)
	at = min(max(1, at), last)
	s.Pages = page.Pages{Now: at, Of: last, Name: words.Say(e.Face(tag), "results"), Href: func(n int) string {
		return s.Action + "?q=" + url.QueryEscape(query) + "&page=" + strconv.Itoa(n)
	}}
	for _, one := range answer.Results[(at-1)*resultsShown : min(at*resultsShown, len(answer.Results))] {
		s.Results = append(s.Results, resultOf(one))
	}
	var out bytes.Buffer
	err := page.SearchBody(e.Face(tag), s).Render(context.Background(), &out)
	return out.Bytes(), err
}

func resultOf(one search.Result) page.Result {
	href := "/" + one.Address
	if one.Passage != "" {
		href += "#" + one.Passage
	}
	kicker := plainOf(one.Heading)
	if kicker == plainOf(one.Title) {
		kicker = ""
	}
	return page.Result{Kicker: kicker, Title: page.Link{Text: plainOf(one.Title), Href: href}, Excerpt: page.HTML(marked(one.Snippet))}
}

func plainOf(parts []search.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

func marked(parts []search.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Mark {
			b.WriteString("<mark>" + render.Escape(p.Text) + "</mark>")
			continue
		}
		b.WriteString(render.Escape(p.Text))
	}
	return b.String()
}
