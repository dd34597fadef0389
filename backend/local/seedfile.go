package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"strongroom/backend"
)

// ReadSeeds reads secrets to plant out of a text: a JSON object of values by name, where a value is a text or any other JSON; a
// JSON array of Seeds; or lines NAME=value as in a .env file. Its errors say where something is wrong, and never what is there.
func ReadSeeds(data []byte) ([]Seed, error) {
	seeds, err := readSeeds(bytes.TrimSpace(data))
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
// \n, \t, \" and \\ mean what they mean in a shell's $'…'.
func seedsOfLines(text string) (seeds []Seed, err error) {
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if value = strings.TrimSpace(value); ok && value != "" {
			value, ok = unquoted(value)
		}
		if !ok {
			return nil, fmt.Errorf("line %d is no NAME=value", i+1)
		}
		seeds = append(seeds, Seed{Name: strings.TrimSpace(name), Text: value})
	}
	return seeds, nil
}

// unquoted takes the quotes off a value, or the comment behind one without quotes.
func unquoted(value string) (string, bool) {
	switch quote := value[0]; quote {
	case '\'':
		inside, behind, ok := strings.Cut(value[1:], "'")
		return inside, ok && onlyComment(behind)
	case '"':
		prefix, err := strconv.QuotedPrefix(value)
		if err != nil {
			return "", false
		}
		inside, err := strconv.Unquote(prefix)
		return inside, err == nil && onlyComment(value[len(prefix):])
	}
	value, _, _ = strings.Cut(value, " #")
	return strings.TrimSpace(value), true
}

func onlyComment(behind string) bool {
	behind = strings.TrimSpace(behind)
	return behind == "" || behind[0] == '#'
}
