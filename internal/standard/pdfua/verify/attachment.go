package verify

// Attachment is the bytes of an embedded file by its name (ISO 32000-1, 7.11.4 and the name tree of 7.7.4); false when
// there is none, or when it is larger than is read.
func (f *File) Attachment(called string) ([]byte, bool) {
	spec := f.findSpec(f.dictAt(f.dictAt(f.catalog, "Names"), "EmbeddedFiles"), called, 0)
	s := f.streamAt(f.dictAt(spec, "EF"), "F")
	if s == nil {
		return nil, false
	}
	return f.decode(s)
}

// findSpec looks through a name tree (7.9.6) for the file specification of a name.
func (f *File) findSpec(node dict, called string, depth int) dict {
	if node == nil || depth > maxNesting || !f.work(1) {
		return nil
	}
	names := f.arrayAt(node, "Names")
	for i := 1; i < len(names); i += 2 {
		spec := f.asDict(names[i])
		if name, _ := f.textAt(spec, "UF"); spec != nil && name == called {
			return spec
		}
	}
	for _, kid := range f.arrayAt(node, "Kids") {
		if spec := f.findSpec(f.asDict(kid), called, depth+1); spec != nil {
			return spec
		}
	}
	return nil
}
