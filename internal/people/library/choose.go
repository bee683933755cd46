package library

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/web"
)

// choosePage is the course in each of its languages side by side, for somebody
// whose language is not known. href is where each leads; nil is its home page.
func choosePage(e *Edition, href func(lang.Tag) string) (*web.Body, error) {
	data, err := e.Web.Choose(href)
	if err != nil {
		return nil, err
	}
	return web.NewBody(htmlType, web.CachePrivate, data), nil
}
