package backend

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Level is how much a role may do.
type Level string

// The levels. Each holds what those before it do, but for rescue, which needs no value: it is looking, and bringing back.
const (
	LevelLook       Level = "look"
	LevelRead       Level = "read"
	LevelRescue     Level = "rescue"
	LevelEdit       Level = "edit"
	LevelAdminister Level = "administer"
)

// Levels are all of them, from the least.
func Levels() []Level {
	return []Level{LevelLook, LevelRead, LevelRescue, LevelEdit, LevelAdminister}
}

// Means says in words what a level is for.
func (l Level) Means() string {
	switch l {
	case LevelLook:
		return "see the secrets, their versions, labels, tags and policies, and no value"
	case LevelRead:
		return "look, and read values"
	case LevelRescue:
		return "look, restore what was deleted, roll back, end a stuck rotation, and see who deleted a secret; no value is read"
	case LevelEdit:
		return "read and rescue, make secrets, save values, and change descriptions, keys and tags"
	case LevelAdminister:
		return "edit, delete, rotate, read why a rotation failed, replicate, and change policies"
	}
	return ""
}

// operations are those that a level adds to the ones it builds on.
func (l Level) operations() (adds []Operation, on []Level) {
	switch l {
	case LevelLook:
		return []Operation{OpList, OpDescribe, OpVersions, OpPolicy, OpPolicies, OpListRegions, OpAlias}, nil
	case LevelRead:
		return []Operation{OpReveal, OpRevealMany}, []Level{LevelLook}
	case LevelRescue:
		return []Operation{OpRestore, OpMoveLabel, OpCancelRotation, OpLookUp}, []Level{LevelLook}
	case LevelEdit:
		return []Operation{OpCreate, OpPut, OpUpdate, OpTag, OpUntag, OpRandomPassword}, []Level{LevelRead, LevelRescue}
	case LevelAdminister:
		return []Operation{OpDelete, OpRotate, OpFunctionLog, OpPutPolicy, OpDeletePolicy, OpValidatePolicy, OpReplicate, OpRemoveReplicas, OpPromoteReplica, OpAssociate, OpDissociate}, []Level{LevelEdit}
	}
	return nil, nil
}

// Operations are all that a level allows, each once.
func (l Level) Operations() (all []Operation) {
	adds, on := l.operations()
	for _, below := range on {
		all = append(all, below.Operations()...)
	}
	all = append(all, adds...)
	slices.Sort(all)
	return slices.Compact(all)
}

// further are the actions beside their own that operations need of Secrets Manager (aws.md 1.3), and of KMS and Lambda.
func further(op Operation) (secrets, keys, functions []string) {
	switch op {
	case OpReveal, OpRevealMany:
		return nil, []string{"kms:Decrypt"}, nil
	case OpCreate, OpPut:
		return nil, []string{"kms:GenerateDataKey", "kms:Decrypt"}, nil
	case OpUpdate, OpReplicate:
		return nil, []string{"kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"}, nil
	case OpAssociate:
		return []string{"secretsmanager:AcceptCrossAccountReplication"}, []string{"kms:Decrypt", "kms:Encrypt"}, nil
	case OpRotate:
		return nil, nil, []string{"lambda:InvokeFunction"}
	}
	return nil, nil, nil
}

// everywhere reports an operation that IAM cannot limit to some secrets (service authorization reference).
func (o Operation) everywhere() bool {
	switch o {
	case OpList, OpRevealMany, OpRandomPassword, OpListRegions, OpAlias, OpLookUp, OpIdentity:
		return true
	}
	return false
}

// PolicyFor says what a policy is to be about. What is "" is any.
type PolicyFor struct {
	Site
	ID string // of a secret, by name or ARN
}

// secrets is the resource that the policy is about. A name has an ARN's suffix of any six characters.
func (f PolicyFor) secrets() string {
	whole := strings.HasPrefix(f.ID, "arn:") && len(strings.SplitN(f.ID, ":", 7)) == 7
	if whole {
		if ShortID(f.ID) != TypedID(f.ID) {
			return f.ID
		}
		return f.ID + "-??????"
	}
	name := "*"
	if f.ID != "" {
		name = f.ID + "-??????"
	}
	return "arn:" + f.partition() + ":secretsmanager:" + cmp.Or(f.Region, "*") + ":" + cmp.Or(f.Account, "*") + ":secret:" + name
}

func (f PolicyFor) partition() string { return cmp.Or(PartitionOf(f.Region), "aws") }

// service is Secrets Manager as KMS knows it.
func (f PolicyFor) service() string {
	suffix := "amazonaws.com"
	if f.partition() == "aws-cn" {
		suffix += ".cn"
	}
	return "secretsmanager." + cmp.Or(f.Region, "*") + "." + suffix
}

// statement is one of a policy.
type statement struct {
	Sid, Effect string
	Action      []string
	Resource    string
	Condition   map[string]map[string]string `json:",omitempty"`
}

// Policy is an IAM policy that allows what a level needs and no more, as JSON. The account's own key of Secrets Manager needs none of
// what stands under UseKeys.
func Policy(level Level, of PolicyFor) string {
	of.Site = of.Site.Of(of.ID) // an ARN says where its secret is
	var some, all, keys, functions, logs []string
	for _, op := range level.Operations() {
		more, key, function := further(op)
		keys, functions, some = append(keys, key...), append(functions, function...), append(some, more...)
		switch {
		case op == OpFunctionLog:
			logs = append(logs, op.Action())
		case op.everywhere():
			all = append(all, op.Action())
		default:
			some = append(some, op.Action())
		}
	}
	var out []statement
	put := func(sid, resource string, actions []string, condition map[string]map[string]string) {
		if slices.Sort(actions); len(actions) > 0 {
			out = append(out, statement{sid, "Allow", slices.Compact(actions), resource, condition})
		}
	}
	put("Everywhere", "*", all, nil)
	put("Secrets", of.secrets(), some, nil)
	equals := "StringEquals"
	if of.Region == "" {
		equals = "StringLike"
	}
	base := ":" + cmp.Or(of.Region, "*") + ":" + cmp.Or(of.Account, "*") + ":"
	put("UseKeys", "arn:"+of.partition()+":kms"+base+"key/*", keys, map[string]map[string]string{equals: {"kms:ViaService": of.service()}})
	put("RotationFunctions", "arn:"+of.partition()+":lambda"+base+"function:*", functions, nil)
	put("LogsOfFunctions", "arn:"+of.partition()+":logs"+base+"log-group:/aws/lambda/*", logs, nil)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", out})
	return b.String()
}

// PolicyFinding is one thing that is wrong with a resource policy.
type PolicyFinding struct{ Check, Message string }
