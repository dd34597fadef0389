package disk

import (
	"errors"
	"runtime"
	"strings"

	"github.com/zalando/go-keyring"
)

// SystemKeyring is this user's: the keychain of macOS, the Credential Manager of Windows, a Secret Service elsewhere.
func SystemKeyring(env func(string) string) Keyring {
	return systemKeyring{missingBus(runtime.GOOS, env("DBUS_SESSION_BUS_ADDRESS"))}
}

// The name of the drafts' key among all that a keyring holds.
const keyringService, keyringItem = "strongroom", "draft-key"

type systemKeyring struct{ missing string }

func (k systemKeyring) Missing() string { return k.missing }

func (systemKeyring) Get() (string, error) {
	text, err := keyring.Get(keyringService, keyringItem)
	if errors.Is(err, keyring.ErrNotFound) {
		return "", nil
	}
	return text, err
}

func (systemKeyring) Set(key string) error { return keyring.Set(keyringService, keyringItem, key) }

// missingBus says why no Secret Service can be asked, "" where one can, or where none is needed. Only a socket of this machine
// is spoken to: an address may also name a network, or a program to be started.
func missingBus(system, address string) string {
	if system == "darwin" || system == "windows" {
		return ""
	}
	if address == "" {
		return "there is no session bus (DBUS_SESSION_BUS_ADDRESS) to a keyring"
	}
	for one := range strings.SplitSeq(address, ";") {
		if !strings.HasPrefix(one, "unix:") {
			return "the session bus (DBUS_SESSION_BUS_ADDRESS) is no socket of this machine"
		}
	}
	return ""
}
