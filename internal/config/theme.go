package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"strongroom/ui"
)

// readTheme reads the table of the theme: the name of one that ships, and colours for single roles.
func (c *Config) readTheme(text []byte) error {
	own := ui.Palette{}
	for _, key := range slices.Sorted(maps.Keys(c.Theme)) {
		said := c.Theme[key]
		wrong := func(why string) error {
			return fmt.Errorf("line %d at key %q: %s", lineOf(text, "theme."+key), "theme."+key, why)
		}
		switch _, isText := said.(string); {
		case key == "name":
			scheme, known := ui.SchemeNamed(fmt.Sprint(said))
			if !known {
				return wrong(fmt.Sprintf("there is no theme %q, but %s", fmt.Sprint(said), strings.Join(schemeNames(), ", ")))
			}
			c.scheme = scheme
		case !slices.Contains(ui.RoleNames(), key):
			return fmt.Errorf("line %d: there is no key %q, but name and the roles %s", lineOf(text, "theme."+key), "theme."+key, strings.Join(ui.RoleNames(), ", "))
		default:
			if _, isNumber := said.(int64); !isText && !isNumber {
				return wrong("a colour is a text or a number")
			}
			colour, err := ui.Colour(fmt.Sprint(said))
			if err != nil {
				return wrong(err.Error())
			}
			own[key] = colour
		}
	}
	if len(own) > 0 {
		c.scheme.Own = own
	}
	return nil
}

func schemeNames() (names []string) {
	for _, s := range ui.Schemes() {
		names = append(names, s.Name)
	}
	return names
}

// Scheme is the theme that the configuration asks for; the zero one where it asks for none.
func (c Config) Scheme() ui.Scheme { return c.scheme }
