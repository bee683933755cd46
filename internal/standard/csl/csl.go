// Package csl writes references as CSL-JSON, the input of citation processors (CSL 1.0.2, csl-data.json), which
// reference managers import.
package csl

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Item is one work, in the names of csl-data.json.
type Item struct {
	ID             string `json:"id"`
	Type           string `json:"type"`
	Language       string `json:"language,omitempty"`
	Title          string `json:"title,omitempty"`
	ContainerTitle string `json:"container-title,omitempty"`
	Publisher      string `json:"publisher,omitempty"`
	Number         string `json:"number,omitempty"`
	URL            string `json:"URL,omitempty"`
	Note           string `json:"note,omitempty"`
	Author         []Name `json:"author,omitempty"`
	Issued         *Date  `json:"issued,omitempty"`
	Accessed       *Date  `json:"accessed,omitempty"`
}

// Name is an author: a person, or an organisation in Literal.
type Name struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// Date is a day, a month or a year.
type Date struct {
	Parts [][]int `json:"date-parts"`
}

// types are those of csl-data.json, version 1.0.2.
var types = strings.Fields(`article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation manuscript
map motion_picture musical_score pamphlet paper-conference patent performance periodical personal_communication post post-weblog
regulation report review review-book software song speech standard thesis treaty webpage`)

// Type is a type of the schema: “document” for what it does not know.
func Type(name string) string {
	if slices.Contains(types, name) {
		return name
	}
	return "document"
}

// ParseDate reads 2023, 2023-10 or 2023-10-19; nil for anything else.
func ParseDate(s string) *Date {
	var parts []int
	for part := range strings.SplitSeq(s, "-") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		parts = append(parts, n)
	}
	if len(parts) > 3 {
		return nil
	}
	return &Date{[][]int{parts}}
}

// Write is a list of works.
func Write(items []Item) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if items == nil {
		items = []Item{}
	}
	err := enc.Encode(items)
	return b.Bytes(), err
}
