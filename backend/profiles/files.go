// Package profiles reads the configuration and credentials files that AWS's tools share, as the AWS CLI does: what that refuses
// is refused, with file and line. It calls nobody, and tells no secret.
package profiles

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Env is where the files are looked for.
type Env struct {
	Getenv func(string) string
	Home   string
}

// Machine is the environment of this program.
func Machine() Env {
	home, _ := os.UserHomeDir()
	return Env{os.Getenv, home}
}

// Problem is what is wrong with a file, or with what it says, and where. Its text holds names and no value that may be a secret.
type Problem struct {
	File    string
	Setting string // the variable that names the file, "" where it is at its usual place
	Line    int    // 0 for the file as a whole
	Says    string
	// Missing: a profile was asked for that is in no file.
	Missing bool
}

func (p *Problem) Error() string {
	at := p.File
	if p.Setting != "" && p.File != "" {
		at += " (" + p.Setting + ")"
	}
	if p.Line > 0 {
		at += fmt.Sprintf(", line %d", p.Line)
	}
	if at == "" {
		return p.Says
	}
	return at + ": " + p.Says
}

// file is one of the two, read.
type file struct {
	path, setting string
	there         bool
	sections      []section
}

// problem is one of this file.
func (f *file) problem(line int, says string) *Problem {
	return &Problem{File: f.path, Setting: f.setting, Line: line, Says: says}
}

// Files are what both files say.
type Files struct {
	env         Env
	config      file
	credentials file
	profiles    map[string]*profile
	sessions    map[string]section
	services    map[string]section
}

// profile is what both files say of one, the credentials file having the last word.
type profile struct {
	name string
	from map[string]*file // where a key stands
	keys map[string]*value
	// own is where the profile itself stands.
	own  *file
	line int
}

func (p *profile) get(key string) string {
	if v := p.keys[key]; v != nil {
		return v.text
	}
	return ""
}

// problem is one that a key of the profile is the matter of.
func (p *profile) problem(key, says string) *Problem {
	if v := p.keys[key]; v != nil {
		return p.from[key].problem(v.line, says)
	}
	return p.own.problem(p.line, says)
}

// Read reads both files. An error is a *Problem.
func Read(env Env) (*Files, error) {
	f := &Files{env: env, profiles: map[string]*profile{}, sessions: map[string]section{}, services: map[string]section{}}
	for _, one := range []struct {
		to            *file
		setting, name string
	}{{&f.config, "AWS_CONFIG_FILE", "config"}, {&f.credentials, "AWS_SHARED_CREDENTIALS_FILE", "credentials"}} {
		one.to.path = filepath.Join(env.Home, ".aws", one.name)
		if named := env.Getenv(one.setting); named != "" {
			one.to.path, one.to.setting = env.expand(named), one.setting
		}
		if p := one.to.read(); p != nil {
			return nil, p
		}
	}
	f.sort()
	return f, nil
}

// Config and Credentials are the files that there are, for the SDK to read.
func (f *Files) Config() []string      { return f.config.paths() }
func (f *Files) Credentials() []string { return f.credentials.paths() }

func (f *file) paths() []string {
	if !f.there {
		return []string{}
	}
	return []string{f.path}
}

// expand makes of a name with ~ or variables in it a path, as the AWS CLI does.
func (e Env) expand(name string) string {
	name = os.Expand(name, func(v string) string {
		if s := e.Getenv(v); s != "" {
			return s
		}
		return "$" + v
	})
	if rest, ok := strings.CutPrefix(name, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		return filepath.Join(e.Home, rest)
	}
	return name
}

// most is how long a configuration can be.
const most = 8 << 20

func (f *file) read() *Problem {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist), f.setting == "" && errors.Is(err, syscall.ENOTDIR): // as below a HOME of /dev/null
		return nil
	case err != nil:
		return f.problem(0, "it cannot be read: "+plain(err))
	case info.IsDir():
		return f.problem(0, "it is a directory, and no file")
	case info.Mode()&fs.ModeNamedPipe != 0:
		return f.problem(0, "it is a pipe, which can be read once only: name a file")
	case !info.Mode().IsRegular(): // /dev/null, for none
		return nil
	}
	opened, err := os.Open(f.path)
	if err != nil {
		return f.problem(0, "it cannot be read: "+plain(err))
	}
	defer opened.Close()
	text, err := io.ReadAll(io.LimitReader(opened, most+1))
	if err != nil {
		return f.problem(0, "it cannot be read: "+plain(err))
	}
	if len(text) > most {
		return f.problem(0, "it is too long for a configuration")
	}
	sections, wrong := parse(text)
	if wrong != nil {
		return f.problem(wrong.line, wrong.says)
	}
	f.there, f.sections = true, sections
	return nil
}

// plain is why a file cannot be read, without its name.
func plain(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// sort tells the kinds of sections apart. In the credentials file each is a profile.
func (f *Files) sort() {
	for _, s := range f.config.sections {
		kind, name, named := strings.Cut(s.name, " ")
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		switch {
		case s.name == "default":
			if f.profiles["default"] == nil { // [profile default] has the last word
				f.add("default", s, &f.config)
			}
		case !named || name == "":
		case kind == "profile":
			delete(f.profiles, name)
			f.add(name, s, &f.config)
		case kind == "sso-session":
			f.sessions[name] = s
		case kind == "services":
			f.services[name] = s
		}
	}
	for _, s := range f.credentials.sections {
		if !strings.HasPrefix(s.name, "profile ") {
			f.add(s.name, s, &f.credentials)
		}
	}
}

func (f *Files) add(name string, s section, from *file) {
	p := f.profiles[name]
	if p == nil {
		p = &profile{name: name, own: from, line: s.line, from: map[string]*file{}, keys: map[string]*value{}}
		f.profiles[name] = p
	}
	for key, v := range s.keys {
		p.keys[key], p.from[key] = v, from
	}
}

// Names are the profiles there are, in order.
func (f *Files) Names() []string { return slices.Sorted(maps.Keys(f.profiles)) }

// Places are the names of both files, for a sentence.
func (f *Files) Places() string { return f.config.path + " and " + f.credentials.path }

// Chosen is the profile in force: the one that was named, the environment's, or default.
func (f *Files) Chosen(named string) string {
	return cmp.Or(named, f.env.Getenv("AWS_PROFILE"), f.env.Getenv("AWS_DEFAULT_PROFILE"), "default")
}
