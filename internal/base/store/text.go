package store

import (
	"database/sql"
	"reflect"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/fault"
)

// readable refuses text that is no UTF-8 or holds the character NUL: PostgreSQL keeps
// neither, and SQLite would, until the site moves. What people send may hold anything,
// so it is a fault of whoever sent it.
func readable(args []any) error {
	for _, a := range args {
		s := ""
		switch a := a.(type) {
		case string:
			s = a
		case int64, int, []byte, bool, float64, nil:
			continue
		case sql.NullString:
			s = a.String
		default:
			if v := reflect.ValueOf(a); v.Kind() == reflect.String {
				s = v.String()
			}
		}
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return fault.New(fault.Invalid, words, "no-text")
		}
	}
	return nil
}
