package backend

import "strings"

// Target names a place as the AWS CLI would be given it: what is "" the environment and the configuration say. It holds no secret.
type Target struct {
	Profile  string `json:"profile,omitempty"`
	Region   string `json:"region,omitempty"`
	Endpoint string `json:"endpoint,omitempty"`
	Demo     bool   `json:"-"`
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
	return strings.Join(words, " · ")
}
