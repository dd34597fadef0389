package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"strongroom/backend"
)

// where is the place that a command line names.
type where struct {
	demo                      bool
	profile, region, endpoint string
	own                       bool // AWS's own endpoint, whatever the configuration says; no flag says so
}

// flags are those that name a place.
func (w *where) flags(f *pflag.FlagSet) {
	f.BoolVar(&w.demo, "demo", false, "look around in a made-up company, without an account")
	f.Var(text{&w.profile, "NAME"}, "profile", "a profile of the AWS configuration")
	w.regionFlag(f)
	f.Var(text{&w.endpoint, "URL"}, "endpoint-url", "another server of the same protocol")
}

func (w *where) regionFlag(f *pflag.FlagSet) {
	f.Var(text{&w.region, "REGION"}, "region", "as eu-west-1")
}

// check says what is wrong with it.
func (w where) check() error {
	if w.demo && (w.profile != "" || w.endpoint != "") {
		return errors.New("--demo needs no profile and no endpoint")
	}
	if w.region != "" && !backend.GoodRegion(w.region) {
		return fmt.Errorf("%q is not a region: they look like eu-west-1", w.region)
	}
	if w.endpoint != "" && !backend.GoodEndpoint(w.endpoint) {
		return fmt.Errorf("%q is not an endpoint: they look like http://127.0.0.1:5000", w.endpoint)
	}
	return nil
}

// text is the value of a flag, and what it is called in the help.
type text struct {
	to     *string
	called string
}

func (t text) String() string { return *t.to }
func (t text) Type() string   { return t.called }

// Set takes no empty text: it would be the usual place, or file, where a variable of a script is not set.
func (t text) Set(s string) error {
	if s == "" {
		return errors.New("no value")
	}
	*t.to = s
	return nil
}

// anyText is a text that may be empty.
type anyText struct{ text }

func (t anyText) Set(s string) error { *t.to = s; return nil }

// many is the value of a flag that may be given several times.
type many struct {
	to     *[]string
	called string
}

func (m many) String() string { return strings.Join(*m.to, ",") }
func (m many) Type() string   { return m.called }

func (m many) Set(s string) error {
	if s == "" {
		return errors.New("no value")
	}
	*m.to = append(*m.to, s)
	return nil
}

func errManySecrets() error {
	return errors.New("--demo-secrets takes 0 to 500000, as many as a region holds")
}

// twoHyphens gives each flag two hyphens. With one it is taken as well, and is no bundle of letters.
func twoHyphens(f *pflag.FlagSet, args []string) []string {
	out := slices.Clone(args)
	for i := 0; i < len(out) && out[i] != "--"; i++ {
		bare := strings.TrimPrefix(strings.TrimPrefix(out[i], "-"), "-")
		if bare == "" || bare == out[i] || bare[0] == '-' {
			continue
		}
		name, _, valued := strings.Cut(bare, "=")
		if name == "h" {
			bare = "help"
		}
		out[i] = "--" + bare
		if known := f.Lookup(name); known != nil && !valued && known.NoOptDefVal == "" {
			i++ // its value, whatever it looks like
		}
	}
	return out
}

// plainFlagError says what is wrong with a flag; other errors stay as they are.
func plainFlagError(err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return fmt.Errorf("there is no flag --%s", unknown.GetSpecifiedName())
	case errors.As(err, &bare):
		return fmt.Errorf("--%s needs a value", bare.GetSpecifiedName())
	case errors.As(err, &bad) && bad.GetValue() == "":
		return fmt.Errorf("--%s needs a value", bad.GetFlag().Name)
	case errors.As(err, &bad):
		return fmt.Errorf("invalid value %q for --%s", bad.GetValue(), bad.GetFlag().Name)
	}
	return err
}
