package xapi

// DocumentMerge is what a document becomes when another is posted to it (Part Three, 2.2): each property of the new
// one takes the place of the one before, as a whole; the others stay. Both must be JSON objects: else a Violation.
// The order of properties and the form of values stay.
func DocumentMerge(old, new []byte) ([]byte, error) {
	before, err := scanObject(old)
	if err != nil {
		return nil, err
	}
	after, err := scanObject(new)
	if err != nil {
		return nil, err
	}
	return mergeMembers(nil, part{old, before}, part{new, after}, nil), nil
}

// DocumentObject refuses, with a Violation, what is no JSON object (Part Three, 2.2).
func DocumentObject(data []byte) error {
	_, err := scanObject(data)
	return err
}

func scanObject(data []byte) (*node, error) {
	root, err := scan(data)
	if err == nil && root.kind != object {
		err = Violation{Section: "2.2", Rule: NotObject}
	}
	return root, err
}

// DefinitionMerge is what a store knows of an activity when another statement defines it (Part Two, 2.4.4.1; Part
// Three, 2.5): languages and extensions add up; every other property is as the later statement has it. Without a
// definition before it is the later one.
func DefinitionMerge(old, new []byte) []byte {
	before, err := scanObject(old)
	if err != nil {
		return new
	}
	after, err := scanObject(new)
	if err != nil {
		return old
	}
	return mergeMembers(nil, part{old, before}, part{new, after}, func(name string) bool {
		return name == "name" || name == "description" || name == "extensions"
	})
}

// part is a value and the text that it stands in.
type part struct {
	src []byte
	*node
}

// mergeMembers writes an object with the members of both; where both have one it is the new one's, or, when deep says so
// of its name and both are objects, that of both merged.
func mergeMembers(out []byte, old, new part, deep func(name string) bool) []byte {
	out = append(out, '{')
	put := func(name string, p part, other *node) {
		if out[len(out)-1] != '{' {
			out = append(out, ',')
		}
		out = appendName(out, name)
		if other != nil && deep != nil && deep(name) && p.kind == object && other.kind == object {
			out = mergeMembers(out, p, part{new.src, other}, nil)
			return
		}
		if other != nil {
			p = part{new.src, other}
		}
		out = append(out, p.src[p.from:p.to]...)
	}
	known := make(map[string]bool, len(old.members))
	later := make(map[string]*node, len(new.members))
	for _, m := range new.members {
		later[m.name] = m.value
	}
	for _, m := range old.members {
		known[m.name] = true
		put(m.name, part{old.src, m.value}, later[m.name])
	}
	for _, m := range new.members {
		if !known[m.name] {
			put(m.name, part{new.src, m.value}, nil)
		}
	}
	return append(out, '}')
}
