package aws

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"

	"strongroom/backend"
)

const (
	// appID is in the user agent, so that an administrator can tell the program in the audit trail.
	appID = "strongroom"
	// embeddedHost is signed, never resolved: the transport carries the request. ".invalid" cannot exist (RFC 2606).
	embeddedHost = "http://secretsmanager.embedded.invalid"
)

// session is the clients of one region, with the login that they sign in by.
type session struct {
	secrets  *secretsmanager.Client
	sts      *sts.Client
	trail    *cloudtrail.Client
	in       *loaded // nil where the server is embedded
	region   string
	profile  string // the section of the configuration that was read, "" for none
	endpoint string // "" where it is AWS's own
	embedded bool
}

// open returns the session with credentials that are good now, loading what is missing.
func (c *Client) open(ctx context.Context) (*session, *backend.Error) {
	if c.opts.Transport != nil {
		return c.embedded()
	}
	in, fail := c.login.load(ctx, c.opts.Region)
	if fail != nil {
		return nil, fail
	}
	s, fail := c.sessionOf(in)
	if fail != nil {
		return nil, fail
	}
	found, err := in.credentials(ctx)
	if err != nil {
		return nil, credentialsError(ctx, err)
	}
	c.learnSource(found.Source)
	return s, nil
}

// sessionOf is the session of a login, made once.
func (c *Client) sessionOf(in *loaded) (*session, *backend.Error) {
	if s := c.state.Load(); s != nil && s.in == in {
		return s, nil
	}
	cfg := in.cfg.Copy()
	if cfg.Region = cmp.Or(c.opts.Region, in.home); cfg.Region == "" {
		c.login.forget(in)
		return nil, &backend.Error{Kind: backend.ErrNoRegion}
	}
	cfg.Retryer = func() aws.Retryer { return newRetryer(c.pace) }
	s := connect(cfg, c.opts.Endpoint)
	s.in, s.profile = in, sectionOf(cfg)
	if err := checkEndpoint(s.endpoint); err != nil { // AWS_ENDPOINT_URL and a profile's endpoint_url are taken as they are
		c.login.forget(in)
		return nil, err
	}
	c.learn(s)
	c.state.Store(s)
	return s, nil
}

// refused drops the login that the service did not take, unless a newer one has already taken its place. What only a further
// region refuses says nothing of it: an account need not have enabled that region.
func (c *Client) refused(s *session, kind error) {
	if s.embedded || !(kind == backend.ErrExpired || kind == backend.ErrBadCredentials && !c.further) {
		return
	}
	c.login.forget(s.in)
}

// sectionOf is the profile's section in the configuration files, "" where they have none.
func sectionOf(cfg aws.Config) string {
	for _, source := range cfg.ConfigSources {
		if profile, ok := source.(config.SharedConfig); ok {
			return profile.Profile
		}
	}
	return ""
}

func checkEndpoint(endpoint string) *backend.Error {
	if u, err := url.Parse(endpoint); endpoint != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return &backend.Error{Kind: backend.ErrInvalid, Message: "an endpoint is a URL such as http://127.0.0.1:4566"}
	}
	return nil
}

// connect makes the clients. An endpoint in Options.BaseEndpoint beats everything the environment can say.
func connect(cfg aws.Config, endpoint string) *session {
	var own *string
	if endpoint != "" {
		own = &endpoint
	}
	s := &session{
		secrets: secretsmanager.NewFromConfig(cfg, noPages, eachAttempt, func(o *secretsmanager.Options) { o.BaseEndpoint = cmp.Or(own, o.BaseEndpoint) }),
		sts:     sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = cmp.Or(own, o.BaseEndpoint) }),
		trail:   cloudtrail.NewFromConfig(cfg, func(o *cloudtrail.Options) { o.BaseEndpoint = cmp.Or(own, o.BaseEndpoint) }),
		region:  cfg.Region,
	}
	s.endpoint = aws.ToString(s.secrets.Options().BaseEndpoint)
	return s
}

// embedded reaches an in-process server with made-up credentials.
func (c *Client) embedded() (*session, *backend.Error) {
	if s := c.state.Load(); s != nil {
		return s, nil
	}
	if err := checkEndpoint(c.opts.Endpoint); err != nil {
		return nil, err
	}
	s := connect(aws.Config{
		Region:      cmp.Or(c.opts.Region, embeddedRegion),
		Credentials: credentials.NewStaticCredentialsProvider("EMBEDDED", "embedded", ""),
		HTTPClient:  &http.Client{Transport: c.opts.Transport, CheckRedirect: stayHere},
		Logger:      logging.Nop{},
		Retryer:     func() aws.Retryer { return newRetryer(c.pace) },
		AppID:       appID,
	}, cmp.Or(c.opts.Endpoint, embeddedHost))
	s.endpoint, s.embedded = c.opts.Endpoint, true
	c.learn(s)
	c.state.Store(s)
	return s, nil
}

func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func loadOptions(o Options) []func(*config.LoadOptions) error {
	alone := newPacer(o) // a throttled sign-in slows no listing
	opts := []func(*config.LoadOptions) error{
		config.WithLogger(logging.Nop{}), // the SDK's default writes to the screen
		config.WithAppID(appID),
		config.WithRetryer(func() aws.Retryer { return newRetryer(alone) }),
		config.WithEC2RoleCredentialOptions(quickInstanceRole),
		config.WithHTTPClient(awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { t.OnProxyConnectResponse = proxyAnswered })),
	}
	if o.Profile != "" {
		opts = append(opts, config.WithSharedConfigProfile(o.Profile))
	}
	if o.Region != "" {
		opts = append(opts, config.WithRegion(o.Region))
	}
	return opts
}

// quickInstanceRole asks the instance metadata service once and for a second at most, as the AWS CLI does: elsewhere than
// on an instance nobody answers there, and the SDK would wait for many seconds.
func quickInstanceRole(o *ec2rolecreds.Options) {
	o.Client = imds.New(imds.Options{
		HTTPClient: &http.Client{Timeout: time.Second},
		Retryer:    retry.AddWithMaxAttempts(retry.NewStandard(), 1),
	})
}
