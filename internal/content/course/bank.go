package course

import (
	"regexp"
	"strings"
)

var (
	opensDirective = regexp.MustCompile(`^ {0,3}:{3,}[ \t]*([a-z]+)(.*)$`)
	shutsDirective = regexp.MustCompile(`^ {0,3}:{3,}[ \t]*$`)
	fenceMark      = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})")
	fixedForm      = regexp.MustCompile(`(?:^|\s)form=`)
)

// WithoutBank is the Markdown of a check or an assessment without the questions of its bank: those that belong to no
// fixed form. Everything else is kept to the byte.
func WithoutBank(text string) string {
	var out strings.Builder
	depth, from, fence := 0, 0, "" // from: the depth at which a question of the bank was opened
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, "\r\n")
		cut := from > 0
		switch mark := fenceMark.FindStringSubmatch(bare); {
		case fence != "":
			if mark != nil && strings.HasPrefix(mark[1], fence) {
				fence = ""
			}
		case mark != nil:
			fence = mark[1]
		case shutsDirective.MatchString(bare):
			if depth == from {
				from = 0
			}
			depth = max(0, depth-1)
		default:
			if open := opensDirective.FindStringSubmatch(bare); open != nil {
				depth++
				if from == 0 && open[1] == "question" && !fixedForm.MatchString(open[2]) {
					from, cut = depth, true
				}
			}
		}
		if !cut {
			out.WriteString(line)
		}
	}
	return out.String()
}
