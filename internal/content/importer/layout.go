package importer

import (
	"strings"

	"atelier/internal/standard/xliff"
)

// Some tools lay a file out anew and put line breaks before and behind codes, where there was no blank: l’<pc> becomes
// l’⏎ <pc>. As XML has it that is white space like any other. unfold takes such breaks out beside the codes that have
// no blank there in the texts that went out, the first that has the code; blanks that people typed have no line break and stay.
func unfold(tokens []xliff.Token, like ...[]xliff.Token) []xliff.Token {
	before, after := map[string]bool{}, map[string]bool{} // codes with no blank before, behind them
	known := map[string]bool{}
	for _, l := range like {
		for i, t := range l {
			if t.Kind == xliff.Text || known[key(t)] {
				continue
			}
			known[key(t)] = true
			if i == 0 || l[i-1].Kind != xliff.Text || strings.TrimRight(l[i-1].Text, blanks) == l[i-1].Text {
				before[key(t)] = true
			}
			if i+1 == len(l) || l[i+1].Kind != xliff.Text || strings.TrimLeft(l[i+1].Text, blanks) == l[i+1].Text {
				after[key(t)] = true
			}
		}
	}
	out := make([]xliff.Token, 0, len(tokens))
	for i, t := range tokens {
		if t.Kind == xliff.Text {
			if rest := strings.TrimLeft(t.Text, blanks); i > 0 && after[key(tokens[i-1])] && broken(t.Text[:len(t.Text)-len(rest)]) {
				t.Text = rest
			}
			if rest := strings.TrimRight(t.Text, blanks); i+1 < len(tokens) && before[key(tokens[i+1])] && broken(t.Text[len(rest):]) {
				t.Text = rest
			}
			if t.Text == "" {
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

const blanks = " \t\r\n"

func broken(run string) bool { return strings.ContainsAny(run, "\r\n") }

func key(t xliff.Token) string { return string(rune('0'+t.Kind)) + t.ID }
