package course

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown is the one parser of the house: CommonMark with tables, footnotes, definition lists, directives and ids.
// It holds no state between documents and may be used from several goroutines.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Footnote, extension.DefinitionList),
	goldmark.WithParserOptions(
		parser.WithBlockParsers(util.Prioritized(directiveParser{}, 90)),
		parser.WithInlineParsers(util.Prioritized(idParser{}, 90)),
	),
)

func parseMarkdown(src []byte) ast.Node {
	return markdown.Parser().Parse(text.NewReader(src))
}

// Nesting is bounded before anything recursive sees the text: real lessons nest four or five deep.
const maxNesting = 60

// tooDeep returns the line (from 1) that opens more containers than any reader could follow, or 0.
func tooDeep(src string) int {
	line, open := 0, 0
	for text := range strings.Lines(src) {
		line++
		marks := 0
		for i := range len(text) {
			switch c := text[i]; {
			case c == ' ' || c == '\t':
				continue
			case c == '>' || (c == '-' || c == '*' || c == '+') && i+1 < len(text) && text[i+1] == ' ':
				if marks++; marks > maxNesting {
					return line
				}
				continue
			}
			if open = max(0, open+opened(text[i:])); open > maxNesting {
				return line
			}
			break
		}
	}
	return 0
}

// opened is 1 for a line that opens a directive, and -1 for one that closes it.
func opened(line string) int {
	n := countColons([]byte(line))
	switch {
	case n < 3:
		return 0
	case util.IsBlank([]byte(line[n:])):
		return -1
	}
	return 1
}
