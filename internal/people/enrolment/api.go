package enrolment

import (
	"embed"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of the room's operations. Whoever may read offerings may read who is enrolled; how far people are is another
// matter.
const (
	OfferingsRead  api.Scope = "offerings:read"
	OfferingsWrite api.Scope = "offerings:write"
	ProgressRead   api.Scope = "progress:read"
)

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	op := func(id, method, path, group string, scope api.Scope) api.Operation {
		return api.Operation{ID: id, Method: method, Path: path, Group: group, Scope: scope, Course: true}
	}
	made := op("create-offering", "POST", "/offerings", "offerings", OfferingsWrite)
	made.Status = 201
	changed := op("change-offering", "PATCH", "/offerings/{id}", "offerings", OfferingsWrite)
	changed.Errors = []int{412}
	api.Register(f, op("list-offerings", "GET", "/offerings", "offerings", OfferingsRead), r.apiOfferings)
	api.Register(f, made, r.apiOffer)
	api.Register(f, op("get-offering", "GET", "/offerings/{id}", "offerings", OfferingsRead), r.apiOffering)
	api.Register(f, changed, r.apiChange)
	api.Register(f, op("list-enrolments", "GET", "/offerings/{id}/enrolments", "enrolments", OfferingsRead), r.apiEnrolments)
	api.Register(f, op("enrol-person", "PUT", "/offerings/{id}/enrolments/{person}", "enrolments", OfferingsWrite), r.apiEnrol)
	api.Register(f, op("withdraw-person", "DELETE", "/offerings/{id}/enrolments/{person}", "enrolments", OfferingsWrite), r.apiWithdraw)
	api.Register(f, op("list-progress", "GET", "/offerings/{id}/progress", "progress", ProgressRead), r.apiProgress)
}

// OfferingView is an offering as programs see it.
type OfferingView struct {
	ID     string            `json:"id" doc:"api.offering.id" example:"f-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Course string            `json:"course" doc:"api.offering.course" example:"open-source-in-government"`
	Titles map[string]string `json:"titles" doc:"api.offering.titles"`
	Kind   string            `json:"kind" enum:"self-paced,cohort" doc:"api.offering.kind"`
	Door   string            `json:"door" enum:"everybody,code,list" doc:"api.offering.door"`
	Code   string            `json:"code,omitempty" doc:"api.offering.code" example:"ABCD2345"`
	Opens  string            `json:"opens,omitempty" format:"date" doc:"api.offering.opens"`
	Due    string            `json:"due,omitempty" format:"date" doc:"api.offering.due"`
	Closes string            `json:"closes,omitempty" format:"date" doc:"api.offering.closes"`
	Places int               `json:"places,omitempty" doc:"api.offering.places"`
	State  string            `json:"state" enum:"open,ended" doc:"api.offering.state"`
	Made   string            `json:"made" format:"date" doc:"api.offering.made"`
}

func viewOf(o Offering) OfferingView {
	v := OfferingView{ID: string(o.ID), Course: o.Course, Titles: map[string]string{}, Kind: string(o.Kind), Door: string(o.Door), Code: o.Code,
		Opens: o.Opens, Due: o.Due, Closes: o.Closes, Places: o.Places, State: "open", Made: o.Made}
	if o.Ended {
		v.State = "ended"
	}
	for tag, title := range o.Titles {
		v.Titles[string(tag)] = title
	}
	return v
}

// oneOffering is the answer with an offering.
type oneOffering struct {
	ETag     string `header:"ETag" doc:"api.header.etag"`
	Location string `header:"Location" doc:"api.header.location"`
	Body     OfferingView
}

func answerOffering(o Offering) *oneOffering {
	v := viewOf(o)
	return &oneOffering{ETag: api.Tag(v), Location: api.Root + "/offerings/" + v.ID, Body: v}
}

// refused makes what is wrong with an offering a fault for programs.
func refused(err error) error {
	wrong, ok := err.(Mistakes)
	if !ok {
		return err
	}
	return fault.New(fault.Invalid, apiWords, "bad-offering", lang.A{"field": wrong[0].Field})
}

type offeringsAsked struct {
	api.Asked
	Of string `query:"course" maxLength:"200" doc:"api.offering.course"`
}

// apiOfferings lists offerings, the newest first; a key of one course sees those of that course.
func (r *Room) apiOfferings(c api.Call, tx store.Tx, in *offeringsAsked) (*api.List[OfferingView], error) {
	of := in.Of
	if of == "" {
		of = c.Key.Course
	}
	if err := c.Of(of); err != nil {
		return nil, err
	}
	rows, err := r.Offerings(tx, of, OfferingID(in.After), in.Limit+1)
	return api.NewList(rows, in.Limit, func(o Offering) string { return string(o.ID) }, viewOf, c.Query), err
}

// TheOffering is the part of an address that names an offering.
type TheOffering struct {
	ID string `path:"id" maxLength:"60" doc:"api.offering.id"`
}

// offeringFor is an offering that the key may ask about.
func (r *Room) offeringFor(c api.Call, tx store.Tx, id string) (Offering, error) {
	o, err := r.Offering(tx, OfferingID(id))
	if fault.KindOf(err) == fault.NotFound {
		if refused := c.Of(c.Key.Course); refused != nil {
			return Offering{}, refused
		}
	}
	if err != nil {
		return Offering{}, err
	}
	return o, c.Of(o.Course)
}

func (r *Room) apiOffering(c api.Call, tx store.Tx, in *TheOffering) (*oneOffering, error) {
	o, err := r.offeringFor(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	return answerOffering(o), nil
}

type offeringMade struct {
	Body struct {
		Course string            `json:"course" minLength:"1" maxLength:"200" doc:"api.offering.course" example:"open-source-in-government"`
		Titles map[string]string `json:"titles" minProperties:"1" maxProperties:"40" doc:"api.offering.titles"`
		Kind   string            `json:"kind" enum:"self-paced,cohort" doc:"api.offering.kind"`
		Door   string            `json:"door" enum:"everybody,code,list" doc:"api.offering.door"`
		Opens  string            `json:"opens,omitempty" format:"date" doc:"api.offering.opens"`
		Due    string            `json:"due,omitempty" format:"date" doc:"api.offering.due"`
		Closes string            `json:"closes,omitempty" format:"date" doc:"api.offering.closes"`
		Places int               `json:"places,omitempty" minimum:"0" maximum:"1000000" doc:"api.offering.places"`
	}
}

func titlesOf(in map[string]string) lang.Text {
	out := lang.Text{}
	for tag, title := range in {
		out[lang.Tag(tag)] = title
	}
	return out
}

func (r *Room) apiOffer(c api.Call, tx store.Tx, in *offeringMade) (*oneOffering, error) {
	b := in.Body
	if err := c.Of(b.Course); err != nil {
		return nil, err
	}
	o, err := r.Offer(tx, identity.PersonID(c.By()), Offering{Course: b.Course, Titles: titlesOf(b.Titles), Kind: Kind(b.Kind), Door: Door(b.Door),
		Opens: b.Opens, Due: b.Due, Closes: b.Closes, Places: b.Places})
	if err != nil {
		return nil, refused(err)
	}
	return answerOffering(o), nil
}

// offeringChange is what is sent to change an offering: what is left out stays.
type offeringChange struct {
	TheOffering
	IfMatch string `header:"If-Match" maxLength:"200" doc:"api.param.match"`
	Body    struct {
		Titles map[string]string `json:"titles,omitempty" maxProperties:"40" doc:"api.offering.titles"`
		Kind   *string           `json:"kind,omitempty" enum:"self-paced,cohort" doc:"api.offering.kind"`
		Door   *string           `json:"door,omitempty" enum:"everybody,code,list" doc:"api.offering.door"`
		Opens  *string           `json:"opens,omitempty" format:"date" doc:"api.offering.opens"`
		Due    *string           `json:"due,omitempty" format:"date" doc:"api.offering.due"`
		Closes *string           `json:"closes,omitempty" format:"date" doc:"api.offering.closes"`
		Places *int              `json:"places,omitempty" minimum:"0" maximum:"1000000" doc:"api.offering.places"`
		State  *string           `json:"state,omitempty" enum:"open,ended" doc:"api.offering.state"`
	}
}

// onto puts the change onto an offering.
func (in *offeringChange) onto(o Offering) Offering {
	b := in.Body
	if len(b.Titles) > 0 {
		o.Titles = titlesOf(b.Titles)
	}
	for from, to := range map[*string]*string{b.Kind: (*string)(&o.Kind), b.Door: (*string)(&o.Door), b.Opens: &o.Opens, b.Due: &o.Due, b.Closes: &o.Closes} {
		if from != nil {
			*to = *from
		}
	}
	if b.Places != nil {
		o.Places = *b.Places
	}
	if b.State != nil {
		o.Ended = *b.State == "ended"
	}
	return o
}

func (r *Room) apiChange(c api.Call, tx store.Tx, in *offeringChange) (*oneOffering, error) {
	o, err := r.offeringFor(c, tx, in.ID)
	if err == nil {
		err = api.Match(in.IfMatch, viewOf(o))
	}
	if err != nil {
		return nil, err
	}
	if o, err = r.Change(tx, identity.PersonID(c.By()), in.onto(o)); err != nil {
		return nil, refused(err)
	}
	return answerOffering(o), nil
}
