package aws

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	oidc "github.com/aws/aws-sdk-go-v2/service/ssooidc/types"
	"github.com/aws/smithy-go"

	"strongroom/backend"
	"strongroom/backend/profiles"
)

var _ backend.DeviceLogin = (*Client)(nil)

const (
	grantOfDevice = "urn:ietf:params:oauth:grant-type:device_code"
	// usualInterval is how often is asked where the service does not say, and by how much that grows where it says that this is too
	// often (RFC 8628, 3.2 and 3.5).
	usualInterval = 5 * time.Second
	// longestInterval is how seldom is asked at most while nobody answers.
	longestInterval = time.Minute
	opLogIn         = "log in"
)

// SignOn reads the files anew: after a login has ended nothing else of it is kept here.
func (c *Client) SignOn() (backend.SignOn, bool) {
	if c.opts.Transport != nil {
		return backend.SignOn{}, false
	}
	s, fail := prepare(c.opts)
	if fail != nil || len(s.chain) == 0 {
		return backend.SignOn{}, false
	}
	root := s.chain[len(s.chain)-1]
	if _, is := s.files.SignOn(root); !is {
		return backend.SignOn{}, false
	}
	out := backend.SignOn{Profile: root.Profile, Session: root.Session, Refused: c.login.refused.Load()}
	out.State, out.Until = s.files.State(root, time.Now())
	return out, true
}

// grant is a login under way: how far it has come, and what is kept of it once it is confirmed.
type grant struct {
	login    *login
	oidc     *ssooidc.Client
	on       profiles.SignOn
	aside    bool // it is asked elsewhere than at AWS
	who      registration
	code     backend.Value
	interval time.Duration
	ends     time.Time
	rest     func(context.Context, time.Duration) error
}

// StartLogin registers this program where it is not known yet, and asks for a code.
func (c *Client) StartLogin(ctx context.Context) (*backend.DeviceCode, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	var out *backend.DeviceCode
	err := guarded(func() (err error) {
		out, err = c.startLogin(ctx)
		return err
	})
	if err != nil {
		return nil, logInError(ctx, err)
	}
	return out, nil
}

func (c *Client) startLogin(ctx context.Context) (*backend.DeviceCode, error) {
	in, fail := c.login.load(ctx, c.opts.Region)
	if fail != nil {
		return nil, fail
	}
	if len(in.setup.chain) == 0 {
		return nil, &backend.Error{Kind: backend.ErrState, Message: "this place does not log in by single sign-on", Unsent: true}
	}
	on, is := in.setup.files.SignOn(in.setup.chain[len(in.setup.chain)-1])
	if !is {
		return nil, &backend.Error{Kind: backend.ErrState, Message: in.setup.whose() + " does not log in by single sign-on", Unsent: true}
	}
	at := in.places.of(ssooidc.ServiceID)
	if fail := in.places.good(at); fail != nil {
		return nil, fail
	}
	d := &grant{login: c.login, on: on, aside: at != "", rest: c.opts.rest, oidc: ssooidc.NewFromConfig(in.cfg, func(o *ssooidc.Options) {
		o.Region, o.BaseEndpoint, o.Retryer = on.Region, orNil(at), aws.NopRetryer{}
	})}
	var unknown *oidc.InvalidClientException
	code, err := d.start(ctx)
	if errors.As(err, &unknown) { // it was kept for longer than the service knows it
		forgetRegistration(on.Registration)
		code, err = d.start(ctx)
	}
	if err != nil {
		d.wipe()
	}
	return code, err
}

// start asks for a code.
func (d *grant) start(ctx context.Context) (*backend.DeviceCode, error) {
	if err := d.register(ctx); err != nil {
		return nil, err
	}
	begun := time.Now()
	out, err := d.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{ClientId: &d.who.ID, ClientSecret: d.who.secret(), StartUrl: &d.on.StartURL})
	if err != nil {
		return nil, err
	}
	if aws.ToString(out.DeviceCode) == "" || aws.ToString(out.UserCode) == "" || aws.ToString(out.VerificationUri) == "" {
		return nil, &backend.Error{Kind: backend.ErrMalformed, Message: "the answer has no code"}
	}
	if !typeable(*out.UserCode) || !d.opens(*out.VerificationUri) || aws.ToString(out.VerificationUriComplete) != "" && !d.opens(*out.VerificationUriComplete) {
		return nil, &backend.Error{Kind: backend.ErrMalformed, Message: "the answer has no code, or no address, that anybody could use"}
	}
	d.code = backend.TextValue(*out.DeviceCode)
	d.interval = cmp.Or(time.Duration(max(0, out.Interval))*time.Second, usualInterval)
	d.ends = begun.Add(time.Duration(max(0, out.ExpiresIn)) * time.Second)
	return &backend.DeviceCode{User: *out.UserCode, Address: *out.VerificationUri, Complete: aws.ToString(out.VerificationUriComplete), Ends: d.ends,
		Ask: d.ask, Wipe: d.wipe}, nil
}

// typeable reports printable ASCII: both are copied, and pasted somewhere.
func typeable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

// opens reports an address of the web, which is to be encrypted where AWS itself is asked.
func (d *grant) opens(address string) bool {
	u, err := url.Parse(address)
	return err == nil && typeable(address) && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && d.aside)
}

func (d *grant) wipe() {
	d.code.Wipe()
	d.who.Secret.Wipe()
}

// ask waits, asks once, and keeps what it is given.
func (d *grant) ask(ctx context.Context) (answer backend.DeviceAnswer, err error) {
	if err := d.rest(ctx, min(d.interval, max(0, time.Until(d.ends)))); err != nil {
		return answer, logInError(ctx, err)
	}
	if !time.Now().Before(d.ends) {
		return answer, codeEnded()
	}
	within, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	err = guarded(func() (err error) {
		answer, err = d.askOnce(within)
		return err
	})
	var slow *oidc.SlowDownException
	var waits *oidc.AuthorizationPendingException
	switch {
	case err == nil:
	case errors.As(err, &waits):
		err = nil
	case errors.As(err, &slow):
		d.interval += usualInterval
		err = nil
	case ctx.Err() == nil && passes(err): // nobody answered, which may be different next time
		d.interval = min(2*d.interval, max(longestInterval, d.interval))
		answer.Trouble, err = logInError(within, err), nil
	default:
		err = logInError(ctx, err)
	}
	answer.Every = d.interval
	return answer, err
}

// passes reports an error that is none of the login's own.
func passes(err error) bool {
	var api smithy.APIError
	var own *backend.Error
	if errors.As(err, &own) {
		return false
	}
	var server *oidc.InternalServerException
	return !errors.As(err, &api) || errors.As(err, &server) || api.ErrorFault() == smithy.FaultServer || api.ErrorCode() == "UnknownError"
}

func (d *grant) askOnce(ctx context.Context) (answer backend.DeviceAnswer, err error) {
	in := &ssooidc.CreateTokenInput{ClientId: &d.who.ID, ClientSecret: d.who.secret(), GrantType: aws.String(grantOfDevice)}
	if !d.code.Use(func(code []byte) { in.DeviceCode = aws.String(string(code)) }) {
		return answer, &backend.Error{Kind: backend.ErrState, Message: "this login was given up", Unsent: true}
	}
	out, err := d.oidc.CreateToken(ctx, in)
	if err != nil {
		return answer, err
	}
	if aws.ToString(out.AccessToken) == "" || out.ExpiresIn <= 0 {
		return answer, &backend.Error{Kind: backend.ErrMalformed, Message: "the answer has no token"}
	}
	answer.Confirmed, answer.Until = true, time.Now().Add(time.Duration(out.ExpiresIn)*time.Second).UTC().Truncate(time.Second)
	if err := keepToken(d, out, answer.Until); err != nil {
		return backend.DeviceAnswer{}, err
	}
	d.login.renewed()
	return answer, nil
}

// noteRefusal keeps whether single sign-on took the token, which the disk does not tell.
func (in *loaded) noteRefusal(err error) {
	if in.setup == nil {
		return
	}
	var own *backend.Error
	switch {
	case err == nil:
		in.login.refused.Store(false)
	case !errors.As(err, &own):
		in.doubt(in.setup.failed(err).Kind)
	}
}

// doubt notes that a login has ended, whatever the disk says of it. The next sign-in that works takes it back.
func (in *loaded) doubt(kind error) {
	if in.setup != nil && in.setup.root == backend.WaySSO && kind == backend.ErrExpired {
		in.login.refused.Store(true)
	}
}

// renewed lets the next call sign in with what was kept.
func (l *login) renewed() {
	l.refused.Store(false)
	l.state.Store(nil)
}

func codeEnded() *backend.Error {
	return &backend.Error{Op: opLogIn, Kind: backend.ErrTimeout, Message: "nobody has confirmed the code in time", Advice: "ask for a new one"}
}

// logInError is what went wrong with a login, in words of our own.
func logInError(ctx context.Context, err error) *backend.Error {
	e := logInFailed(ctx, err)
	e.Op = opLogIn
	return e
}

func logInFailed(ctx context.Context, err error) *backend.Error {
	var own *backend.Error
	var api smithy.APIError
	var denied *oidc.AccessDeniedException
	var ended *oidc.ExpiredTokenException
	switch {
	case errors.As(err, &own):
		e := *own
		return &e
	case ctx.Err() != nil:
		return cutShort(ctx)
	case errors.As(err, &denied):
		return &backend.Error{Kind: backend.ErrDenied, Code: "AccessDeniedException", Message: "it was refused in the browser", Request: requestOf(err), Advice: "ask for a new code, and allow it there"}
	case errors.As(err, &ended):
		return codeEnded()
	case errors.As(err, &api) && api.ErrorCode() != "UnknownError":
		said := serviceError(api.ErrorCode(), api.ErrorMessage(), clockOffset(err))
		if api.ErrorFault() == smithy.FaultClient && said.Kind == backend.ErrServer {
			said.Kind = backend.ErrInvalid
		}
		return &backend.Error{Kind: said.Kind, Code: said.Code, Message: cmp.Or(said.Message, said.Code), Request: requestOf(err),
			Advice: "check sso_start_url and sso_region"}
	}
	return onTheWayIn(err)
}
