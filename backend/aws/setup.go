package aws

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/backend/profiles"
)

// setup is what the environment and the files say, looked at before the SDK does: it would pass over what it does not understand,
// and run with what nobody meant.
type setup struct {
	env    profiles.Env
	files  *profiles.Files
	chosen string // profile, whether it is in a file or not
	named  bool   // by somebody, so that it has to be there
	// chain leads to the credentials, nil where no profile does; root is how they are come by.
	chain []profiles.Link
	root  backend.Way
	// wrong is what the profile could not be used for, where it is not in force.
	wrong error
}

// prepare looks at everything that signing in depends on and that can be seen without a call.
func prepare(o Options) (*setup, *backend.Error) {
	env := profiles.Machine()
	for _, wrong := range []func(func(string) string) string{wrongVariable, wrongProxy} {
		if says := wrong(env.Getenv); says != "" {
			return nil, misconfigured(says)
		}
	}
	files, err := profiles.Read(env)
	if err != nil {
		return nil, misconfigured(err.Error())
	}
	s := &setup{env: env, files: files, chosen: files.Chosen(o.Profile)}
	s.named = o.Profile != "" || env.Getenv("AWS_PROFILE") != "" || env.Getenv("AWS_DEFAULT_PROFILE") != ""
	if fail := s.follow(o.Profile != ""); fail != nil {
		return nil, fail
	}
	for _, check := range []func() error{s.settings, s.certificates} {
		if err := check(); err != nil {
			return nil, misconfigured(err.Error())
		}
	}
	return s, nil
}

func misconfigured(says string) *backend.Error {
	return &backend.Error{Kind: backend.ErrConfig, Message: says, Advice: "mend it there", Unsent: true}
}

// follow finds the way to the credentials. A profile that was named in the program beats the environment's own.
func (s *setup) follow(inCode bool) *backend.Error {
	chain, err := s.files.Chain(s.chosen)
	var p *profiles.Problem
	missing := errors.As(err, &p) && p.Missing
	if missing && len(chain) == 0 {
		if s.named {
			return s.noProfile(s.chosen)
		}
		err = nil // nobody has asked for a profile default
	}
	if !inCode {
		if says := s.halfKeys(); says != "" {
			return misconfigured(says)
		}
		if s.has("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY") {
			s.root, s.wrong = backend.WayEnvironment, err
			return nil
		}
		if s.has("AWS_WEB_IDENTITY_TOKEN_FILE") {
			s.root, s.wrong = backend.WayWeb, err
			if !s.has("AWS_ROLE_ARN") {
				return misconfigured("AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not: they go together")
			}
			return nil
		}
	}
	switch {
	case missing && len(chain) > 0:
		return &backend.Error{Kind: backend.ErrNoProfile, Message: err.Error(), Unsent: true}
	case err != nil:
		return misconfigured(err.Error())
	}
	if s.chain = chain; len(chain) > 0 {
		s.root = chain[len(chain)-1].Own
	}
	return s.machine()
}

// machine is the way where no profile says of one: a container's, or an instance's.
func (s *setup) machine() *backend.Error {
	if s.root != backend.WayNone {
		return nil
	}
	if s.env.Container() != "" {
		s.root = backend.WayContainer
		if says := s.env.ContainerProblem(); says != "" {
			return misconfigured(says)
		}
		return nil
	}
	endpoint, _ := s.files.Get(s.chosen, "ec2_metadata_service_endpoint")
	if off := strings.EqualFold(s.env.Getenv("AWS_EC2_METADATA_DISABLED"), "true"); !off && (endpoint != "" || s.has("AWS_EC2_METADATA_SERVICE_ENDPOINT") || isInstance(os.DirFS("/sys"))) {
		s.root = backend.WayInstance
	}
	return nil
}

// isInstance reports whether the machine says that it is one of EC2: elsewhere nobody answers for it, and asking takes a second.
func isInstance(sys fs.FS) bool {
	for file, begins := range map[string]string{"devices/virtual/dmi/id/sys_vendor": "Amazon EC2", "devices/virtual/dmi/id/board_vendor": "Amazon EC2", "hypervisor/uuid": "ec2"} {
		if text, err := fs.ReadFile(sys, file); err == nil && strings.HasPrefix(string(text), begins) {
			return true
		}
	}
	return false
}

// checkRegion refuses what cannot be a region: the SDK would make a host of it.
func (s *setup) checkRegion(region string) *backend.Error {
	if region == "" {
		return &backend.Error{Kind: backend.ErrNoRegion, Unsent: true}
	}
	if ok, _ := regexp.MatchString(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`, region); ok {
		return nil
	}
	setting := "region of profile " + s.chosen
	for _, name := range []string{"AWS_DEFAULT_REGION", "AWS_REGION"} {
		if s.env.Getenv(name) == region {
			setting = name
		}
	}
	return misconfigured(fmt.Sprintf("%s is %q, which is no region: they look like eu-west-1", setting, short(region)))
}

// noProfile is a profile that somebody named and that is in no file, or in one under a name that the SDK does not read.
func (s *setup) noProfile(name string) *backend.Error {
	if _, problem := s.files.Get(name, ""); s.files.Has(name) {
		return misconfigured(problem("the name of profile " + name + " stands in quotes, which the AWS CLI takes off and Strongroom does not: write [profile " + strings.Join(strings.Fields(name), "-") + "], and name it so elsewhere").Error())
	}
	e := &backend.Error{Kind: backend.ErrNoProfile, Message: name, Unsent: true}
	there := s.files.Names()
	switch {
	case len(there) == 0:
		e.Advice = "there are no profiles in " + s.files.Places()
	case len(there) > 8:
		e.Advice = fmt.Sprintf("there are %d profiles: aws configure list-profiles shows them", len(there))
	default:
		e.Advice = "there are: " + strings.Join(there, ", ")
	}
	return e
}

func (s *setup) has(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return s.env.Getenv(n) != "" })
}

// halfKeys is an access key of the environment without its other half. The AWS CLI does not run with that either.
func (s *setup) halfKeys() string {
	if s.has("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY") && !s.has("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY") {
		return "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not: they go together"
	}
	return ""
}

// last is the profile that the credentials come from in the end, "" where none is.
func (s *setup) last() string {
	if len(s.chain) == 0 {
		return ""
	}
	return s.chain[len(s.chain)-1].Profile
}

// whose names the profile in a sentence.
func (s *setup) whose() string {
	if p := s.last(); p != "" {
		return "profile " + p
	}
	return "the environment"
}
