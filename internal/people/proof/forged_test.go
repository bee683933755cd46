package proof

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// forger is a provider that signs whatever a test wants: what no real one sends.
type forger struct {
	*httptest.Server
	key   *rsa.PrivateKey
	token func() string // of the next exchange
	info  map[string]any
	form  url.Values // what the site sent for the last token
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func newForger(t *testing.T) *forger {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{key: key}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"issuer": f.URL, "authorization_endpoint": f.URL + "/auth", "token_endpoint": f.URL + "/token", "jwks_uri": f.URL + "/keys",
			"userinfo_endpoint": f.URL + "/me", "id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}, "code_challenge_methods_supported": []string{"plain"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k", "n": b64(key.N.Bytes()), "e": "AQAB"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		f.form = r.PostForm
		answer(w, map[string]any{"access_token": "t", "token_type": "Bearer", "id_token": f.token()})
	})
	mux.HandleFunc("/me", func(w http.ResponseWriter, r *http.Request) { answer(w, f.info) })
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// sign makes a token of claims.
func (f *forger) sign(t *testing.T, key *rsa.PrivateKey, alg string, claims map[string]any) string {
	t.Helper()
	head, err := json.Marshal(map[string]string{"alg": alg, "kid": "k"})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	text := b64(head) + "." + b64(body)
	sum := sha256.Sum256([]byte(text))
	switch alg {
	case "none":
		return text + "."
	case "HS256": // with the secret that the provider and the site share
		mac := hmac.New(sha256.New, []byte(theSecret))
		mac.Write([]byte(text))
		return text + "." + b64(mac.Sum(nil))
	}
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + b64(signature)
}

// What a provider answers is checked to the last claim (OpenID Connect Core, section
// 3.1.3.7; RFC 8725).
func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := newForger(t)
	p := s.addProvider(f.URL, "atelier", theSecret, Rules{Creates: true, Domains: []string{"example.ca"}})
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	now := s.clock.Now()
	for name, c := range map[string]struct {
		change map[string]any // nil values are taken out
		alg    string
		key    *rsa.PrivateKey
		status int // 0: it is good
	}{
		"as it should be":         {},
		"another nonce":           {change: map[string]any{"nonce": "x"}, status: 403},
		"no nonce":                {change: map[string]any{"nonce": nil}, status: 403},
		"expired":                 {change: map[string]any{"exp": now.Add(-time.Second).Unix()}, status: 403},
		"no end":                  {change: map[string]any{"exp": nil}, status: 403},
		"of the future":           {change: map[string]any{"nbf": now.Add(time.Hour).Unix()}, status: 403},
		"another audience":        {change: map[string]any{"aud": "other"}, status: 403},
		"two audiences, no azp":   {change: map[string]any{"aud": []string{"atelier", "other"}}, status: 403},
		"two audiences, azp ours": {change: map[string]any{"aud": []string{"atelier", "other"}, "azp": "atelier"}},
		"another azp":             {change: map[string]any{"azp": "other"}, status: 403},
		"another issuer":          {change: map[string]any{"iss": "https://other.example"}, status: 403},
		"no subject":              {change: map[string]any{"sub": ""}, status: 403},
		"not signed":              {alg: "none", status: 403},
		"signed with the secret":  {alg: "HS256", status: 403},
		"signed by another key":   {key: stranger, status: 403},
		"address not verified":    {change: map[string]any{"email_verified": false}, status: 403},
		"address of others":       {change: map[string]any{"email": "ceo@bank.example"}, status: 403},
		"no address":              {change: map[string]any{"email": "", "email_verified": nil}, status: 403},
		"an address that is none": {change: map[string]any{"email": "a@b\r\nBcc: c@example.ca"}, status: 403},
		"a name that is none":     {change: map[string]any{"name": "<script>"}},
	} {
		b := s.browser()
		to, err := url.Parse(b.leave(viaProvider, p.ID))
		if err != nil {
			t.Fatal(err)
		}
		q := to.Query()
		if q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" || q.Get("redirect_uri") != s.base+callback {
			t.Fatalf("asked with %v", q)
		}
		claims := map[string]any{"iss": f.URL, "aud": "atelier", "sub": "s-" + name, "nonce": q.Get("nonce"), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
			"email": "p" + b64([]byte(name)) + "@example.ca", "email_verified": true, "name": "Ana"}
		maps.Copy(claims, c.change)
		maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
		alg, key := c.alg, c.key
		if alg == "" {
			alg = "RS256"
		}
		if key == nil {
			key = f.key
		}
		f.info = map[string]any{"sub": "somebody else", "email": "other@example.ca", "email_verified": true}
		f.token = func() string { return f.sign(t, key, alg, claims) }
		a := b.get("/sign-in/return?" + url.Values{"state": {q.Get("state")}, "code": {"c"}}.Encode())
		if in := b.session() != nil; in != (c.status == 0) || c.status != 0 && a.status != c.status {
			t.Errorf("%s: in: %v, status %d: %.400s", name, in, a.status, a.text)
		}
		sum := sha256.Sum256([]byte(f.form.Get("code_verifier")))
		if b64(sum[:]) != q.Get("code_challenge") {
			t.Errorf("%s: the verifier does not fit the challenge (RFC 7636)", name)
		}
	}
	s.mayAsk(f.URL)
	if err := s.TestProvider(t.Context(), f.URL); err == nil {
		t.Error("a provider without S256 passed the test")
	}
}
