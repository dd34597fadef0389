//go:build unix

package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/model/play"
)

// spelled is how the beginning of outside text looks where it is shown.
const spelled = `\x1b[38;5;198m`

// T1 on the bytes of a real terminal, where the text comes from the service, the command line, the environment and the paths of files.
func TestNothingFromOutsideDrivesTheTerminalOfTheBuiltProgram(t *testing.T) {
	t.Parallel()
	evil := strings.NewReplacer("\x00", "", "/", "").Replace(backendtest.Outside)
	keys := []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}
	_, endpoint := serveOutside(t)
	homes := t.TempDir()
	home := func(name string) string { return filepath.Join(homes, name, evil) }
	for name, c := range map[string]struct {
		args, env []string
		config    string
	}{
		"answers":       {args: []string{"--endpoint-url", endpoint, "--region", "eu-west-1"}, env: append(keys, "XDG_STATE_HOME="+home("answers"), "XDG_CACHE_HOME="+home("answers"))},
		"a region":      {args: []string{"--endpoint-url", endpoint, "--region", evil}, env: keys},
		"a profile":     {args: []string{"--endpoint-url", endpoint, "--region", "eu-west-1", "--profile", evil}, env: keys},
		"no profile":    {args: []string{"--endpoint-url", endpoint}, env: append(keys, "AWS_PROFILE="+evil)},
		"an endpoint":   {args: []string{"--endpoint-url", "http://127.0.0.1:1/" + evil, "--region", "eu-west-1"}, env: keys},
		"a filter":      {args: []string{"--demo", "--filter", evil}},
		"a banner":      {args: []string{"--demo"}, env: []string{"XDG_CONFIG_HOME=" + home("a banner")}, config: "[[protect]]\nname = \"**\"\nlabel = \"\\u001b[38;5;198m\\u009b31m\\u202e\"\ntype_name = true\n"},
		"a bad setting": {args: []string{"--demo"}, env: []string{"XDG_CONFIG_HOME=" + home("a bad setting")}, config: "lifetime = \"\\u001b[38;5;198m\\u009b31m\"\n"},
		"a bad key":     {args: []string{"--demo"}, env: []string{"XDG_CONFIG_HOME=" + home("a bad key")}, config: "[keys]\nrestore = [\"\\u001b[38;5;198m\"]\n"},
		"a bad file":    {args: []string{"--demo"}, env: []string{"XDG_CONFIG_HOME=" + home("a bad file")}, config: "\x1b[38;5;198m\u009b31m = 3\n"},
	} {
		if err := os.MkdirAll(filepath.Join(home(name), "strongroom"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home(name), "strongroom", "config.toml"), []byte(c.config), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, size := range [][2]int{{120, 36}, {60, 20}, {40, 10}} {
			t.Run(fmt.Sprint(name, size), func(t *testing.T) {
				t.Parallel()
				x := terminal.Start(t, terminal.Session{Args: c.args, Env: c.env, W: size[0], H: size[1]}).Settle().Settle()
				select {
				case <-x.Exited: // it has said what is wrong
					x.Settle()
				default:
					x.Press("1", "enter", "V", "]", "]", "1", "@", "esc", "!", "esc", "?", "esc", ":", "esc", "d", "esc", "3", "1", "D", "1").Settle().Press("q").Exit()
				}
				sent := string(x.Sent())
				play.CheckOutside(t, []byte(sent))
				if size[0] == 120 && !strings.Contains(sent, spelled) && !strings.Contains(sent, "<U+E0041>") { // of a long filter its end
					t.Errorf("nothing of it was shown:\n%s", x.Screen())
				}
			})
		}
	}
}

// serveOutside is a service whose secrets have outside text wherever there can be any.
func serveOutside(t *testing.T) (*local.Server, string) {
	t.Helper()
	s, endpoint := serveDemo(t)
	s.Plant(local.Seed{Name: backendtest.Outside, Description: backendtest.Outside, Text: `{"` + strings.ToValidUTF8(backendtest.Outside, "") + `":"x"}`,
		Tags: map[string]string{backendtest.Outside: backendtest.Outside}, KMSKey: backendtest.Outside})
	return s, endpoint
}
