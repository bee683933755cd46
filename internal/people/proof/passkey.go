package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

const (
	// mostPasskeys is how many one person may have.
	mostPasskeys = 20
	// mostPasskeyName bounds a name, in characters.
	mostPasskeyName = 60
	// mostPasskeyAnswer bounds what a browser answers, in bytes.
	mostPasskeyAnswer = 32 << 10
)

// Passkey is a key on a device or in a store of keys, by which somebody signs in. It
// proves two things at once: that they have it, and that they could open it.
type Passkey struct {
	ID   string // of the credential (base64url)
	Name string // as its owner calls it
	Made string // day
	Used string // day of the last use; empty before the first
}

// party is the relying party (Web Authentication, section 4): the site at one address.
type party struct{ *webauthn.WebAuthn }

// newParty is the site at an origin, "https://course.example.ca", whose host is host.
// Passkeys know no addresses of numbers, so there must be a name.
func newParty(name, host, origin string) (party, error) {
	required := true
	w, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation, // which maker's key it is, is nobody's business
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &required, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired, // two proofs at once: needs A10.10
		},
	})
	return party{w}, err
}

// owner is a person as the library sees one.
type owner struct {
	id    identity.PersonID
	name  string
	login string
	keys  []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return []byte(o.id) }
func (o owner) WebAuthnName() string                       { return o.login }
func (o owner) WebAuthnDisplayName() string                { return o.name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// HasPasskey says whether somebody has a passkey.
func (r *Room) HasPasskey(tx store.Tx, id identity.PersonID) (bool, error) {
	n, err := countPasskeys(tx, id)
	return n > 0, err
}

// Passkeys lists somebody's passkeys, the oldest first.
func (r *Room) Passkeys(tx store.Tx, id identity.PersonID) ([]Passkey, error) {
	rows, err := selectPasskeys(tx, id)
	list := make([]Passkey, len(rows))
	for i, row := range rows {
		list[i] = row.Passkey
	}
	return list, err
}

// owner reads a person with the passkeys they have.
func (r *Room) owner(tx store.Tx, id identity.PersonID) (owner, error) {
	p, err := r.who.PersonByID(tx, id)
	if err != nil {
		return owner{}, err
	}
	rows, err := selectPasskeys(tx, id)
	if err != nil {
		return owner{}, err
	}
	o := owner{id: id, name: p.Name, login: string(p.Email)}
	if o.login == "" {
		o.login = p.Name
	}
	for _, row := range rows {
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(row.credential), &c); err != nil {
			return owner{}, err
		}
		o.keys = append(o.keys, c)
	}
	return o, nil
}

// asked is what a browser is asked, and the secret under which the question is kept.
type asked struct {
	Ceremony string `json:"ceremony"`
	Options  any    `json:"options"` // PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON
}

// askNew asks for a new passkey of the session's person.
func (r *Room) askNew(tx store.Tx, p party, s *identity.Session) (asked, error) {
	o, err := r.owner(tx, s.Person)
	if err != nil {
		return asked{}, err
	}
	if len(o.keys) >= mostPasskeys {
		return asked{}, fault.New(fault.Conflict, words, "passkey-many", lang.A{"n": mostPasskeys})
	}
	have := make([]protocol.CredentialDescriptor, len(o.keys))
	for i, k := range o.keys {
		have[i] = k.Descriptor()
	}
	creation, session, err := p.BeginRegistration(o, webauthn.WithExclusions(have))
	if err != nil {
		return asked{}, err
	}
	secret, err := r.begin(tx, passkeyNew, s, session)
	return asked{secret, creation.Response}, err
}

// askWho asks whoever sits there for any passkey of this site.
func (r *Room) askWho(tx store.Tx, p party) (asked, error) {
	assertion, session, err := p.BeginDiscoverableLogin()
	if err != nil {
		return asked{}, err
	}
	secret, err := r.begin(tx, passkeySignIn, nil, session)
	return asked{secret, assertion.Response}, err
}

// askAgain asks for one of the passkeys of the session's person.
func (r *Room) askAgain(tx store.Tx, p party, s *identity.Session) (asked, error) {
	o, err := r.owner(tx, s.Person)
	if err != nil {
		return asked{}, err
	}
	if len(o.keys) == 0 {
		return asked{}, fault.New(fault.Conflict, words, "passkey-none")
	}
	assertion, session, err := p.BeginLogin(o)
	if err != nil {
		return asked{}, err
	}
	secret, err := r.begin(tx, passkeyAgain, s, session)
	return asked{secret, assertion.Response}, err
}

// refused is the fault of an answer that does not hold; the log has the reason.
func refused(key string, err error) error {
	var detail *protocol.Error
	if errors.As(err, &detail) {
		err = errors.Join(err, errors.New(detail.DevInfo))
	}
	return fault.New(fault.Forbidden, words, key).Because(err)
}

// addPasskey checks a browser's answer to askNew and keeps the new passkey.
func (r *Room) addPasskey(tx store.Tx, p party, s *identity.Session, session webauthn.SessionData, answer []byte, name string) error {
	o, err := r.owner(tx, s.Person)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return refused("passkey-refused", err)
	}
	made, err := p.CreateCredential(o, session, parsed)
	if err != nil {
		return refused("passkey-refused", err)
	}
	row, err := passkeyRowOf(*made)
	if err != nil {
		return err
	}
	row.person, row.Made, row.Name = s.Person, r.today(), passkeyName(name)
	if _, err := selectPasskey(tx, row.ID); err == nil {
		return fault.New(fault.Conflict, words, "passkey-known")
	} else if !errors.Is(err, errNone) {
		return err
	}
	if err := insertPasskey(tx, row); err != nil {
		return err
	}
	return r.noteChange(tx, s, "passkey.add", row.mark())
}

// checkPasskey checks a browser's answer to askWho (owner unknown, id is empty) or
// askAgain, and gives whose passkey it is.
func (r *Room) checkPasskey(tx store.Tx, p party, id identity.PersonID, session webauthn.SessionData, answer []byte) (identity.PersonID, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", refused("passkey-refused", err)
	}
	row, err := selectPasskey(tx, base64.RawURLEncoding.EncodeToString(parsed.RawID))
	if errors.Is(err, errNone) || err == nil && id != "" && row.person != id {
		return "", fault.New(fault.Forbidden, words, "passkey-unknown")
	}
	if err != nil {
		return "", err
	}
	o, err := r.owner(tx, row.person)
	if err != nil {
		return "", err
	}
	used, err := r.validate(p, o, id == "", session, parsed)
	if err != nil {
		return "", refused("passkey-refused", err)
	}
	if used.Authenticator.CloneWarning {
		return "", fault.New(fault.Forbidden, words, "passkey-copied")
	}
	fresh, err := passkeyRowOf(*used)
	if err != nil {
		return "", err
	}
	return row.person, updatePasskey(tx, row.ID, fresh.credential, r.today())
}

func (r *Room) validate(p party, o owner, unknown bool, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (*webauthn.Credential, error) {
	if !unknown {
		return p.ValidateLogin(o, session, parsed)
	}
	_, used, err := p.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		if !bytes.Equal(handle, o.WebAuthnID()) {
			return nil, errors.New("the passkey names another person than the one it belongs to")
		}
		return o, nil
	}, session, parsed)
	return used, err
}

// RenamePasskey gives a passkey of the session's person another name.
func (r *Room) RenamePasskey(tx store.Tx, s *identity.Session, id, name string) error {
	row, err := r.ownPasskey(tx, s, id)
	if err != nil {
		return err
	}
	return renamePasskey(tx, row.ID, passkeyName(name))
}

// DropPasskey removes a passkey of the session's person. A fault of kind Conflict
// says that it is the last strong way of somebody whose role asks for one.
func (r *Room) DropPasskey(tx store.Tx, s *identity.Session, id string) error {
	row, err := r.ownPasskey(tx, s, id)
	if err != nil {
		return err
	}
	if err := deletePasskey(tx, row.ID); err != nil {
		return err
	}
	if err := r.keepStrong(tx, s); err != nil {
		return err
	}
	return r.noteChange(tx, s, "passkey.remove", row.mark())
}

// ownPasskey finds a passkey of the session's person; another's is not found.
func (r *Room) ownPasskey(tx store.Tx, s *identity.Session, id string) (passkeyRow, error) {
	row, err := selectPasskey(tx, id)
	if errors.Is(err, errNone) || err == nil && row.person != s.Person {
		return row, fault.New(fault.NotFound, words, "passkey-gone")
	}
	return row, err
}

// passkeyRowOf is a passkey as it is kept: without the attestation and the model of
// the key, which we do not ask for.
func passkeyRowOf(c webauthn.Credential) (passkeyRow, error) {
	c.Attestation = webauthn.CredentialAttestation{}
	c.Authenticator.AAGUID = nil
	text, err := json.Marshal(c)
	return passkeyRow{Passkey: Passkey{ID: base64.RawURLEncoding.EncodeToString(c.ID)}, credential: string(text)}, err
}

// passkeyName is a name as it is kept: one line, not too long.
func passkeyName(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if signs := []rune(name); len(signs) > mostPasskeyName {
		name = string(signs[:mostPasskeyName])
	}
	return name
}
