package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// ReportFilter narrows a report about people; what is empty does not.
type ReportFilter struct {
	Offering     string `json:"offering,omitempty"`
	Organisation string `json:"organisation,omitempty"` // "-": people without one
	Language     string `json:"language,omitempty"`
	Enrolled     string `json:"enrolled,omitempty"` // quarter: "2026-4"
	Release      string `json:"release,omitempty"`  // "-": before the first
}

// Measure is one figure of a report.
type Measure struct {
	Name    string `json:"name"`           // "begun", "module", "completed", "passed", "objective", "score" or "minutes"
	Item    string `json:"item,omitempty"` // key of the module, id of the objective
	People  int    `json:"people"`         // of whom it is
	Percent int    `json:"percent,omitempty"`
	Bound   string `json:"bound,omitempty"`   // "or-less" or "or-more"
	Minutes int    `json:"minutes,omitempty"` // of "minutes"
}

// PeopleReport is how the people of a course are getting on, in figures of five or more.
type PeopleReport struct {
	Course   string              `json:"course"`
	Filter   ReportFilter        `json:"filter"`
	Counted  int                 `json:"counted"`
	Day      string              `json:"day,omitempty"`
	Measures []Measure           `json:"measures"`
	Values   map[string][]string `json:"values"` // what can be asked for, by part of the filter
}

// PeopleReport reads how the people of a course are getting on; of the first course when it is empty.
func (c *Client) PeopleReport(ctx context.Context, course string, f ReportFilter) (PeopleReport, error) {
	q := url.Values{}
	for name, value := range map[string]string{"course": course, "offering": f.Offering, "organisation": f.Organisation, "language": f.Language, "enrolled": f.Enrolled, "release": f.Release} {
		if value != "" {
			q.Set(name, value)
		}
	}
	out, _, err := read[PeopleReport](ctx, c, "/reports/people?"+q.Encode())
	return out, err
}

// Opinion is what those who answered a form of the evaluation said of one thing, in a language or in all.
type Opinion struct {
	Form     string `json:"form"`               // "end" or "later"
	Language string `json:"language,omitempty"` // empty: all
	Item     string `json:"item"`
	People   int    `json:"people"`
	Percent  int    `json:"percent"`
	Bound    string `json:"bound,omitempty"`
}

// Evaluation reads what learners said of a course; of the first course when it is empty. Nobody's words are in it.
func (c *Client) Evaluation(ctx context.Context, course string) ([]Opinion, error) {
	q := url.Values{}
	if course != "" {
		q.Set("course", course)
	}
	out, _, err := read[struct {
		Items []Opinion `json:"items"`
	}](ctx, c, "/reports/evaluation?"+q.Encode())
	return out.Items, err
}

// ReportLetter is a report that somebody is sent again and again.
type ReportLetter struct {
	ID       string       `json:"id,omitempty"`
	Course   string       `json:"course,omitempty"`
	Filter   ReportFilter `json:"filter"`
	Every    string       `json:"every"`          // "weekly" or "monthly"
	File     string       `json:"file,omitempty"` // "csv" or "xlsx"; empty for none
	Language string       `json:"language"`
	Made     string       `json:"made,omitempty"` // day
}

// ReportLetters lists the reports that a person is sent.
func (c *Client) ReportLetters(ctx context.Context, id string) iter.Seq2[ReportLetter, error] {
	return list[ReportLetter](ctx, c, person(id)+"/report-letters", nil)
}

// SendReport has a report sent to a person, who must be allowed to see it.
func (c *Client) SendReport(ctx context.Context, id string, l ReportLetter) (ReportLetter, error) {
	body := struct {
		Course   string       `json:"course,omitempty"`
		Filter   ReportFilter `json:"filter"`
		Every    string       `json:"every"`
		File     string       `json:"file,omitempty"`
		Language string       `json:"language"`
	}{l.Course, l.Filter, l.Every, l.File, l.Language}
	return send[ReportLetter](ctx, c, http.MethodPost, person(id)+"/report-letters", body, "")
}

// EndReport sends it no more.
func (c *Client) EndReport(ctx context.Context, id, letter string) error {
	return only(ctx, c, http.MethodDelete, person(id)+"/report-letters/"+url.PathEscape(letter), nil)
}
