// Package aws is the backend that speaks to AWS Secrets Manager, or to a server of the same protocol.
// It is the only place that knows the SDK: no SDK type, no SDK error text and no SDK log line gets out.
package aws

import (
	"cmp"
	"context"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"strongroom/backend"
)

// Deadlines of one call, its retries included; a caller's context may be shorter.
const (
	readTimeout  = 10 * time.Second
	writeTimeout = 20 * time.Second
	// accountTimeout is shorter: listings wait for the answer, and can go on without it.
	accountTimeout = 5 * time.Second
)

// embeddedRegion is where an embedded server is, if nobody says otherwise.
const embeddedRegion = "eu-west-1"

// Options say which service to speak to, and as whom. The zero Options follow the AWS CLI's own rules.
type Options struct {
	// Profile is a profile of the shared configuration. Named here it beats keys in the environment; "" leaves the choice
	// to the environment.
	Profile string
	Region  string
	// Endpoint is the URL of a server other than AWS's own.
	Endpoint string
	// OwnEndpoint has Secrets Manager, and what has no endpoint of its own, asked at AWS's own endpoints, whatever the environment
	// and the profile say for all services.
	OwnEndpoint bool
	// Transport carries every request to an embedded server: made-up credentials are used and the environment is not read.
	Transport http.RoundTripper
	// Kind is the word for the place ("demo"); "" finds one.
	Kind string
	// OneEnd lists from one end only. Both ends at once halve the time of a long listing.
	OneEnd bool
	// PagesPerSecond caps a listing; 0 means just under what the service allows an account.
	PagesPerSecond float64
	// patience is how long a call waits for a sign-in; 0 outside tests, for the usual time.
	patience time.Duration
	// rest waits between two questions of a login; nil outside tests, for waiting as long as is asked.
	rest func(context.Context, time.Duration) error
	// Codes gives codes of second factors; nil where nobody can be asked for one.
	Codes backend.Codes
	// Ledger is the one that every value is in which is read; nil outside tests.
	Ledger *backend.Ledger
}

// Client is Secrets Manager in one account and one region.
type Client struct {
	opts    Options
	paces   [lanes]*pacer
	login   *login
	further bool // opened by In
	state   atomic.Pointer[session]

	mu    sync.Mutex
	where backend.Where
}

var (
	_ backend.Backend = (*Client)(nil)
	_ backend.Locator = (*Client)(nil)
)

// Open makes a client and does no work: configuration and credentials are looked for by the first call, and again by the
// next one if that failed or the login has expired.
func Open(o Options) *Client { return open(o, newLogin(o)) }

// In is a client of another region of the same place, which signs in by the same login. Of its own region, or of none, it
// is c itself.
func (c *Client) In(region string) *Client {
	if region == "" || region == c.Where().Region {
		return c
	}
	o := c.opts
	o.Region = region
	further := open(o, c.login)
	further.further = true
	return further
}

func open(o Options, l *login) *Client {
	if o.rest == nil {
		o.rest = rest
	}
	c := &Client{opts: o, login: l, paces: newPaces(o)}
	c.where = backend.Where{Profile: o.Profile, Region: o.Region, Endpoint: o.Endpoint, Kind: o.Kind}
	if o.Transport != nil {
		c.where.Profile = ""
		c.where.Region = cmp.Or(o.Region, embeddedRegion)
	}
	return c
}

// Where tells what is known without a call: what was asked for, and after a first call what was found.
func (c *Client) Where() backend.Where {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.where
	switch {
	case w.Kind != "":
	case c.opts.Transport != nil:
		w.Kind = "embedded"
	case w.Endpoint != "":
		w.Kind = "custom endpoint"
	default:
		w.Kind = "AWS"
	}
	return w
}

// learn keeps what a loaded session knows about the place.
func (c *Client) learn(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.where.Region = s.region
	c.where.Endpoint, c.where.Beside = s.endpoint, s.beside
	if c.opts.Transport != nil {
		return
	}
	c.where.Configured, _ = s.in.places.configured(secretsmanager.ServiceID)
	chosen := cmp.Or(c.opts.Profile, os.Getenv("AWS_PROFILE"), os.Getenv("AWS_DEFAULT_PROFILE"))
	if c.opts.Profile == "" && keysInEnvironment() { // they beat whatever profile is set there
		c.where.Profile, c.where.Named = "", ""
		return
	}
	if len(s.in.setup.chain) == 0 && s.in.setup.root != backend.WayNone { // what the machine gives, and no profile
		c.where.Profile, c.where.Named = "", ""
		return
	}
	c.where.Profile, c.where.Named = cmp.Or(chosen, "default"), cmp.Or(chosen, s.profile)
}

// keysInEnvironment reports whether the environment has keys of its own, under one of the names that the SDK knows.
func keysInEnvironment() bool {
	return cmp.Or(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_ACCESS_KEY")) != "" &&
		cmp.Or(os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SECRET_KEY")) != ""
}

// Locate reads the configuration.
func (c *Client) Locate(ctx context.Context) (backend.Where, error) {
	if c.opts.Transport != nil {
		return c.Where(), nil
	}
	in, fail := c.login.load(ctx, c.opts.Region)
	if fail == nil {
		_, fail = c.sessionOf(in)
	}
	if fail != nil {
		fail.Op, fail.Unsent = "find out which account and region this is", true
		return c.Where(), fail
	}
	return c.Where(), nil
}

// learnSource keeps where the credentials came from, in words of our own.
func (c *Client) learnSource(l backend.Login) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.where.Credentials = l.Words()
	if c.opts.Profile == "" && l.Way == backend.WayEnvironment && len(l.Chain) == 0 {
		c.where.Profile, c.where.Named = "", ""
	}
}
