package profiles

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// value is what a key is set to, and where.
type value struct {
	text string
	line int
	sub  map[string]string // of an indented block below the key
}

// section is a part of a file under one name in brackets.
type section struct {
	name string
	line int
	keys map[string]*value
}

// fault is why a file is refused, and in which line.
type fault struct {
	line int
	says string
}

// parse reads a file as the AWS CLI does (Python's configparser under botocore's rules), and refuses what that refuses. It also
// refuses what the SDK would read otherwise, since one of both would then run with what nobody meant. No line is quoted: it may
// hold a key.
func parse(text []byte) ([]section, *fault) {
	if bytes.HasPrefix(text, []byte("\ufeff")) {
		return nil, &fault{1, "the file begins with a byte order mark, which the AWS CLI does not read: save it as UTF-8 without one"}
	}
	r := reader{}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if says := r.take(i+1, line); says != "" {
			return nil, &fault{i + 1, says}
		}
	}
	return r.all, nil
}

// reader is how far a file has been read.
type reader struct {
	all    []section
	key    *value // that an indented line goes on with, nil for none
	named  string
	indent int
}

func (r *reader) take(n int, line string) (wrong string) {
	switch {
	case !utf8.ValidString(line) || strings.ContainsRune(line, 0):
		return "there are bytes that are no text (UTF-8)"
	case strings.ContainsRune(line, '\r'):
		return "a carriage return stands within the line"
	}
	trimmed := strings.TrimSpace(line)
	if trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';' {
		return ""
	}
	indent := len(line) - len(strings.TrimLeft(line, " \t\v\f"))
	if r.key != nil && indent > r.indent {
		return r.further(trimmed)
	}
	r.indent = indent
	if name, is, wrong := header(trimmed); is || wrong != "" {
		if wrong != "" {
			return wrong
		}
		return r.begin(n, name)
	}
	return r.set(n, trimmed)
}

// header is the name of a section.
func header(line string) (name string, is bool, wrong string) {
	if line[0] != '[' {
		return "", false, ""
	}
	end := strings.LastIndexByte(line, ']')
	if end < 0 {
		return "", false, "the name of a section is not closed: ] is missing"
	}
	if rest := strings.TrimSpace(line[end+1:]); rest != "" && rest[0] != '#' && rest[0] != ';' {
		return "", false, "something stands behind the name of a section"
	}
	if name = strings.TrimSpace(line[1:end]); name == "" {
		return "", false, "a section has no name"
	}
	if name == "DEFAULT" {
		return "", false, "a section DEFAULT in capitals gives its keys to all others for the AWS CLI, and to none for others: name it default"
	}
	return name, true, ""
}

func (r *reader) begin(n int, name string) (wrong string) {
	for _, s := range r.all {
		if s.name == name {
			return "the section is there twice"
		}
	}
	r.all = append(r.all, section{name: name, line: n, keys: map[string]*value{}})
	r.key, r.named = nil, ""
	return ""
}

// set is a line with a key.
func (r *reader) set(n int, line string) (wrong string) {
	if len(r.all) == 0 {
		return "a key stands outside of any section: a name in brackets has to come before it"
	}
	at := strings.IndexAny(line, "=:")
	if at < 0 {
		return "neither a section nor a key with a value: = is missing"
	}
	name := strings.ToLower(strings.TrimSpace(line[:at]))
	if name == "" {
		return "a value has no key"
	}
	keys := r.all[len(r.all)-1].keys
	if keys[name] != nil {
		return "the key " + plainKey(name) + "is there twice in its section"
	}
	r.key, r.named = &value{text: bare(line[at+1:]), line: n}, name
	keys[name] = r.key
	return ""
}

// further is a line that is indented below a key.
func (r *reader) further(line string) (wrong string) {
	name, text, pair := strings.Cut(line, "=")
	if r.key.text != "" {
		if pair || strings.Contains(line, ":") || line[0] == '[' {
			return "the line is indented more than the key " + plainKey(r.named) + "above it, so the AWS CLI takes it for a part of that value"
		}
		r.key.text += "\n" + line
		return ""
	}
	if !pair {
		return "neither a section nor a key with a value: = is missing"
	}
	if r.key.sub == nil {
		r.key.sub = map[string]string{}
	}
	r.key.sub[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(text)
	return ""
}

// plainKey is a key as it may be told, with a blank behind it: what is no word may be a part of something else.
func plainKey(name string) string {
	if len(name) > 40 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return ""
	}
	return name + " "
}

// bare is a value without a comment behind it, and without quotes around it, as the SDK reads it.
func bare(text string) string {
	for _, mark := range []string{" #", " ;", "\t#", "\t;"} {
		text, _, _ = strings.Cut(text, mark)
	}
	text = strings.TrimSpace(text)
	for _, quote := range []string{"'", `"`} {
		if len(text) > 1 && strings.HasPrefix(text, quote) && strings.HasSuffix(text, quote) {
			return text[1 : len(text)-1]
		}
	}
	return text
}
