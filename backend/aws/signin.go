package aws

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"strongroom/backend"
)

const (
	// signInTime bounds one sign-in, which may wait for a person (a touch, a browser). It is its own: no caller's end ends it.
	signInTime = 2 * time.Minute
	// signInWait is how long one call waits for it; a later call waits for the same one.
	signInWait = 30 * time.Second
)

// login is the way into a place. The clients of all its regions share it, so that a person is asked once. The first call
// loads it, and one that was refused is dropped whole: the next call reads the environment, the files and the single sign-on
// cache again.
type login struct {
	opts  Options
	turn  chan struct{} // held while loading, so that a waiting caller can still be cancelled
	state atomic.Pointer[loaded]
	// refused: single sign-on does not take the token that the disk holds.
	refused atomic.Bool
	changes chan struct{} // of what is under way
}

// loaded is a configuration, and the credentials that it leads to.
type loaded struct {
	login *login
	cfg   aws.Config
	home  string // the region that the configuration names, "" for none
	// places say where the services are; beside is what of it differs from where the secrets are, in words.
	places *endpoints
	beside string
	setup  *setup

	mu    sync.Mutex
	held  aws.Credentials
	ends  time.Time // of the login, as the disk tells; zero where it does not
	under *signIn   // under way, nil for none

	helpers sync.WaitGroup // that run
}

// signIn is one search for credentials: creds and err are there once done is closed.
type signIn struct {
	done  chan struct{}
	creds aws.Credentials
	err   error
	ctx   context.Context // its own
	end   context.CancelCauseFunc
	clock *stopClock
	since time.Time
}

func newLogin(o Options) *login {
	return &login{opts: o, turn: make(chan struct{}, 1), changes: make(chan struct{}, 1)}
}

// tell has whoever watches look again.
func (l *login) tell() {
	select {
	case l.changes <- struct{}{}:
	default:
	}
}

// load reads the configuration once. Where it names no region, region is where roles are assumed.
func (l *login) load(ctx context.Context, region string) (*loaded, *backend.Error) {
	if in := l.state.Load(); in != nil {
		return in, nil
	}
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return nil, cutShort(ctx)
	}
	if in := l.state.Load(); in != nil {
		return in, nil
	}
	in, fail := l.read(ctx, region)
	if fail != nil {
		return nil, fail
	}
	l.state.Store(in)
	return in, nil
}

func (l *login) read(ctx context.Context, region string) (*loaded, *backend.Error) {
	if err := checkEndpoint(l.opts.Endpoint); err != nil {
		return nil, err
	}
	s, fail := prepare(l.opts)
	if fail != nil {
		return nil, fail
	}
	in := &loaded{login: l, places: &endpoints{named: l.opts.Endpoint, own: l.opts.OwnEndpoint}, setup: s}
	cfg, err := config.LoadDefaultConfig(ctx, in.options(l.opts)...)
	in.home = cfg.Region
	if err == nil && in.home == "" && region != "" {
		o := l.opts
		o.Region = region
		cfg, err = config.LoadDefaultConfig(ctx, in.options(o)...)
	}
	if err != nil {
		return nil, configError(ctx, s, err)
	}
	if fail := s.checkRegion(cmp.Or(region, in.home)); fail != nil {
		return nil, fail
	}
	if fail := in.places.learn(cfg.ConfigSources); fail != nil {
		return nil, fail
	}
	asked := askedBy(cfg.Credentials)
	if fail := in.places.clash(append([]string{secretsmanager.ServiceID}, asked...)); fail != nil {
		return nil, fail
	}
	in.beside = in.places.elsewhere(asked)
	in.muteHelpers(&cfg)
	cfg.APIOptions = nil // to be redirected is for the sign-in: other clients are told their endpoint
	in.cfg = cfg
	return in, nil
}

// forget drops in, unless a newer one has already taken its place.
func (l *login) forget(in *loaded) { l.state.CompareAndSwap(in, nil) }

// credentials are those that are good now. A caller that gives up leaves the sign-in under way to whoever asks next.
func (in *loaded) credentials(ctx context.Context) (aws.Credentials, error) {
	in.mu.Lock()
	if in.held.HasKeys() && !in.held.Expired() {
		defer in.mu.Unlock()
		return in.held, nil
	}
	s := in.under
	if s == nil {
		s = in.begin()
	}
	in.mu.Unlock()
	patience := s.clock.after(cmp.Or(in.login.opts.patience, signInWait))
	defer patience.stop()
	select {
	case <-s.done:
		return s.creds, s.err
	case <-ctx.Done():
		return aws.Credentials{}, ctx.Err()
	case <-patience.over:
		return aws.Credentials{}, context.DeadlineExceeded
	}
}

// begin starts a sign-in; the lock is held.
func (in *loaded) begin() *signIn {
	s := &signIn{done: make(chan struct{}), clock: &stopClock{}, since: time.Now()}
	s.ctx, s.end = context.WithCancelCause(context.Background())
	in.under = s
	in.login.tell()
	go func() {
		defer in.login.tell()
		defer close(s.done)
		defer s.end(nil)
		limit := s.clock.after(signInTime)
		defer limit.stop()
		go func() {
			select {
			case <-limit.over:
				s.end(context.DeadlineExceeded)
			case <-s.ctx.Done():
			}
		}()
		s.err = guarded(func() (err error) {
			s.creds, err = in.cfg.Credentials.Retrieve(s.ctx)
			return err
		})
		if cause := context.Cause(s.ctx); s.err != nil && cause != nil {
			s.err = cause
			in.helpers.Wait() // they are being ended
		}
		if s.err == nil && s.creds.Expired() {
			s.err = in.setup.given()
		}
		in.noteRefusal(s.err)
		if s.err != nil {
			in.login.forget(in)
		}
		in.mu.Lock()
		defer in.mu.Unlock()
		in.under = nil
		if s.err == nil {
			in.keep(s.creds)
		}
	}()
	return s
}

// abandon ends the sign-in that is under way, and reports whether one was.
func (in *loaded) abandon() bool {
	in.mu.Lock()
	s := in.under
	in.mu.Unlock()
	if s == nil {
		return false
	}
	s.end(&backend.Error{Kind: backend.ErrSignInGivenUp, Err: backend.ErrNoCredentials, Way: in.setup.root, Message: in.setup.waitedFor(),
		Advice: "mend what hangs (" + in.setup.whose() + "), or go to another profile", Unsent: true})
	return true
}

// ask gets a code of a second factor for the sign-in that is under way. Its clock, and that of whoever waits for it, stands still
// meanwhile: a person is slower.
func (in *loaded) ask(role, device string) (string, error) {
	need := backend.CodeNeed{Device: device, Role: role}
	for _, l := range in.setup.chain {
		if l.Role == role && l.MFA == device {
			need.Profile = l.Profile
		}
	}
	in.mu.Lock()
	s := in.under
	in.mu.Unlock()
	if in.login.opts.Codes == nil || s == nil {
		return "", &backend.Error{Kind: backend.ErrNoCode, Message: "profile " + need.Profile + " needs a code of " + device, Unsent: true,
			Advice: "name a profile that needs none (no mfa_serial), or put the keys of a session that has one into the environment"}
	}
	s.clock.halt()
	defer s.clock.run()
	code, err := in.login.opts.Codes.Code(s.ctx, need)
	return code, err
}
