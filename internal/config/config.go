// Package config reads the configuration file. It knows what may be said there and names a mistake with its line; what comes
// of it is for others.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/ui"
)

// Config is what the configuration file says; all of it is optional.
type Config struct {
	// Regions are those that the Deleted view of all regions asks, instead of all that are known, and that stand first where a region
	// is chosen.
	Regions []string  `toml:"regions"`
	Protect []Protect `toml:"protect"`
	// Lifetime is how long a value stays revealed, held or on the clipboard ("45s"), LockAfter after what time without a key the
	// screen is locked ("15m", "off"); nil for the usual time. Of whatever type they are: a number is refused as a time is.
	Lifetime  any `toml:"lifetime"`
	LockAfter any `toml:"lock_after"`
	// Present keeps every value masked, as for a screen that is shared.
	Present bool `toml:"present"`
	// Plain tells in lines what changes, for screen readers.
	Plain bool `toml:"plain"`
	// Keys are other keys for actions, by the action's name.
	Keys map[string][]string `toml:"keys"`
	// Theme is the name of a theme, and colours for single roles by the roles' names.
	Theme          map[string]any `toml:"theme"`
	table          *keymap.Map
	scheme         ui.Scheme
	lifetime, idle time.Duration
}

// Protect is a rule for places and secrets that must not be changed by accident.
type Protect struct {
	Account  string `toml:"account"`
	Profile  string `toml:"profile"`
	Name     string `toml:"name"`
	Label    string `toml:"label"`
	Colour   string `toml:"colour"`
	TypeName bool   `toml:"type_name"`
	ReadOnly bool   `toml:"read_only"`
}

// Path is where the configuration is, "" for nowhere.
func Path(env func(string) string) string {
	dir := disk.ConfigDir(env)
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "config.toml")
}

// Read reads the file at path. No file is an empty configuration; a key that is not known is an error.
func Read(path string) (c Config, err error) {
	c.table, c.idle = keymap.Default(), usualIdle
	if path == "" {
		return c, nil
	}
	text, err := textOf(path)
	if err != nil {
		return c, fmt.Errorf("the configuration %s cannot be read: %w", path, err)
	}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&c); err != nil {
		return Config{}, fmt.Errorf("%s, %w", path, plainTOMLError(err))
	}
	if err := c.readTimes(text); err != nil {
		return Config{}, fmt.Errorf("%s, %w", path, err)
	}
	if err := c.readTheme(text); err != nil {
		return Config{}, fmt.Errorf("%s, %w", path, err)
	}
	if err := c.check(text); err != nil {
		return Config{}, fmt.Errorf("%s, %w", path, err)
	}
	c.Regions = once(c.Regions)
	if err := c.rebind(text); err != nil {
		return Config{}, fmt.Errorf("%s, %w", path, err)
	}
	return c, nil
}

// textOf is what the file at path says, "" for no file. A link to nothing is an error: the rules that are behind it would not hold.
func textOf(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		for _, name := range []string{path, filepath.Dir(path)} {
			if _, err := os.Stat(name); err == nil {
				continue
			}
			if to, err := os.Readlink(name); err == nil {
				return nil, fmt.Errorf("%s is a link to %s, which is not there", name, to)
			}
		}
		return nil, nil
	case err != nil:
		return nil, errors.New(disk.Reason(err))
	case info.IsDir():
		return nil, errors.New("it is a directory, and no file")
	case info.Mode()&fs.ModeNamedPipe != 0:
		return nil, errors.New("it is a pipe: name a file")
	case !info.Mode().IsRegular(): // /dev/null, for none
		return nil, nil
	}
	text, err := os.ReadFile(path)
	switch {
	case err != nil:
		return nil, errors.New(disk.Reason(err))
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, errors.New("it is in UTF-16: save it as UTF-8")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

func (c Config) check(text []byte) error {
	for _, r := range c.Regions {
		if !backend.GoodRegion(r) {
			return fmt.Errorf("line %d: %q under regions is not a region: they look like eu-west-1", lineOf(text, "regions"), r)
		}
	}
	for i, p := range c.Protect {
		if key, why := p.wrong(); why != "" {
			return fmt.Errorf("line %d: rule %d of [[protect]]%s", lineIn(text, "protect."+key, i), i+1, why)
		}
	}
	return nil
}

// once are texts without those that have been there before.
func once(all []string) (out []string) {
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// wrong says which key of a rule is wrong, and why.
func (p Protect) wrong() (key, why string) {
	for _, is := range [][2]string{{"account", p.Account}, {"profile", p.Profile}, {"name", p.Name}} {
		if !backend.GoodPattern(is[1]) {
			return is[0], fmt.Sprintf(": %s = %q is not a pattern", is[0], is[1])
		}
	}
	switch {
	case !strings.ContainsAny(p.Account, "*?[") && p.Account != "" && !isAccount(account(p.Account)):
		return "account", fmt.Sprintf(": account = %q covers no account: one has 12 digits", p.Account)
	case p.Account == "" && p.Profile == "" && p.Name == "":
		return "", " matches everything: give it an account, a profile or a name"
	case p.Label == "" && p.Colour == "" && !p.TypeName && !p.ReadOnly:
		return "", " does nothing: give it type_name, read_only, a label or a colour"
	case p.Colour != "" && !slices.Contains(ui.BannerColours(), p.Colour):
		return "colour", fmt.Sprintf(": there is no colour %q, but %s", p.Colour, strings.Join(ui.BannerColours(), ", "))
	}
	return "", ""
}

// account is a pattern for accounts without the hyphens with which people, and the screen, spell one. In a class they mean a range.
func account(pattern string) string {
	if strings.Contains(pattern, "[") {
		return pattern
	}
	return strings.ReplaceAll(pattern, "-", "")
}

func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// rebind puts the configuration's own keys into the table.
func (c *Config) rebind(text []byte) error {
	own := map[keymap.Action][]string{}
	for action, keys := range c.Keys {
		own[keymap.Action(action)] = keys
	}
	table, err := c.table.Rebind(own)
	if err != nil {
		return fmt.Errorf("line %d: [keys]: %w", c.lineOfKeys(text, own, err), err)
	}
	c.table = table
	return nil
}

// lineOfKeys is the last line without which the keys would not be refused as they are.
func (c *Config) lineOfKeys(text []byte, own map[keymap.Action][]string, refused error) (line int) {
	for action := range own {
		without := maps.Clone(own)
		delete(without, action)
		if _, err := c.table.Rebind(without); err == nil || err.Error() != refused.Error() {
			line = max(line, lineOf(text, "keys."+string(action)))
		}
	}
	return line
}

// Keymap is the table of keys, with the configuration's own.
func (c Config) Keymap() *keymap.Map { return c.table }

// Rules are those of protection, in the order of the file.
func (c Config) Rules() (out []backend.Protection) {
	for _, p := range c.Protect {
		out = append(out, backend.Protection{Account: account(p.Account), Profile: p.Profile, Name: p.Name, Label: p.Label, Colour: p.Colour,
			TypeName: p.TypeName, ReadOnly: p.ReadOnly})
	}
	return out
}
