package enrolment

import (
	"slices"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// EnrolmentView is an enrolment as programs see it.
type EnrolmentView struct {
	Person    string `json:"person" doc:"api.enrolment.person" example:"p-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	How       string `json:"how" enum:"self,code,list,program" doc:"api.enrolment.how"`
	State     string `json:"state" enum:"enrolled,withdrawn,completed" doc:"api.enrolment.state"`
	Enrolled  string `json:"enrolled" format:"date" doc:"api.enrolment.enrolled"`
	Withdrawn string `json:"withdrawn,omitempty" format:"date" doc:"api.enrolment.withdrawn"`
	Completed string `json:"completed,omitempty" format:"date" doc:"api.enrolment.completed"`
	Release   string `json:"release,omitempty" doc:"api.enrolment.release"`
}

func viewOfEnrolment(e Enrolment) EnrolmentView {
	v := EnrolmentView{Person: string(e.Person), How: string(e.How), State: "enrolled", Enrolled: e.Enrolled, Withdrawn: e.Withdrawn, Completed: e.Completed, Release: e.Release}
	switch {
	case !e.Active():
		v.State = "withdrawn"
	case e.Completed != "":
		v.State = "completed"
	}
	return v
}

type membersAsked struct {
	TheOffering
	api.Asked
}

func (r *Room) apiEnrolments(c api.Call, tx store.Tx, in *membersAsked) (*api.List[EnrolmentView], error) {
	o, err := r.offeringFor(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	rows, err := r.Enrolments(tx, o.ID, identity.PersonID(in.After), in.Limit+1)
	return api.NewList(rows, in.Limit, func(e Enrolment) string { return string(e.Person) }, viewOfEnrolment, c.Query), err
}

type theEnrolment struct {
	TheOffering
	Person string `path:"person" maxLength:"60" doc:"api.enrolment.person"`
}

type oneEnrolment struct{ Body EnrolmentView }

func (r *Room) apiEnrol(c api.Call, tx store.Tx, in *theEnrolment) (*oneEnrolment, error) {
	o, err := r.offeringFor(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	e, _, err := r.Enrol(tx, identity.PersonID(c.By()), o, identity.PersonID(in.Person), ByProgram)
	if err != nil {
		return nil, err
	}
	return &oneEnrolment{viewOfEnrolment(e)}, nil
}

func (r *Room) apiWithdraw(c api.Call, tx store.Tx, in *theEnrolment) (*struct{}, error) {
	o, err := r.offeringFor(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := r.EnrolmentOf(tx, o.ID, identity.PersonID(in.Person)); err != nil {
		return nil, err
	}
	return nil, r.Withdraw(tx, identity.PersonID(c.By()), o, identity.PersonID(in.Person))
}

// ProgressView is how far somebody is, as programs see it: no answers and no scores.
type ProgressView struct {
	Person    string `json:"person" doc:"api.enrolment.person" example:"p-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	State     string `json:"state" enum:"new,started,done" doc:"api.progress.state"`
	Done      int    `json:"done" doc:"api.progress.done"`
	Of        int    `json:"of" doc:"api.progress.of"`
	Completed string `json:"completed,omitempty" format:"date" doc:"api.enrolment.completed"`
	Last      string `json:"lastDay,omitempty" format:"date" doc:"api.progress.last"`
}

// apiProgress is how far those who take part in an offering are.
func (r *Room) apiProgress(c api.Call, tx store.Tx, in *membersAsked) (*api.List[ProgressView], error) {
	o, err := r.offeringFor(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	of := r.served(o.Course)
	if of == nil {
		return api.NewList([]Enrolment(nil), in.Limit, nil, func(Enrolment) ProgressView { return ProgressView{} }, c.Query), nil
	}
	rows, err := selectActive(tx, o.ID, identity.PersonID(in.After), in.Limit+1)
	if err != nil {
		return nil, err
	}
	far, err := r.far(tx, rows, of)
	if err != nil {
		return nil, err
	}
	list := api.NewList(rows, in.Limit, func(e Enrolment) string { return string(e.Person) }, func(e Enrolment) ProgressView { return far[e.Person] }, c.Query)
	// Whoever was erased is left out only now: that there is more is known from the rows.
	list.Body.Items = slices.DeleteFunc(list.Body.Items, func(v ProgressView) bool { return v.Person == "" })
	return list, nil
}

// far is how far the people of enrolments are with a course; it passes over whoever was erased.
func (r *Room) far(tx store.Tx, rows []Enrolment, of *course.Course) (map[identity.PersonID]ProgressView, error) {
	far := map[identity.PersonID]ProgressView{}
	for _, e := range rows {
		p, err := r.Identity.PersonByID(tx, e.Person)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		s, err := r.seen(tx, p, of)
		if err != nil {
			return nil, err
		}
		far[e.Person] = ProgressView{Person: string(e.Person), State: string(s.State), Done: s.Done, Of: s.Of, Completed: e.Completed, Last: s.Last}
	}
	return far, nil
}
