// Package policy reads resource policies: what each statement says, in words for a person, and exactly where it has none. It asks
// nobody, and whatever is in a text, reading it ends with a document or with what is wrong and where.
package policy

import (
	"bytes"
	"encoding/json"
	"strings"

	"strongroom/backend"
)

// Document is a policy as it is read.
type Document struct {
	Version, ID string
	Statements  []Statement
	// Odd are members that nothing is known of, as they stand there.
	Odd []string
}

// Statement is one of a policy. All of its texts are outside text.
type Statement struct {
	From, To                             int // in bytes of the document's text
	SID, Effect                          string
	Principals                           []Principal
	Actions, Resources                   []string
	NotPrincipal, NotAction, NotResource bool
	Conditions                           []Condition
	Odd                                  []string // members that nothing is known of, and what is not of their type, as they stand there
	raw                                  string   // without white space
	hasPrincipal, hasAction, hasResource bool
}

// Condition is one key of a condition block.
type Condition struct {
	Operator, Key string
	Values        []string
}

// The effects of a statement.
const (
	Allow = "Allow"
	Deny  = "Deny"
)

// Parse reads a policy. Only a text that is no JSON object is no policy at all; whatever else is wrong is in Odd, and told by Check.
func Parse(text string) (Document, error) {
	var d Document
	all, err := members([]byte(text), 0)
	if err != nil {
		return d, err
	}
	seen := map[string]bool{}
	for _, m := range all {
		if seen[m.key] || !d.take(m) {
			d.Odd = append(d.Odd, m.exact())
		}
		seen[m.key] = true
	}
	return d, nil
}

// take takes in one member, and reports whether it is known.
func (d *Document) take(m member) (ok bool) {
	switch m.key {
	case "Version":
		d.Version, ok = asText(m.raw)
	case "Id":
		d.ID, ok = asText(m.raw)
	case "Statement":
		d.statements(m)
		ok = true
	}
	return ok
}

// statements takes in one statement, or a list of them.
func (d *Document) statements(m member) {
	list, isList := elements(m.raw, m.at)
	if !isList {
		list = []member{m}
	}
	for _, e := range list {
		s, ok := statementOf(e)
		if !ok {
			d.Odd = append(d.Odd, string(e.raw))
			continue
		}
		d.Statements = append(d.Statements, s)
	}
}

func statementOf(m member) (s Statement, ok bool) {
	all, err := members(m.raw, m.at)
	if err != nil {
		return s, false
	}
	s.From, s.To = m.at, m.at+len(m.raw)
	s.raw = compact(m.raw)
	seen := map[string]bool{}
	for _, m := range all {
		if seen[m.key] || !s.take(m) {
			s.Odd = append(s.Odd, m.exact())
		}
		seen[m.key] = true
	}
	return s, true
}

// take takes in one member, and reports whether it is known.
func (s *Statement) take(m member) (ok bool) {
	switch m.key {
	case "Sid":
		s.SID, ok = asText(m.raw)
	case "Effect":
		s.Effect, ok = asText(m.raw)
	case "Principal", "NotPrincipal":
		ok = !s.hasPrincipal
		if ok {
			s.hasPrincipal, s.NotPrincipal, s.Principals = true, m.key == "NotPrincipal", principals(m.raw)
		}
	case "Action", "NotAction":
		if !s.hasAction {
			s.Actions, ok = asTexts(m.raw)
			s.hasAction, s.NotAction = ok, m.key == "NotAction"
		}
	case "Resource", "NotResource":
		if !s.hasResource {
			s.Resources, ok = asTexts(m.raw)
			s.hasResource, s.NotResource = ok, m.key == "NotResource"
		}
	case "Condition":
		s.Conditions, ok = conditions(m.raw)
	}
	return ok
}

// conditions reads a condition block: operators, in each of them keys, for each of them one value or several.
func conditions(raw json.RawMessage) (out []Condition, ok bool) {
	operators, err := members(raw, 0)
	if err != nil {
		return nil, false
	}
	for _, o := range operators {
		keys, err := members(o.raw, 0)
		if err != nil {
			return nil, false
		}
		for _, k := range keys {
			c := Condition{Operator: o.key, Key: k.key}
			list, isList := elements(k.raw, 0)
			if !isList {
				list = []member{{raw: k.raw}}
			}
			for _, v := range list {
				text, is := asText(v.raw)
				if !is { // a number, true or false
					text = compact(v.raw)
				}
				c.Values = append(c.Values, text)
			}
			out = append(out, c)
		}
	}
	return out, true
}

// member is one of an object, or without a key one of a list.
type member struct {
	key string
	raw json.RawMessage
	at  int // in bytes of the document's text
}

func (m member) exact() string { return quoted(m.key) + ": " + compact(m.raw) }

// members are those of a JSON object, as often as they stand there. What begins at at of the text is raw.
func members(raw []byte, at int) (out []member, err error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errNoObject
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, errNoObject
		}
		name, is := key.(string)
		m, ok := next(dec, at)
		if !is || !ok {
			return nil, errNoObject
		}
		m.key = name
		out = append(out, m)
	}
	if _, err := dec.Token(); err != nil || len(bytes.TrimSpace(raw[dec.InputOffset():])) > 0 {
		return nil, errNoObject
	}
	return out, nil
}

// elements are those of a JSON list.
func elements(raw []byte, at int) (out []member, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return nil, false
	}
	for dec.More() {
		m, ok := next(dec, at)
		if !ok {
			return nil, false
		}
		out = append(out, m)
	}
	_, err := dec.Token()
	return out, err == nil
}

func next(dec *json.Decoder, at int) (m member, ok bool) {
	if dec.Decode(&m.raw) != nil {
		return m, false
	}
	m.at = at + int(dec.InputOffset()) - len(m.raw)
	return m, true
}

func asText(raw json.RawMessage) (s string, ok bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	return s, json.Unmarshal(raw, &s) == nil
}

// asTexts reads a text, or a list of texts.
func asTexts(raw json.RawMessage) (out []string, ok bool) {
	if s, is := asText(raw); is {
		return []string{s}, true
	}
	list, ok := elements(raw, 0)
	for _, e := range list {
		s, is := asText(e.raw)
		if !is {
			return nil, false
		}
		out = append(out, s)
	}
	return out, ok
}

func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}

func quoted(s string) string {
	b := &strings.Builder{}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return `"` + s + `"`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Same reports whether two texts are one policy, or are both none.
func Same(a, b string) bool { return backend.SamePolicy(a, b) }

// Public reports whether a statement lets everyone in without a condition.
func (d Document) Public() bool {
	for _, s := range d.Statements {
		if s.Public() {
			return true
		}
	}
	return false
}

// Public reports whether a statement lets everyone in without a condition.
func (s Statement) Public() bool {
	if s.Effect != Allow || len(s.Conditions) > 0 {
		return false
	}
	if s.NotPrincipal {
		return true
	}
	for _, p := range s.Principals {
		if p.Kind == Everyone {
			return true
		}
	}
	return false
}

// Skeleton is what a new policy begins with: it lets the secret's own account in, which that can do already by its identities'
// policies, so that saved as it is it changes nothing.
func Skeleton(arn string) string {
	partition := "aws"
	if parts := strings.SplitN(arn, ":", 3); len(parts) == 3 && parts[1] != "" {
		partition = parts[1]
	}
	return `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadTheValue",
      "Effect": "Allow",
      "Principal": {
        "AWS": ` + quoted("arn:"+partition+":iam::"+backend.AccountOf(arn)+":root") + `
      },
      "Action": [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue"
      ],
      "Resource": "*"
    }
  ]
}
`
}
