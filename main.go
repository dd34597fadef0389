// Strongroom is a terminal browser for AWS Secrets Manager.
package main

import (
	"os"

	"strongroom/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.ThisMachine()))
}
