package check

import (
	"strings"
	"unicode"
)

// A6.8: French writes 1 234,56 with no-break spaces; English marks in it are read as another number.
var frNumber = &Rule{
	ID: "fr-number", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("French numbers are written 1 234,56", "Les nombres s’écrivent 1 234,56"),
	Says:   text("“{number}” is not written as in French: “{words}”.", "« {number} » n’est pas écrit à la française : « {words} »."),
	Why:    text("A comma is the decimal sign: 1,234 is a little more than one.", "La virgule est le signe décimal : 1,234 vaut un peu plus que un."),
	Source: sourceOQLF,
	Advice: text("Part groups of three with U+00A0 and decimals with a comma.", "Séparez les tranches de trois chiffres par U+00A0 et les décimales par une virgule."),
	piece: func(p *pass, pc *Piece) {
		for _, n := range numbers(pc.Text) {
			raw := pc.Text[n.Start:n.End]
			if machine(pc.Text, n.Start) {
				continue
			}
			switch {
			case englishGroups(raw):
				whole, decimals, _ := strings.Cut(raw, ".")
				fixed := strings.ReplaceAll(whole, ",", "\u00a0")
				if decimals != "" {
					fixed += "," + decimals
				}
				p.repair(pc, n.Start, n.End, fixed, A{"number": raw})
			case strings.Count(raw, ".") == 1 && unitAt(strings.TrimLeft(pc.Text[n.End:], " \u00a0")) != "":
				p.repair(pc, n.Start, n.End, strings.Replace(raw, ".", ",", 1), A{"number": raw})
			case strings.Contains(raw, " "):
				p.repair(pc, n.Start, n.End, strings.ReplaceAll(raw, " ", "\u00a0"), A{"number": raw})
			case len(raw) >= 5 && !strings.ContainsAny(raw, ".,\u00a0") && alone(pc.Text, n):
				p.repair(pc, n.Start, n.End, grouped(raw, "\u00a0"), A{"number": raw})
			}
		}
	},
}

// numbers are the runs of digits with the marks inside them; groups of three after an ordinary space belong to one.
func numbers(s string) []Span {
	var out []Span
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		from := i
		for i < len(s) {
			end, n := digitsAfter(s, i)
			i = end
			if i+1 < len(s) && (s[i] == '.' || s[i] == ',') && isDigit(s[i+1]) {
				i++
				continue
			}
			if _, three := digitsAfter(s, min(i+1, len(s))); i < len(s) && s[i] == ' ' && three == 3 && (n == 3 || end-from <= 3) {
				i++
				continue
			}
			break
		}
		out = append(out, Span{from, i})
	}
	return out
}

// englishGroups says whether a number has commas between groups of three and cannot be a French decimal.
func englishGroups(s string) bool {
	whole, decimals, dot := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	if len(groups) < 2 || dot && decimals == "" || len(groups) == 2 && !dot {
		return false
	}
	for i, g := range groups {
		if i > 0 && len(g) != 3 || len(g) > 3 || strings.Contains(g, " ") {
			return false
		}
	}
	return true
}

// alone says whether a number is a word of its own, not part of a code or an address.
func alone(s string, n Span) bool {
	ok := func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("-/_#@:.\u00a0", r) }
	before := n.Start == 0 || ok(lastRune(s[:n.Start]))
	after := n.End == len(s) || ok(decode(s[n.End:])) || strings.ContainsRune(".: \u00a0", decode(s[n.End:]))
	return before && after && !strings.HasPrefix(s[n.Start:n.End], "0")
}

func grouped(digits, mark string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}
