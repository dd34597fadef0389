// Package local is an embedded Secrets Manager: every operation of the service on its own wire protocol, in memory.
// It is reached in process by Transport or on loopback by Serve; all its values are made up.
package local
