package model

import "strongroom/backend"

// compareChosen is the user's yes to reading two versions.
type compareChosen struct{ a, b backend.Version }
