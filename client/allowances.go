package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// Allowance is more time for somebody at the timed checks of a course.
type Allowance struct {
	Course string `json:"course"`
	Person string `json:"person"`
	Share  int    `json:"share"` // of the time of others, in per cent: 125, 150 or 200
	By     string `json:"by"`
	Given  string `json:"given"` // day
}

// Allowances lists allowances, of one course when it is not empty.
func (c *Client) Allowances(ctx context.Context, course string) iter.Seq2[Allowance, error] {
	return list[Allowance](ctx, c, "/allowances", url.Values{"course": {course}})
}

// Allowance reads the one of a person in a course; IsNotFound says that there is none.
func (c *Client) Allowance(ctx context.Context, course, person string) (Allowance, error) {
	one, _, err := read[Allowance](ctx, c, allowancePath(course, person))
	return one, err
}

// Allow gives a person a share of the time of others, in per cent: 125, 150 or 200.
func (c *Client) Allow(ctx context.Context, course, person string, share int) (Allowance, error) {
	return send[Allowance](ctx, c, http.MethodPut, allowancePath(course, person), map[string]int{"share": share}, "")
}

// TakeAllowance takes more time back.
func (c *Client) TakeAllowance(ctx context.Context, course, person string) error {
	return only(ctx, c, http.MethodDelete, allowancePath(course, person), nil)
}

func allowancePath(course, person string) string {
	return "/allowances/" + url.PathEscape(course) + "/" + url.PathEscape(person)
}
