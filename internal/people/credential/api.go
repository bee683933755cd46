package credential

import (
	"cmp"
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

// The scopes of the operations.
const (
	CertificatesRead  api.Scope = "certificates:read"
	CertificatesWrite api.Scope = "certificates:write"
)

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	api.Register(f, api.Operation{ID: "list-certificates", Method: "GET", Path: "/certificates", Group: "certificates", Scope: CertificatesRead, Course: true}, r.apiList)
	api.Register(f, api.Operation{ID: "get-certificate", Method: "GET", Path: "/certificates/{id}", Group: "certificates", Scope: CertificatesRead, Course: true}, r.apiOne)
	api.Register(f, api.Operation{ID: "revoke-certificate", Method: "POST", Path: "/certificates/{id}/revocation", Group: "certificates", Scope: CertificatesWrite, Course: true}, r.apiRevoke)
	api.Register(f, api.Operation{ID: "get-certificate-renewal", Method: "GET", Path: "/certificates/{id}/renewal", Group: "certificates", Scope: CertificatesRead, Course: true}, r.apiRenewal)
	api.Register(f, api.Operation{ID: "renew-certificate", Method: "POST", Path: "/certificates/{id}/renewal", Group: "certificates", Scope: CertificatesWrite, Course: true}, r.apiRenew)
	r.registerTranscripts(f)
}

// CertificateView is a certificate as programs see it: no name, which the page of the holder and identity's operations have.
type CertificateView struct {
	ID      string            `json:"id" doc:"api.certificate.id" example:"c-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Code    string            `json:"code" doc:"api.certificate.code" example:"KMQ7-PXRT-2WDN"`
	Person  string            `json:"person,omitempty" doc:"api.certificate.person"`
	Course  string            `json:"course" doc:"api.certificate.course" example:"open-source-in-government"`
	Release string            `json:"release,omitempty" doc:"api.certificate.release" example:"1.2.0"`
	Done    string            `json:"completed" format:"date" doc:"api.certificate.done"`
	Issued  string            `json:"issued" format:"date-time" doc:"api.certificate.issued"`
	Expires string            `json:"expires,omitempty" format:"date" doc:"api.certificate.expires"`
	State   string            `json:"state" enum:"valid,lapsed,revoked" doc:"api.certificate.state"`
	Newer   string            `json:"newer,omitempty" doc:"api.certificate.newer"`
	Revoked string            `json:"revoked,omitempty" format:"date-time" doc:"api.certificate.revoked"`
	Reason  map[string]string `json:"reason,omitempty" doc:"api.certificate.reason"`
}

func (r *Room) view(tx store.Tx, c Certificate) (CertificateView, error) {
	v := CertificateView{ID: c.ID, Code: c.Code, Course: c.Course, Release: c.Version, Done: c.Done, Issued: lang.Machine(c.Issued), Expires: c.Expires, State: string(c.State(r.today()))}
	if !c.Revoked.IsZero() {
		v.Revoked, v.Reason = lang.Machine(c.Revoked), map[string]string{}
		for tag, text := range c.Reason {
			v.Reason[string(tag)] = text
		}
	}
	if v.Newer = r.Newer(c); c.Anonymous() {
		return v, nil
	}
	p, err := r.Identity.PersonByActor(tx, c.Holder)
	if fault.KindOf(err) == fault.NotFound {
		return v, nil
	}
	v.Person = string(p.ID)
	return v, err
}

type certificatesAsked struct {
	api.Asked
	Course string `query:"course" maxLength:"200" doc:"api.certificates.course"`
	Code   string `query:"code" maxLength:"60" doc:"api.certificates.code"`
}

func (r *Room) apiList(c api.Call, tx store.Tx, in *certificatesAsked) (*api.List[CertificateView], error) {
	f := Filter{After: in.After, Most: in.Limit + 1}
	course := cmp.Or(in.Course, c.Key.Course)
	if err := c.Of(course); err != nil {
		return nil, err
	}
	if course != "" {
		f.Courses = []string{course}
	}
	if in.Code != "" {
		if f.Code = ParseCode(in.Code); f.Code == "" {
			return api.NewList(nil, in.Limit, func(v CertificateView) string { return v.ID }, func(v CertificateView) CertificateView { return v }, c.Query), nil
		}
	}
	list, err := r.List(tx, f)
	if err != nil {
		return nil, err
	}
	var views []CertificateView
	for _, one := range list {
		v, err := r.view(tx, one)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return api.NewList(views, in.Limit, func(v CertificateView) string { return v.ID }, func(v CertificateView) CertificateView { return v }, c.Query), nil
}

// TheCertificate is the part of an address that names a certificate.
type TheCertificate struct {
	ID string `path:"id" maxLength:"60" doc:"api.certificate.id"`
}

type oneCertificateView struct{ Body CertificateView }

// of finds a certificate that a key may see.
func (r *Room) of(c api.Call, tx store.Tx, id string) (Certificate, error) {
	one, err := r.ByID(tx, id)
	if err != nil {
		if wrong := c.Of(c.Key.Course); wrong != nil {
			return one, wrong
		}
		return one, err
	}
	return one, c.Of(one.Course)
}

func (r *Room) apiOne(c api.Call, tx store.Tx, in *TheCertificate) (*oneCertificateView, error) {
	one, err := r.of(c, tx, in.ID)
	if err != nil {
		return nil, err
	}
	v, err := r.view(tx, one)
	return &oneCertificateView{v}, err
}

type revocation struct {
	TheCertificate
	Body struct {
		English string `json:"en" minLength:"1" maxLength:"500" doc:"api.certificate.reason-en"`
		French  string `json:"fr" minLength:"1" maxLength:"500" doc:"api.certificate.reason-fr"`
	}
}

func (r *Room) apiRevoke(c api.Call, tx store.Tx, in *revocation) (*oneCertificateView, error) {
	if _, err := r.of(c, tx, in.ID); err != nil {
		return nil, err
	}
	if err := r.Revoke(tx, identity.PersonID(c.By()), in.ID, lang.Text{lang.English: in.Body.English, lang.French: in.Body.French}); err != nil {
		return nil, err
	}
	one, err := r.ByID(tx, in.ID)
	if err != nil {
		return nil, err
	}
	v, err := r.view(tx, one)
	return &oneCertificateView{v}, err
}
