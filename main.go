// Strongroom is a terminal browser for AWS Secrets Manager.
package main

import "os"

func main() {
	os.Exit(Main(os.Args[1:], ThisMachine()))
}
