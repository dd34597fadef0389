package aws

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/signin"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
)

// endpoints say where each service is, those included that the SDK asks to sign in. It follows the environment and the
// profile as the AWS CLI does. The SDK does so for clients that are made after its configuration is loaded. Those of its own
// sign-in are made before, and know no endpoint that is set for all services: they would ask AWS.
//
// An endpoint that is named on the command line is where everything is that has no endpoint of its own, the sign-in too. The
// AWS CLI's flag leaves the sign-in where it is; here nothing leaves for AWS that was not told to. Where the one named is
// itself AWS's, such as that of a VPC, it is Secrets Manager's alone.
type endpoints struct {
	named   string
	own     bool // AWS's own, whatever is configured for all services
	env     config.EnvConfig
	shared  config.SharedConfig
	ignored bool // what the environment and the profile say
	sources []any
}

// learn takes the configuration that was loaded.
func (e *endpoints) learn(sources []any) *backend.Error {
	e.sources = sources
	known := false
	for _, source := range sources {
		switch s := source.(type) {
		case config.EnvConfig:
			e.env = s
		case config.SharedConfig:
			e.shared = s
		}
		if s, ok := source.(config.IgnoreConfiguredEndpointsProvider); ok && !known {
			e.ignored, known, _ = s.GetIgnoreConfiguredEndpoints(context.Background())
		}
	}
	// The SDK would take a section that is not there for an empty one, and ask AWS.
	if name := e.shared.ServicesSectionName; name != "" && e.shared.Services.ServiceValues == nil && e.env.BaseEndpoint == "" && !e.ignored {
		return misconfigured("profile " + e.shared.Profile + " names services " + name + ", which the configuration does not have")
	}
	return nil
}

// configured is what the environment and the profile say of a service, and whether they say it of that service alone.
func (e *endpoints) configured(service string) (endpoint string, alone bool) {
	if e.ignored {
		return "", false
	}
	if own, _, _ := e.env.GetServiceBaseEndpoint(context.Background(), service); own != "" {
		return own, true
	}
	if e.env.BaseEndpoint != "" {
		return e.env.BaseEndpoint, false
	}
	if own, _, _ := e.shared.GetServiceBaseEndpoint(context.Background(), service); own != "" {
		return own, true
	}
	return e.shared.BaseEndpoint, false
}

// of is where a service is, "" for AWS's own endpoint.
func (e *endpoints) of(service string) string {
	found, alone := e.configured(service)
	if e.named != "" && (service == secretsmanager.ServiceID || !alone && !ownedByAWS(e.named)) {
		return e.named
	}
	if e.own && (service == secretsmanager.ServiceID || !alone) {
		return ""
	}
	return found
}

// good refuses an endpoint that is no URL, and names what sets it.
func (e *endpoints) good(endpoint string) *backend.Error {
	if checkEndpoint(endpoint) == nil {
		return nil
	}
	setting := "an endpoint of profile " + e.shared.Profile
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); value == endpoint && strings.HasPrefix(name, "AWS_ENDPOINT_URL") {
			setting = name
		}
	}
	return misconfigured(fmt.Sprintf("%s is %q, and an endpoint is a URL such as http://127.0.0.1:4566", setting, endpoint))
}

// ownedByAWS reports whether a URL names a host of AWS, by the names of its partitions (the SDK's partitions.json).
func ownedByAWS(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	return slices.ContainsFunc(strings.Fields(`amazonaws.com api.aws amazonaws.com.cn api.amazonwebservices.com.cn amazonaws.eu api.amazonwebservices.eu
		c2s.ic.gov sc2s.sgov.gov cloud.adc-e.uk csp.hci.ic.gov`), func(suffix string) bool { return strings.HasSuffix(host, "."+suffix) })
}

// redirect sends the requests of the SDK's own clients to where they belong. What gives a container its credentials is none of AWS's
// services.
func (e *endpoints) redirect(stack *middleware.Stack) error {
	const resolved = "ResolveEndpointV2"
	if _, ok := stack.Finalize.Get(resolved); !ok { // the metadata of an instance: no service
		return nil
	}
	step := func(name string, at middleware.RelativePosition, do func(request *url.URL, endpoint string) *backend.Error) error {
		return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc(name, func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
			out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
		) {
			r, ok := in.Request.(*smithyhttp.Request)
			service := awsmiddleware.GetServiceID(ctx)
			if endpoint := e.of(service); ok && endpoint != "" && slices.Contains([]string{sts.ServiceID, sso.ServiceID, ssooidc.ServiceID, signin.ServiceID}, service) {
				if fail := do(r.URL, endpoint); fail != nil {
					return out, metadata, fail
				}
			}
			return next.HandleFinalize(ctx, in)
		}), resolved, at)
	}
	// The SDK would fail at an endpoint that is no URL, and not say that.
	if err := step("CheckEndpoint", middleware.Before, func(_ *url.URL, endpoint string) *backend.Error { return e.good(endpoint) }); err != nil {
		return err
	}
	return step("Redirect", middleware.After, sendTo)
}

// sendTo makes of a request to AWS's own endpoint one to another. The SDK has found by itself what is set for one service alone.
func sendTo(request *url.URL, endpoint string) *backend.Error {
	to, err := url.Parse(endpoint)
	if err != nil {
		return checkEndpoint(endpoint)
	}
	if request.Scheme == to.Scheme && request.Host == to.Host && strings.HasPrefix(request.Path, to.Path) {
		return nil
	}
	request.Scheme, request.Host = to.Scheme, to.Host
	request.Path, request.RawPath = smithyhttp.JoinPath(to.Path, request.Path), smithyhttp.JoinPath(to.EscapedPath(), request.RawPath)
	return nil
}

// wantCredentials makes an error of an answer to single sign-on that lacks what was asked for. The SDK would panic where nobody
// can catch it, or put an empty token in the place of the one that is kept (credentials 1.21, ssocreds).
func wantCredentials(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("WantCredentials", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
		out middleware.InitializeOutput, metadata middleware.Metadata, err error,
	) {
		out, metadata, err = next.HandleInitialize(ctx, in)
		lacks := false
		switch answer := out.Result.(type) {
		case *sso.GetRoleCredentialsOutput:
			lacks = answer.RoleCredentials == nil || aws.ToString(answer.RoleCredentials.AccessKeyId) == "" || aws.ToString(answer.RoleCredentials.SecretAccessKey) == ""
		case *ssooidc.CreateTokenOutput:
			lacks = aws.ToString(answer.AccessToken) == ""
		}
		if err == nil && lacks {
			err = &backend.Error{Kind: backend.ErrMalformed, Message: "the answer of the login has no credentials"}
		}
		return out, metadata, err
	}), middleware.Before)
}

// elsewhere says in words where services are that are not where Secrets Manager is, "" for nowhere else.
func (e *endpoints) elsewhere(services []string) string {
	var order []string
	at := map[string][]string{}
	for _, s := range services {
		switch where := e.of(s); {
		case where == e.of(secretsmanager.ServiceID):
		case at[where] == nil:
			order = append(order, where)
			fallthrough
		default:
			at[where] = append(at[where], s)
		}
	}
	var parts []string
	for _, where := range order {
		is, own := "is", "AWS's own endpoint"
		if len(at[where]) > 1 {
			is, own = "are", "AWS's own endpoints"
		}
		if where != "" {
			own = where
		}
		parts = append(parts, listed(at[where])+" "+is+" at "+own)
	}
	return strings.Join(parts, ", ")
}

func listed(words []string) string {
	if n := len(words) - 1; n > 0 {
		return strings.Join(words[:n], ", ") + " and " + words[n]
	}
	return words[0]
}

// askedBy are the services, beside Secrets Manager, that the program asks with credentials from sources, or asks for them.
func askedBy(credentials aws.CredentialsProvider) []string {
	services := []string{sts.ServiceID, trailID, logsID, accountID, iamID}
	chain, ok := credentials.(aws.CredentialProviderSource)
	if !ok {
		return services
	}
	for _, source := range chain.ProviderSources() {
		switch source {
		case aws.CredentialSourceSSO:
			services = append(services, sso.ServiceID, ssooidc.ServiceID)
		case aws.CredentialSourceSSOLegacy:
			services = append(services, sso.ServiceID)
		case aws.CredentialSourceLogin:
			services = append(services, signin.ServiceID)
		}
	}
	return services
}
