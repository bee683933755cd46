package parity

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"atelier/internal/base/lang"
)

// token is one word, number or symbol of a text as a reader sees it.
type token struct {
	surface string // as written
	key     string // what it is compared by: lower case, or the value of a number
	number  bool
	symbol  bool
	first   bool // opens a sentence
}

// markup is what is not words in a text: where it leads and what it stands on.
type markup struct {
	links, cites, code []string
	words              string // what remains, as a reader sees it
}

var (
	codeSpan   = regexp.MustCompile("(`+)([^`]+)(`+)")
	citation   = regexp.MustCompile(`\[@[^\]\n]*\]`)
	noteRef    = regexp.MustCompile(`\[\^[^\]\s]+\]`)
	linkTarget = regexp.MustCompile(`\]\(\s*<?([^\s()<>]*)>?(?:\s+"((?:[^"\\]|\\.)*)")?\s*\)`)
	langSpan   = regexp.MustCompile(`\]\{[^}\n]*\}`)
	address    = regexp.MustCompile(`<?((?:https?|mailto):[^\s<>()\]]+[^\s<>()\].,;:!?])>?`)
	escape     = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
)

// readMarkup takes links, citations and code out of a passage's source text.
func readMarkup(text string) markup {
	var m markup
	text = codeSpan.ReplaceAllStringFunc(text, func(s string) string {
		m.code = append(m.code, strings.TrimSpace(strings.Trim(s, "`")))
		return " "
	})
	text = citation.ReplaceAllStringFunc(text, func(s string) string {
		for one := range strings.SplitSeq(s[1:len(s)-1], ";") {
			m.cites = append(m.cites, strings.Join(strings.Fields(one), " "))
		}
		return " "
	})
	text = noteRef.ReplaceAllStringFunc(text, func(s string) string {
		m.cites = append(m.cites, s)
		return " "
	})
	text = linkTarget.ReplaceAllStringFunc(text, func(s string) string {
		sub := linkTarget.FindStringSubmatch(s)
		m.links = append(m.links, sub[1])
		return "] " + sub[2]
	})
	text = langSpan.ReplaceAllString(text, "] ")
	text = address.ReplaceAllStringFunc(text, func(s string) string {
		m.links = append(m.links, strings.Trim(s, "<>"))
		return " "
	})
	m.words = escape.ReplaceAllString(text, "$1")
	return m
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// meaningful are the marks that say something by themselves.
const meaningful = "%$€£¥<>=±≤≥≠×÷°+−&"

// tokenize cuts what a reader sees into words, numbers and symbols. Punctuation only ends sentences.
func tokenize(tag lang.Tag, s string) []token {
	var out []token
	first := true
	add := func(surface, key string, number, symbol bool) {
		out = append(out, token{surface: surface, key: key, number: number, symbol: symbol, first: first})
		first = false
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsDigit(r):
			surface, value := readNumber(tag, s, i)
			add(surface, value, true, false)
			i += len(surface)
		case unicode.IsLetter(r):
			surface := readWord(s[i:])
			for _, part := range splitWord(tag, surface) {
				add(part[0], part[1], false, false)
			}
			i += len(surface)
		case strings.HasPrefix(s[i:], "____"):
			add("____", "____", false, true)
			i += len(s[i:]) - len(strings.TrimLeft(s[i:], "_"))
		case strings.ContainsRune(meaningful, r):
			add(string(r), string(r), false, true)
			i += size
		default:
			if strings.ContainsRune(".!?\n", r) {
				first = true
			}
			i += size
		}
	}
	return out
}

// readWord reads letters, marks, digits and inner apostrophes.
func readWord(s string) string {
	end := 0
	for i, r := range s {
		inner := i > 0 && (r == '\'' || r == '’') && startsWithLetter(s[i+utf8.RuneLen(r):])
		if !isWordRune(r) && !inner {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	return s[:end]
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// splitWord cuts a word at the apostrophes that join two: n’est is n’ and est, don’t is do and not. It returns what
// is written and what it is compared by.
func splitWord(tag lang.Tag, surface string) [][2]string {
	low := strings.ReplaceAll(strings.ToLower(surface), "’", "'")
	switch tag.Base() {
	case lang.English:
		if low == "cannot" {
			return [][2]string{{surface[:3], "can"}, {surface[3:], "not"}}
		}
		if stem, found := strings.CutSuffix(low, "n't"); found && stem != "" {
			whole := map[string]string{"ca": "can", "wo": "will", "sha": "shall"}
			if w, special := whole[stem]; special {
				stem = w
			}
			return [][2]string{{surface, stem}, {surface, "not"}}
		}
		return [][2]string{{surface, strings.ReplaceAll(low, "'", "")}}
	case lang.French:
		var out [][2]string
		rest := surface
		for {
			at := strings.IndexAny(rest, "'’")
			if at < 0 {
				return append(out, [2]string{rest, strings.ToLower(rest)})
			}
			_, size := utf8.DecodeRuneInString(rest[at:])
			out = append(out, [2]string{rest[:at+size], strings.ToLower(rest[:at]) + "'"})
			rest = rest[at+size:]
		}
	}
	return [][2]string{{surface, low}}
}

// readNumber reads the number that starts at a byte offset, with the marks of the language: 1,234.56 or 1 234,56.
// The value is plain digits with a point; a minus before it that is no hyphen belongs to it.
func readNumber(tag lang.Tag, s string, at int) (surface, value string) {
	group, point := ",", byte('.')
	if tag.Base() == lang.French {
		group, point = " \u00a0\u202f", ','
	}
	run := digitsIn(s[at:])
	end, digits := at+len(run), run
	for len(run) <= 3 || end > at+len(run) {
		r, size := utf8.DecodeRuneInString(s[end:])
		next := digitsIn(s[min(end+size, len(s)):])
		if end >= len(s) || !strings.ContainsRune(group, r) || len(next) != 3 {
			break
		}
		end += size + 3
		digits += next
	}
	fraction := ""
	if end < len(s) && (s[end] == point || (point == ',' && s[end] == '.')) {
		if fraction = digitsIn(s[end+1:]); fraction != "" {
			end += 1 + len(fraction)
		}
	}
	value = digits
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		value += "." + fraction
	}
	if negative(s[:at]) {
		value = "-" + value
	}
	return s[at:end], value
}

// negative says whether what stands before a number ends in a minus: the sign, or a hyphen after a space.
func negative(before string) bool {
	if before, found := strings.CutSuffix(before, "-"); found {
		last, _ := utf8.DecodeLastRuneInString(before)
		return before == "" || unicode.IsSpace(last) || last == '('
	}
	return strings.HasSuffix(before, "−")
}

func digitsIn(s string) string {
	for i, r := range s {
		if !unicode.IsDigit(r) {
			return s[:i]
		}
	}
	return s
}
