// Package config reads the configuration file. It knows what may be said there and names a mistake with its line; what comes
// of it is for others.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
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
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("the configuration %s cannot be read", path)
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
	if err := c.check(); err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	if err := c.rebind(); err != nil {
		return Config{}, fmt.Errorf("%s: [keys]: %w", path, err)
	}
	return c, nil
}

// plainTOMLError names line and key.
func plainTOMLError(err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		var all []string
		for i := range unknown.Errors {
			row, _ := unknown.Errors[i].Position()
			all = append(all, fmt.Sprintf("line %d: there is no key %q", row, strings.Join(unknown.Errors[i].Key(), ".")))
		}
		return errors.New(strings.Join(all, "; "))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		row, _ := bad.Position()
		key := ""
		if k := bad.Key(); len(k) > 0 {
			key = fmt.Sprintf(" at key %q", strings.Join(k, "."))
		}
		return fmt.Errorf("line %d%s: %s", row, key, strings.TrimPrefix(bad.Error(), "toml: "))
	}
	return errors.New(strings.TrimPrefix(err.Error(), "toml: "))
}

func (c Config) check() error {
	for _, r := range c.Regions {
		if !backend.GoodRegion(r) {
			return fmt.Errorf("%q under regions is not a region: they look like eu-west-1", r)
		}
	}
	for i, p := range c.Protect {
		rule := fmt.Sprintf("rule %d of [[protect]]", i+1)
		for key, pattern := range map[string]string{"account": p.Account, "profile": p.Profile, "name": p.Name} {
			if !backend.GoodPattern(pattern) {
				return fmt.Errorf("%s: %s = %q is not a pattern", rule, key, pattern)
			}
		}
		if !strings.ContainsAny(p.Account, "*?[") && p.Account != "" && !isAccount(account(p.Account)) {
			return fmt.Errorf("%s: account = %q covers no account: one has 12 digits", rule, p.Account)
		}
		switch {
		case p.Account == "" && p.Profile == "" && p.Name == "":
			return fmt.Errorf("%s matches everything: give it an account, a profile or a name", rule)
		case p.Label == "" && p.Colour == "" && !p.TypeName && !p.ReadOnly:
			return fmt.Errorf("%s does nothing: give it type_name, read_only, a label or a colour", rule)
		case p.Colour != "" && !slices.Contains(ui.BannerColours(), p.Colour):
			return fmt.Errorf("%s: there is no colour %q, but %s", rule, p.Colour, strings.Join(ui.BannerColours(), ", "))
		}
	}
	return nil
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
func (c *Config) rebind() (err error) {
	own := map[keymap.Action][]string{}
	for action, keys := range c.Keys {
		own[keymap.Action(action)] = keys
	}
	c.table, err = c.table.Rebind(own)
	return err
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
