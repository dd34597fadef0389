package backend

// Operation names a call of the service as IAM and the audit trail know it.
type Operation string

// The operations of the port.
const (
	OpList           Operation = "ListSecrets"
	OpDescribe       Operation = "DescribeSecret"
	OpReveal         Operation = "GetSecretValue"
	OpRevealMany     Operation = "BatchGetSecretValue"
	OpVersions       Operation = "ListSecretVersionIds"
	OpCreate         Operation = "CreateSecret"
	OpPut            Operation = "PutSecretValue"
	OpUpdate         Operation = "UpdateSecret"
	OpMoveLabel      Operation = "UpdateSecretVersionStage"
	OpTag            Operation = "TagResource"
	OpUntag          Operation = "UntagResource"
	OpDelete         Operation = "DeleteSecret"
	OpRestore        Operation = "RestoreSecret"
	OpRandomPassword Operation = "GetRandomPassword"
	OpRotate         Operation = "RotateSecret"
	OpCancelRotation Operation = "CancelRotateSecret"
	OpPolicy         Operation = "GetResourcePolicy"
	OpPutPolicy      Operation = "PutResourcePolicy"
	OpDeletePolicy   Operation = "DeleteResourcePolicy"
	OpValidatePolicy Operation = "ValidateResourcePolicy"
	OpReplicate      Operation = "ReplicateSecretToRegions"
	OpRemoveReplicas Operation = "RemoveRegionsFromReplication"
	OpPromoteReplica Operation = "StopReplicationToReplica"
	OpPolicies       Operation = "ListResourcePolicies"
	OpAssociate      Operation = "AssociateCrossAccountReplica"
	OpDissociate     Operation = "DisassociateCrossAccountReplica"
	OpIdentity       Operation = "GetCallerIdentity"
	OpLookUp         Operation = "LookupEvents"
	OpFunctionLog    Operation = "FilterLogEvents"
	OpListRegions    Operation = "ListRegions"
	OpAlias          Operation = "ListAccountAliases"
)

// Action is the IAM action that the operation needs.
func (o Operation) Action() string {
	switch o {
	case OpIdentity:
		return "sts:" + string(o)
	case OpLookUp:
		return "cloudtrail:" + string(o)
	case OpFunctionLog:
		return "logs:" + string(o)
	case OpListRegions:
		return "account:" + string(o)
	case OpAlias:
		return "iam:" + string(o)
	}
	return "secretsmanager:" + string(o)
}

// Writes reports whether the operation changes anything.
func (o Operation) Writes() bool {
	switch o {
	case OpList, OpDescribe, OpReveal, OpRevealMany, OpVersions, OpRandomPassword, OpPolicy, OpPolicies, OpValidatePolicy, OpIdentity, OpLookUp, OpFunctionLog, OpListRegions, OpAlias:
		return false
	}
	return true
}

// Repeatable reports a write that carries a request token, so that sending it again changes nothing (API reference of
// CreateSecret, PutSecretValue and RotateSecret). UpdateSecret's token stands for a version, which this port never makes.
func (o Operation) Repeatable() bool { return o == OpCreate || o == OpPut || o == OpRotate }

// Words are the operation as a person would say it, fit to stand between "could not" and a secret's name.
func (o Operation) Words() string {
	switch o {
	case OpList:
		return "list secrets"
	case OpDescribe:
		return "describe"
	case OpReveal:
		return "reveal"
	case OpRevealMany:
		return "reveal several secrets"
	case OpVersions:
		return "list the versions of"
	case OpCreate:
		return "create"
	case OpPut:
		return "save"
	case OpUpdate:
		return "update"
	case OpMoveLabel:
		return "move a label of"
	case OpTag:
		return "tag"
	case OpUntag:
		return "untag"
	}
	return o.furtherWords()
}

func (o Operation) furtherWords() string {
	switch o {
	case OpDelete:
		return "delete"
	case OpRestore:
		return "restore"
	case OpRandomPassword:
		return "generate a password"
	case OpRotate:
		return "rotate"
	case OpCancelRotation:
		return "cancel the rotation of"
	case OpPolicy:
		return "read the policy of"
	case OpPutPolicy:
		return "set the policy of"
	case OpDeletePolicy:
		return "remove the policy of"
	case OpValidatePolicy:
		return "check a policy for"
	case OpReplicate:
		return "replicate"
	case OpRemoveReplicas:
		return "remove replicas of"
	case OpPromoteReplica:
		return "promote the replica"
	case OpPolicies:
		return "list the policies of"
	case OpAssociate:
		return "replicate to another account"
	case OpDissociate:
		return "let go of the other account's replica of"
	case OpIdentity:
		return "ask who this is"
	case OpLookUp:
		return "look up who deleted"
	case OpFunctionLog:
		return "read the log of the function that rotates"
	case OpListRegions:
		return "list the regions of the account"
	case OpAlias:
		return "name the account"
	}
	return string(o)
}
