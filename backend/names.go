package backend

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// What the service allows (its API model, and the tagging limits of AWS).
const (
	MaxTags        = 50 // besides those of AWS
	maxName        = 512
	maxDescription = 2048
	maxTagKey      = 128
	maxTagValue    = 256
)

// NameProblem says why a secret cannot have this name, "" where it can.
func NameProblem(name string) string {
	if name == "" {
		return "a secret needs a name"
	}
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/_+=.@!-", r)) {
			return fmt.Sprintf("%q cannot be in a name: letters, digits and / _ + = . @ ! - can", r)
		}
	}
	if n := len(name); n > maxName {
		return fmt.Sprintf("%d characters, a name has at most %d", n, maxName)
	}
	return ""
}

// NameTrap warns of a name that the service takes, but that partial ARNs will not find.
func NameTrap(name string) string {
	if regexp.MustCompile(`-[a-zA-Z0-9]{6}$`).MatchString(name) {
		return "ends in a hyphen and six characters, like an ARN's own suffix: some lookups will not find it"
	}
	return ""
}

// GoodRegion reports whether a text has the form of a region in the service's API model.
func GoodRegion(text string) bool { return regexp.MustCompile(`^([a-z]+-)+\d+$`).MatchString(text) }

// DescriptionProblem says why a secret cannot have this description.
func DescriptionProblem(text string) string {
	if n := utf8.RuneCountInString(text); n > maxDescription {
		return fmt.Sprintf("%d characters, a description has at most %d", n, maxDescription)
	}
	return notText(text)
}

// ParseTags reads "env=prod, team=payments", and says what the service would not take.
func ParseTags(text string) (tags []Tag, problem string) {
	seen := map[string]bool{}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if problem = TagProblem(key, value); problem != "" {
			return nil, problem
		}
		if seen[key] {
			return nil, "the tag " + key + " is there twice"
		}
		seen[key] = true
		tags = append(tags, Tag{key, value})
	}
	if len(tags) > MaxTags {
		return nil, fmt.Sprintf("%d tags, a secret has at most %d", len(tags), MaxTags)
	}
	return tags, ""
}

// TagProblem says why a secret cannot have this tag.
func TagProblem(key, value string) string {
	switch {
	case key == "":
		return "a tag needs a key"
	case ReservedTag(key):
		return "tags that begin with aws: belong to AWS"
	case utf8.RuneCountInString(key) > maxTagKey:
		return fmt.Sprintf("a tag's key has at most %d characters", maxTagKey)
	case utf8.RuneCountInString(value) > maxTagValue:
		return fmt.Sprintf("a tag's value has at most %d characters", maxTagValue)
	}
	return notText(key + value)
}

// TagsText is what ParseTags reads.
func TagsText(tags []Tag) string {
	var parts []string
	for _, t := range tags {
		if TagProblem(t.Key, t.Value) == "" && !strings.ContainsAny(t.Key+t.Value, ",=") {
			parts = append(parts, t.Key+"="+t.Value)
		}
	}
	return strings.Join(parts, ", ")
}

// notText is what is wrong with a text that cannot be sent as one.
func notText(s string) string {
	if !utf8.ValidString(s) {
		return "there are bytes in it that are no text (UTF-8)"
	}
	return ""
}

// NoRoomForTag is why a secret with these tags can have no other, "" where it can.
func NoRoomForTag(tags []Tag) string {
	own := 0
	for _, t := range tags {
		if !ReservedTag(t.Key) {
			own++
		}
	}
	if own < MaxTags {
		return ""
	}
	return fmt.Sprintf("%d tags are the most a secret can have", MaxTags)
}

// ReservedTag reports a tag that is AWS's own.
func ReservedTag(key string) bool { return strings.HasPrefix(strings.ToLower(key), "aws:") }

type typedKey struct{}

// AsTyped is for a call whose id somebody has typed. An ARN that the service has told is whole; a typed one may lack its suffix.
func AsTyped(ctx context.Context) context.Context { return context.WithValue(ctx, typedKey{}, true) }

// IsTyped reports whether a call's id was typed.
func IsTyped(ctx context.Context) bool { return ctx.Value(typedKey{}) != nil }
