package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"strongroom/backend"
)

// ReadSeeds reads secrets to plant out of a text: a JSON object of values by name, where a value is a text or any other JSON; a
// JSON array of Seeds; or lines NAME=value as in a .env file. Its errors say where something is wrong, and never what is there.
func ReadSeeds(data []byte) ([]Seed, error) {
	seeds, err := readSeeds(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff"))))
	for i := 0; err == nil && i < len(seeds); i++ {
		s := seeds[i]
		switch {
		case backend.NameProblem(s.Name) != "":
			err = fmt.Errorf("secret %d has no name that the service takes: %s", i+1, backend.NameProblem(s.Name))
		case s.Region != "" && !backend.GoodRegion(s.Region):
			err = fmt.Errorf("secret %d is in no region: they look like eu-west-1", i+1)
		case max(len(s.Text), len(s.Binary)) > 65536:
			err = fmt.Errorf("secret %d is longer than the 64 KiB that the service takes", i+1)
		}
	}
	return seeds, err
}

func readSeeds(data []byte) ([]Seed, error) {
	switch {
	case len(data) == 0:
		return nil, errors.New("there is nothing in it")
	case data[0] == '[' || data[0] == '{':
		if err := refuseTwice(data); err != nil {
			return nil, err
		}
	}
	switch {
	case data[0] == '[':
		var seeds []Seed
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		if d.Decode(&seeds) != nil || d.More() {
			return nil, errors.New(`it is no JSON array of secrets: [{"Name": "a", "Text": "made-up", "Description": "…", "Tags": {}, "KMSKey": "…", "Binary": "base64", "Region": "…"}]`)
		}
		return seeds, nil
	case data[0] == '{':
		return seedsByName(data)
	}
	return seedsOfLines(string(data))
}

// refuseTwice refuses a JSON text in which an object has a key twice: one of its values would be lost. In an array of Seeds capitals
// make no other key, and below a value by name anything may stand.
func refuseTwice(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	list := data[0] == '['
	var open []map[string]bool // nil for an array
	key := false
	for {
		token, err := d.Token()
		if err != nil {
			return nil // it is told where it is read
		}
		top := len(open) - 1
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{':
				open = append(open, map[string]bool{})
			case '[':
				open = append(open, nil)
			default:
				open = open[:top]
			}
			key = len(open) > 0 && open[len(open)-1] != nil
			continue
		case string:
			if !key || !list && top > 0 {
				break
			}
			name := token
			if list && top == 1 {
				name = strings.ToLower(name)
			}
			if open[top][name] {
				return fmt.Errorf("the key %q is there twice in its object", token)
			}
			open[top][name] = true
		}
		key = top >= 0 && open[top] != nil && !key
	}
}

func seedsByName(data []byte) (seeds []Seed, err error) {
	var values map[string]json.RawMessage
	if json.Unmarshal(data, &values) != nil {
		return nil, errors.New("it is no JSON object of values by name")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text := string(values[name])
		if text[0] == '"' {
			_ = json.Unmarshal(values[name], &text) // it was read once
		}
		seeds = append(seeds, Seed{Name: name, Text: text})
	}
	return seeds, nil
}

// seedsOfLines reads a .env file: blank lines and comments, an export before a name, quotes around a value. In double quotes
// \n, \r, \t, \", \$, \` and \\ mean what they mean in a shell's $'…'; any other backslash stays, as it does in a shell.
func seedsOfLines(text string) (seeds []Seed, err error) {
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if bare, exported := strings.CutPrefix(name, "export"); exported && strings.TrimLeft(bare, " \t") != bare {
			name = bare
		}
		if ok {
			value, ok = unquoted(value)
		}
		if !ok {
			return nil, fmt.Errorf("line %d is no NAME=value", i+1)
		}
		seeds = append(seeds, Seed{Name: strings.TrimSpace(name), Text: value})
	}
	return seeds, nil
}

// unquoted takes the quotes off what stands behind an =, or the comment behind a value without quotes: a # behind a blank.
func unquoted(behind string) (string, bool) {
	value := strings.TrimSpace(behind)
	switch {
	case value == "":
		return "", true
	case value[0] == '\'':
		inside, behind, ok := strings.Cut(value[1:], "'")
		return inside, ok && onlyComment(behind)
	case value[0] == '"':
		inside, behind, ok := unescaped(value[1:])
		return inside, ok && onlyComment(behind)
	}
	for i, r := range behind {
		if r == '#' && i > 0 && strings.TrimSpace(behind[i-1:i]) == "" {
			behind = behind[:i]
			break
		}
	}
	return strings.TrimSpace(behind), true
}

// unescaped is a text up to the double quote that ends it, and what stands behind that.
func unescaped(text string) (inside, behind string, ok bool) {
	meant := map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\', '$': '$', '`': '`'}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return b.String(), text[i+1:], true
		case text[i] == '\\' && i+1 < len(text) && meant[text[i+1]] != 0:
			i++
			b.WriteByte(meant[text[i]])
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", false
}

func onlyComment(behind string) bool {
	behind = strings.TrimSpace(behind)
	return behind == "" || behind[0] == '#'
}
