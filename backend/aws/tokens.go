package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"

	"strongroom/backend"
)

// registration is this program as the service knows it.
type registration struct {
	ID     string
	Secret backend.Value
	Ends   time.Time
}

func (r registration) secret() (text *string) {
	r.Secret.Use(func(b []byte) { text = aws.String(string(b)) })
	return text
}

// earlier is how long before its end a registration is not used any more, as the AWS CLI has it.
const earlier = 15 * time.Minute

// keptRegistration is a registration as the AWS CLI keeps it.
type keptRegistration struct {
	ID     string   `json:"clientId"`
	Secret string   `json:"clientSecret"`
	Ends   string   `json:"expiresAt"`
	Scopes []string `json:"scopes,omitempty"`
}

// keptToken is a token as the AWS CLI keeps it, with the registration that renews it.
type keptToken struct {
	Start      string `json:"startUrl"`
	Region     string `json:"region"`
	Access     string `json:"accessToken"`
	Ends       string `json:"expiresAt"`
	ID         string `json:"clientId"`
	Secret     string `json:"clientSecret"`
	Registered string `json:"registrationExpiresAt"`
	Refresh    string `json:"refreshToken,omitempty"`
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// register finds out as whom to ask: as the AWS CLI, or this program, was registered, or anew.
func (d *grant) register(ctx context.Context) error {
	d.who.Secret.Wipe()
	if d.who = readRegistration(d.on.Registration); time.Until(d.who.Ends) > earlier {
		return nil
	}
	d.who.Secret.Wipe()
	name := "strongroom-" + d.on.Session
	if d.on.Session == "" {
		name = "strongroom-" + strconv.FormatInt(time.Now().Unix(), 10)
	}
	out, err := d.oidc.RegisterClient(ctx, &ssooidc.RegisterClientInput{ClientName: &name, ClientType: aws.String("public"), Scopes: d.on.Scopes})
	if err != nil {
		return err
	}
	if aws.ToString(out.ClientId) == "" || aws.ToString(out.ClientSecret) == "" {
		return &backend.Error{Kind: backend.ErrMalformed, Message: "the answer has no registration"}
	}
	d.who = registration{ID: *out.ClientId, Secret: backend.TextValue(*out.ClientSecret), Ends: time.Unix(out.ClientSecretExpiresAt, 0).UTC()}
	return keep(d.on.Registration, keptRegistration{*out.ClientId, *out.ClientSecret, stamp(d.who.Ends), d.on.Scopes})
}

// readRegistration is the one in a file, the zero one where there is none that can be used.
func readRegistration(path string) (r registration) {
	text, err := os.ReadFile(path)
	defer clear(text)
	var kept keptRegistration
	if err != nil || json.Unmarshal(text, &kept) != nil || kept.ID == "" || kept.Secret == "" {
		return r
	}
	ends, err := time.Parse(time.RFC3339, kept.Ends)
	if err != nil {
		return r
	}
	return registration{kept.ID, backend.TextValue(kept.Secret), ends}
}

func forgetRegistration(path string) { _ = os.Remove(path) }

// keepToken puts a token where the AWS CLI and the SDK look for it.
func keepToken(d *grant, out *ssooidc.CreateTokenOutput, until time.Time) error {
	return keep(d.on.Token, keptToken{Start: d.on.StartURL, Region: d.on.Region, Access: aws.ToString(out.AccessToken), Ends: stamp(until),
		ID: d.who.ID, Secret: aws.ToString(d.who.secret()), Registered: stamp(d.who.Ends), Refresh: aws.ToString(out.RefreshToken)})
}

// keep puts a file for this user alone in its place at once. Its error names neither what is in it nor a path.
func keep(path string, what any) error {
	var text bytes.Buffer
	defer func() { clear(text.Bytes()) }()
	text.Grow(64 << 10) // so that it is not moved, and what was there left behind
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	err := enc.Encode(what)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = replace(path, text.Bytes())
	}
	if err == nil {
		return nil
	}
	why := "it failed"
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		why = at.Err.Error()
	case errors.As(err, &link):
		why = link.Err.Error()
	}
	return &backend.Error{Kind: backend.ErrState, Message: "what it gave cannot be kept in ~/.aws/sso/cache: " + why, Advice: "make that directory one that you can write to"}
}

func replace(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".strongroom-*") // for its owner alone
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
