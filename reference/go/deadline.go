package main

import (
	"sync"
	"sync/atomic"
	"time"
)

// A deadline ends a run. Clients look at it around each operation, which must cost next to nothing:
// a timer sets a number, so that no client looks at a clock.
//
// Invariant: moment grows by one at each tick, and marks[m] is when it became m+1. It is passedMark
// from the end on, and then marks and passedAt change no more.
type deadline struct {
	at     time.Time
	moment int64 // atomic

	mutex    sync.Mutex // protects what follows until the end
	marks    []time.Time
	passedAt time.Time
}

const passedMark = -1

// ticksPerRun is how finely the age of an operation is known whose call was not timed.
const ticksPerRun = 200

func startDeadline(duration time.Duration) *deadline {
	d := &deadline{at: time.Now().Add(duration)}
	time.AfterFunc(duration, d.pass)
	go d.tickEvery(duration / ticksPerRun)
	return d
}

func (d *deadline) tickEvery(interval time.Duration) {
	for d.tick() {
		time.Sleep(interval)
	}
}

// tick begins the next moment; false if the deadline has passed.
func (d *deadline) tick() bool {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if !d.passedAt.IsZero() {
		return false
	}
	d.marks = append(d.marks, time.Now())
	atomic.AddInt64(&d.moment, 1)
	return true
}

func (d *deadline) pass() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if !d.passedAt.IsZero() {
		return
	}
	d.passedAt = time.Now()
	atomic.StoreInt64(&d.moment, passedMark)
}

// look returns the present moment, and whether the deadline has passed.
func (d *deadline) look() (moment int64, hasPassed bool) {
	moment = atomic.LoadInt64(&d.moment)
	return moment, moment == passedMark
}

// age tells for how long an operation had been in flight when the deadline passed, at least. It was
// called in this moment, so before the next one began; called is exact, and zero if it is not known.
func (d *deadline) age(moment int64, called time.Time) time.Duration {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if called.IsZero() {
		if moment >= int64(len(d.marks)) {
			return 0
		}
		called = d.marks[moment]
	}
	if age := d.passedAt.Sub(called); age > 0 {
		return age
	}
	return 0
}

// pause sleeps, and reports whether there is time left for another operation. A pause that would
// last beyond the deadline ends there, so that a long one does not hold up the end of the run.
func (d *deadline) pause(pause time.Duration) bool {
	if left := time.Until(d.at); left <= pause {
		time.Sleep(left)
		return false
	}
	time.Sleep(pause)
	return true
}
