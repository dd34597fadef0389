package aws

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"

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
	secrets   *secretsmanager.Client
	sts       *sts.Client
	trail     signed
	account   signed
	logs      signed
	iam       signed
	in        *loaded // nil where the server is embedded
	region    string
	profile   string // the section of the configuration that was read, "" for none
	endpoint  string // of Secrets Manager, "" where it is AWS's own
	beside    string // other services that are elsewhere, in words
	aside     string // the same of the audit trail alone
	logsAside string // and of the logs
	embedded  bool
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
	if _, err := in.credentials(ctx); err != nil {
		return nil, c.knowing(in, credentialsError(ctx, in.setup, err))
	}
	c.learnSource(in.entry())
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
	cfg.Retryer = func() aws.Retryer { return newRetryer(nil) }
	s := connect(cfg, in.places.of)
	s.in, s.profile, s.beside, s.aside = in, in.places.shared.Profile, in.beside, in.places.elsewhere([]string{trailID})
	s.logsAside = in.places.elsewhere([]string{logsID})
	if err := in.places.good(s.endpoint); err != nil { // AWS_ENDPOINT_URL and a profile's endpoint_url are taken as they are
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
	s.in.doubt(kind)
	c.login.forget(s.in)
}

func checkEndpoint(endpoint string) *backend.Error {
	if endpoint != "" && !backend.GoodEndpoint(endpoint) {
		return &backend.Error{Kind: backend.ErrInvalid, Message: "an endpoint is a URL such as http://127.0.0.1:4566"}
	}
	return nil
}

// connect makes the clients, of services that are where at says. An endpoint in Options.BaseEndpoint beats everything that the
// SDK has found by itself.
func connect(cfg aws.Config, at func(service string) string) *session {
	base := func(service string) *string { return orNil(at(service)) }
	secrets := secretsmanager.NewFromConfig(cfg, noPages, eachAttempt, func(o *secretsmanager.Options) { o.BaseEndpoint = base(secretsmanager.ServiceID) })
	own := hostsOf(secrets)
	oneAccount, accountRegion := own.once("account")
	if named := at(accountID); named != "" {
		oneAccount, accountRegion = named, cfg.Region
	}
	oneIAM, iamRegion := own.iam()
	return &session{
		secrets:  secrets,
		sts:      sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = base(sts.ServiceID) }),
		trail:    signed{cfg, "cloudtrail", cfg.Region, cmp.Or(at(trailID), own.of("cloudtrail"))},
		logs:     signed{cfg, "logs", cfg.Region, cmp.Or(at(logsID), own.of("logs"))},
		account:  signed{cfg, "account", accountRegion, oneAccount},
		iam:      signed{cfg, "iam", iamRegion, cmp.Or(at(iamID), oneIAM)},
		region:   cfg.Region,
		endpoint: at(secretsmanager.ServiceID),
	}
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
		Retryer:     func() aws.Retryer { return newRetryer(nil) },
		AppID:       appID,
	}, func(string) string { return cmp.Or(c.opts.Endpoint, embeddedHost) })
	s.endpoint, s.embedded = c.opts.Endpoint, true
	c.learn(s)
	c.state.Store(s)
	return s, nil
}

func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// options are what the SDK is told before it loads the configuration.
func (in *loaded) options(o Options) []func(*config.LoadOptions) error {
	opts := []func(*config.LoadOptions) error{
		config.WithLogger(logging.Nop{}), // the SDK's default writes to the screen
		config.WithAppID(appID),
		config.WithAPIOptions([]func(*middleware.Stack) error{in.places.redirect, wantCredentials}),
		config.WithRetryer(func() aws.Retryer { return newRetryer(nil) }),
		config.WithSharedConfigFiles(in.setup.files.Config()), // those that were looked at, and no others
		config.WithSharedCredentialsFiles(in.setup.files.Credentials()),
		config.WithAssumeRoleCredentialOptions(in.roleOptions),
		config.WithEC2RoleCredentialOptions(func(o *ec2rolecreds.Options) {
			o.Client = &instanceRole{places: in.places, off: in.setup.root != backend.WayInstance}
		}),
		config.WithEndpointCredentialOptions(in.asksContainer),
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

// asksContainer has what gives a container its credentials asked for two seconds at a time and by no proxy, as the AWS CLI does: the
// SDK would wait for ever.
func (in *loaded) asksContainer(o *endpointcreds.Options) {
	if at, err := url.Parse(o.Endpoint); err == nil && at.Scheme == "http" {
		o.HTTPClient = &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	}
}

// instanceRole asks the instance metadata service once and for a second at most, as the AWS CLI does: elsewhere than on an
// instance nobody answers there, and the SDK would wait for many seconds. Where it is the configuration says, which is not yet
// loaded when the SDK wants a client.
type instanceRole struct {
	places *endpoints
	off    bool // nothing says that this is an instance
	once   sync.Once
	client *imds.Client
}

func (r *instanceRole) GetMetadata(ctx context.Context, in *imds.GetMetadataInput, more ...func(*imds.Options)) (*imds.GetMetadataOutput, error) {
	if r.off {
		return nil, &backend.Error{Kind: backend.ErrNoCredentials, Message: noneGiven}
	}
	r.once.Do(func() {
		r.client = imds.NewFromConfig(aws.Config{ConfigSources: r.places.sources, Logger: logging.Nop{}}, func(o *imds.Options) {
			o.HTTPClient = &http.Client{Timeout: time.Second}
			o.Retryer = retry.AddWithMaxAttempts(retry.NewStandard(), 1)
		})
	})
	return r.client.GetMetadata(ctx, in, more...)
}
