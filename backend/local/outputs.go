package local

// Outputs of the operations; what is empty is absent on the wire.

type namedOut struct {
	ARN  string `json:",omitempty"`
	Name string `json:",omitempty"`
}

type writtenOut struct {
	namedOut
	VersionId         string       `json:",omitempty"`
	VersionStages     []string     `json:",omitempty"`
	ReplicationStatus []replicaOut `json:",omitempty"`
}

type tagOut struct{ Key, Value string }

type replicaOut struct {
	Region           string
	KmsKeyId         string `json:",omitempty"`
	Status           string
	StatusMessage    string `json:",omitempty"`
	LastAccessedDate stamp  `json:",omitempty"`
}

type rulesOut struct {
	AutomaticallyAfterDays int64  `json:",omitempty"`
	Duration               string `json:",omitempty"`
	ScheduleExpression     string `json:",omitempty"`
}

type externalOut struct{ Key, Value string }

// secretOut is what ListSecrets and DescribeSecret have in common.
type secretOut struct {
	ARN                            string
	Name                           string
	Type                           string        `json:",omitempty"`
	Description                    string        `json:",omitempty"`
	KmsKeyId                       string        `json:",omitempty"`
	RotationEnabled                *bool         `json:",omitempty"`
	RotationLambdaARN              string        `json:",omitempty"`
	RotationRules                  *rulesOut     `json:",omitempty"`
	ExternalSecretRotationMetadata []externalOut `json:",omitempty"`
	ExternalSecretRotationRoleArn  string        `json:",omitempty"`
	LastRotatedDate                stamp         `json:",omitempty"`
	LastChangedDate                stamp         `json:",omitempty"`
	LastAccessedDate               stamp         `json:",omitempty"`
	DeletedDate                    stamp         `json:",omitempty"`
	NextRotationDate               stamp         `json:",omitempty"`
	Tags                           []tagOut      `json:",omitzero"` // empty once the last was removed
	OwningService                  string        `json:",omitempty"`
	CreatedDate                    stamp         `json:",omitempty"`
	PrimaryRegion                  string        `json:",omitempty"`
}

type listedOut struct {
	secretOut
	SecretVersionsToStages map[string][]string `json:",omitempty"`
}

type describedOut struct {
	secretOut
	VersionIdsToStages map[string][]string `json:",omitempty"`
	ReplicationStatus  []replicaOut        `json:",omitempty"`

	CrossAccountPrimary  *crossPrimaryOut  `json:",omitempty"`
	CrossAccountReplicas []crossReplicaOut `json:",omitempty"`
}

type crossPrimaryOut struct {
	PrimarySecretARN, ReplicationStatus string
	StatusMessage                       string `json:",omitempty"`
}

type crossReplicaOut struct {
	ReplicaSecretARN   string
	ReplicationRoleARN string `json:",omitempty"`
	ReplicationStatus  string
	StatusMessage      string `json:",omitempty"`
}

type tiedOut struct {
	ARN                    string
	CrossAccountReplicaARN string
	ReplicationStatus      string `json:",omitempty"`
}

type policyName struct{ PolicyName string }

type policiesOut struct {
	ResourcePolicies []policyName
	NextToken        string `json:",omitempty"`
}

type listOut struct {
	SecretList []listedOut
	NextToken  string `json:",omitempty"`
}

type valueOut struct {
	namedOut
	VersionId     string   `json:",omitempty"`
	SecretBinary  []byte   `json:",omitempty"`
	SecretString  string   `json:",omitempty"`
	VersionStages []string `json:",omitempty"`
	CreatedDate   stamp    `json:",omitempty"`
}

type batchError struct{ SecretId, ErrorCode, Message string }

type batchOut struct {
	SecretValues []valueOut
	Errors       []batchError
	NextToken    string `json:",omitempty"`
}

type versionOut struct {
	VersionId        string
	VersionStages    []string `json:",omitempty"`
	LastAccessedDate stamp    `json:",omitempty"`
	CreatedDate      stamp    `json:",omitempty"`
	KmsKeyIds        []string `json:",omitempty"`
}

type versionsOut struct {
	Versions  []versionOut
	NextToken string `json:",omitempty"`
	namedOut
}

type deletedOut struct {
	namedOut
	DeletionDate stamp
}

type policyOut struct {
	namedOut
	PolicyName     string `json:",omitempty"`
	ResourcePolicy string `json:",omitempty"`
}

type checkOut struct {
	PolicyValidationPassed bool
	ValidationErrors       []finding
}

type passwordOut struct{ RandomPassword string }

type replicationOut struct {
	ARN               string
	ReplicationStatus []replicaOut `json:",omitzero"`
}

type nothingOut struct{}
