package check

import (
	"io"
	"net/url"

	"atelier/internal/base/lang"
)

// The parts of SARIF 2.1.0 (OASIS) that a report needs; names and order are those of the standard, section 3.
// Left out: fixes (3.55), because a repair is applied by our own --fix, and code flows, which a text has not.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		Language   string        `json:"language"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID               string      `json:"id"`
		ShortDescription sarifText   `json:"shortDescription"`
		FullDescription  sarifText   `json:"fullDescription"`
		Help             sarifText   `json:"help"`
		Default          sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level Level `json:"level"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex *int            `json:"ruleIndex,omitempty"`
		Level     Level           `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// WriteSARIF writes findings as a SARIF 2.1.0 log, with all rules of the check as metadata.
func WriteSARIF(w io.Writer, findings []Finding, tag lang.Tag) error {
	tag = lang.Interface(tag)
	run := sarifRun{Language: string(tag) + "-CA", ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name = "atelier check"
	index := map[string]int{}
	for i, r := range Rules() {
		index[r.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.ID, ShortDescription: sarifText{r.Title.In(tag)},
			FullDescription: sarifText{r.Why.In(tag) + " (" + r.Source.In(tag) + ")"},
			Help:            sarifText{r.Advice.In(tag)}, Default: sarifConfig{r.Level},
		})
	}
	for _, f := range findings {
		result := sarifResult{RuleID: f.Rule, Level: f.Level, Message: sarifText{f.Message.In(tag) + " " + f.Advice.In(tag)}}
		if i, ok := index[f.Rule]; ok {
			result.RuleIndex = &i
		}
		if f.File != "" {
			result.Locations = []sarifLocation{sarifPlace(f)}
		}
		run.Results = append(run.Results, result)
	}
	return encode(w, sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func sarifPlace(f Finding) sarifLocation {
	address := url.URL{Path: f.File}
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{URI: address.EscapedPath()}}}
	if f.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: f.Line, StartColumn: f.Column}
	}
	if f.Passage != "" {
		at.Logical = []sarifLogical{{Name: string(f.Passage), Kind: "passage"}}
	}
	return at
}
