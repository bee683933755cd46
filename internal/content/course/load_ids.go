package course

// mark is an id where the source gives it.
type mark struct {
	id           ID
	line, column int32
	continues    bool
}

// firstMark is where an id was met first in a language.
type firstMark struct {
	file string
	line int32
}

// identities refuses ids given twice in one language and ids that were retired.
func (l *loader) identities() {
	retired := map[ID]string{}
	for _, line := range l.c.Lock {
		if line.Retired != "" {
			retired[line.ID] = line.Retired
		}
	}
	first := map[ID]firstMark{}
	for _, tag := range l.c.Tags() {
		clear(first)
		for _, page := range l.c.Pages() {
			if t := page.texts[tag]; t != nil {
				for _, m := range t.marks {
					l.identity(Place{t.head.File, int(m.line), int(m.column)}, m, first, retired)
				}
				t.marks = nil
			}
		}
	}
}

func (l *loader) identity(at Place, m mark, first map[ID]firstMark, retired map[ID]string) {
	before, twice := first[m.id]
	switch {
	case m.continues && !twice:
		l.problems = append(l.problems, Problem{Place: at, Code: "id-continues-nothing", Args: map[string]any{"id": string(m.id)}})
	case twice && !m.continues:
		l.problems = append(l.problems, Problem{Place: at, Code: "id-twice", Fatal: true,
			Args: map[string]any{"id": string(m.id), "file": before.file, "line": itoa(int(before.line))}})
	}
	if !twice {
		first[m.id] = firstMark{at.File, m.line}
	}
	if r := retired[m.id]; r != "" {
		l.problems = append(l.problems, Problem{Place: at, Code: "id-retired", Fatal: true, Args: map[string]any{"id": string(m.id), "release": r}})
	}
}
