package verify

// Clause 7.1, content of pages: everything is tagged or an artifact, and never one inside the other. Clause 7.20, form
// XObjects.
var contentRules = []rule{
	{id: "7.1-1", says: "an artifact does not stand inside tagged content", mark: func(_ *checker, m *mark, at *place) string {
		return when(m.tag == "Artifact" && at.owner().rooted(), "an artifact inside content of the structure tree")
	}},
	{id: "7.1-2", says: "tagged content does not stand inside an artifact", mark: func(_ *checker, _ *mark, at *place) string {
		return when(at.artifact() && at.owner().rooted(), "content of the structure tree inside an artifact")
	}},
	{id: "7.1-3", says: "content is tagged or an artifact", item: func(_ *checker, kind string, at *place) string {
		return when(!at.artifact() && !at.owner().rooted(), "%s is neither tagged nor an artifact", kind)
	}},
	{id: "7.20-1", says: "no reference XObject", form: func(c *checker, x *stream) string {
		return when(x.dict["Ref"] != nil, "has a Ref key")
	}},
	{id: "7.20-2", says: "a form XObject with structure content is drawn once", form: func(c *checker, x *stream) string {
		if x.dict["StructParents"] == nil || x.self == (ref{}) {
			return ""
		}
		c.drawn[x.self]++
		return when(c.drawn[x.self] > 1, "has StructParents and is drawn %d times", c.drawn[x.self])
	}},
}
