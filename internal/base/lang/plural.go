package lang

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Category is a CLDR plural category: "one", "many", "other" and so on.
type Category string

var categories = map[plural.Form]Category{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two",
	plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// Plural is the category of a quantity in a language. x/text carries CLDR 32;
// the French category "many" for whole millions ("un million de leçons") came
// with CLDR 38 and is added here.
func Plural(tag Tag, n float64) Category {
	digits := strconv.FormatFloat(math.Abs(n), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(digits, ".")
	if tag.Base() == French && fraction == "" && len(whole) > 6 && strings.HasSuffix(whole, "000000") {
		return "many"
	}
	// Operands beyond int range keep their last digits, on which rules depend.
	if len(whole) > 9 {
		whole = whole[len(whole)-9:]
	}
	if len(fraction) > 9 {
		fraction = fraction[:9]
	}
	i, _ := strconv.Atoi(whole)
	if i == 0 && math.Abs(n) >= 10 {
		i = 1_000_000_000
	}
	f, _ := strconv.Atoi(fraction)
	t, err := language.Parse(string(tag))
	if err != nil {
		return "other"
	}
	v := len(fraction)
	return categories[plural.Cardinal.MatchPlural(t, i, v, v, f, f)]
}

// category is the plural category of an argument; what is no number is "other".
func category(tag Tag, v any) Category {
	n, ok := quantity(v)
	if !ok {
		return "other"
	}
	return Plural(tag, n)
}

func quantity(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case int32:
		return float64(v), true
	case uint64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// sayValue writes one argument of a message.
func sayValue(tag Tag, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return Number(tag, v, decimalsOf(v))
	case Text:
		return v.In(tag)
	case Sayer:
		return v.Say(tag)
	case time.Time:
		return Date(tag, v)
	case []string:
		return Join(tag, v)
	}
	if n, ok := quantity(v); ok {
		return Number(tag, n, 0)
	}
	return fmt.Sprint(v)
}

// decimalsOf is the number of decimals a value shows by itself, at most two.
func decimalsOf(v float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return min(len(fraction), 2)
}
