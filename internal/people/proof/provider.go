package proof

import (
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Provider is an organisation's sign-in service (OpenID Connect Core 1.0) that an
// administrator set up.
type Provider struct {
	ID     string
	Issuer string // its address, exactly as it writes it in what it signs
	Client string // what the site is called there
	Secret bool   // whether the site has a secret there; it is never shown
	Rules  Rules
	On     bool
	Made   string // day
}

// Rules say what a provider's word is worth.
type Rules struct {
	Names lang.Text `json:"names"` // on the button, in every interface language
	// Trusted: whoever comes from there has given two proofs, as the institution
	// knows from its own rules.
	Trusted bool `json:"trusted,omitempty"`
	// AMR and ACR: whoever comes with one of these values has given two proofs
	// (RFC 8176; OpenID Connect Core, section 2).
	AMR []string `json:"amr,omitempty"`
	ACR []string `json:"acr,omitempty"`
	// Domains are those of the e-mail addresses that the provider may speak of;
	// none: any.
	Domains []string `json:"domains,omitempty"`
	// Creates: whoever has no account here gets one.
	Creates bool `json:"creates,omitempty"`
}

// strong says whether people can come from there with two proofs.
func (u Rules) strong() bool { return u.Trusted || len(u.AMR) > 0 || len(u.ACR) > 0 }

// speaksFor says whether a provider may speak of an address.
func (u Rules) speaksFor(e identity.Email) bool {
	return len(u.Domains) == 0 || slices.Contains(u.Domains, e.Domain())
}

// Draft is a provider as an administrator describes it.
type Draft struct {
	Issuer, Client string
	Secret         string // empty: none, or the one it had
	Rules          Rules
}

// The most there may be, so that no form fills the database.
const (
	mostProviders = 50
	mostProvider  = 500 // bytes of a word
	mostValues    = 20
)

// check reads a draft; its faults, of kind Invalid, name the field as Args["field"].
func (d *Draft) check() error {
	bad := func(field, key string) error {
		return fault.New(fault.Invalid, words, key, lang.A{"field": field})
	}
	d.Issuer, d.Client, d.Secret = strings.TrimSpace(d.Issuer), strings.TrimSpace(d.Client), strings.TrimSpace(d.Secret)
	u, err := url.Parse(d.Issuer)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(d.Issuer) > mostProvider:
		return bad("issuer", "bad-issuer")
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return bad("issuer", "bad-issuer")
	case d.Client == "" || len(d.Client) > mostProvider:
		return bad("client", "bad-client")
	case len(d.Secret) > mostProvider:
		return bad("secret", "bad-secret")
	}
	for _, face := range lang.Interfaces() {
		name, err := identity.ParseName(d.Rules.Names[face])
		if err != nil {
			return bad("name-"+face.Lower(), "bad-names")
		}
		d.Rules.Names[face] = name
	}
	for _, list := range []*[]string{&d.Rules.AMR, &d.Rules.ACR, &d.Rules.Domains} {
		*list = slices.DeleteFunc(*list, func(s string) bool { return strings.TrimSpace(s) == "" })
		if len(*list) > mostValues || slices.ContainsFunc(*list, func(s string) bool { return len(s) > mostProvider }) {
			return bad("values", "bad-values")
		}
	}
	for i, domain := range d.Rules.Domains {
		e, err := identity.ParseEmail("x@" + strings.TrimPrefix(strings.TrimSpace(domain), "@"))
		if err != nil {
			return bad("domains", "bad-domains")
		}
		d.Rules.Domains[i] = e.Domain()
	}
	return nil
}

// loopback says whether a host is this very machine, where nobody listens in.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Providers lists the providers, the oldest first.
func (r *Room) Providers(tx store.Tx) ([]Provider, error) {
	rows, err := selectProviders(tx)
	list := make([]Provider, len(rows))
	for i, row := range rows {
		list[i] = row.Provider
	}
	return list, err
}

// AddProvider sets up a provider, switched off: [Room.TestProvider] asks whether it
// answers, [Room.SwitchProvider] puts it on the page. Faults of kind Invalid name the
// field in Args["field"]: issuer, client, secret, name-en, name-fr, values, domains.
func (r *Room) AddProvider(tx store.Tx, by identity.PersonID, d Draft) (Provider, error) {
	if err := d.check(); err != nil {
		return Provider{}, err
	}
	rows, err := selectProviders(tx)
	if err != nil {
		return Provider{}, err
	}
	if len(rows) >= mostProviders {
		return Provider{}, fault.New(fault.Conflict, words, "provider-many", lang.A{"n": mostProviders})
	}
	row := providerRow{Provider: Provider{ID: "v-" + clock.NewID(), Made: r.today()}}
	if err := r.fill(&row, d); err != nil {
		return Provider{}, err
	}
	if err := insertProvider(tx, row); err != nil {
		return Provider{}, err
	}
	return row.Provider, r.noteProvider(tx, by, "add", row.ID)
}

// SaveProvider changes a provider; without a Secret it keeps the one it has.
func (r *Room) SaveProvider(tx store.Tx, by identity.PersonID, id string, d Draft) (Provider, error) {
	if err := d.check(); err != nil {
		return Provider{}, err
	}
	row, err := r.provider(tx, id)
	if err != nil {
		return Provider{}, err
	}
	if row.Issuer != d.Issuer {
		// Another issuer's subjects are other people's (OpenID Connect Core, section 2: sub).
		if err := deleteProviderLinks(tx, id); err != nil {
			return Provider{}, err
		}
	}
	if err := r.fill(&row, d); err != nil {
		return Provider{}, err
	}
	if err := updateProvider(tx, row); err != nil {
		return Provider{}, err
	}
	return row.Provider, r.noteProvider(tx, by, "save", id)
}

// SwitchProvider puts a provider on the page of sign-in or takes it away. Sessions
// that began with it last.
func (r *Room) SwitchProvider(tx store.Tx, by identity.PersonID, id string, on bool) error {
	row, err := r.provider(tx, id)
	if err != nil {
		return err
	}
	row.On = on
	if err := updateProvider(tx, row); err != nil {
		return err
	}
	return r.noteProvider(tx, by, map[bool]string{true: "on", false: "off"}[on], id)
}

// RemoveProvider forgets a provider and who came from there. The people keep their
// accounts and can sign in by e-mail.
func (r *Room) RemoveProvider(tx store.Tx, by identity.PersonID, id string) error {
	if _, err := r.provider(tx, id); err != nil {
		return err
	}
	if err := deleteProviderLinks(tx, id); err != nil {
		return err
	}
	if err := deleteProvider(tx, id); err != nil {
		return err
	}
	return r.noteProvider(tx, by, "remove", id)
}

// fill writes a draft into a row.
func (r *Room) fill(row *providerRow, d Draft) error {
	rules, err := json.Marshal(d.Rules)
	if err != nil {
		return err
	}
	row.Issuer, row.Client, row.Rules, row.rules = d.Issuer, d.Client, d.Rules, string(rules)
	if d.Secret == "" {
		return nil
	}
	row.sealed, err = r.keys.Seal(providerPurpose(row.ID), []byte(d.Secret))
	row.Secret = true
	return err
}

func (r *Room) provider(tx store.Tx, id string) (providerRow, error) {
	row, err := selectProvider(tx, id)
	if errors.Is(err, errNone) {
		return row, fault.New(fault.NotFound, words, "provider-gone")
	}
	return row, err
}

func (r *Room) noteProvider(tx store.Tx, by identity.PersonID, what, id string) error {
	r.providers.drop()
	return r.who.Audit(tx, identity.Event{By: by, Do: "provider." + what, On: id})
}

// Link is an account that somebody has at a provider.
type Link struct {
	Provider string
	Made     string // day
	Used     string // day of the last use; empty before the first
}

// Links lists the accounts that somebody has at providers.
func (r *Room) Links(tx store.Tx, id identity.PersonID) ([]Link, error) { return selectLinks(tx, id) }

// DropLink forgets the accounts that the session's person has at a provider. A fault
// of kind Conflict says that it is the last strong way of somebody whose role asks
// for one.
func (r *Room) DropLink(tx store.Tx, s *identity.Session, provider string) error {
	if err := deleteLink(tx, s.Person, provider); err != nil {
		return err
	}
	if err := r.keepStrong(tx, s); err != nil {
		return err
	}
	return r.noteChange(tx, s, "link.remove", provider)
}

// linked lists the switched-on providers where somebody has an account.
func (r *Room) linked(tx store.Tx, id identity.PersonID) (list []Provider, err error) {
	links, err := selectLinks(tx, id)
	if err != nil || len(links) == 0 {
		return nil, err
	}
	all, err := selectProviders(tx)
	for _, p := range all {
		if p.On && slices.ContainsFunc(links, func(l Link) bool { return l.Provider == p.ID }) {
			list = append(list, p.Provider)
		}
	}
	return list, err
}

func (r *Room) hasStrongLink(tx store.Tx, id identity.PersonID) (bool, error) {
	list, err := r.linked(tx, id)
	return slices.ContainsFunc(list, func(p Provider) bool { return p.Rules.strong() }), err
}

// hasWeakLink says whether somebody comes from providers, none of which answers for
// two proofs.
func (r *Room) hasWeakLink(tx store.Tx, id identity.PersonID) (bool, error) {
	list, err := r.linked(tx, id)
	return len(list) > 0 && !slices.ContainsFunc(list, func(p Provider) bool { return p.Rules.strong() }), err
}
