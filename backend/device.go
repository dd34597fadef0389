package backend

import (
	"context"
	"errors"
	"time"
)

// DeviceLogin is a place that can be logged in to by single sign-on, with a code that is confirmed in a browser.
type DeviceLogin interface {
	// SignOn is what is logged in to, as far as the disk tells. ok is false where the place does not sign in by single sign-on. It
	// waits for the disk.
	SignOn() (s SignOn, ok bool)
	// StartLogin asks for a code. Whoever takes it wipes it.
	StartLogin(ctx context.Context) (*DeviceCode, error)
}

// SignOn is a login of single sign-on. It holds no secret; names are outside text.
type SignOn struct {
	Profile string
	// Session is the name of its session, or the address where one without a name begins.
	Session string
	State   LoginState
	Until   time.Time // that the login ends, or ended; zero where the disk does not tell
	// Refused: the service has refused what the disk holds for good.
	Refused bool
}

// endsSoon is how long before its end a login can be renewed.
const endsSoon = 15 * time.Minute

// Wanted reports a login that has ended, is not there, or ends soon.
func (s SignOn) Wanted(now time.Time) bool {
	return s.Refused || s.State != LoginGood || !s.Until.IsZero() && s.Until.Sub(now) < endsSoon
}

// DeviceCode is a login that waits for somebody to confirm it. What it shows is outside text; what it keeps secret is behind its
// functions, where no printing follows.
type DeviceCode struct {
	// User is what is typed at Address. Complete is an address that has the code in it, "" where the service gives none.
	User     string
	Address  string
	Complete string
	Ends     time.Time
	// Ask waits for as long as the service wants, and asks it once whether the login was confirmed. What it was given then is kept.
	// One call follows the other.
	Ask func(ctx context.Context) (DeviceAnswer, error)
	// Wipe lets go of what is secret.
	Wipe func()
}

// DeviceAnswer is what the service says of a login. Until there is an error, or Confirmed, it is asked again.
type DeviceAnswer struct {
	Confirmed bool
	Until     time.Time     // that the login ends, once it is confirmed
	Every     time.Duration // it is asked
	// Trouble is why this time there was no answer, nil where there was.
	Trouble error
}

// InBrowser reports an error that a login with a browser mends.
func InBrowser(err error) bool {
	var e *Error
	return errors.As(err, &e) && errors.Is(err, ErrExpired) && e.Way == WaySSO
}

// Shown is the address to open, with the code in it where the service gives one.
func (c *DeviceCode) Shown() string {
	if c.Complete != "" {
		return c.Complete
	}
	return c.Address
}
