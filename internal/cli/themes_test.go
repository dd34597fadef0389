package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"strongroom/internal/config"
	"strongroom/ui"
)

// configured is a home with a configuration.
func configured(t *testing.T, text string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	if err := os.MkdirAll(filepath.Join(home, "strongroom"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "strongroom", "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheThemesAreListedWithWhatIsReadWorstInThem(t *testing.T) {
	configured(t, "[theme]\nname = \"light\"\naccent = \"#e0e0e0\"\n")
	out, messages, status := typed("themes")
	if status != exitOK || messages != "" {
		t.Fatalf("it ends with %d and says %q", status, messages)
	}
	for _, want := range []string{`yours +light +1\.\d : 1, (accent|key|border_focus|label_previous) on the .*: should be 4\.5 +what the configuration says \(in use\)`,
		`dark +dark +\d\.\d : 1, [a-z]+ on the [a-z ]+  `, `contrast-light +light +`, `colour-blind +dark +`, `colour-blind +light +`, `terminal +light +as the terminal has it`} {
		if !regexp.MustCompile(`(?m)^` + want).MatchString(out) {
			t.Errorf("there is no line %q in\n%s", want, out)
		}
	}
	if strings.Count(out, "(in use)") != 1 || strings.Contains(out, "\x1b") {
		t.Errorf("it prints\n%q", out)
	}
	configured(t, "")
	if out, _, _ := typed("themes"); strings.Count(out, "(in use)") != 2 || strings.Contains(out, "yours") {
		t.Errorf("without a configuration it prints\n%s", out)
	}
	configured(t, "[theme]\nacent = 1\n")
	if _, messages, status := typed("themes"); status != exitUsage || !strings.Contains(messages, "line 2") {
		t.Errorf("with a wrong configuration it ends with %d and says %q", status, messages)
	}
}

func TestTheThemesAreToldToAProgram(t *testing.T) {
	configured(t, "[theme]\nname = \"terminal\"\n")
	out, _, _ := typed("themes", "--json")
	var all []theme
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 6 {
		t.Errorf("there are %d", len(all))
	}
	for _, got := range all {
		if got.InUse != (got.Name == "terminal") || got.Dark == nil && got.Light == nil {
			t.Errorf("%s: %+v", got.Name, got)
		}
		for _, half := range []*table{got.Dark, got.Light} {
			if half != nil && (half.Roles["accent"] == "" || (half.Worst == nil) != (got.Name == "terminal") || half.Worst != nil && half.Worst.Contrast < half.Worst.Least) {
				t.Errorf("%s: %+v", got.Name, half)
			}
		}
	}
}

func TestAThemeIsPrintedAsTheConfigurationReadsIt(t *testing.T) {
	for _, s := range ui.Schemes() {
		configured(t, "")
		out, messages, status := typed("themes", s.Name)
		if status != exitOK || messages != "" {
			t.Fatalf("%s: %d, %q", s.Name, status, messages)
		}
		configured(t, out)
		c, err := config.Read(config.Path(os.Getenv))
		if err != nil || c.Scheme().Name != s.Name || len(c.Scheme().Own) != 0 {
			t.Errorf("%s as it is printed: %v", s.Name, err)
		}
		half, _, _ := strings.Cut(out[strings.Index(out, "to change:"):], "\n\n") // of a theme with both kinds the first, or a role is told twice
		configured(t, "[theme]\n"+regexp.MustCompile(`(?m)^# (\w+ = )`).ReplaceAllString("# "+half, "$1"))
		if c, err = config.Read(config.Path(os.Getenv)); err != nil {
			t.Errorf("%s with all its roles: %v", s.Name, err)
		}
		want := s.Whole(s.Dark != nil)
		for role, colour := range want {
			if got := c.Scheme().Own[role]; ui.ColourText(got) != ui.ColourText(colour) {
				t.Errorf("%s: %s is read as %q, want %q", s.Name, role, ui.ColourText(got), ui.ColourText(colour))
			}
		}
	}
	if _, messages, status := typed("themes", "mauve"); status != exitUsage || !strings.Contains(messages, `no theme "mauve", but dark, light`) {
		t.Errorf("%d, %q", status, messages)
	}
	if _, messages, status := typed("themes", "dark", "light"); status != exitUsage || !strings.Contains(messages, "one name") {
		t.Errorf("%d, %q", status, messages)
	}
}

func TestTheSwatchesHoldInAnyTerminal(t *testing.T) {
	all := themesOf(ui.Scheme{})
	for _, depth := range []ui.Depth{ui.None, ui.Sixteen, ui.Indexed, ui.TrueColour} {
		for _, w := range []int{40, 80, 100} {
			shown := strings.Join(swatches(all, depth, w), "\n")
			for line := range strings.Lines(ansi.Strip(shown)) {
				if ui.Width(strings.TrimSuffix(line, "\n")) > w {
					t.Errorf("depth %d, %d wide: %q", depth, w, line)
				}
			}
			if colours := regexp.MustCompile(`\x1b\[[0-9;]*[349][0-8]`).MatchString(shown); colours != (depth > ui.None) {
				t.Errorf("depth %d: colours are asked for: %v", depth, colours)
			}
			if rgb := strings.Contains(shown, "48;2;0;0;0m"); rgb != (depth == ui.TrueColour) {
				t.Errorf("depth %d: black is painted: %v", depth, rgb)
			}
		}
	}
	for env, want := range map[string]ui.Depth{"NO_COLOR=yes": ui.None, "NO_COLOR=1": ui.None} {
		if got := depthOf(os.Stdout, []string{"TERM=xterm-256color", "COLORTERM=truecolor", env}); got != want {
			t.Errorf("with %s it is %d", env, got)
		}
	}
}
