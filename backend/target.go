package backend

import (
	"net/url"
	"strings"
)

// GoodEndpoint reports whether a text names a server: the URL of one, and no login.
func GoodEndpoint(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https")
}

// Target names a place as the AWS CLI would be given it: what is "" the environment and the configuration say. It holds no secret.
type Target struct {
	Profile  string `json:"profile,omitempty"`
	Region   string `json:"region,omitempty"`
	Endpoint string `json:"endpoint,omitempty"`
	// Own: AWS's own endpoint of Secrets Manager, whatever the configuration says.
	Own  bool `json:"own,omitempty"`
	Demo bool `json:"-"`
}

// Words are a target for people: outside text.
func (t Target) Words() string {
	var words []string
	switch {
	case t.Demo:
		words = append(words, "the demo")
	case t.Profile != "":
		words = append(words, t.Profile)
	default:
		words = append(words, "the environment's login")
	}
	for _, s := range []string{t.Region, t.Endpoint} {
		if s != "" {
			words = append(words, s)
		}
	}
	if t.Own {
		words = append(words, "AWS's own endpoint")
	}
	return strings.Join(words, " · ")
}
