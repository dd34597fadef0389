//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
)

// asks is one command of the AWS CLI and what its answer must have, as JSON paths of names and indexes to texts. "@name" in a
// command stands for what an earlier answer kept under that name.
type asks struct {
	args  string
	wants map[string]string
	keeps map[string]string
}

// everyOperation is a life of secrets in which each operation of the service has its part. The AWS CLI reads an answer by
// the service's model, so one that it cannot read fails here too.
func everyOperation() []asks {
	const lambda = "arn:aws:lambda:eu-west-1:123456789012:function:demo-rotation-stuck"
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`
	return []asks{
		{args: "get-random-password --password-length 20 --exclude-punctuation", keeps: map[string]string{"password": "RandomPassword"}},
		{args: "create-secret --name life --secret-string @password --tags Key=env,Value=dev", wants: map[string]string{"Name": "life"}, keeps: map[string]string{"arn": "ARN", "one": "VersionId"}},
		{args: "get-secret-value --secret-id life", wants: map[string]string{"VersionId": "@one", "VersionStages.0": "AWSCURRENT", "SecretString": "@password"}},
		{args: "put-secret-value --secret-id life --secret-string made-up-two", wants: map[string]string{"ARN": "@arn", "VersionStages.0": "AWSCURRENT"}, keeps: map[string]string{"two": "VersionId"}},
		{args: "update-secret --secret-id life --description told", wants: map[string]string{"ARN": "@arn", "VersionId": ""}},
		{args: "describe-secret --secret-id life", wants: map[string]string{"Description": "told", "Tags.0.Value": "dev", "VersionIdsToStages.@one.0": "AWSPREVIOUS", "VersionIdsToStages.@two.0": "AWSCURRENT"}},
		{args: "update-secret-version-stage --secret-id life --version-stage AWSCURRENT --move-to-version-id @one --remove-from-version-id @two", wants: map[string]string{"Name": "life"}},
		{args: "list-secret-version-ids --secret-id life --include-deprecated", wants: map[string]string{"Name": "life", "Versions.#": "2"}},
		{args: "batch-get-secret-value --secret-id-list life nosuch", wants: map[string]string{"SecretValues.0.VersionId": "@one", "Errors.0.ErrorCode": "ResourceNotFoundException"}},
		{args: "tag-resource --secret-id life --tags Key=team,Value=red"},
		{args: "untag-resource --secret-id life --tag-keys env"},
		{args: "list-secrets --filters Key=tag-key,Values=team Key=name,Values=life", wants: map[string]string{"SecretList.#": "1", "SecretList.0.ARN": "@arn", "SecretList.0.Tags.0.Value": "red"}},
		{args: "validate-resource-policy --secret-id life --resource-policy " + policy, wants: map[string]string{"PolicyValidationPassed": "true"}},
		{args: "put-resource-policy --secret-id life --block-public-policy --resource-policy " + policy, wants: map[string]string{"ARN": "@arn"}},
		{args: "get-resource-policy --secret-id life", wants: map[string]string{"ResourcePolicy": policy}},
		{args: "list-resource-policies --secret-id life", wants: map[string]string{"ResourcePolicies.0.Name": "default"}},
		{args: "delete-resource-policy --secret-id life", wants: map[string]string{"Name": "life"}},
		{args: "get-resource-policy --secret-id life", wants: map[string]string{"ResourcePolicy": ""}},
		{args: "rotate-secret --secret-id life --rotation-lambda-arn " + lambda + " --rotation-rules AutomaticallyAfterDays=30", wants: map[string]string{"ARN": "@arn"}, keeps: map[string]string{"three": "VersionId"}},
		{args: "describe-secret --secret-id life", wants: map[string]string{"RotationEnabled": "true", "RotationRules.AutomaticallyAfterDays": "30", "VersionIdsToStages.@three.0": "AWSPENDING"}},
		{args: "cancel-rotate-secret --secret-id life", wants: map[string]string{"VersionId": "@three"}},
		{args: "describe-secret --secret-id life", wants: map[string]string{"RotationEnabled": "false", "NextRotationDate": "", "VersionIdsToStages.@three.0": "AWSPENDING"}},
		{args: "replicate-secret-to-regions --secret-id life --add-replica-regions Region=eu-central-1", wants: map[string]string{"ReplicationStatus.0.Region": "eu-central-1"}},
		{args: "remove-regions-from-replication --secret-id life --remove-replica-regions eu-central-1", wants: map[string]string{"ARN": "@arn", "ReplicationStatus.#": "0"}},
		{args: "replicate-secret-to-regions --secret-id life --add-replica-regions Region=eu-central-1"},
		{args: "stop-replication-to-replica --region eu-central-1 --secret-id life", keeps: map[string]string{"alone": "ARN"}},
		{args: "describe-secret --region eu-central-1 --secret-id life", wants: map[string]string{"ARN": "@alone", "PrimaryRegion": ""}},
		{args: "delete-secret --secret-id life --recovery-window-in-days 7", wants: map[string]string{"ARN": "@arn"}},
		{args: "restore-secret --secret-id life", wants: map[string]string{"ARN": "@arn"}},
		{args: "describe-secret --secret-id life", wants: map[string]string{"DeletedDate": ""}},
		{args: "create-secret --name primary --kms-key-id alias/strongroom-demo --secret-string made-up", keeps: map[string]string{"primary": "ARN"}},
		{args: "associate-cross-account-replica --secret-id primary --replica-restriction NoRestriction --cross-account-replica-arn @elsewhere", wants: map[string]string{"ARN": "@primary"}},
		{args: "disassociate-cross-account-replica --secret-id primary --cross-account-replica-arn @elsewhere", wants: map[string]string{"ARN": "@primary"}},
	}
}

func TestTheAWSCLIAgreesWithServeOnEveryOperationThatItKnows(t *testing.T) {
	t.Parallel()
	w := startServe(t)
	known := strings.Fields(string(w.run("python3", "-c", `
import boto3
from botocore import xform_name
c = boto3.client("secretsmanager", "eu-west-1")
print(*[xform_name(o, "-") for o in c.meta.service_model.operation_names])`)))
	if len(known) < 23 {
		t.Fatalf("boto3 knows only %v", known)
	}
	kept, done, unknown := map[string]string{}, map[string]bool{}, map[string]bool{}
	for _, a := range everyOperation() {
		operation, _, _ := strings.Cut(a.args, " ")
		if !slices.Contains(known, operation) {
			unknown[operation] = true
			continue
		}
		done[operation] = true
		args := strings.Fields(a.args)
		for i := range args {
			args[i] = fill(args[i], kept)
		}
		answer := w.run("aws", append([]string{"secretsmanager", "--output", "json", "--region", "eu-west-1"}, args...)...) // a later --region is the one that counts
		for path, want := range a.wants {
			if got := at(t, answer, fill(path, kept)); got != fill(want, kept) {
				t.Errorf("%s: %s is %q, want %q", a.args, path, got, fill(want, kept))
			}
		}
		for name, path := range a.keeps {
			if kept[name] = at(t, answer, path); kept[name] == "" {
				t.Fatalf("%s: no %s in %s", a.args, path, answer)
			}
		}
	}
	for _, operation := range known {
		if !done[operation] {
			t.Errorf("%s is not tried", operation)
		}
	}
	if len(done)+len(unknown) != 26 {
		t.Errorf("%d operations, want the service's 26", len(done)+len(unknown))
	}
	t.Logf("%d operations tried; this CLI does not know %v", len(done), slices.Sorted(maps.Keys(unknown)))
}

// stateOf is what boto3 finds of a secret's rotation and policies, without what differs of itself: names, versions, moments.
func (w *witness) stateOf(name string) string {
	w.t.Helper()
	return strings.ReplaceAll(string(w.run("python3", "-c", `
import boto3, json, os, sys
c = boto3.client("secretsmanager", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
d = c.describe_secret(SecretId=sys.argv[1])
day = lambda k: d[k].date().isoformat() if k in d else None
versions = {v["VersionId"]: "a value" for v in c.list_secret_version_ids(SecretId=sys.argv[1], IncludeDeprecated=True)["Versions"]}
policy = c.get_resource_policy(SecretId=sys.argv[1]).get("ResourcePolicy")
print(json.dumps({
    "on": d.get("RotationEnabled"), "function": d.get("RotationLambdaARN"), "rules": d.get("RotationRules"),
    "last": day("LastRotatedDate"), "next": day("NextRotationDate"), "policy": policy and json.loads(policy),
    "labels": sorted(sorted(l) + [versions.get(v, "no value")] for v, l in d["VersionIdsToStages"].items())}, sort_keys=True))`, name)), name, "NAME")
}

// rotates waits until a rotation has ended, and is the state.
func (w *witness) rotates(name string) string {
	for end := time.Now().Add(terminal.Patience); ; time.Sleep(100 * time.Millisecond) {
		if state := w.stateOf(name); !strings.Contains(state, "AWSPENDING") || time.Now().After(end) {
			return state
		}
	}
}

func TestKeysLeaveTheSameRotationAndPolicyAsTheLinesOfBoto3(t *testing.T) {
	t.Parallel()
	w := startServe(t)
	const lines, keys, lambda = "app/lines", "app/keyed", "arn:aws:lambda:eu-west-1:123456789012:function:demo-rotation"
	for _, name := range []string{lines, keys} {
		w.run("aws", "secretsmanager", "create-secret", "--name", name, "--secret-string", `{"password":"made-up"}`)
	}
	boto3 := func(line string) {
		t.Helper()
		w.run("python3", "-c", "import boto3, os\nc = boto3.client('secretsmanager', endpoint_url=os.environ['AWS_ENDPOINT_URL'])\n"+line)
	}
	same := func(what, is, want string) {
		t.Helper()
		if is != want {
			t.Errorf("%s: by keys\n%sby lines\n%s", what, is, want)
		}
	}
	before := w.stateOf(keys)
	x := w.browse()
	soon := func() *terminal.Terminal { // by then a dialog takes keys
		time.Sleep(400 * time.Millisecond)
		return x
	}
	x.Sees(keys).Settle().Press("/").Settle().Type(keys).Settle().Press("enter").Settle().Press("2").Settle().Type("]]]]").Settle().Sees("never set up")

	boto3("c.rotate_secret(SecretId='app/lines', RotationLambdaARN='" + lambda + "', RotateImmediately=False, RotationRules={'ScheduleExpression': 'rate(10 days)', 'Duration': '3h'})")
	x.Press("enter").Sees("Set up rotation")
	soon().Paste(lambda).Settle().Press("enter").Type("rate(10 days)").Press("enter").Type("3h").Press("enter", "enter", "enter").Sees("is set up")
	set := w.stateOf(lines)
	same("set up", w.stateOf(keys), set)

	boto3("c.rotate_secret(SecretId='app/lines')")
	x.Settle().Press("r").Sees("Rotate now")
	soon().Press("y").Sees("rotated " + keys)
	same("rotate", w.rotates(keys), w.rotates(lines))

	boto3("c.cancel_rotate_secret(SecretId='app/lines')")
	x.Settle().Press("x").Sees("Switch rotation off")
	soon().Press("y").Sees("rotation of " + keys + " is off")
	off := w.stateOf(lines)
	same("switch off", w.stateOf(keys), off)

	policy := `{"Version": "2012-10-17", "Statement": [{"Sid": "ReadTheValue", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], "Resource": "*"}]}`
	boto3("c.put_resource_policy(SecretId='app/lines', BlockPublicPolicy=True, ResourcePolicy='" + policy + "')")
	x.Settle().Type("]").Settle().Sees("no resource policy").Press("e").Sees("Edit the policy", keys, "in form")
	soon().Press("ctrl+s").Sees("AWS finds nothing wrong")
	soon().Press("y").Sees("saved the policy")
	governed := w.stateOf(lines)
	same("policy", w.stateOf(keys), governed)

	boto3("c.delete_resource_policy(SecretId='app/lines')")
	x.Settle().Press("x").Sees("Delete the policy")
	soon().Press("y").Sees("deleted the policy")
	same("policy deleted", w.stateOf(keys), off)
	if before == set || set == off || governed == off || !strings.Contains(set, `"Duration": "3h"`) {
		t.Errorf("the witness sees no difference:\n%s%s%s", before, set, off)
	}
	x.Gone("made-up").Press("q").Exit()
	x.Restored()
}

func fill(text string, kept map[string]string) string {
	for name, value := range kept {
		text = strings.ReplaceAll(text, "@"+name, value)
	}
	return text
}

// at is the text at a path of an answer, "" where there is nothing; # is how many there are.
func at(t *testing.T, answer []byte, path string) string {
	t.Helper()
	var in any
	if len(answer) > 0 {
		if err := json.Unmarshal(answer, &in); err != nil {
			t.Fatalf("%v: %s", err, answer)
		}
	}
	for part := range strings.SplitSeq(path, ".") {
		switch now := in.(type) {
		case map[string]any:
			in = now[part]
		case []any:
			var i int
			if part == "#" {
				return fmt.Sprint(len(now))
			}
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(now) {
				return ""
			}
			in = now[i]
		default:
			return ""
		}
	}
	if in == nil {
		return ""
	}
	return fmt.Sprint(in)
}
