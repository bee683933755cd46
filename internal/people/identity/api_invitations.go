package identity

import (
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// InvitationView is an invitation as programs see it; the link is shown once, when it is made.
type InvitationView struct {
	ID           string `json:"id" doc:"api.invitation.id" example:"i-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Role         string `json:"role" enum:"administrator,publisher,steward,author,reviewer,manager" doc:"api.role.role"`
	Scope        string `json:"scope" doc:"api.role.scope" example:"site"`
	Organisation string `json:"organisation,omitempty" doc:"api.invitation.organisation"`
	Most         int    `json:"most" doc:"api.invitation.most"`
	Uses         int    `json:"uses" doc:"api.invitation.uses"`
	By           string `json:"by,omitempty" doc:"api.audit.by"`
	Made         string `json:"made" format:"date-time" doc:"api.invitation.made"`
	Ends         string `json:"ends" format:"date-time" doc:"api.invitation.ends"`
	Path         string `json:"path,omitempty" doc:"api.invitation.path"`
}

func viewOfInvitation(i Invitation) InvitationView {
	return InvitationView{ID: i.ID, Role: string(i.Grant.Role), Scope: i.Grant.Scope.String(), Organisation: string(i.Org), Most: i.Most, Uses: i.Uses,
		By: string(i.MadeBy), Made: lang.Machine(i.Made), Ends: lang.Machine(i.Ends)}
}

func (r *Room) registerInvitations(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-invitations", Method: "GET", Path: "/invitations", Group: "invitations", Scope: InvitationsRead, Course: true}, r.apiInvitations)
	api.Register(f, api.Operation{ID: "create-invitation", Method: "POST", Path: "/invitations", Group: "invitations", Scope: InvitationsWrite, Course: true, Status: 201}, r.apiInvite)
	api.Register(f, api.Operation{ID: "end-invitation", Method: "DELETE", Path: "/invitations/{id}", Group: "invitations", Scope: InvitationsWrite, Course: true}, r.apiRevoke)
}

// apiInvitations lists invitations, the newest first; a key of one course sees those to it.
func (r *Room) apiInvitations(c api.Call, tx store.Tx, in *api.Asked) (*api.List[InvitationView], error) {
	if err := c.Of(c.Key.Course); err != nil {
		return nil, err
	}
	all, err := r.Invitations(tx)
	var seen []Invitation
	for _, i := range all {
		if c.Key.Course != "" && i.Grant.Scope != CourseScope(c.Key.Course) {
			continue
		}
		if in.After == "" || i.ID < in.After {
			seen = append(seen, i)
		}
	}
	return api.NewList(seen, in.Limit, func(i Invitation) string { return i.ID }, viewOfInvitation, c.Query), err
}

type invitationMade struct {
	Body struct {
		Role         string    `json:"role" enum:"administrator,publisher,steward,author,reviewer,manager" doc:"api.role.role"`
		Scope        string    `json:"scope" maxLength:"210" doc:"api.role.scope" example:"site"`
		Organisation string    `json:"organisation,omitempty" maxLength:"60" doc:"api.invitation.organisation"`
		Most         int       `json:"most" minimum:"1" maximum:"10000" doc:"api.invitation.most"`
		Ends         time.Time `json:"ends" doc:"api.invitation.ends"`
		Language     string    `json:"language,omitempty" enum:"en,fr" default:"en" doc:"api.invitation.language"`
	}
}

type oneInvitation struct{ Body InvitationView }

func (r *Room) apiInvite(c api.Call, tx store.Tx, in *invitationMade) (*oneInvitation, error) {
	scope, err := scopeFor(c, in.Body.Scope)
	if err != nil {
		return nil, err
	}
	for _, org := range []OrgID{OrgID(in.Body.Organisation), orgOf(scope)} {
		if err := r.knownOrg(tx, org); err != nil {
			return nil, err
		}
	}
	i, secret, err := r.Invite(tx, by(c), Invitation{Org: OrgID(in.Body.Organisation), Grant: Grant{Role(in.Body.Role), scope}, Most: in.Body.Most, Ends: in.Body.Ends.UTC().Truncate(time.Millisecond)})
	if err != nil {
		return nil, err
	}
	v := viewOfInvitation(i)
	tag := lang.Tag(in.Body.Language)
	v.Path = InvitationPath(tag, tag, secret)
	return &oneInvitation{v}, nil
}

func orgOf(s Scope) OrgID {
	if s.Kind == InOrg {
		return OrgID(s.ID)
	}
	return ""
}

type theInvitation struct {
	ID string `path:"id" maxLength:"60" doc:"api.invitation.id"`
}

func (r *Room) apiRevoke(c api.Call, tx store.Tx, in *theInvitation) (*struct{}, error) {
	all, err := r.Invitations(tx)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if i.ID != in.ID {
			continue
		}
		if _, err := scopeFor(c, i.Grant.Scope.String()); err != nil {
			return nil, err
		}
		return nil, r.Revoke(tx, by(c), i.ID)
	}
	if err := c.Of(c.Key.Course); err != nil {
		return nil, err
	}
	return nil, fault.New(fault.NotFound, apiWords, "no-invitation")
}
