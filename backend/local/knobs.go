package local

import "time"

// Knobs are what a test or a demo can set of the service's behaviour. The zero Knobs are a healthy service that
// answers at once. Set changes them while it runs.
type Knobs struct {
	// Clock is the service's clock; nil is time.Now. It is asked with the server locked and must not call it.
	Clock func() time.Time
	// Region is where seeds go and where a request without a signature is taken to be; "" is eu-west-1.
	Region string
	// Regions are the regions that the account has enabled besides that one; nil is all that are known.
	Regions []string
	// Alias is what the account is called; "" is nothing.
	Alias string

	// ListLag is how old the state is that ListSecrets serves. The service says up to five minutes.
	ListLag time.Duration
	// PurgeDelay is how long a secret outlives the end of its recovery window.
	PurgeDelay time.Duration
	// ForceDelay is how long a secret deleted without recovery can still be described and blocks its name.
	ForceDelay time.Duration
	// RotationTime is how long a rotation takes; its new value is there after half of that.
	RotationTime time.Duration
	// RotationKeepsLabel has a rotation end with AWSPENDING beside AWSCURRENT, one of its two ends (aws.md 2.4).
	RotationKeepsLabel bool
	// RewritePolicies keeps policies in a form of the service's own, as AWS does: what is read is not the text that was put.
	RewritePolicies bool
	// ReplicationTime is how long a replica is InProgress.
	ReplicationTime time.Duration
	// Lambdas are rotation functions that can be invoked, by ARN, besides those named demo-rotation (which works),
	// demo-rotation-stuck (which ends before there is a value) and demo-rotation-failing (whose value does not pass its test).
	Lambdas []string

	// PageSize is the largest page of a listing; 0 is the service's 100.
	PageSize int
	// ShortPages makes pages shorter than asked for, by no rule a client could rely on.
	ShortPages bool
	// EmptyEvery makes every so many-th page empty, with a token; 1 makes all of them empty, for ever.
	EmptyEvery int
	// TokenLife is how long a NextToken is good; 0 is for ever.
	TokenLife time.Duration

	// Latency is added to every call, LatencyOf to calls of one operation.
	Latency   time.Duration
	LatencyOf map[string]time.Duration
	// BodyTime is how long a request's body may take to arrive; 0 is ten seconds.
	BodyTime time.Duration
	// Throttle is the share of calls refused with ThrottlingException; ThrottleNext refuses the next so many.
	Throttle     float64
	ThrottleNext int
	// Faults break calls; each is used up after its N.
	Faults []Fault
	// Deny refuses operations as IAM does, by their action's name ("RestoreSecret"), or for one secret only by action and
	// name ("RestoreSecret prod/x").
	Deny map[string]bool
	// KMS makes keys unusable, by the text of the secret's KmsKeyId ("" is the default key).
	KMS map[string]KMSFault
	// Expired refuses every call because the session token has expired.
	Expired bool

	// OnCall hears of every call before it has any effect, with the SecretId it names. It may itself make calls, and is
	// itself called by several goroutines if the calls are.
	OnCall func(op, secretID string)
}

// Fault breaks calls. Op "" means any operation; N is how many calls, less than 0 for ever.
type Fault struct {
	Op   string
	Kind FaultKind
	N    int
	// After lets the call have its effect first, so that only the answer is lost.
	After bool
}

// FaultKind is a way in which an answer goes wrong.
type FaultKind int

// The ways.
const (
	ServerError  FaultKind = iota + 1 // 500 InternalServiceError
	HTMLOK                            // 200 with a page of HTML
	BadGateway                        // 502 with a page of HTML
	Truncated                         // half of the answer, then the end
	EmptyObject                       // 200 {}
	Reset                             // the connection is reset
	Hang                              // no answer until the caller gives up
	QuotaReached                      // LimitExceededException
	SkewedClock                       // InvalidSignatureException that tells of the clock
	BadKeys                           // UnrecognizedClientException
)

// KMSFault is why a key cannot be used.
type KMSFault int

// The reasons.
const (
	KMSDenied   KMSFault = iota + 1 // no permission: AccessDeniedException
	KMSDisabled                     // the key is disabled or pending deletion: DecryptionFailure
)

func (k *Knobs) now() time.Time {
	if k.Clock != nil {
		return k.Clock()
	}
	return time.Now()
}

func (k *Knobs) home() string {
	if k.Region != "" {
		return k.Region
	}
	return "eu-west-1"
}

// takeFault uses up one of the faults that apply to op.
func (k *Knobs) takeFault(op string) (Fault, bool) {
	for i, f := range k.Faults {
		if (f.Op != "" && f.Op != op) || f.N == 0 {
			continue
		}
		if f.N > 0 {
			k.Faults[i].N--
		}
		return f, true
	}
	return Fault{}, false
}
