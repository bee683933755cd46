package course

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// allowForm is "<!-- allow RULE: reason -->" or, in YAML, "# allow RULE: reason".
var allowForm = regexp.MustCompile(`(?:<!--|#)\s*allow\s+([a-z0-9/-]+)\s*(?::\s*(.*?))?\s*(?:-->)?\s*$`)

// allows reads the findings silenced in the source. One without a reason silences nothing and is told.
func (l *loader) allows() {
	var names []string
	for name, src := range l.texts {
		if strings.Contains(src.Text, "allow ") && (strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".yaml")) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		n := 0
		for line := range strings.Lines(l.texts[name].Text) {
			n++
			trimmed := strings.TrimSpace(line)
			if !strings.HasPrefix(trimmed, "<!--") && !strings.HasPrefix(trimmed, "#") {
				continue
			}
			got := allowForm.FindStringSubmatch(trimmed)
			if got == nil || strings.HasPrefix(trimmed, "#") && !strings.HasSuffix(name, ".yaml") {
				continue
			}
			at := Place{File: name, Line: n, Column: 1}
			if strings.TrimSpace(got[2]) == "" {
				l.problems = append(l.problems, Problem{Place: at, Code: "allow-reason", Args: map[string]any{"rule": got[1]}})
				continue
			}
			l.c.Allows = append(l.c.Allows, Allow{Place: at, Rule: got[1], Reason: strings.TrimSpace(got[2])})
		}
	}
}

// lock reads ids.lock: "ID ORDINAL born=RELEASE [retired=RELEASE] [from=ID,ID]". The file only grows: a later line of
// an id says what became of it, and never another ordinal.
func (l *loader) lock() {
	n := 0
	at := map[ID]int{}
	for line := range strings.Lines(l.texts["ids.lock"].Text) {
		n++
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		entry, ok := lockLine(words)
		entry.Place = Place{File: "ids.lock", Line: n, Column: 1}
		if !ok {
			l.problems = append(l.problems, Problem{Place: entry.Place, Code: "lock-line", Args: map[string]any{"text": clip(strings.TrimSpace(line))}, Fatal: true})
			continue
		}
		if i, again := at[entry.ID]; again {
			if l.c.Lock[i].Ordinal != entry.Ordinal {
				l.problems = append(l.problems, Problem{Place: entry.Place, Code: "lock-ordinal", Args: map[string]any{"id": string(entry.ID)}, Fatal: true})
			}
			l.c.Lock[i] = entry
			continue
		}
		at[entry.ID] = len(l.c.Lock)
		l.c.Lock = append(l.c.Lock, entry)
	}
}

func lockLine(words []string) (LockLine, bool) {
	if len(words) < 3 || !ValidID(words[0]) {
		return LockLine{}, false
	}
	out := LockLine{ID: ID(words[0])}
	ordinal, err := strconv.Atoi(words[1])
	if err != nil || ordinal < 0 {
		return out, false
	}
	out.Ordinal = ordinal
	for _, w := range words[2:] {
		key, value, ok := strings.Cut(w, "=")
		switch {
		case ok && key == "born":
			out.Born = value
		case ok && key == "retired":
			out.Retired = value
		case ok && key == "from":
			for id := range strings.SplitSeq(value, ",") {
				out.From = append(out.From, ID(id))
			}
		default:
			return out, false
		}
	}
	return out, out.Born != ""
}
