package aws

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

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
}

// loaded is a configuration, and the credentials that it leads to.
type loaded struct {
	login *login
	cfg   aws.Config
	home  string // the region that the configuration names, "" for none
	// places say where the services are; beside is what of it differs from where the secrets are, in words.
	places *endpoints
	beside string

	mu    sync.Mutex
	held  aws.Credentials
	under *signIn // under way, nil for none
}

// signIn is one search for credentials: creds and err are there once done is closed.
type signIn struct {
	done  chan struct{}
	creds aws.Credentials
	err   error
}

func newLogin(o Options) *login { return &login{opts: o, turn: make(chan struct{}, 1)} }

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
	places := &endpoints{named: l.opts.Endpoint}
	cfg, err := config.LoadDefaultConfig(ctx, loadOptions(l.opts, places)...)
	home := cfg.Region
	if err == nil && home == "" && region != "" {
		o := l.opts
		o.Region = region
		cfg, err = config.LoadDefaultConfig(ctx, loadOptions(o, places)...)
	}
	if err != nil {
		return nil, configError(ctx, l.opts, err)
	}
	if cmp.Or(home, region) == "" {
		return nil, &backend.Error{Kind: backend.ErrNoRegion}
	}
	if fail := places.learn(cfg.ConfigSources); fail != nil {
		return nil, fail
	}
	beside := places.elsewhere(askedBy(cfg.Credentials))
	muteHelpers(&cfg, &places.shared)
	cfg.APIOptions = nil // to be redirected is for the sign-in: other clients are told their endpoint
	return &loaded{login: l, cfg: cfg, home: home, places: places, beside: beside}, nil
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
	ctx, cancel := context.WithTimeout(ctx, signInWait)
	defer cancel()
	select {
	case <-s.done:
		return s.creds, s.err
	case <-ctx.Done():
		return aws.Credentials{}, ctx.Err()
	}
}

// begin starts a sign-in; the lock is held.
func (in *loaded) begin() *signIn {
	s := &signIn{done: make(chan struct{})}
	in.under = s
	go func() {
		defer close(s.done)
		ctx, cancel := context.WithTimeout(context.Background(), signInTime)
		defer cancel()
		s.err = guarded(func() (err error) {
			s.creds, err = in.cfg.Credentials.Retrieve(ctx)
			return err
		})
		if s.err != nil {
			in.login.forget(in)
		}
		in.mu.Lock()
		defer in.mu.Unlock()
		in.under = nil
		if s.err == nil {
			in.held = s.creds
		}
	}()
	return s
}
