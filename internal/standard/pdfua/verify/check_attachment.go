package verify

// Clauses 7.11 and 7.18.6: embedded files and media.
var attachmentRules = []rule{
	{id: "7.11-1", says: "an embedded file has names in F and UF", file: func(c *checker, say sayer) {
		c.eachDict(func(d dict, self ref) {
			if !c.fileSpec(d) || c.f.key(d, "EF") == nil {
				return
			}
			plain, _ := c.f.textAt(d, "F")
			unicode, _ := c.f.textAt(d, "UF")
			if plain == "" || unicode == "" {
				say("file specification "+self.String(), 0, "F or UF is missing or empty")
			}
		})
	}},
	{id: "7.18.6.2-1", says: "a media clip names its content type", file: func(c *checker, say sayer) {
		c.eachClip(func(d dict, self ref) {
			if _, ok := c.f.textAt(d, "CT"); !ok {
				say("media clip "+self.String(), 0, "no CT")
			}
		})
	}},
	{id: "7.18.6.2-2", says: "a media clip has alternative texts", file: func(c *checker, say sayer) {
		c.eachClip(func(d dict, self ref) {
			if !c.goodAlternatives(c.f.key(d, "Alt")) {
				say("media clip "+self.String(), 0, "Alt is missing, or is not pairs of a language and a text")
			}
		})
	}},
}

func (c *checker) fileSpec(d dict) bool {
	switch c.f.nameAt(d, "Type") {
	case "Filespec", "F":
		return true
	}
	return d["EF"] != nil
}

// eachDict calls visit for every dictionary of the file, nested ones too, once. self is the indirect object it is in.
func (c *checker) eachDict(visit func(d dict, self ref)) {
	var walk func(o object, self ref, depth int)
	walk = func(o object, self ref, depth int) {
		if depth > maxNesting {
			return
		}
		switch v := o.(type) {
		case *stream:
			walk(v.dict, self, depth+1)
		case dict:
			visit(v, self)
			for _, k := range sortedNames(v) {
				walk(v[k], self, depth+1)
			}
		case array:
			for _, o := range v {
				walk(o, self, depth+1)
			}
		}
	}
	for _, num := range c.f.numbers() {
		walk(c.f.load(ref{num: num}), ref{num: num, gen: c.f.xref[num].gen}, 0)
	}
}

// eachClip calls visit for the media clip of every rendition action (12.6.4.13, 13.2.4).
func (c *checker) eachClip(visit func(d dict, self ref)) {
	c.eachDict(func(d dict, self ref) {
		if c.f.nameAt(d, "S") != "Rendition" {
			return
		}
		if clip := c.f.dictAt(c.f.dictAt(d, "R"), "C"); clip != nil {
			visit(clip, self)
		}
	})
}

// goodAlternatives says whether an Alt array is pairs of a language and a text that is not empty (14.9.2.4).
func (c *checker) goodAlternatives(o object) bool {
	a, ok := o.(array)
	if !ok || len(a)%2 != 0 {
		return false
	}
	for i, o := range a {
		t, ok := c.f.follow(o).(text)
		if !ok || (i%2 == 1 && decodeText(t) == "") {
			return false
		}
	}
	return true
}
