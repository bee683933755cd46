package pdfua

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// writeCatalog writes the catalog (ISO 32000-1, 7.7.2) and what hangs on it.
func (d *Document) writeCatalog() {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/Catalog/Version/1.7/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/Lang%s/ViewerPreferences<</DisplayDocTitle true>>",
		d.pageTree, d.treeRoot, text(d.opt.Lang))
	if n := d.writeOutline(); n > 0 {
		fmt.Fprintf(&b, "/Outlines %d 0 R/PageMode/UseOutlines", n)
	}
	b.WriteString(d.pageLabels())
	files, names := d.attachments()
	b.WriteString("/Names<<")
	if n := d.destTree(); n > 0 {
		fmt.Fprintf(&b, "/Dests %d 0 R", n)
	}
	if n := d.nameTree("attachment", names); n > 0 {
		fmt.Fprintf(&b, "/EmbeddedFiles %d 0 R", n)
	}
	b.WriteString(">>")
	if len(files) > 0 {
		b.WriteString("/AF[" + strings.Join(files, " ") + "]")
	}
	meta := d.out.alloc()
	d.out.raw(meta, "/Type/Metadata/Subtype/XML", d.xmp())
	fmt.Fprintf(&b, "/Metadata %d 0 R>>", meta)
	d.out.object(d.catalog, b.String())
}

// attachments writes the files (7.11.4) and gives their file specifications.
func (d *Document) attachments() (files []string, names []entry) {
	for _, a := range d.opt.Attachments {
		file, spec := d.out.alloc(), d.out.alloc()
		sum := md5.Sum(a.Data)
		dict := fmt.Sprintf("/Type/EmbeddedFile/Subtype%s/Params<</Size %d/CheckSum<%s>>>", name(a.MIME), len(a.Data), hex.EncodeToString(sum[:]))
		if a.MIME == "application/zip" {
			d.out.raw(file, dict, a.Data)
		} else {
			d.out.stream(file, dict, a.Data)
		}
		relation := a.Relationship
		if relation == "" {
			relation = "Unspecified"
		}
		d.out.object(spec, fmt.Sprintf("<</Type/Filespec/F%s/UF%[1]s/Desc%s/AFRelationship/%s/EF<</F %d 0 R/UF %[4]d 0 R>>>>",
			text(a.Name), text(a.Desc), relation, file))
		files = append(files, ref(spec))
		names = append(names, entry{a.Name, ref(spec)})
	}
	return files, names
}

// info writes the information dictionary (14.3.3), which says the same as the metadata.
func (d *Document) info() int {
	o := d.opt
	var b strings.Builder
	b.WriteString("<<")
	for _, s := range []struct{ key, value string }{{"Title", o.Title}, {"Author", o.Author}, {"Subject", o.Subject},
		{"Keywords", strings.Join(o.Keywords, ", ")}, {"Creator", o.Creator}, {"Producer", o.Creator}} {
		if s.value != "" {
			fmt.Fprintf(&b, "/%s%s", s.key, text(s.value))
		}
	}
	if !o.Date.IsZero() {
		date := o.Date.UTC().Format("20060102150405Z")
		fmt.Fprintf(&b, "/CreationDate(D:%s)/ModDate(D:%[1]s)", date)
	}
	n := d.out.alloc()
	d.out.object(n, b.String()+">>")
	return n
}

// xmp is the metadata stream (14.3.2; XMP part 1), with the mark of PDF/UA-1
// (ISO 14289-1, clause 5).
func (d *Document) xmp() []byte {
	o := d.opt
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\"" +
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"" +
		" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n<pdfuaid:part>1</pdfuaid:part>\n<dc:format>application/pdf</dc:format>\n")
	titles := append([]LangText{{"x-default", o.Title}, {o.Lang, o.Title}}, o.Titles...)
	b.WriteString(languages("dc:title", titles))
	if o.Subject != "" {
		b.WriteString(languages("dc:description", []LangText{{"x-default", o.Subject}}))
	}
	if o.Rights != "" {
		b.WriteString(languages("dc:rights", []LangText{{"x-default", o.Rights}}))
	}
	langs := o.Langs
	if len(langs) == 0 {
		langs = []string{o.Lang}
	}
	b.WriteString(list("dc:language", "Bag", langs))
	b.WriteString(list("dc:creator", "Seq", some(o.Author)))
	b.WriteString(list("dc:subject", "Bag", o.Keywords))
	for _, s := range []struct{ tag, value string }{{"dc:identifier", o.ID}, {"pdf:Keywords", strings.Join(o.Keywords, ", ")},
		{"pdf:Producer", o.Creator}, {"xmp:CreatorTool", o.Creator}} {
		if s.value != "" {
			fmt.Fprintf(&b, "<%s>%s</%[1]s>\n", s.tag, escaped(s.value))
		}
	}
	if !o.Date.IsZero() {
		date := o.Date.UTC().Format(time.RFC3339)
		fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%[1]s</xmp:ModifyDate>\n", date)
	}
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}

func languages(tag string, all []LangText) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<%s><rdf:Alt>", tag)
	seen := map[string]bool{}
	for _, t := range all {
		if !seen[t.Lang] {
			fmt.Fprintf(&b, "<rdf:li xml:lang=\"%s\">%s</rdf:li>", escaped(t.Lang), escaped(t.Text))
		}
		seen[t.Lang] = true
	}
	fmt.Fprintf(&b, "</rdf:Alt></%s>\n", tag)
	return b.String()
}

func list(tag, kind string, all []string) string {
	if len(all) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<%s><rdf:%s>", tag, kind)
	for _, s := range all {
		fmt.Fprintf(&b, "<rdf:li>%s</rdf:li>", escaped(s))
	}
	fmt.Fprintf(&b, "</rdf:%s></%s>\n", kind, tag)
	return b.String()
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func escaped(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // to memory: cannot fail
	return b.String()
}
