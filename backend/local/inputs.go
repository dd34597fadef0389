package local

// Inputs of the operations, with the model's constraints in tags: need (required), len or range, like (a named
// pattern), enum, item (of a list's strings), hide (sensitive: never echoed in an error).

type idIn struct {
	SecretId *string `need:"y" len:"1-2048"`
}

type tagIn struct {
	Key   *string `len:"1-128"`
	Value *string `len:"0-256"`
}

type replicaIn struct {
	Region   *string `len:"1-128" like:"region"`
	KmsKeyId *string `len:"0-2048"`
}

type filterIn struct {
	Key    *string  `enum:"all,name,tag-key,description,tag-value,primary-region,owning-service"`
	Values []string `len:"1-10" item:"0-512" like:"filter"`
}

type rulesIn struct {
	AutomaticallyAfterDays *int64  `range:"1-1000"`
	Duration               *string `len:"2-3" like:"duration"`
	ScheduleExpression     *string `len:"1-256" like:"schedule"`
}

type externalIn struct {
	Key   *string `need:"y" len:"1-256"`
	Value *string `need:"y" len:"1-2048"`
}

type batchIn struct {
	SecretIdList []string   `len:"1-20" item:"1-2048"`
	Filters      []filterIn `len:"0-10"`
	MaxResults   *int64     `range:"1-20"`
	NextToken    *string    `len:"1-4096"`
}

type createIn struct {
	Name                        *string `need:"y" len:"1-512"`
	ClientRequestToken          *string `len:"32-64"`
	Description                 *string `len:"0-2048"`
	KmsKeyId                    *string `len:"0-2048"`
	SecretBinary                blob    `len:"1-65536" hide:"y"`
	SecretString                *string `len:"1-65536" hide:"y"`
	Tags                        []tagIn
	AddReplicaRegions           []replicaIn `len:"1-"`
	ForceOverwriteReplicaSecret bool
	Type                        *string `len:"0-256"`
	CrossAccountPrimaryARN      *string `len:"20-2048"`
}

type associateIn struct {
	idIn
	CrossAccountReplicaARN *string `need:"y" len:"20-2048"`
	ReplicaRestriction     *string `enum:"SameOrg,NoRestriction"`
	ReplicationRoleARN     *string `len:"20-2048"`
}

type disassociateIn struct {
	idIn
	CrossAccountReplicaARN *string `need:"y" len:"20-2048"`
}

type policyIn struct {
	idIn
	PolicyName *string `len:"1-256"`
}

type listPoliciesIn struct {
	idIn
	MaxResults *int64  `range:"1-100"`
	NextToken  *string `len:"1-4096"`
}

type deleteIn struct {
	idIn
	RecoveryWindowInDays       *int64
	ForceDeleteWithoutRecovery bool
}

type passwordIn struct {
	PasswordLength          *int64  `range:"1-4096"`
	ExcludeCharacters       *string `len:"0-4096"`
	ExcludeNumbers          bool
	ExcludePunctuation      bool
	ExcludeUppercase        bool
	ExcludeLowercase        bool
	IncludeSpace            bool
	RequireEachIncludedType *bool
}

type getValueIn struct {
	idIn
	VersionId    *string `len:"32-64"`
	VersionStage *string `len:"1-256"`
}

type listVersionsIn struct {
	idIn
	MaxResults        *int64  `range:"1-100"`
	NextToken         *string `len:"1-4096"`
	IncludeDeprecated bool
}

type listIn struct {
	IncludePlannedDeletion bool
	MaxResults             *int64     `range:"1-100"`
	NextToken              *string    `len:"1-4096"`
	Filters                []filterIn `len:"0-10"`
	SortOrder              *string    `enum:"asc,desc"`
	SortBy                 *string    `enum:"created-date,last-accessed-date,last-changed-date,name"`
}

type putPolicyIn struct {
	policyIn
	ResourcePolicy    *string `need:"y" len:"1-20480"`
	BlockPublicPolicy bool
}

type validatePolicyIn struct {
	SecretId       *string `len:"1-2048"`
	ResourcePolicy *string `need:"y" len:"1-20480"`
}

type putValueIn struct {
	idIn
	ClientRequestToken *string  `len:"32-64"`
	SecretBinary       blob     `len:"1-65536" hide:"y"`
	SecretString       *string  `len:"1-65536" hide:"y"`
	VersionStages      []string `len:"1-20" item:"1-256"`
	RotationToken      *string  `len:"36-256" like:"rotationToken" hide:"y"`
}

type removeRegionsIn struct {
	idIn
	RemoveReplicaRegions []string `need:"y" len:"1-" item:"1-128" like:"region"`
}

type replicateIn struct {
	idIn
	AddReplicaRegions           []replicaIn `need:"y" len:"1-"`
	ForceOverwriteReplicaSecret bool
}

type rotateIn struct {
	idIn
	ClientRequestToken             *string `len:"32-64"`
	RotationLambdaARN              *string `len:"0-2048"`
	RotationRules                  *rulesIn
	ExternalSecretRotationMetadata []externalIn
	ExternalSecretRotationRoleArn  *string `len:"20-2048"`
	RotateImmediately              *bool
}

type tagResourceIn struct {
	idIn
	Tags []tagIn `need:"y"`
}

type untagIn struct {
	idIn
	TagKeys []string `need:"y" item:"1-128"`
}

type updateIn struct {
	idIn
	ClientRequestToken *string `len:"32-64"`
	Description        *string `len:"0-2048"`
	KmsKeyId           *string `len:"0-2048"`
	SecretBinary       blob    `len:"1-65536" hide:"y"`
	SecretString       *string `len:"1-65536" hide:"y"`
	Type               *string `len:"0-256"`
}

type updateStageIn struct {
	idIn
	VersionStage        *string `need:"y" len:"1-256"`
	RemoveFromVersionId *string `len:"32-64"`
	MoveToVersionId     *string `len:"32-64"`
}
