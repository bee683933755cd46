package lang

import (
	"math"
	"strconv"
	"strings"
)

// nbsp is U+00A0, the space that does not break.
const nbsp = "\u00a0"

// Number writes a quantity with that many decimals: 1,234.56 in English and
// 1 234,56 in French, with no-break spaces (CLDR en-CA and fr-CA). A language
// that is no interface language is written with the marks of English. What is
// no number (NaN, infinity) is a dash.
func Number(tag Tag, n float64, decimals int) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(n), 'f', max(decimals, 0), 64)
	group, point := ",", "."
	if Interface(tag) == French {
		group, point = nbsp, ","
	}
	whole, fraction, _ := strings.Cut(s, ".")
	var b strings.Builder
	if n < 0 && strings.Trim(s, "0.") != "" {
		b.WriteString("−")
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// Percent writes a share between 0 and 1: 10% in English, 10 % in French.
func Percent(tag Tag, share float64, decimals int) string {
	s := Number(tag, share*100, decimals)
	if Interface(tag) == French {
		return s + nbsp + "%"
	}
	return s + "%"
}

// Dollars writes an amount of Canadian dollars: $1,234.50 in English and
// 1 234,50 $ in French. Whole amounts are written without cents.
func Dollars(tag Tag, amount float64) string {
	decimals := 2
	if amount == math.Trunc(amount) {
		decimals = 0
	}
	s := Number(tag, amount, decimals)
	if Interface(tag) == French {
		return s + nbsp + "$"
	}
	if rest, negative := strings.CutPrefix(s, "−"); negative {
		return "−$" + rest
	}
	return "$" + s
}

// Minutes writes a length of time in whole minutes, with hours from 60 on:
// "45 minutes", "1 hour 30 minutes", « 1 heure 30 minutes ».
func Minutes(tag Tag, n int) string {
	if n < 60 {
		return shared.Say(tag, "minutes", A{"n": n})
	}
	hours := shared.Say(tag, "hours", A{"n": n / 60})
	if n%60 == 0 {
		return hours
	}
	return hours + " " + shared.Say(tag, "minutes", A{"n": n % 60})
}

// Size is a number of bytes that says itself in a message, as Bytes does.
type Size int64

// Say is "1.4 MB" in a language.
func (s Size) Say(tag Tag) string { return Bytes(tag, int64(s)) }

// Bytes writes a file size in decimal units: "1.4 MB", « 1,4 Mo ».
func Bytes(tag Tag, n int64) string {
	if n < 1000 {
		return shared.Say(tag, "bytes", A{"n": n})
	}
	value, unit := float64(n), ""
	for _, unit = range []string{"kilobytes", "megabytes", "gigabytes", "terabytes"} {
		value /= 1000
		// 999.95 would be written 1,000.0 of the smaller unit.
		if value < 999.5 {
			break
		}
	}
	decimals := 0
	if value < 9.95 {
		decimals = 1
	}
	return shared.Say(tag, unit, A{"size": Number(tag, value, decimals)})
}
