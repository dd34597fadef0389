package keymap

// Policy is the scope of the detail pane's Policy tab, within the detail's.
const Policy Scope = "policy"

// The actions on resource policies.
const (
	EditPolicy        Action = "edit-policy"
	EditPolicyOutside Action = "edit-policy-outside"
	DeletePolicy      Action = "delete-policy"
	FindInPolicy      Action = "find-in-policy"
)

// policyRows are the keys of resource policies.
func policyRows() []Binding {
	here := []Scope{Policy}
	return []Binding{
		{EditPolicy, here, []string{"e"}, "edit policy", "edit the default policy, or make one: AWS checks it, and a comparison asks before it is written", 1},
		{EditPolicyOutside, here, []string{"E"}, "in $EDITOR", "edit the default policy in $EDITOR, your own editor", 3},
		{DeletePolicy, here, []string{"x"}, "delete policy", "delete the default policy: asks first", 5},
		{FindInPolicy, here, []string{"f"}, "find here", "find a text in the policies, also where they are folded", 1},
	}
}
