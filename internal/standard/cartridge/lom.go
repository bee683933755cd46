package cartridge

import "atelier/internal/standard/xmldoc"

// write writes the metadata in LOM's order (IEEE 1484.12.1, 1 General to 9 Classification).
func (m *Metadata) write(d *xmldoc.Doc) {
	words := func(name, text string) {
		if text != "" {
			d.In("lom:"+name, func() { d.Leaf("lom:string", text, "language", m.Language) })
		}
	}
	value := func(name, value string) { d.In("lom:"+name, func() { d.Leaf("lom:value", value) }) }
	d.In("lom:lom", func() {
		d.In("lom:general", func() {
			d.In("lom:identifier", func() { d.Leaf("lom:catalog", "URI").Leaf("lom:entry", m.Identifier) })
			words("title", m.Title)
			d.Leaf("lom:language", m.Language)
			words("description", m.Description)
			words("description", m.Audience)
			for _, k := range m.Keywords {
				words("keyword", k)
			}
		}).Line()
		if m.Author != "" {
			d.In("lom:lifeCycle", func() {
				d.In("lom:contribute", func() { value("role", "author"); d.Leaf("lom:entity", vcard(m.Author)) })
			}).Line()
		}
		d.In("lom:technical", func() { d.Leaf("lom:format", "text/html").Leaf("lom:format", "image/svg+xml") }).Line()
		d.In("lom:educational", func() {
			value("learningResourceType", "IMS Common Cartridge")
			d.In("lom:context", func() { d.Leaf("lom:source", "LOMv1.0").Leaf("lom:value", "training") })
		}).Line()
		d.In("lom:rights", func() {
			value("cost", "no")
			value("copyrightAndOtherRestrictions", "yes")
			words("description", m.Rights)
		}).Line()
		for _, o := range m.Objectives {
			d.In("lom:classification", func() {
				value("purpose", "educational objective")
				words("description", o)
			}).Line()
		}
	}).Line()
}

// vcard is a name as LOM has people and organizations (2.3.2, entity: vCard 3.0, RFC 2426).
func vcard(name string) string {
	escaped := ""
	for _, r := range name {
		switch r {
		case ',', ';', '\\':
			escaped += `\`
		case '\n', '\r':
			r = ' '
		}
		escaped += string(r)
	}
	return "BEGIN:VCARD\nVERSION:3.0\nFN:" + escaped + "\nN:;" + escaped + ";;;\nEND:VCARD"
}
