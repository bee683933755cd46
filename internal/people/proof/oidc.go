package proof

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// errand is what somebody goes to a provider for.
type errand string

const (
	toSignIn  errand = "sign-in"
	toConfirm errand = "confirm"
	toLink    errand = "link"
)

// away is kept while somebody is at their provider.
type away struct {
	Provider string    `json:"provider"`
	Errand   errand    `json:"errand"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"` // RFC 7636
	Browser  string    `json:"browser"`  // digest of the cookie that ties the answer to the browser that asked
	Goal     string    `json:"goal"`
	Tag      lang.Tag  `json:"tag"`
	Face     lang.Tag  `json:"face"`
	Left     time.Time `json:"left"`
}

// arrival is what a provider says of who came.
type arrival struct {
	Provider string         `json:"provider"`
	Subject  string         `json:"subject"`
	Name     string         `json:"name"`
	Email    identity.Email `json:"email"` // only when the provider has verified it and may speak of it
	Strong   bool           `json:"strong"`
}

// endpoint is what a provider says of itself (OpenID Connect Discovery 1.0).
type endpoint struct {
	*oidc.Provider
	issuer string
	says   struct {
		Iss  bool     `json:"authorization_response_iss_parameter_supported"` // RFC 9207, section 3
		Algs []string `json:"id_token_signing_alg_values_supported"`
		PKCE []string `json:"code_challenge_methods_supported"`
	}
	found time.Time
}

// How long what a provider says of itself is remembered, and the list of providers:
// another node may have changed that.
const (
	endpointLife = 10 * time.Minute
	listLife     = 10 * time.Second
)

// providerCache remembers, between requests, what is asked each time.
type providerCache struct {
	mu        sync.Mutex
	endpoints map[string]endpoint // by issuer
	list      []Provider
	read      time.Time
}

func (c *providerCache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endpoints, c.read = nil, time.Time{}
}

// offered are the providers that are switched on. When the database does not answer
// they are those known last.
func (r *Room) offered() []Provider {
	c := &r.providers
	c.mu.Lock()
	list, fresh := c.list, r.clock.Now().Sub(c.read) < listLife && !c.read.IsZero()
	c.mu.Unlock()
	if fresh {
		return list
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var on []Provider
	err := r.db.Read(ctx, func(tx store.Tx) error {
		all, err := r.Providers(tx)
		on = slices.DeleteFunc(all, func(p Provider) bool { return !p.On })
		return err
	})
	if err != nil {
		return list
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list, c.read = on, r.clock.Now()
	return on
}

// discover asks a provider what it says of itself. Its fault, of kind Unavailable,
// is for whoever wants to sign in.
func (r *Room) discover(ctx context.Context, p Provider) (endpoint, error) {
	c := &r.providers
	c.mu.Lock()
	e, ok := c.endpoints[p.Issuer]
	c.mu.Unlock()
	if ok && r.clock.Now().Sub(e.found) < endpointLife {
		return e, nil
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, r.client), p.Issuer)
	if err != nil {
		return e, r.down(p, err)
	}
	e = endpoint{Provider: provider, issuer: p.Issuer, found: r.clock.Now()}
	if err := provider.Claims(&e.says); err != nil {
		return e, r.down(p, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.endpoints == nil {
		c.endpoints = map[string]endpoint{}
	}
	c.endpoints[p.Issuer] = e
	return e, nil
}

func (r *Room) down(p Provider, err error) error {
	return fault.New(fault.Unavailable, words, "provider-down", lang.A{"name": p.Rules.Names}).Because(err)
}

// config is what the site is to a provider. back is where people come back to.
func (r *Room) config(p providerRow, e endpoint, back string) (*oauth2.Config, error) {
	secret, err := []byte(nil), error(nil)
	if p.sealed != "" {
		if secret, err = r.keys.Open(providerPurpose(p.ID), p.sealed); err != nil {
			return nil, err
		}
	}
	return &oauth2.Config{ClientID: p.Client, ClientSecret: string(secret), Endpoint: e.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}, nil
}

// leave begins an errand and gives the address of the provider where it goes on.
// browser is the secret of the cookie that the answer must come with.
func (r *Room) leave(ctx context.Context, c *call, s *identity.Session, a away, back, browser string) (address string, err error) {
	var p providerRow
	err = r.db.Read(ctx, func(tx store.Tx) (err error) {
		p, err = r.provider(tx, a.Provider)
		return err
	})
	if err != nil {
		return "", err
	}
	if !p.On {
		return "", fault.New(fault.NotFound, words, "provider-gone")
	}
	e, err := r.discover(ctx, p.Provider)
	if err != nil {
		return "", err
	}
	site, err := r.config(p, e, back)
	if err != nil {
		return "", err
	}
	a.Nonce, a.Verifier, a.Browser, a.Left = clock.Secret(), oauth2.GenerateVerifier(), digestOf(browser), r.clock.Now()
	var state string
	err = r.db.Write(ctx, func(tx store.Tx) error {
		if err := r.flood(tx, c); err != nil {
			return err
		}
		state, err = r.begin(tx, providerAway, s, a)
		return err
	})
	if err != nil {
		return "", err
	}
	ask := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if a.Errand == toConfirm {
		// OpenID Connect Core, section 3.1.2.1: who sits there proves it again.
		ask = append(ask, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	if len(p.Rules.ACR) > 0 {
		ask = append(ask, oauth2.SetAuthURLParam("acr_values", strings.Join(p.Rules.ACR, " ")))
	}
	return site.AuthCodeURL(state, ask...), nil
}

// back takes the answer that a browser brings from a provider.
func (r *Room) back(ctx context.Context, s *identity.Session, q url.Values, browser, back string) (a away, who arrival, err error) {
	if err = r.take(ctx, providerAway, s, q.Get("state"), &a); err != nil {
		return a, who, err
	}
	if subtle.ConstantTimeCompare([]byte(digestOf(browser)), []byte(a.Browser)) != 1 {
		return a, who, fault.New(fault.Conflict, words, "over")
	}
	var p providerRow
	err = r.db.Read(ctx, func(tx store.Tx) (err error) {
		p, err = r.provider(tx, a.Provider)
		return err
	})
	if err != nil {
		return a, who, err
	}
	e, err := r.discover(ctx, p.Provider)
	if err != nil {
		return a, who, err
	}
	if err := e.sender(q); err != nil {
		return a, who, bad(p.Provider, err)
	}
	if code := q.Get("error"); code != "" {
		return a, who, fault.New(fault.Forbidden, words, "provider-said-no", lang.A{"name": p.Rules.Names}).Because(errors.New("provider: " + clean(code)))
	}
	c, err := r.config(p, e, back)
	if err != nil {
		return a, who, err
	}
	who, err = r.arrive(ctx, p, e, c, a, q.Get("code"))
	return a, who, err
}

// sender says whether an answer comes from the provider that was asked (RFC 9207,
// section 2.4).
func (e endpoint) sender(q url.Values) error {
	switch iss, ok := q["iss"]; {
	case ok && (len(iss) != 1 || iss[0] != e.issuer):
		return errors.New("the answer names another issuer")
	case !ok && e.says.Iss:
		return errors.New("the answer names no issuer, which this provider always does")
	}
	return nil
}

// bad is the fault of an answer that does not hold.
func bad(p Provider, err error) error {
	return fault.New(fault.Forbidden, words, "provider-answer", lang.A{"name": p.Rules.Names}).Because(err)
}

// claims are what we read of an ID token (OpenID Connect Core, sections 2 and 5.1).
type claims struct {
	AZP      string   `json:"azp"`
	AMR      []string `json:"amr"`
	ACR      string   `json:"acr"`
	AuthTime int64    `json:"auth_time"`
	person
}

// person is what a token or the endpoint of user information says of who came.
type person struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // true, and "true" at some providers
}

// arrive exchanges the code and checks all of what comes (OpenID Connect Core,
// section 3.1.3.7).
func (r *Room) arrive(ctx context.Context, p providerRow, e endpoint, c *oauth2.Config, a away, code string) (who arrival, err error) {
	ctx = oidc.ClientContext(ctx, r.client)
	token, err := c.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if refusal, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refusal.Response.StatusCode < http.StatusInternalServerError {
		return who, bad(p.Provider, errors.New("token endpoint: "+clean(refusal.ErrorCode)))
	}
	if err != nil {
		return who, r.down(p.Provider, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := e.VerifierContext(ctx, &oidc.Config{ClientID: p.Client, SupportedSigningAlgs: algorithms(e.says.Algs), Now: r.clock.Now}).Verify(ctx, raw)
	if err != nil {
		return who, bad(p.Provider, err)
	}
	var said claims
	if err := id.Claims(&said); err != nil {
		return who, bad(p.Provider, err)
	}
	if err := said.fit(id, a, p.Client); err != nil {
		return who, bad(p.Provider, err)
	}
	if said.Email == "" && e.UserInfoEndpoint() != "" {
		info, err := e.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return who, r.down(p.Provider, err)
		}
		if info.Subject != id.Subject {
			return who, bad(p.Provider, errors.New("the user information is of another subject"))
		}
		if err := info.Claims(&said.person); err != nil {
			return who, bad(p.Provider, err)
		}
	}
	return p.arrival(id.Subject, said), nil
}

// skew is how far the clock of a provider may be off.
const skew = 2 * time.Minute

func (c claims) fit(id *oidc.IDToken, a away, client string) error {
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1:
		return errors.New("another nonce")
	case c.AZP != "" && c.AZP != client, len(id.Audience) > 1 && c.AZP == "":
		return errors.New("issued to another client")
	case id.Subject == "" || len(id.Subject) > 255:
		return errors.New("no subject")
	case a.Errand == toConfirm && time.Unix(c.AuthTime, 0).Before(a.Left.Add(-skew)):
		return errors.New("the proof is older than the question")
	}
	return nil
}

// arrival is who came, with no more than the provider may say.
func (p providerRow) arrival(subject string, said claims) arrival {
	who := arrival{Provider: p.ID, Subject: subject}
	who.Strong = p.Rules.Trusted || slices.Contains(p.Rules.ACR, said.ACR) && said.ACR != "" ||
		slices.ContainsFunc(said.AMR, func(m string) bool { return slices.Contains(p.Rules.AMR, m) })
	if said.Verified == true || said.Verified == "true" {
		if e, err := identity.ParseEmail(said.Email); err == nil && p.Rules.speaksFor(e) {
			who.Email = e
		}
	}
	if name, err := identity.ParseName(said.Name); err == nil {
		who.Name = name
	}
	return who
}

// algorithms are those a provider names and we take: none with a shared secret, and
// not "none" (RFC 8725, section 3.1).
func algorithms(named []string) (list []string) {
	for _, a := range []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA} {
		if slices.Contains(named, a) {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return []string{oidc.RS256} // which every provider must have: Discovery, section 3
	}
	return list
}

// clean is a word of a protocol as the log may hold it.
func clean(word string) string {
	out := []byte{}
	for i := 0; i < len(word) && i < 60; i++ {
		if c := word[i]; c == '_' || c == '-' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			out = append(out, c)
		}
	}
	return string(out)
}

// TestProvider asks a provider, before it is switched on, whether it is one and can
// do what we need. Its faults are for the administrator who gave the address.
func (r *Room) TestProvider(ctx context.Context, issuer string) error {
	r.providers.drop()
	e, err := r.discover(ctx, Provider{Issuer: issuer})
	if err != nil {
		return fault.New(fault.Unavailable, words, "test-down").Because(err)
	}
	if len(e.says.PKCE) > 0 && !slices.Contains(e.says.PKCE, "S256") {
		return fault.New(fault.Conflict, words, "test-pkce")
	}
	return nil
}
