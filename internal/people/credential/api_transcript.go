package credential

import (
	"encoding/json"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// TranscriptsRead is the scope of transcripts: it tells what a person learned and how well, so it is one of its own.
const TranscriptsRead api.Scope = "transcripts:read"

func (r *Room) registerTranscripts(f *api.Frame) {
	api.Register(f, api.Operation{ID: "get-transcript", Method: "GET", Path: "/people/{id}/transcript", Group: "transcripts", Scope: TranscriptsRead}, r.apiTranscript)
	api.Register(f, api.Operation{ID: "get-record", Method: "GET", Path: "/people/{id}/transcript/record", Group: "transcripts", Scope: TranscriptsRead}, r.apiRecord)
}

// TranscriptView is a transcript as programs see it.
type TranscriptView struct {
	Person  string        `json:"person" doc:"api.transcript.person"`
	Written string        `json:"written" format:"date-time" doc:"api.transcript.written"`
	Courses []LearnedView `json:"courses" doc:"api.transcript.courses"`
}

// LearnedView is a course of a transcript.
type LearnedView struct {
	Course       string            `json:"course" doc:"api.certificate.course" example:"open-source-in-government"`
	Titles       map[string]string `json:"titles" doc:"api.learned.titles"`
	State        string            `json:"state" enum:"new,started,done" doc:"api.learned.state"`
	Done         int               `json:"done" doc:"api.learned.done"`
	Of           int               `json:"of" doc:"api.learned.of"`
	Completed    string            `json:"completed,omitempty" format:"date" doc:"api.learned.completed"`
	Parts        []PartView        `json:"parts" doc:"api.learned.parts"`
	Certificates []CertificateView `json:"certificates" doc:"api.learned.certificates"`
}

// PartView is a part of a course.
type PartView struct {
	Titles map[string]string `json:"titles" doc:"api.learned.titles"`
	State  string            `json:"state" enum:"new,started,done" doc:"api.learned.state"`
	Score  *float64          `json:"score,omitempty" minimum:"0" maximum:"1" doc:"api.learned.score"`
}

// ThePerson is the part of an address that names a person.
type ThePerson struct {
	ID string `path:"id" maxLength:"60" doc:"api.transcript.person"`
}

type transcriptView struct{ Body TranscriptView }

func (r *Room) apiTranscript(_ api.Call, tx store.Tx, in *ThePerson) (*transcriptView, error) {
	p, err := r.Identity.PersonByID(tx, identity.PersonID(in.ID))
	if err != nil {
		return nil, err
	}
	t, err := r.Transcript(tx, p.Actor)
	if err != nil {
		return nil, err
	}
	v := TranscriptView{Person: in.ID, Written: lang.Machine(t.At), Courses: []LearnedView{}}
	for _, one := range t.Courses {
		l := LearnedView{Course: one.Course, Titles: plainText(one.Titles), State: string(one.State), Done: one.Done, Of: one.Of, Completed: one.Completed, Parts: []PartView{}, Certificates: []CertificateView{}}
		for _, p := range one.Parts {
			part := PartView{Titles: plainText(p.Titles), State: string(p.State)}
			if p.Tried {
				part.Score = &p.Score
			}
			l.Parts = append(l.Parts, part)
		}
		for _, c := range one.Certificates {
			held, err := r.view(tx, c)
			if err != nil {
				return nil, err
			}
			l.Certificates = append(l.Certificates, held)
		}
		v.Courses = append(v.Courses, l)
	}
	return &transcriptView{v}, nil
}

func plainText(t lang.Text) map[string]string {
	out := map[string]string{}
	for tag, text := range t {
		out[string(tag)] = text
	}
	return out
}

type recordAsked struct {
	ThePerson
	Language string `query:"language" enum:"en,fr" default:"en" doc:"api.record.language"`
}

type recordView struct {
	Body map[string]any
}

func (r *Room) apiRecord(_ api.Call, tx store.Tx, in *recordAsked) (*recordView, error) {
	p, err := r.Identity.PersonByID(tx, identity.PersonID(in.ID))
	if err != nil {
		return nil, err
	}
	data, err := r.Record(tx, p.Actor, lang.Tag(in.Language), Embedded)
	if err != nil {
		return nil, err
	}
	var v recordView
	if err := json.Unmarshal(data, &v.Body); err != nil {
		return nil, fault.New(fault.Internal, words, "no-record").Because(err)
	}
	return &v, nil
}
