package cli

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"strongroom/internal/config"
	"strongroom/keymap"
	"strongroom/ui"
)

// theme is a row of strongroom themes.
type theme struct {
	Name  string `json:"name"` // "" for what the configuration says
	About string `json:"about"`
	InUse bool   `json:"in_use"`
	// Dark and Light are its tables, a colour for each role; null where it has none for such terminals.
	Dark  *table `json:"dark"`
	Light *table `json:"light"`

	scheme ui.Scheme
}

// table is one of them, with what is read worst in it; null where the terminal chooses all colours.
type table struct {
	Roles map[string]string `json:"roles"`
	Worst *reading          `json:"worst"`
}

type reading struct {
	Role     string  `json:"role"`
	On       string  `json:"on"`
	Contrast float64 `json:"contrast"`
	Least    float64 `json:"least"`
}

func (m Machine) themes() *cobra.Command {
	run := m.runbook()
	c := &cobra.Command{
		Use: "themes [--json] [NAME]", DisableFlagsInUseLine: true,
		Short: "the themes that there are, and how they look",
		Long: "Lists the themes: in a terminal as they look, elsewhere with the contrast of what is read worst in each.\n" +
			"With NAME it prints that one as a [theme] for the configuration, with all its roles.",
		Args: named(func(n int) bool { return n <= 1 }, "strongroom themes takes one name, or none"),
		RunE: func(_ *cobra.Command, names []string) error {
			conf, err := config.Read(config.Path(os.Getenv))
			if err != nil {
				return exit(complain(run.messages, err.Error(), exitUsage))
			}
			all := themesOf(conf.Scheme())
			if len(names) > 0 {
				return run.printTheme(all, names[0])
			}
			switch {
			case run.json:
				run.printJSON(all)
			case term.IsTerminal(int(os.Stdout.Fd())):
				w, _, _ := term.GetSize(int(os.Stdout.Fd()))
				run.print(swatches(all, depthOf(os.Stdout, os.Environ()), min(cmp.Or(w, 80), 100))...)
				run.print("strongroom themes NAME prints one for the configuration; inside, " + conf.Keymap().Key(keymap.Global, keymap.Themes) + " tries them")
			default:
				run.print(themeRows(all)...)
			}
			return nil
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&run.json, "json", false, "for a program to read")
	return c
}

// depthOf is how many colours a terminal has. It is not asked: its answer would stand among what was typed ahead.
func depthOf(out *os.File, env []string) ui.Depth {
	for _, v := range env {
		if is, set := strings.CutPrefix(v, "NO_COLOR="); set && is != "" {
			return ui.None
		}
	}
	return ui.DepthOf(colorprofile.Detect(out, env))
}

// themesOf are the user's own theme, where it has colours of its own, and those that ship.
func themesOf(used ui.Scheme) (all []theme) {
	if len(used.Own) > 0 {
		yours := used
		yours.Name, yours.About = "", "what the configuration says"
		all = append(all, newTheme(yours, true))
	}
	for _, s := range ui.Schemes() {
		unasked := used.Name == "" && (s.Name == "dark" || s.Name == "light")
		all = append(all, newTheme(s, len(used.Own) == 0 && (s.Name == used.Name || unasked)))
	}
	return all
}

func newTheme(s ui.Scheme, inUse bool) theme {
	t := theme{Name: s.Name, About: s.About, InUse: inUse, scheme: s}
	if s.Dark != nil || s.Light == nil {
		t.Dark = newTable(s, true)
	}
	if s.Light != nil || s.Dark == nil {
		t.Light = newTable(s, false)
	}
	return t
}

func newTable(s ui.Scheme, dark bool) *table {
	t := &table{Roles: map[string]string{}}
	for role, c := range s.Whole(dark) {
		t.Roles[role] = ui.ColourText(c)
	}
	if all := s.Readings(dark); len(all) > 0 && !s.Few {
		t.Worst = &reading{all[0].Role, all[0].On, float64(int(all[0].Contrast*10)) / 10, all[0].Least}
	}
	return t
}

// sorts are the tables that it has, by what terminals they are for.
func (t theme) sorts(f func(dark bool, t *table)) {
	if t.Dark != nil {
		f(true, t.Dark)
	}
	if t.Light != nil {
		f(false, t.Light)
	}
}

func kind(dark bool) string {
	if dark {
		return "dark"
	}
	return "light"
}

// themeRows are the themes for who reads no colours.
func themeRows(all []theme) []string {
	rows := [][]string{{"NAME", "TERMINAL", "READ WORST", "ABOUT"}}
	for _, t := range all {
		t.sorts(func(dark bool, half *table) {
			worst := "as the terminal has it"
			if r := half.Worst; r != nil {
				worst = fmt.Sprintf("%.1f : 1, %s on %s", r.Contrast, r.Role, r.On)
				if r.Contrast < r.Least {
					worst += fmt.Sprintf(": should be %.1f", r.Least)
				}
			}
			about := t.About
			if t.InUse {
				about += " (in use)"
			}
			rows = append(rows, []string{cmp.Or(t.Name, "yours"), kind(dark), worst, about})
		})
	}
	return columns(rows)
}

// swatches are the themes as they look, each on its own background.
func swatches(all []theme, depth ui.Depth, w int) (lines []string) {
	for _, t := range all {
		t.sorts(func(dark bool, half *table) {
			th := t.scheme.Painted(dark, depth)
			head := []ui.Span{{Role: th.Strong, Text: cmp.Or(t.Name, "yours")}, {Role: th.Dim, Text: "  " + t.About}}
			if t.Dark != nil && t.Light != nil {
				head = append(head, ui.Span{Role: th.Dim, Text: " · in a " + kind(dark) + " terminal"})
			}
			if t.InUse {
				head = append(head, ui.Span{Role: th.Good, Text: " · in use"})
			}
			shown := append([]string{ui.NewLine(w, th.Text).Gap(1).Spans(head...).String()}, ui.Swatch(th, w)...)
			for _, line := range shown {
				lines = append(lines, th.Painted(line))
			}
			if r := half.Worst; r != nil && r.Contrast < r.Least {
				lines = append(lines, fmt.Sprintf("  %s is hard to read on %s: %.1f : 1, should be %.1f", r.Role, r.On, r.Contrast, r.Least))
			}
			lines = append(lines, "")
		})
	}
	return lines
}

// printTheme prints a theme as the configuration has it.
func (c *command) printTheme(all []theme, name string) error {
	for _, t := range all {
		if t.Name != name || name == "" {
			continue
		}
		if c.json {
			c.printJSON(t)
			return nil
		}
		c.print("[theme]", fmt.Sprintf("name = %q # %s", t.Name, t.About))
		t.sorts(func(dark bool, half *table) {
			c.print("", "# what it says in a "+kind(dark)+" terminal, to change:")
			for _, role := range ui.RoleNames() {
				if said := half.Roles[role]; said != "" {
					c.print(fmt.Sprintf("# %s = %q", role, said))
				}
			}
		})
		return nil
	}
	var names []string
	for _, s := range ui.Schemes() {
		names = append(names, s.Name)
	}
	return fmt.Errorf("there is no theme %q, but %s", name, strings.Join(names, ", "))
}
