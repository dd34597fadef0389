package local

import (
	"strconv"
	"strings"
)

// pattern is a field's pattern as the model writes it; matches checks it.
func pattern(name string) string {
	switch name {
	case "region":
		return `^([a-z]+-)+\d+$`
	case "filter":
		return `^\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*$`
	case "duration":
		return `[0-9]+h`
	case "schedule":
		return `[0-9A-Za-z\(\)#\?\*\-\/, ]+`
	case "rotationToken":
		return `^[a-zA-Z0-9\-]+$`
	}
	return ""
}

func matches(name, s string) bool {
	switch name {
	case "region":
		return isRegion(s)
	case "filter":
		return only(s, " :_@/+=.-!")
	case "duration":
		n, ok := strings.CutSuffix(s, "h")
		_, err := strconv.ParseUint(n, 10, 16)
		return ok && err == nil
	case "schedule":
		return only(s, "()#?*-/, ")
	case "rotationToken":
		return only(s, "-")
	}
	return true
}

func isRegion(s string) bool {
	parts := strings.Split(s, "-")
	for _, p := range parts[:len(parts)-1] {
		if p == "" || strings.Trim(p, "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	last := parts[len(parts)-1]
	return len(parts) > 1 && last != "" && strings.Trim(last, "0123456789") == ""
}

// only reports whether s has nothing but ASCII letters, digits and the extra ones.
func only(s, extra string) bool {
	for i := range len(s) {
		if !isAlnum(s[i]) && strings.IndexByte(extra, s[i]) < 0 {
			return false
		}
	}
	return true
}

// checkID refuses what can be no name and no ARN; the service checks a name alike in every operation.
func checkID(id string) error {
	if name, ok := strings.CutPrefix(id, "arn:"); ok {
		if only(name, "-/_+=.@!:") {
			return nil
		}
	} else if only(id, "-/_+=.@!") {
		return nil
	}
	return refuse("ValidationException",
		"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!")
}
