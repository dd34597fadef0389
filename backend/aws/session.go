package aws

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"os/exec"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
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

// session is a loaded configuration with its clients. It is dropped whole when the login ends: a new one reads the
// environment, the files and the single sign-on cache again.
type session struct {
	secrets  *secretsmanager.Client
	sts      *sts.Client
	trail    *cloudtrail.Client
	creds    aws.CredentialsProvider
	region   string
	endpoint string // "" where it is AWS's own
	embedded bool
}

// open returns the session with credentials that are good now, loading what is missing.
func (c *Client) open(ctx context.Context) (*session, *backend.Error) {
	s, fail := c.load(ctx)
	if fail != nil {
		return nil, fail
	}
	if s.embedded {
		return s, nil
	}
	signIn, cancel := context.WithTimeout(ctx, signInTimeout)
	defer cancel()
	found, err := s.creds.Retrieve(signIn)
	if err != nil {
		c.forget(s)
		return nil, credentialsError(ctx, err)
	}
	c.learnSource(found.Source)
	return s, nil
}

func (c *Client) load(ctx context.Context) (*session, *backend.Error) {
	if s := c.state.Load(); s != nil {
		return s, nil
	}
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return nil, cutShort(ctx)
	}
	if s := c.state.Load(); s != nil {
		return s, nil
	}
	s, fail := newSession(ctx, c.opts, c.pace)
	if fail != nil {
		return nil, fail
	}
	c.learn(s)
	c.state.Store(s)
	return s, nil
}

// forget drops s, unless a newer session has already taken its place.
func (c *Client) forget(s *session) {
	if !s.embedded {
		c.state.CompareAndSwap(s, nil)
	}
}

func newSession(ctx context.Context, o Options, p *pacer) (*session, *backend.Error) {
	if err := checkEndpoint(o.Endpoint); err != nil {
		return nil, err
	}
	if o.Transport != nil {
		return embedded(o, p), nil
	}
	cfg, err := config.LoadDefaultConfig(ctx, loadOptions(o, p)...)
	if err != nil {
		return nil, configError(ctx, o, err)
	}
	if cfg.Region == "" {
		return nil, &backend.Error{Kind: backend.ErrNoRegion}
	}
	muteHelper(&cfg)
	s := connect(cfg, o.Endpoint)
	if err := checkEndpoint(s.endpoint); err != nil { // AWS_ENDPOINT_URL and a profile's endpoint_url are taken as they are
		return nil, err
	}
	return s, nil
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
		secrets: secretsmanager.NewFromConfig(cfg, noPages, func(o *secretsmanager.Options) { o.BaseEndpoint = cmp.Or(own, o.BaseEndpoint) }),
		sts:     sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = cmp.Or(own, o.BaseEndpoint) }),
		trail:   cloudtrail.NewFromConfig(cfg, func(o *cloudtrail.Options) { o.BaseEndpoint = cmp.Or(own, o.BaseEndpoint) }),
		creds:   cfg.Credentials,
		region:  cfg.Region,
	}
	s.endpoint = aws.ToString(s.secrets.Options().BaseEndpoint)
	return s
}

// embedded reaches an in-process server with made-up credentials.
func embedded(o Options, p *pacer) *session {
	s := connect(aws.Config{
		Region:      cmp.Or(o.Region, embeddedRegion),
		Credentials: credentials.NewStaticCredentialsProvider("EMBEDDED", "embedded", ""),
		HTTPClient:  &http.Client{Transport: o.Transport, CheckRedirect: stayHere},
		Logger:      logging.Nop{},
		Retryer:     func() aws.Retryer { return newRetryer(p) },
		AppID:       appID,
	}, cmp.Or(o.Endpoint, embeddedHost))
	s.endpoint, s.embedded = o.Endpoint, true
	return s
}

// muteHelper keeps a profile's credential_process off the terminal: the SDK hands it this program's own input and error
// output, so it would write over the screen and swallow keys.
func muteHelper(cfg *aws.Config) {
	if !aws.IsCredentialsProvider(cfg.Credentials, (*processcreds.Provider)(nil)) {
		return
	}
	for _, source := range cfg.ConfigSources {
		profile, ok := source.(config.SharedConfig)
		if !ok || profile.CredentialProcess == "" {
			continue
		}
		cfg.Credentials = aws.NewCredentialsCache(processcreds.NewProviderCommand(processcreds.NewCommandBuilderFunc(
			func(ctx context.Context) (*exec.Cmd, error) {
				shell, flag := "sh", "-c"
				if runtime.GOOS == "windows" {
					shell, flag = "cmd.exe", "/C"
				}
				return exec.CommandContext(ctx, shell, flag, profile.CredentialProcess), nil
			})))
		return
	}
}

func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func loadOptions(o Options, p *pacer) []func(*config.LoadOptions) error {
	opts := []func(*config.LoadOptions) error{
		config.WithLogger(logging.Nop{}), // the SDK's default writes to the screen
		config.WithAppID(appID),
		config.WithRetryer(func() aws.Retryer { return newRetryer(p) }),
		config.WithEC2RoleCredentialOptions(quickInstanceRole),
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
