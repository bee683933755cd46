package library

import (
	"bytes"
	"context"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// choosePage is the course in each of its languages side by side, for somebody
// whose language is not known. With a passage each language leads to it.
func choosePage(e *Edition, baseURL string, passage course.ID) (*web.Body, error) {
	c := page.Choose{Assets: page.Assets{Prefix: assetsPath}, Brand: e.host.Brand}
	base := strings.TrimSuffix(baseURL, "/")
	for i, l := range e.Course.Languages {
		home, ok := e.Web.ByKey(l.Tag, string(publish.KindHome))
		if !ok {
			continue
		}
		locale := l.Locale
		if locale == "" {
			locale = string(l.Tag)
		}
		title := e.Course.Title.In(l.Tag)
		if i == 0 {
			c.Locale = locale
		}
		c.Title = append(c.Title, title)
		href := home.Path
		if passage != "" {
			href = e.Passage(l.Tag, passage)
		}
		c.Languages = append(c.Languages, page.ChooseLanguage{
			Language: page.Language{Tag: l.Tag, Locale: locale, Name: l.Name, Href: href},
			Title:    page.Text(title), Lede: page.Text(e.Course.Description.In(l.Tag)),
			Go: words.Say(e.Face(l.Tag), "read-in", lang.A{"language": inSentence(e.Face(l.Tag), l.Name)}),
		})
		if base != "" {
			c.Head.Alternates = append(c.Head.Alternates, page.Alternate{Locale: locale, Href: base + home.Path})
		}
	}
	if base != "" {
		c.Head.Canonical = base + "/"
	}
	var out bytes.Buffer
	if err := page.ChoosePage(c).Render(context.Background(), &out); err != nil {
		return nil, err
	}
	return web.NewBody(htmlType, web.CachePrivate, out.Bytes()), nil
}

// inSentence writes the name of a language as it stands inside a sentence: French
// has no capital there.
func inSentence(face lang.Tag, name string) string {
	if face == lang.French {
		return strings.ToLower(name)
	}
	return name
}
