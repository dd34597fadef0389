// Package backend is the port to a secrets manager: what Strongroom asks, and what is promised in return.
// Values travel only as Value; every error is an *Error with a kind to match; nothing here draws or names a key.
package backend

import (
	"context"
	"iter"
	"time"
)

// Backend is a secrets manager in one account and one region.
//
// Promises, held by backendtest for every implementation:
//
//   - Every method ends when its context ends, and has a deadline of its own besides.
//   - Every error is an *Error; a cancelled call matches context.Canceled.
//   - An id is an ARN, or a name; methods accept both, callers send the ARN where they have it.
//   - Only Reveal and RevealMany read a secret's value. List, Describe, Versions and the policy calls never decrypt.
//   - An answer without the thing asked for is ErrMalformed, never an empty value.
//   - Times are UTC; a time the service did not give is the zero Time.
//
// A Backend may be used by several goroutines at once.
type Backend interface {
	// List yields the secrets page by page as they arrive, those pending deletion included.
	// A secret comes at most once. An error ends the sequence and is its last element; pages yielded before it stay good.
	List(ctx context.Context, q Query) iter.Seq2[Page, error]
	// Describe gives everything the service says about one secret, fresher than List (which may lag five minutes).
	Describe(ctx context.Context, id string) (Detail, error)
	// Reveal reads one version's value: one decrypt, recorded by the service. The zero VersionRef means AWSCURRENT.
	// A secret or version without a value is ErrNoValue; one pending deletion is ErrPendingDeletion.
	Reveal(ctx context.Context, id string, at VersionRef) (Revealed, error)
	// RevealMany reads the current values of up to 20 secrets in one call; each counts as a decrypt.
	// A secret that cannot be read comes with its own Err, the others are still read.
	RevealMany(ctx context.Context, ids []string) ([]RevealedItem, error)
	// Versions yields a secret's versions that have a value page by page, in no promised order; deprecated adds the unlabelled ones.
	// A version that has a label and no value, as a rotation that hangs leaves one, is told by Describe's Stages alone.
	Versions(ctx context.Context, id string, deprecated bool) iter.Seq2[[]Version, error]

	// Create makes a secret. ErrExists: the name is taken. ErrPendingDeletion: the name is taken by a secret
	// scheduled for deletion, which Restore brings back.
	Create(ctx context.Context, s NewSecret) (Written, error)
	// Put stores a new version. With no stages AWSCURRENT moves to it and AWSPREVIOUS to the one that had it.
	// The same token with the same value again changes nothing and succeeds; with another value it is ErrTokenUsed.
	Put(ctx context.Context, id string, p NewVersion) (Written, error)
	// Update changes description or KMS key, and makes no version.
	Update(ctx context.Context, id string, c MetadataChange) error
	// MoveLabel moves, adds or removes a staging label. ErrConflict: the label is not on the version named in From.
	MoveLabel(ctx context.Context, id string, m LabelMove) error
	Tag(ctx context.Context, id string, tags []Tag) error
	Untag(ctx context.Context, id string, keys []string) error

	// Delete schedules deletion and returns the end of the recovery window, which no later call can read back.
	Delete(ctx context.Context, id string, d Deletion) (Deleted, error)
	// Restore takes a secret back from scheduled deletion. Rotation may stay switched off: describe it afterwards.
	Restore(ctx context.Context, id string) error

	RandomPassword(ctx context.Context, r PasswordRules) (Value, error)

	Rotate(ctx context.Context, id string, r RotationOrder) (Written, error)
	CancelRotation(ctx context.Context, id string) error

	// Policy returns the resource policy as the service has it, "" where there is none.
	Policy(ctx context.Context, id string) (string, error)
	// Policies names the secret's resource policies, "default" first: that is the one which Policy reads and which alone can be
	// changed. Who may read a secret is said by all of them together.
	Policies(ctx context.Context, id string) ([]string, error)
	// PolicyNamed reads one of Policies. ErrNotFound: there is none of that name.
	PolicyNamed(ctx context.Context, id, name string) (string, error)
	PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error
	DeletePolicy(ctx context.Context, id string) error
	// ValidatePolicy returns what the service finds wrong; nothing means it passed. id may be "".
	ValidatePolicy(ctx context.Context, id, policy string) ([]PolicyFinding, error)

	Replicate(ctx context.Context, id string, to []ReplicaTarget, overwrite bool) ([]Replica, error)
	RemoveReplicas(ctx context.Context, id string, regions []string) ([]Replica, error)
	// PromoteReplica makes a replica a secret of its own (StopReplicationToReplica); call it in the replica's region and account.
	PromoteReplica(ctx context.Context, id string) error
	// Associate replicates to the one replica of a secret that another account has created (NewSecret.PrimaryARN). The same again
	// repairs it. Nothing is changed where it is refused.
	Associate(ctx context.Context, id string, a Association) (CrossAccount, error)
	// Dissociate lets another account's replica go, by its ARN: it stays there, and gets no more of what is written.
	Dissociate(ctx context.Context, id, replica string) error

	// Identity asks the service who this client is.
	Identity(ctx context.Context) (Identity, error)
	// Where tells what is known of the place without any call: profile, region, endpoint. It may know more after a first call.
	Where() Where
}

// Locator is a backend that can be told to find out where it is without calling anybody: it reads its configuration.
type Locator interface {
	// Locate gives what Where then tells too. An error says why the configuration gives no place.
	Locate(ctx context.Context) (Where, error)
}

// Query narrows and orders a listing on the service's side. The text of filters is recorded by the service's audit
// trail, so finding is done locally and Filters stays empty unless a first load must be narrowed.
type Query struct {
	Filters []Filter
	// SortBy is one of the SortBy constants; "" means SortName.
	SortBy     SortBy
	Descending bool
	// PageSize is 1–100; 0 means 100.
	PageSize int
	// Region lists another region of the account; only Regions can. "" is the client's own.
	Region string
}

// SortBy is a service-side order of a listing.
type SortBy string

// The orders ListSecrets knows.
const (
	SortName     SortBy = "name"
	SortChanged  SortBy = "last-changed-date"
	SortAccessed SortBy = "last-accessed-date"
	SortCreated  SortBy = "created-date"
)

// Filter is one filter of a listing: any of Values, of the attribute Key (name, description, tag-key, tag-value,
// primary-region, owning-service, all).
type Filter struct {
	Key    string
	Values []string
}

// Page is one answer of a listing.
type Page struct {
	Secrets []Secret
	// At is the server's clock when it answered (Date header, whole seconds); zero if it gave none.
	At time.Time
	// Trip is what this machine's clock said meanwhile: pages are fetched ahead, so whoever takes one cannot tell.
	Trip Trip
}

// Secret is what a listing tells of a secret: everything but its value.
type Secret struct {
	ARN         string
	Name        string
	Description string
	// KMSKey is as the service gives it (ARN, id or alias); "" is the account's aws/secretsmanager key.
	KMSKey string
	// Type is the kind of a managed external (partner) secret, else "".
	Type string
	// OwningService is the AWS service that manages the secret ("rds"), else "".
	OwningService string
	// PrimaryRegion: "" never replicated; this region = primary with replicas; another = this is a replica.
	PrimaryRegion string
	// PrimaryARN is another account's secret that this one is a replica of, else "". No listing tells it, DescribeSecret alone.
	PrimaryARN string
	Created    time.Time
	Changed    time.Time
	// Accessed has a resolution of one day, UTC; zero if never read in this region.
	Accessed time.Time
	// Deleted is when deletion was REQUESTED, zero if not pending. It is not the deadline: see DeadlineOf.
	Deleted  time.Time
	Rotation Rotation
	Tags     []Tag
	// Stages maps version ids to their staging labels; unlabelled versions are absent.
	Stages map[string][]string
}

// IsReplica reports whether the secret is another region's copy. Where it is itself, its ARN says: a client's own region is
// no measure, since one account's secrets are looked at from any of its regions.
func (s *Secret) IsReplica() bool {
	here := RegionOf(s.ARN)
	return s.PrimaryRegion != "" && here != "" && s.PrimaryRegion != here
}

// Follows reports whether the secret is a replica, of another region or another account: what it holds is changed at its primary.
func (s *Secret) Follows() bool { return s.IsReplica() || s.PrimaryARN != "" }

// Rotation is a secret's rotation as configured and as it went.
type Rotation struct {
	// Enabled is whether rotation is on; Configured whether it ever was set up.
	Enabled    bool
	Configured bool
	Lambda     string
	RoleARN    string
	AfterDays  int
	Schedule   string
	Duration   string
	Last       time.Time
	// Next is "on or before"; it may lie in the past after failures.
	Next time.Time
}

// Tag is one tag of a secret; both sides are text of any kind.
type Tag struct{ Key, Value string }

// Detail is all that DescribeSecret tells.
type Detail struct {
	Secret
	Replicas []Replica
	// Primary is the secret of another account that this one is a replica of, and CrossReplicas are this one's in other accounts.
	// A listing tells neither.
	Primary       CrossAccount
	CrossReplicas []CrossAccount
	// Partner is how a partner's secret is rotated, besides Rotation.RoleARN (ExternalSecretRotationMetadata).
	Partner []Tag
	// At is the server's clock when it answered; zero if it gave none. When that was, whoever asked knows.
	At time.Time
}

// Replica is one replica of a secret.
type Replica struct {
	Region   string
	KMSKey   string
	Status   string // one of those below, or what the service calls it
	Message  string
	Accessed time.Time
}

// CrossAccount is one end of a replication between accounts, as the other end sees it. The zero one is none.
type CrossAccount struct {
	ARN     string
	RoleARN string // that replicates; "" is whoever writes the primary
	// Status is InSync, InProgress, Failed, Pending (not associated yet) or Detached.
	Status  string
	Message string
}

// What the service says of a replication between accounts besides what it says of a replica: Unassociated is a replica that its
// primary's account has not taken on yet, Detached a replication that the other end has stopped.
const (
	Unassociated = "Pending"
	Detached     = "Detached"
)

// CrossReplicaOf is what a primary tells of its replica in another account, by that one's ARN.
func (d *Detail) CrossReplicaOf(arn string) (r CrossAccount, is bool) {
	for _, r := range d.CrossReplicas {
		if r.ARN == arn {
			return r, true
		}
	}
	return CrossAccount{}, false
}

// Association says which replica a secret gets in another account.
type Association struct {
	Replica string // its ARN
	RoleARN string
	// AnyOrganization allows an account outside the own organization.
	AnyOrganization bool
}

// What the service says of a replica.
const (
	ReplicaInSync     = "InSync"
	ReplicaInProgress = "InProgress"
	ReplicaFailed     = "Failed"
)

// ReplicaOf is what a primary tells of its replica in a region.
func (d *Detail) ReplicaOf(region string) (r Replica, is bool) {
	for _, r := range d.Replicas {
		if r.Region == region {
			return r, true
		}
	}
	return Replica{}, false
}

// ReplicaTarget is a region to replicate to; "" as KMSKey is that region's aws/secretsmanager.
type ReplicaTarget struct{ Region, KMSKey string }

// Staging labels the service gives meaning to.
const (
	Current  = "AWSCURRENT"
	Previous = "AWSPREVIOUS"
	Pending  = "AWSPENDING"
)

// VersionRef names a version by ID, or by Stage, or by both (which must then agree). The zero one is AWSCURRENT.
type VersionRef struct{ ID, Stage string }

// Version is one version of a secret, without its value.
type Version struct {
	ID     string
	Stages []string // empty: deprecated, may be removed by the service
	// Created is exact; Accessed has a resolution of one day.
	Created  time.Time
	Accessed time.Time
	KMSKeys  []string
	// Empty: it has a label, and is none of those with a value. No listing tells it: see WithEmpty.
	Empty bool
}

// Revealed is a value that was read. Whoever receives it wipes Value.
type Revealed struct {
	ARN     string
	Name    string
	Version string
	Stages  []string
	Created time.Time // of the version
	Value   Value
}

// RevealedItem is one secret's share of a batch read.
type RevealedItem struct {
	ID string
	Revealed
	Err error
}

// NewSecret is a secret to create. A zero Value makes a secret without a version.
type NewSecret struct {
	Name        string
	Description string
	KMSKey      string
	Type        string
	Tags        []Tag
	Value       Value
	// Token makes the call repeatable: one for each user action (32–64 characters). "" lets the client make one.
	Token            string
	Replicas         []ReplicaTarget
	OverwriteReplica bool
	// PrimaryARN makes it a replica of another account's secret: without a value, a description or a Type, under a key of its own.
	PrimaryARN string
}

// NewVersion is a value to store.
type NewVersion struct {
	Value  Value
	Stages []string
	Token  string
}

// Written names what a write made. Version is "" where no version was made.
type Written struct {
	ARN, Name, Version string
	// Current: the answer to a put says that its version has AWSCURRENT. Some servers say nothing.
	Current bool
}

// MetadataChange changes what is not nil.
type MetadataChange struct {
	Description *string
	KMSKey      *string
	Type        *string
	Token       string
}

// LabelMove moves Label from one version to another. From "" adds it, To "" removes it.
type LabelMove struct{ Label, From, To string }

// Deletion says how to delete: WindowDays 7–30, or Force without any recovery, which takes an ARN and never a name.
type Deletion struct {
	WindowDays int
	Force      bool
	// Seen is the secret that Force is meant for, as the user saw it; Certain refuses another.
	Seen Seen
}

// Deleted is the answer to a delete: End is the end of the recovery window (DeletionDate).
type Deleted struct {
	ARN, Name string
	End       time.Time
	At        time.Time // the server's clock when it answered
}

// RotationOrder starts or configures rotation. Later means: do not rotate now.
type RotationOrder struct {
	Lambda string
	// Role and Partner rotate a partner's secret, in place of a function (Rotation.RoleARN, Detail.Partner). No Partner leaves what
	// is there; one without an item empties it.
	Role      string
	Partner   []Tag
	AfterDays int
	Schedule  string
	Duration  string
	Later     bool
	Token     string
}

// Where is the place a client speaks to.
type Where struct {
	// Kind is a word for the header: "AWS", "demo", "custom endpoint".
	Kind    string
	Profile string
	// Named is the profile that a command line must name to act as this client: "" where there is none to name, since the
	// environment's own keys are in force, or no configuration file.
	Named  string
	Region string
	// Endpoint is set only where it is not AWS's own.
	Endpoint string
	// Configured is the endpoint that the environment and the profile say, whether it is in force or not; "" for none.
	Configured string
	// Beside says in words which other services are asked elsewhere than at Endpoint, and where; "" where all are at one place.
	Beside string
	// Credentials is where the credentials came from, known after the first call.
	Credentials string
}
