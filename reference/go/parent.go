package main

import (
	"os"
	"os/signal"
	"time"
)

// leaveInterruptsToParent ignores Ctrl-C. The terminal sends it to the whole process group, and
// the parent must be able to finish its report before its children are gone; it ends this
// process by SIGTERM or SIGKILL.
func leaveInterruptsToParent() {
	signal.Ignore(os.Interrupt)
}

// exitWithParent ends this process soon after its parent has, however the parent ended: an
// orphan would go on using the processor while the next measurement runs.
func exitWithParent(parent int) {
	for os.Getppid() == parent {
		time.Sleep(200 * time.Millisecond)
	}
	os.Exit(exitCannotWork)
}
