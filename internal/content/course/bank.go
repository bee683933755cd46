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

// Bank is the ids of everything that the bank of the graded assessment says: what public editions keep back.
func (c *Course) Bank() map[ID]bool {
	out := map[ID]bool{}
	if c.Assessment == nil {
		return out
	}
	for _, tag := range c.Tags() {
		d := c.Assessment.Doc(tag)
		if d == nil {
			continue
		}
		Walk(d.Blocks, func(b *Block) bool {
			if b.Kind != Directive || b.Name != "question" || b.Attrs["form"] != "" {
				return true
			}
			Walk([]*Block{b}, func(b *Block) bool {
				if b.ID != "" {
					out[b.ID] = true
				}
				return true
			})
			return false
		})
	}
	return out
}
