package aws

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"strongroom/backend"
	"strongroom/backend/profiles"
)

var _ backend.SignIn = (*Client)(nil)

// Login tells how the place is signed in, as far as has been found out.
func (c *Client) Login() backend.Login {
	in := c.login.state.Load()
	if c.opts.Transport != nil || in == nil {
		return backend.Login{}
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	l := in.entry()
	if in.under != nil {
		l.SigningIn, l.Since = true, in.under.since
	}
	l.Held = in.held.HasKeys() && !in.held.Expired()
	if in.held.CanExpire {
		l.CredentialsEnd = in.held.Expires.UTC()
	}
	if l.Ends = in.ends; l.Ends.IsZero() && !in.setup.renews() {
		l.Ends = l.CredentialsEnd
	}
	return l
}

// Abandon ends the sign-in that is under way.
func (c *Client) Abandon() bool {
	in := c.login.state.Load()
	return in != nil && in.abandon()
}

// Changes has something in it whenever a sign-in has begun or ended.
func (c *Client) Changes() <-chan struct{} { return c.login.changes }

// entry is what the configuration says of the way in.
func (in *loaded) entry() backend.Login {
	s := in.setup
	l := backend.Login{Way: s.root, Profile: s.last()}
	for i, link := range s.chain {
		l.Chain = append(l.Chain, link.Profile)
		if i == 0 {
			l.Role = link.Role
		}
	}
	if s.root == backend.WayWeb && len(s.chain) == 0 {
		l.Role = s.env.Getenv("AWS_ROLE_ARN")
	}
	l.Chain = slices.Clip(l.Chain)
	return l
}

// renews reports credentials that are renewed without a person, as long as a login lasts. Keys of a file or of the environment do
// not say when they end.
func (s *setup) renews() bool {
	return !slices.ContainsFunc(s.chain, func(l profiles.Link) bool { return l.MFA != "" })
}

// keep takes the credentials that a sign-in has found, and what the disk then tells of the login. The lock is held.
func (in *loaded) keep(found aws.Credentials) {
	in.held, in.ends = found, time.Time{}
	if in.setup == nil || len(in.setup.chain) == 0 {
		return
	}
	_, in.ends = in.setup.files.State(in.setup.chain[len(in.setup.chain)-1], time.Now())
}
