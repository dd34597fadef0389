package play

import (
	"context"
	"sync"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/model"
)

// Browser is a single sign-on whose login has ended, and somebody at a browser who confirms it after a while. It may be used by
// several goroutines at once.
type Browser struct {
	Outside string        // stands before all that it says
	Takes   time.Duration // until it is confirmed
	Fails   []error       // of asking for a code, one after the other; nil for none
	Ends    time.Duration // that a code is good for
	Slow    time.Duration // that a code takes, whoever has given it up
	Denied  error         // is the answer in the end; nil for yes

	mu      sync.Mutex
	In      bool // somebody is logged in
	Codes   int  // that were given
	Asked   int
	Wiped   int
	expired time.Time
}

// NewBrowser is one whose login has ended two hours ago.
func NewBrowser() *Browser {
	return &Browser{Takes: 12 * time.Second, Ends: 10 * time.Minute, expired: time.Now().Add(-2 * time.Hour)}
}

// At makes it the way into the place of a game, which needs other places to be asked where it is.
func (b *Browser) At(o *model.Options) {
	o.Device, o.Places = b.port(), staying{}
}

// port is what the program sees of it.
func (b *Browser) port() backend.DeviceLogin { return signOns{on: b.signOn, start: b.start} }

type signOns struct {
	on    func() (backend.SignOn, bool)
	start func(ctx context.Context) (*backend.DeviceCode, error)
}

func (s signOns) SignOn() (backend.SignOn, bool) { return s.on() }
func (s signOns) StartLogin(ctx context.Context) (*backend.DeviceCode, error) {
	return s.start(ctx)
}

// LoggedIn reports whether somebody is.
func (b *Browser) LoggedIn() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.In
}

// LogsOut ends the login.
func (b *Browser) LogsOut() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.In, b.expired = false, time.Now()
}

func (b *Browser) signOn() (backend.SignOn, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := backend.SignOn{Profile: b.Outside + "team", Session: b.Outside + "corp", State: backend.LoginEnded, Until: b.expired}
	if b.In {
		s.State, s.Until = backend.LoginGood, time.Now().Add(8*time.Hour)
	}
	return s, true
}

func (b *Browser) start(context.Context) (*backend.DeviceCode, error) {
	time.Sleep(b.Slow)
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.Fails) > 0 {
		err := b.Fails[0]
		if b.Fails = b.Fails[1:]; err != nil {
			return nil, err
		}
	}
	b.Codes++
	begun := time.Now()
	return &backend.DeviceCode{User: b.Outside + "BCDF-GHJK", Address: b.Outside + "https://corp.invalid/start/#/device", Complete: b.Outside + "https://corp.invalid/start/#/device?user_code=BCDF-GHJK",
		Ends: begun.Add(b.Ends), Ask: func(ctx context.Context) (backend.DeviceAnswer, error) { return b.ask(ctx, begun) }, Wipe: b.wiped}, nil
}

func (b *Browser) wiped() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Wiped++
}

func (b *Browser) ask(ctx context.Context, begun time.Time) (a backend.DeviceAnswer, err error) {
	a.Every = 5 * time.Second
	select {
	case <-time.After(a.Every):
	case <-ctx.Done():
		return a, &backend.Error{Op: "log in", Err: ctx.Err()}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Asked++
	switch since := time.Since(begun); {
	case since >= b.Ends:
		return a, &backend.Error{Op: "log in", Kind: backend.ErrTimeout, Message: b.Outside + "nobody has confirmed the code in time"}
	case since < b.Takes:
		return a, nil
	case b.Denied != nil:
		return a, b.Denied
	}
	b.In = true
	return backend.DeviceAnswer{Confirmed: true, Until: time.Now().Add(8 * time.Hour), Every: a.Every}, nil
}

// staying is a machine from which nobody goes elsewhere.
type staying struct{}

func (staying) Began() backend.Target                { return backend.Target{Profile: "team", Region: "eu-west-1"} }
func (staying) Profiles() ([]backend.Profile, error) { return nil, nil }
func (staying) Recent() ([]backend.Target, error)    { return nil, nil }
func (staying) Went(backend.Target) error            { return nil }
func (staying) Open(context.Context, backend.Target) (*backend.Place, string) {
	return nil, ""
}

// outsideBrowser is one that has only outside text to say, and never says yes.
func outsideBrowser(o *model.Options) {
	b := NewBrowser()
	b.Outside, b.Takes = backendtest.Outside, time.Hour
	b.Fails = []error{nil, nil, &backend.Error{Op: "log in", Kind: backend.ErrInvalid, Message: backendtest.Outside, Advice: backendtest.Outside}}
	b.At(o)
}
