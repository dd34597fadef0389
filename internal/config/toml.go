package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// plainTOMLError names line and key, and says what a key takes that was given something else.
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
	if !errors.As(err, &bad) {
		return errors.New(strings.TrimPrefix(err.Error(), "toml: "))
	}
	row, _ := bad.Position()
	at, why := "", strings.TrimPrefix(bad.Error(), "toml: ")
	if key := strings.Join(bad.Key(), "."); key != "" {
		at = fmt.Sprintf(" at key %q", key)
		if strings.HasPrefix(why, "cannot decode") {
			why = "it takes " + takes(key)
		}
	}
	return fmt.Errorf("line %d%s: %s", row, at, why)
}

// takes is what a key's value may be.
func takes(key string) string {
	switch key {
	case "present", "plain", "protect.type_name", "protect.read_only":
		return "true or false"
	case "regions":
		return `a list, as ["eu-west-1"]`
	case "keys":
		return `a table: [keys], and below it restore = ["f8"]`
	case "theme":
		return `a table: [theme], and below it name = "dark"`
	case "protect":
		return `tables, each begun with [[protect]]`
	}
	if strings.HasPrefix(key, "keys.") {
		return `a list, as ["f8"]`
	}
	return "a text in quotes"
}
