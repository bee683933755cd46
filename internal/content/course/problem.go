package course

// Problem is a mistake in the source, found while loading. Its code is stable and names a message of
// catalogue/*.yaml ("problem.<code>"), with Args for the blanks.
type Problem struct {
	Place
	Code  string
	Args  map[string]any
	Fatal bool // the course may not be built
}

// Problems is every mistake found in one run, sorted by file, line, column and code.
type Problems []Problem

// Fatal reports whether any problem forbids building the course.
func (ps Problems) Fatal() bool {
	for _, p := range ps {
		if p.Fatal {
			return true
		}
	}
	return false
}
