package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// part is a part of a list.
type part[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// list goes through a list, part by part. An error ends it.
func list[T any](ctx context.Context, c *Client, path string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		asked := url.Values{}
		for name, values := range query {
			if values[0] != "" {
				asked[name] = values
			}
		}
		for {
			var p part[T]
			if _, err := c.do(ctx, call{method: http.MethodGet, path: path, query: asked}, &p); err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range p.Items {
				if !yield(item, nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			asked.Set("after", p.Next)
		}
	}
}

// read asks for one thing.
func read[T any](ctx context.Context, c *Client, path string) (out T, etag string, err error) {
	etag, err = c.do(ctx, call{method: http.MethodGet, path: path}, &out)
	return out, etag, err
}

// send asks for a change and reads what came of it.
func send[T any](ctx context.Context, c *Client, method, path string, body any, ifMatch string) (out T, err error) {
	_, err = c.do(ctx, call{method: method, path: path, body: body, ifMatch: ifMatch}, &out)
	return out, err
}

// only asks for a change that has nothing to tell.
func only(ctx context.Context, c *Client, method, path string, query url.Values) error {
	_, err := c.do(ctx, call{method: method, path: path, query: query}, nil)
	return err
}
