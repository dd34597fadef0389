package local

import (
	"slices"
	"strings"
)

const maxTags = 50

func tagResource(c *call, in *tagResourceIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	tags, err := mergeTags(s.tags, in.Tags)
	if err != nil {
		return nil, err
	}
	c.change(s, func(n *secret) { n.tags = tags })
	return nothingOut{}, nil
}

// mergeTags adds tags to those there are, the newer value of a key winning. Keys differ by case.
func mergeTags(have []tag, more []tagIn) ([]tag, error) {
	out := slices.Clone(have)
	for _, t := range more {
		if t.Key == nil {
			return nil, invalidParameter("A tag must have a key.")
		}
		key := *t.Key
		if strings.HasPrefix(strings.ToLower(key), "aws:") {
			return nil, invalidParameter("Tag keys can't begin with aws:, which is reserved for AWS.")
		}
		next := tag{key, or(t.Value, "")}
		if i := slices.IndexFunc(out, func(o tag) bool { return o.Key == key }); i >= 0 {
			out[i] = next
		} else {
			out = append(out, next)
		}
	}
	own := 0
	for _, t := range out {
		if !strings.HasPrefix(t.Key, "aws:") {
			own++
		}
	}
	if own > maxTags {
		return nil, invalidParameter("You can't have more than %d tags on a secret.", maxTags)
	}
	return out, nil
}

func untagResource(c *call, in *untagIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	for _, k := range in.TagKeys {
		if strings.HasPrefix(strings.ToLower(k), "aws:") {
			return nil, invalidParameter("Tag keys that begin with aws: can't be removed.")
		}
	}
	c.change(s, func(n *secret) {
		n.tags = slices.DeleteFunc(slices.Clone(n.tags), func(t tag) bool { return slices.Contains(in.TagKeys, t.Key) })
	})
	return nothingOut{}, nil
}
