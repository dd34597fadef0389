//go:build unix

package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// configured is an environment with a configuration.
func configured(t *testing.T, text string) []string {
	t.Helper()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "strongroom"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "strongroom", "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"XDG_CONFIG_HOME=" + home}
}

func TestTheBuiltProgramKeepsToTheTimesOfItsConfiguration(t *testing.T) {
	tools.Long(t)
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, W: 120, H: 36, Env: configured(t, "lifetime = \"5s\"\nlock_after = \"10s\"\n")}).Sees("Secrets", "? help")
	openDatabase(x).Press("V").Sees(demoValue, "wiped in").Gone(demoValue)
	x.Watch(demoValue)
	x.Sees("locked", "no key for 10 seconds", "enter comes back").Gone("billing")
	x.Press("q").Press("ctrl+c").Press("v").Settle().Sees("locked")
	x.Press("enter").Sees("dev/billing/db", "? help").Gone("locked")
	if x.HasShown() {
		t.Error("the value was on the screen after its time")
	}
	x.Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	x.Sweep(demoValue)
}

func TestTheBuiltProgramShowsNothingWhileItPresents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config string
		args   []string
		shows  bool
	}{{"", []string{"--present"}, false}, {"present = true\n", nil, false}, {"present = true\n", []string{"--present=false"}, true}} {
		t.Run(fmt.Sprintf("%q %v", c.config, c.args), func(t *testing.T) {
			t.Parallel()
			x := terminal.Start(t, terminal.Session{Args: append([]string{"--demo"}, c.args...), W: 120, H: 36, Env: configured(t, c.config)}).Sees("Secrets", "? help")
			x.Watch(demoValue)
			if openDatabase(x).Press("V"); c.shows {
				x.Sees(demoValue)
			} else {
				x.Sees("presenting: values stay masked").Press("c").Sees("engine").Press("c").Sees("by the terminal")
			}
			if x.HasShown() != c.shows {
				t.Errorf("the value is shown: %v", !c.shows)
			}
			x.Press("q").Exit()
		})
	}
}

func TestALifetimeThatCannotBeIsNamedWithItsLine(t *testing.T) {
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, Env: configured(t, "# made-up\nlifetime = \"301s\"\n")})
	if status := x.Sees("line 2", "lifetime", "5s to 5m").Exit(); status != 2 {
		t.Errorf("exit status %d", status)
	}
}
