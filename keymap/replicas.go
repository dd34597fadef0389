package keymap

// Replicas is the scope of the detail pane's Replicas tab, within the detail's.
const Replicas Scope = "replicas"

// The actions on replicas.
const (
	AddReplica     Action = "add-replica"
	RetryReplica   Action = "retry-replica"
	RemoveReplica  Action = "remove-replica"
	PromoteReplica Action = "promote-replica"
	CompareReplica Action = "compare-replica"
	OpenReplica    Action = "open-replica"
	// Between accounts: a primary's side, and the making of a replica.
	AssociateReplica Action = "associate-replica"
	FollowPrimary    Action = "follow-primary"
)

// replicaRows are the keys of replicas.
func replicaRows() []Binding {
	here := []Scope{Replicas}
	return []Binding{
		{AddReplica, here, []string{"a"}, "add replica", "replicate the secret to another region", 1},
		{AssociateReplica, here, []string{"A"}, "other account", "replicate to the replica that another account has made of this secret", 1},
		{RetryReplica, here, []string{"r"}, "retry", "replicate again to a region or an account where that has failed", 1},
		{RemoveReplica, here, []string{"x"}, "remove", "remove the replica: it is deleted at once, without a recovery window; another account's is let go and stays there; asks first", 1},
		{PromoteReplica, here, []string{"p"}, "promote", "make the replica a secret of its own, which follows no primary; asks first", 1},
		{CompareReplica, here, []string{"="}, "drift", "versions and labels of the replica beside the primary's; decrypts nothing", 1},
		{FollowPrimary, []Scope{List, Detail}, []string{"m"}, "replica of…", "make a new secret that is a replica of another account's", 21},
		{OpenReplica, here, []string{"enter"}, "open there", "open the replica in its region, on a replica its primary", 1},
	}
}
