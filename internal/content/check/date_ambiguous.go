package check

// A6.8: dates are written out or in ISO 8601; 03/04/2026 is March in one place and April in another.
var dateAmbiguous = &Rule{
	ID: "date-ambiguous", Level: Warning,
	Title:  text("A date can be read in one way only", "Une date ne se lit que d’une façon"),
	Says:   text("“{date}” is read as two different dates: “{words}”.", "« {date} » se lit comme deux dates différentes : « {words} »."),
	Why:    text("In Canada both day/month and month/day are in use.", "Au Canada, on emploie à la fois jour/mois et mois/jour."),
	Source: text("ISO 8601; Canada.ca Content Style Guide", "ISO 8601; Guide de rédaction du contenu du site Canada.ca"),
	Advice: text("Write “November 23, 2026” or “2026-11-23”.", "Écrivez « le 23 novembre 2026 » ou « 2026-11-23 »."),
	piece: func(p *pass, pc *Piece) {
		for i := 1; i+1 < len(pc.Text); i++ {
			if pc.Text[i] != '/' || machine(pc.Text, i) {
				continue
			}
			from, a := digitsBefore(pc.Text, i)
			mid, b := digitsAfter(pc.Text, i+1)
			if a == 0 || b == 0 || mid >= len(pc.Text) || pc.Text[mid] != '/' {
				continue
			}
			end, c := digitsAfter(pc.Text, mid+1)
			if a <= 2 && b <= 2 && (c == 4 || c == 2) {
				p.in(pc, from, end, A{"date": pc.Text[from:end]})
				i = end
			}
		}
	},
}

// digitsBefore is where the digits that end right before i begin, and how many there are.
func digitsBefore(s string, i int) (from, n int) {
	from = i
	for from > 0 && isDigit(s[from-1]) {
		from--
	}
	return from, i - from
}

// digitsAfter is where the digits that begin at i end, and how many there are.
func digitsAfter(s string, i int) (end, n int) {
	end = i
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	return end, end - i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
