package backend

import (
	"strings"
	"time"
)

// SignIn is a backend that signs in, and can tell how.
type SignIn interface {
	// Login tells how the place is signed in, without any call.
	Login() Login
	// Abandon ends the sign-in that is under way, with what it has started, and reports whether there was one. Calls that wait
	// for it fail.
	Abandon() bool
	// Changes has something in it whenever a sign-in has begun or ended since it was last read.
	Changes() <-chan struct{}
}

// Login is how a place is signed in. It holds no secret; names are outside text.
type Login struct {
	// Way is how the credentials were come by in the end, and Profile where, "" for no profile's.
	Way     Way
	Profile string
	// Chain are the profiles from the one in force to Profile; Role is the ARN of the role that is assumed, "" for none.
	Chain []string
	Role  string
	// Held: there are credentials. Until the first call there are none.
	Held bool
	// CredentialsEnd is when those end that are held, zero where they do not, or do not say.
	CredentialsEnd time.Time
	// Ends is when somebody has to do something to go on, zero where that is not known: what a machine renews does not end.
	Ends time.Time
	// SigningIn: a sign-in is under way, since Since.
	SigningIn bool
	Since     time.Time
}

// Words say where the credentials come from, "" where there are none yet. They are outside text.
func (l Login) Words() string {
	text := string(l.Way)
	switch {
	case text == "":
		return ""
	case l.Way == WayProcess:
		text = "credential_process"
	case l.Way == WayEnvironment && l.Profile != "": // as its credential_source says
		return l.asRole(text)
	}
	if l.Profile != "" {
		text += " of profile " + l.Profile
	}
	return l.asRole(text)
}

func (l Login) asRole(text string) string {
	if l.Role == "" {
		return text
	}
	name := l.Role
	if _, after, ok := strings.Cut(l.Role, ":role/"); ok {
		name = after
	}
	return "role " + name + ", by " + text
}

// Renew are the words of a command that renews the login, nil where none is known.
func (l Login) Renew() []string { return l.Way.Renewed(l.Profile) }

// Left is how long the login is good for after now. known is false where nobody can tell.
func (l Login) Left(now time.Time) (left time.Duration, known bool) {
	if l.Ends.IsZero() {
		return 0, false
	}
	return max(0, l.Ends.Sub(now)), true
}
