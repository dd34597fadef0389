package aws

import (
	"context"
	"os/exec"
	"runtime"
	"slices"
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
func muteHelpers(cfg *aws.Config, profile *config.SharedConfig) {
	chain, ok := cfg.Credentials.(aws.CredentialProviderSource)
	if !ok || !slices.Contains(chain.ProviderSources(), aws.CredentialSourceProcess) {
		return
	}
	profiles := []*config.SharedConfig{profile}
	for profiles[0].Source != nil {
		profiles = slices.Insert(profiles, 0, profiles[0].Source)
	}
	along := cfg.Copy()
	along.Credentials = muted(profiles[0].CredentialProcess)
	for _, p := range profiles {
		if p.RoleARN != "" {
			along.Credentials = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(along, func(o *sts.Options) { o.BaseEndpoint = nil }), p.RoleARN, roleOptions(p))
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

// roleOptions are what a profile says of the role. A code of a second factor cannot be asked for: the SDK has refused such a
// profile already.
func roleOptions(p *config.SharedConfig) func(*stscreds.AssumeRoleOptions) {
	const shortest = 15 * time.Minute // AssumeRole, API reference
	return func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = p.RoleSessionName
		if d := p.RoleDurationSeconds; d != nil && *d > shortest {
			o.Duration = *d
		}
		if p.ExternalID != "" {
			o.ExternalID = aws.String(p.ExternalID)
		}
	}
}

// muted runs a credential_process with no input, no error output and, where the system knows such a thing, no terminal that
// it could open by itself.
func muted(command string) aws.CredentialsProvider {
	return processcreds.NewProviderCommand(processcreds.NewCommandBuilderFunc(func(ctx context.Context) (*exec.Cmd, error) {
		shell, flag := "sh", "-c"
		if runtime.GOOS == "windows" {
			shell, flag = "cmd.exe", "/C"
		}
		cmd := exec.CommandContext(ctx, shell, flag, command)
		cmd.WaitDelay = time.Second // a grandchild may keep the output open
		leaveTerminal(cmd)
		return cmd, nil
	}), func(o *processcreds.Options) { o.Timeout = signInTime })
}
