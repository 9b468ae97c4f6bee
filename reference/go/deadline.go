package main

import (
	"sync/atomic"
	"time"
)

// A deadline ends a run. Clients that never sleep ask hasPassed before each operation, which
// must cost next to nothing: a timer sets a flag, so that no client looks at a clock.
type deadline struct {
	at     time.Time
	passed int32 // atomic: 0, then 1
}

func startDeadline(duration time.Duration) *deadline {
	d := &deadline{at: time.Now().Add(duration)}
	time.AfterFunc(duration, d.pass)
	return d
}

func (d *deadline) pass() {
	atomic.StoreInt32(&d.passed, 1)
}

func (d *deadline) hasPassed() bool {
	return atomic.LoadInt32(&d.passed) == 1
}

// pause sleeps, and reports whether there is time left for another operation. A pause that would
// last beyond the deadline ends there, so that a long one does not hold up the end of the run.
func (d *deadline) pause(pause time.Duration) bool {
	if pause == 0 {
		return true
	}
	if left := time.Until(d.at); left <= pause {
		time.Sleep(left)
		return false
	}
	time.Sleep(pause)
	return true
}
