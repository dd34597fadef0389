package aws

import (
	"context"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// muteHelpers keeps the credential_process at the beginning of a profile's chain off the terminal: the SDK hands it this
// program's own input and error output, so it would write over the screen and swallow keys. The roles that lead on from it
// are assumed as the SDK assumes them, by clients that are redirected.
func (in *loaded) muteHelpers(cfg *aws.Config) {
	chain, ok := cfg.Credentials.(aws.CredentialProviderSource)
	if !ok || !slices.Contains(chain.ProviderSources(), aws.CredentialSourceProcess) {
		return
	}
	profiles := []*config.SharedConfig{&in.places.shared}
	for profiles[0].Source != nil {
		profiles = slices.Insert(profiles, 0, profiles[0].Source)
	}
	along := cfg.Copy()
	along.Credentials = in.muted(profiles[0].CredentialProcess)
	for _, p := range profiles {
		if p.RoleARN != "" {
			along.Credentials = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(along, func(o *sts.Options) { o.BaseEndpoint = nil }), p.RoleARN, roleOf(p), in.roleOptions)
		}
	}
	cfg.Credentials = aws.NewCredentialsCache(shielded{along.Credentials})
}

// shielded makes an error of a panic: the cache around it would raise that again where nobody can catch it.
type shielded struct{ aws.CredentialsProvider }

func (s shielded) Retrieve(ctx context.Context) (found aws.Credentials, err error) {
	err = guarded(func() (err error) {
		found, err = s.CredentialsProvider.Retrieve(ctx)
		return err
	})
	return found, err
}

// roleOf are what a profile says of its role, as the SDK reads it.
func roleOf(p *config.SharedConfig) func(*stscreds.AssumeRoleOptions) {
	return func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = p.RoleSessionName
		o.ExternalID, o.SerialNumber = orNil(p.ExternalID), orNil(p.MFASerial)
	}
}

// roleOptions have a code asked for where a role takes one, and make sessions of an hour, unless the profile says otherwise: the
// SDK's own end after a quarter of one, and each takes a new code.
func (in *loaded) roleOptions(o *stscreds.AssumeRoleOptions) {
	const shortest = 15 * time.Minute // AssumeRole, API reference
	o.Duration = time.Hour
	for _, l := range in.setup.chain {
		if l.Role == o.RoleARN && l.Duration > 0 {
			o.Duration = max(shortest, l.Duration)
		}
	}
	ask := func() (string, error) { return in.ask(o.RoleARN, aws.ToString(o.SerialNumber)) }
	o.TokenProvider = ask
	if c, ok := o.Client.(*sts.Client); ok && o.SerialNumber != nil {
		o.Client, o.TokenProvider = coded{c, ask}, func() (string, error) { return "", nil }
	}
}

// muted runs a credential_process with no input, no error output and, where the system knows such a thing, no terminal that
// it could open by itself.
func (in *loaded) muted(command string) aws.CredentialsProvider {
	return awaited{processcreds.NewProviderCommand(processcreds.NewCommandBuilderFunc(func(ctx context.Context) (*exec.Cmd, error) {
		shell, flag := "sh", "-c"
		if runtime.GOOS == "windows" {
			shell, flag = "cmd.exe", "/C"
		}
		cmd := exec.CommandContext(in.endsWithSignIn(ctx), shell, flag, command)
		cmd.WaitDelay = time.Second // a grandchild may keep the output open
		leaveTerminal(cmd)
		return cmd, nil
	}), func(o *processcreds.Options) { o.Timeout = signInTime }), &in.helpers}
}

// awaited counts the helpers that run: the SDK's cache leaves one alone whose caller has gone.
type awaited struct {
	aws.CredentialsProvider
	running *sync.WaitGroup
}

func (a awaited) Retrieve(ctx context.Context) (aws.Credentials, error) {
	a.running.Add(1)
	defer a.running.Done()
	return a.CredentialsProvider.Retrieve(ctx)
}

// endsWithSignIn is a context that ends with the sign-in under way too: the SDK's cache keeps its caller's end from the helper.
func (in *loaded) endsWithSignIn(ctx context.Context) context.Context {
	in.mu.Lock()
	s := in.under
	in.mu.Unlock()
	if s == nil {
		return ctx
	}
	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(s.ctx, cancel)
	return ctx
}
