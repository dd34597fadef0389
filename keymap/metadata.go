package keymap

// Info and Tags are the scopes of those tabs of the detail pane: the detail's keys hold there too, unless a key has another meaning here.
const (
	Info Scope = "info"
	Tags Scope = "tags"
)

// The actions on metadata and tags.
const (
	EditMetadata Action = "metadata"
	AddTag       Action = "add-tag"
	ChangeTag    Action = "change-tag"
	RenameTag    Action = "rename-tag"
	RemoveTag    Action = "remove-tag"
)

// metadataRows are the keys of metadata and tags.
func metadataRows() []Binding {
	here := []Scope{Tags}
	return []Binding{
		{EditMetadata, []Scope{List}, []string{"i"}, "metadata", "change the description and the KMS key; makes no version", 20},
		{EditMetadata, []Scope{Detail}, []string{"i"}, "metadata", "change the description and the KMS key; makes no version", 10},
		{EditMetadata, []Scope{Info}, []string{"i"}, "metadata", "change the description and the KMS key; makes no version", 1},
		{AddTag, here, []string{"a"}, "add tag", "add a tag", 1},
		{ChangeTag, here, []string{"enter"}, "change", "change the value of the tag under the cursor", 1},
		{RemoveTag, here, []string{"x"}, "remove", "remove the tag: asks first", 1},
		{RenameTag, here, []string{"K"}, "rename", "give the tag another key: adds the new one, then removes the old one", 1},
	}
}

// within is the scope whose keys hold in s too, "" for none.
func within(s Scope) Scope {
	if s == Info || s == Tags || s == Rotation || s == Replicas || s == Policy {
		return Detail
	}
	if s == Start {
		return List
	}
	return ""
}

// here reports whether a row holds in s: as its own, or in the scope that s is within while its key means nothing else in s.
func (m *Map) here(b Binding, s Scope) bool {
	outer := within(s)
	return b.In(s) || outer != "" && b.In(outer) && m.by[s][b.Keys[0]] == ""
}
