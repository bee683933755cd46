package credential

import (
	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// RenewalView is what stands between a holder and a renewal, as programs see it.
type RenewalView struct {
	Due     bool   `json:"due" doc:"api.renewal.due"`
	Ready   bool   `json:"ready" doc:"api.renewal.ready"`
	Release string `json:"release,omitempty" doc:"api.renewal.release" example:"1.3.0"`
	Tasks   int    `json:"tasks" doc:"api.renewal.tasks"`
	Unread  int    `json:"unread" doc:"api.renewal.unread"`
}

type oneRenewalView struct{ Body RenewalView }

// readsIn is the language in which the holder of a certificate reads its course.
func (r *Room) readsIn(tx store.Tx, c Certificate) (lang.Tag, error) {
	e := r.Edition(c.Course)
	if e == nil {
		return "", fault.New(fault.Conflict, words, "no-course")
	}
	p, err := r.Identity.PersonByActor(tx, c.Holder)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return "", err
	}
	if _, ok := e.Course.Language(p.Language); ok {
		return p.Language, nil
	}
	return e.Course.Languages[0].Tag, nil
}

func (r *Room) apiRenewal(c api.Call, tx store.Tx, in *TheCertificate) (*oneRenewalView, error) {
	one, err := r.of(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	tag, err := r.readsIn(tx, one)
	if err != nil {
		return nil, err
	}
	n, err := r.Renewal(tx, one, tag)
	return &oneRenewalView{RenewalView{Due: n.Due, Ready: n.Ready(), Release: n.Version, Tasks: n.Owed.Tasks, Unread: n.Owed.Unread}}, err
}

func (r *Room) apiRenew(c api.Call, tx store.Tx, in *TheCertificate) (*oneCertificateView, error) {
	one, err := r.of(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	tag, err := r.readsIn(tx, one)
	if err != nil {
		return nil, err
	}
	if one, err = r.Renew(tx, identity.PersonID(c.By()), one, tag); err != nil {
		return nil, err
	}
	v, err := r.view(tx, one)
	return &oneCertificateView{v}, err
}
