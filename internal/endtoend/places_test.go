//go:build unix

package endtoend

import (
	"os"
	"path/filepath"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

// configured starts the built program with an AWS configuration of its own, whose services are all the witness.
func (w *witness) configured(config, credentials string, args ...string) *terminal.Terminal {
	w.t.Helper()
	dir := w.t.TempDir()
	for name, text := range map[string]string{"config": config, "credentials": credentials} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	return terminal.Start(w.t, terminal.Session{Args: args, W: 120, H: 36, Env: []string{"AWS_ENDPOINT_URL=" + w.endpoint, "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_CONFIG_FILE=" + filepath.Join(dir, "config"), "AWS_SHARED_CREDENTIALS_FILE=" + filepath.Join(dir, "credentials")}})
}

func TestProfilesAreSwitchedAndACodeIsGivenOnAServerThatNobodyHereWrote(t *testing.T) {
	t.Parallel()
	w := startWitness(t)
	for _, in := range []string{"eu-west-1", "eu-central-1"} {
		w.run("aws", "secretsmanager", "create-secret", "--region", in, "--name", "app/of-"+in, "--secret-string", "made-up")
	}
	x := w.configured(`[profile plain]
region = eu-west-1
[profile guarded]
region = eu-central-1
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = plain
mfa_serial = arn:aws:iam::123456789012:mfa/me
`, "[plain]\naws_access_key_id = made-up\naws_secret_access_key = made-up\n", "--profile", "plain")
	x.Sees("app/of-eu-west-1", "plain").Press("@").Sees("guarded", "through plain", "needs a code").Type("guarded").Press("enter")
	x.Sees("needs a code", "guarded").Gone("app/of-eu-west-1").Press("@").Sees("Second factor", "mfa/me").Type("998877").Sees("● ● ● ● ● ●").Gone("998877").Press("enter")
	x.Sees("app/of-eu-central-1", "guarded").Press("@").Sees("1  plain").Press("1").Sees("app/of-eu-west-1", "plain").Gone("app/of-eu-central-1")
	x.Press("q").Exit()
	x.Restored()
}
