package backend

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of staging labels: their length in characters, and how many a secret can have over all its versions
// (aws.md 2.4, 2.8).
const (
	MaxLabelLength = 256
	MaxLabels      = 20
)

// PrivateLabel is the label under which the version of a save waits until AWSCURRENT is moved to it.
func PrivateLabel(version string) string { return privatePrefix + version[:min(8, len(version))] }

const privatePrefix = "strongroom-"

// LeftOn is LeftLabels of versions.
func LeftOn(vs []Version) []LabelMove {
	private := func(label string) bool { return strings.HasPrefix(label, privatePrefix) }
	if !slices.ContainsFunc(vs, func(v Version) bool { return slices.ContainsFunc(v.Stages, private) }) { // as a rule
		return nil
	}
	return LeftLabels(StagesOf(vs))
}

// LeftLabels are the moves that take off the private labels which are on their versions: of saves that did not come to their
// end, or are under way at this moment.
func LeftLabels(stages map[string][]string) (off []LabelMove) {
	for _, id := range slices.Sorted(maps.Keys(stages)) {
		if label := PrivateLabel(id); slices.Contains(stages[id], label) {
			off = append(off, LabelMove{Label: label, From: id})
		}
	}
	return off
}

// HolderOf is the version that has a label, "" where none has.
func HolderOf(stages map[string][]string, label string) string {
	for id, labels := range stages {
		if slices.Contains(labels, label) {
			return id
		}
	}
	return ""
}

// SameStages reports whether labels sit on the same versions.
func SameStages(a, b map[string][]string) bool {
	flat := func(m map[string][]string) (all []string) {
		for id, labels := range m {
			for _, l := range labels {
				all = append(all, id+" "+l)
			}
		}
		slices.Sort(all)
		return all
	}
	return slices.Equal(flat(a), flat(b))
}

// LabelsAfter is where labels sit once the service has carried out a move: AWSPREVIOUS follows AWSCURRENT to the version
// that had it. Versions left without a label are absent.
func LabelsAfter(stages map[string][]string, m LabelMove) map[string][]string {
	out := map[string][]string{}
	for id, labels := range stages {
		out[id] = slices.Clone(labels)
	}
	put := func(label, id string) {
		for other := range out {
			out[other] = slices.DeleteFunc(out[other], func(l string) bool { return l == label })
		}
		if id != "" {
			out[id] = append(out[id], label)
		}
	}
	was := HolderOf(stages, m.Label)
	put(m.Label, m.To)
	if m.Label == Current && was != "" && was != m.To {
		put(Previous, was)
	}
	for id, labels := range out {
		if len(labels) == 0 {
			delete(out, id)
		}
	}
	return out
}

// CheckMove finds what the service would refuse in a move, before it is sent: nil where it would not.
func CheckMove(stages map[string][]string, m LabelMove) error {
	refuse := func(kind error, format string, args ...any) error {
		return &Error{Op: OpMoveLabel.Words(), Kind: kind, Message: fmt.Sprintf(format, args...), Action: OpMoveLabel.Action(), Unsent: true}
	}
	n, holder := utf8.RuneCountInString(m.Label), HolderOf(stages, m.Label)
	total := 0
	for _, labels := range LabelsAfter(stages, m) {
		total += len(labels)
	}
	switch {
	case n == 0 || strings.TrimSpace(m.Label) == "":
		return refuse(ErrInvalid, "a label needs a name")
	case n > MaxLabelLength:
		return refuse(ErrInvalid, "a label has at most %d characters, this one has %d", MaxLabelLength, n)
	case m.Label == Current && m.To == "":
		return refuse(ErrInvalid, "%s can be moved to another version, never taken off", Current)
	case m.To != "" && holder == m.To:
		return refuse(ErrInvalid, "this version has that label already")
	case m.From != holder:
		return refuse(ErrConflict, "the label is not where it was")
	case total > MaxLabels:
		return refuse(ErrQuota, "a secret has at most %d labels over all its versions", MaxLabels)
	}
	return nil
}

// VersionOf is the version that has a staging label, "" for none.
func (s Secret) VersionOf(label string) string {
	for id, labels := range s.Stages {
		if slices.Contains(labels, label) {
			return id
		}
	}
	return ""
}

// StillCurrent is ErrConflict where AWSCURRENT is not on version ("": on none) any more.
func (s Secret) StillCurrent(version string) error {
	if s.VersionOf(Current) == version {
		return nil
	}
	return &Error{Op: "undo the save of", ID: s.ARN, Kind: ErrConflict, Action: OpMoveLabel.Action(), Unsent: true,
		Message: "AWSCURRENT is on another version by now"}
}

// StagesOf are the labels of versions by their ids, as DescribeSecret tells them.
func StagesOf(vs []Version) map[string][]string {
	out := map[string][]string{}
	for _, v := range vs {
		if len(v.Stages) > 0 {
			out[v.ID] = v.Stages
		}
	}
	return out
}
