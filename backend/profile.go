package backend

import (
	"slices"
	"time"
)

// Way is how credentials are come by.
type Way string

// The ways there are. A role is assumed with credentials that were come by in another way.
const (
	WayNone        Way = ""
	WayKeys        Way = "keys"
	WayEnvironment Way = "keys of the environment"
	WayRole        Way = "role"
	WaySSO         Way = "SSO"
	WayLogin       Way = "login session"
	WayProcess     Way = "process"
	WayWeb         Way = "web identity"
	WayContainer   Way = "container"
	WayInstance    Way = "EC2 instance"
)

// Profile is one profile of the shared AWS configuration, as far as this machine's disk tells. It holds no secret.
type Profile struct {
	Name   string
	Region string // "" where it names none
	// Way is a role's where it assumes one, else that of its own credentials; WayNone where it says of none.
	Way Way
	// Chain are the profiles that its credentials come through, itself first.
	Chain []string
	// Root is how the last of Chain comes by credentials.
	Root Way
	Role string // the ARN of the role that is assumed last
	// Session is the single sign-on session, or the address where one begins; of a login session the principal's ARN.
	Session  string
	Endpoint string // that it names for all services
	State    LoginState
	// Until is when the login ends, or ended; zero where the disk does not tell.
	Until time.Time
	// Wrong says why it cannot be used, "" where nothing is known to be wrong.
	Wrong string
}

// LoginState is what the disk tells of a login.
type LoginState string

// The states of a login. What lies elsewhere than on the disk is not known.
const (
	LoginUnknown LoginState = ""
	LoginGood    LoginState = "logged in" // until Profile.Until
	LoginEnded   LoginState = "expired"   // at Profile.Until
	LoginNone    LoginState = "not logged in"
	LoginCode    LoginState = "needs a code" // of a second factor, whatever else it needs
)

// Renewed are the words of a command that renews a login of this way for a profile, nil where no command is known to.
func (w Way) Renewed(profile string) (words []string) {
	switch w {
	case WaySSO:
		words = []string{"aws", "sso", "login"}
	case WayLogin:
		words = []string{"aws", "login"}
	default:
		return nil
	}
	if profile != "" {
		words = append(words, Option("--profile", profile)...)
	}
	return slices.Clip(words)
}
