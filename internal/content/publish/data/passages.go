package data

import (
	"bytes"
	"cmp"
	"encoding/json"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// PassagesFormat names the form of passages.json and its version (docs/format/passages.md).
const PassagesFormat = "atelier-passages/1"

// passageList is what passages.json holds: every passage in every language, in reading order.
type passageList struct {
	Format    string            `json:"format"`
	Course    string            `json:"course"`
	Key       string            `json:"key"`
	Release   string            `json:"release,omitempty"`
	Licence   string            `json:"licence"`
	Languages []passageLanguage `json:"languages"`
	Passages  []passageEntry    `json:"passages"`
}

type passageLanguage struct {
	Tag    lang.Tag `json:"tag"`
	Locale string   `json:"locale"`
	Name   string   `json:"name"`
}

type passageEntry struct {
	ID     course.ID                `json:"id"`
	Kind   string                   `json:"kind"`
	Page   string                   `json:"page,omitempty"`
	Module string                   `json:"module,omitempty"`
	File   string                   `json:"file"` // of the first language that has it
	State  parity.State             `json:"state"`
	Texts  map[lang.Tag]passageText `json:"texts"`
}

type passageText struct {
	Hash  string            `json:"hash"`
	Plain string            `json:"plain"`
	Parts map[string]string `json:"parts,omitempty"`
	State parity.State      `json:"state"`
}

func (d *dataSet) passages() ([]byte, error) {
	out := passageList{Format: PassagesFormat, Course: d.c.IRI, Key: d.c.Key, Release: d.m.Release, Licence: d.c.Licence, Passages: []passageEntry{}}
	for _, tag := range d.tags {
		l, _ := d.c.Language(tag)
		out.Languages = append(out.Languages, passageLanguage{l.Tag, l.Locale, l.Name})
	}
	for _, p := range parity.Pairs(d.c, parity.BookOf(d.c), parity.Weighing{}) {
		if d.bank[p.ID] {
			continue
		}
		e := passageEntry{ID: p.ID, Kind: p.Kind, State: p.State, Texts: map[lang.Tag]passageText{}}
		if p.Page != nil {
			e.Page = p.Page.Path
		}
		if p.Module != nil {
			e.Module = p.Module.Key
		}
		for _, tag := range d.tags {
			t, has := p.Texts[tag]
			if !has {
				continue
			}
			e.File = cmp.Or(e.File, t.File)
			text := passageText{Hash: t.Hash(), Plain: t.Plain, State: p.Stands[tag]}
			for _, part := range t.Parts {
				if text.Parts == nil {
					text.Parts = map[string]string{}
				}
				text.Parts[part.Name] = part.Plain
			}
			e.Texts[tag] = text
		}
		out.Passages = append(out.Passages, e)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(out)
	return b.Bytes(), err
}
