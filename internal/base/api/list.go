package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
)

// Asked is what operations that list take: where to go on, and how many at most.
type Asked struct {
	After string `query:"after" maxLength:"200" doc:"api.param.after"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"api.param.limit"`
}

// Listed is a part of a list, in an order that does not change.
type Listed[T any] struct {
	Items []T    `json:"items" nullable:"false" doc:"api.list.items"`
	Next  string `json:"next,omitempty" doc:"api.list.next"`
}

// List is the answer with a part of a list.
type List[T any] struct {
	Link string `header:"Link" doc:"api.header.link"`
	Body Listed[T]
}

// NewList makes the answer from one row more than was asked for, which says whether there is more. name is what a row is
// gone on after. The link is RFC 8288's, relative to the address that was asked.
func NewList[R, T any](rows []R, limit int, name func(R) string, show func(R) T, query url.Values) *List[T] {
	out := &List[T]{Body: Listed[T]{Items: []T{}}}
	for i, row := range rows {
		if i == limit {
			out.Body.Next = name(rows[i-1])
			if query == nil {
				query = url.Values{}
			}
			query.Set("after", out.Body.Next)
			query.Set("limit", strconv.Itoa(limit))
			out.Link = `<?` + query.Encode() + `>; rel="next"`
			break
		}
		out.Body.Items = append(out.Body.Items, show(row))
	}
	return out
}

// Tag is the ETag of something as it is answered (RFC 9110, section 8.8.3).
func Tag(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
}

// Match refuses a change of something that is no longer what the sender saw. Without If-Match, nothing was asked.
func Match(ifMatch string, now any) error {
	if ifMatch == "" {
		return nil
	}
	for one := range strings.SplitSeq(ifMatch, ",") {
		if one = strings.TrimSpace(one); one == "*" || one == Tag(now) {
			return nil
		}
	}
	return fault.New(fault.Stale, words, "stale")
}

// After is the rest of a list that is short enough to be held whole, after the row of a name.
func After[R any](all []R, name string, of func(R) string) []R {
	if name == "" {
		return all
	}
	for i, row := range all {
		if of(row) > name {
			return all[i:]
		}
	}
	return nil
}
