package verify

import "testing"

// FuzzCheck holds the checker to its word on foreign bytes: it returns, and what it returns can be printed.
func FuzzCheck(f *testing.F) {
	f.Add(newSample().bytes())
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page>>endobj trailer<</Root 1 0 R>>"))
	for _, d := range defects[:20] {
		s := newSample()
		for i := 0; i+1 < len(d.edits); i += 2 {
			s.edit(f, d.edits[i], d.edits[i+1])
		}
		f.Add(s.bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Check(b)
		if err == nil && r.OK() && len(r.Violations) > 0 {
			t.Errorf("fine, with violations: %s", r)
		}
		if file, err := Open(b); err == nil {
			file.Facts()
		}
	})
}

// FuzzFontPrograms reads font programs of foreign files.
func FuzzFontPrograms(f *testing.F) {
	f.Add([]byte(trueTypeFile(cmapTable{3, 1, 65}, cmapTable{1, 0, 65})))
	f.Add([]byte(cffFile()))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range []program{asProgram(parseTrueType(b)), asProgram(parseCFF(b)), asProgram(parseType1(b))} {
			if p == nil {
				continue
			}
			for gid := range min(p.glyphs(), 300) {
				p.width(gid)
				p.byCID(gid)
				p.codeName(gid)
			}
			p.charNames()
		}
	})
}
