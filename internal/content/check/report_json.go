package check

import (
	"encoding/json"
	"io"

	"atelier/internal/base/lang"
)

// jsonFinding is a finding as programs read it. Texts are in the language that was asked for.
type jsonFinding struct {
	Rule    string   `json:"rule"`
	Level   Level    `json:"level"`
	File    string   `json:"file"`
	Line    int      `json:"line,omitempty"`
	Column  int      `json:"column,omitempty"`
	Passage string   `json:"passage,omitempty"`
	About   lang.Tag `json:"language,omitempty"`
	Message string   `json:"message"`
	Why     string   `json:"why"`
	Source  string   `json:"source"`
	Advice  string   `json:"advice"`
	Fixable bool     `json:"fixable"`
}

type jsonReport struct {
	Findings []jsonFinding `json:"findings"`
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Notes    int           `json:"notes"`
}

// WriteJSON writes findings for programs: {"findings": […], "errors": n, "warnings": n, "notes": n}.
func WriteJSON(w io.Writer, findings []Finding, tag lang.Tag) error {
	tag = lang.Interface(tag)
	out := jsonReport{
		Findings: []jsonFinding{},
		Errors:   Count(findings, Error), Warnings: Count(findings, Warning), Notes: Count(findings, Note),
	}
	for _, f := range findings {
		out.Findings = append(out.Findings, jsonFinding{
			Rule: f.Rule, Level: f.Level, File: f.File, Line: f.Line, Column: f.Column, Passage: string(f.Passage), About: f.Tag,
			Message: f.Message.In(tag), Why: f.Why.In(tag), Source: f.Source.In(tag), Advice: f.Advice.In(tag), Fixable: f.Fix != nil,
		})
	}
	return encode(w, out)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
