package main

import (
	_ "charm.land/bubbles/v2/key"
	_ "charm.land/lipgloss/v2"
	_ "github.com/atotto/clipboard"
	_ "github.com/aws/aws-sdk-go-v2/config"
	_ "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	_ "github.com/aws/aws-sdk-go-v2/service/sts"
	_ "github.com/charmbracelet/x/ansi"
	_ "github.com/charmbracelet/x/vt"
	_ "github.com/creack/pty"
	_ "github.com/junegunn/fzf/src/algo"
	_ "golang.org/x/sys/unix"
	_ "golang.org/x/term"
)
