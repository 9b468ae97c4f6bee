package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// A workload is what the clients do, as the comparison wrote it to a file: the same operations
// that every other strategy is given, generated beforehand from the seed.
type workload struct {
	// Parameters is the workload's canonical description. It goes into the digest as it is.
	Parameters string `json:"parameters"`

	// PauseUs is how long a client sleeps after each operation.
	PauseUs float64 `json:"pauseUs"`

	// Hold is what an updater does while it holds the state: "microtask" and "immediate" let
	// other goroutines run, a number sleeps for so many microseconds.
	Hold string `json:"hold"`

	// Keys is how many keys there are: 0, 1, … Keys-1.
	Keys int32 `json:"keys"`

	// SampleEvery is how many operations of a client there are to each whose latency is taken.
	SampleEvery int64 `json:"sampleEvery"`

	Clients []clientStream `json:"clients"`

	pause time.Duration
	hold  func()
}

// A clientStream is one client's operations. When they are used up they start over, with new
// serial numbers.
type clientStream struct {
	Role   role    `json:"role"`
	Client int     `json:"client"`
	Keys   []int32 `json:"keys"`
	// Values are the random parts of what is written, from 0 to 99. Readers have them too.
	Values []int32 `json:"values"`
}

type role string

const (
	readerRole  role = "reader"
	writerRole  role = "writer"
	updaterRole role = "updater"
)

func readWorkload(file string) (workload, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return workload{}, err
	}
	work, err := parseWorkload(text)
	if err != nil {
		return workload{}, fmt.Errorf("%s: %w", file, err)
	}
	return work, nil
}

func parseWorkload(text []byte) (workload, error) {
	// A pause that is missing must not pass for no pause.
	work := workload{PauseUs: -1}
	if err := json.Unmarshal(text, &work); err != nil {
		return workload{}, err
	}

	var err error
	if work.Parameters == "" {
		return workload{}, fmt.Errorf("parameters must not be empty")
	}
	if work.pause, err = toDuration(work.PauseUs, time.Microsecond); err != nil {
		return workload{}, fmt.Errorf("pauseUs %w", err)
	}
	if work.hold, err = parseHold(work.Hold); err != nil {
		return workload{}, err
	}
	if work.Keys < 1 {
		return workload{}, fmt.Errorf("keys must be at least 1, not %d", work.Keys)
	}
	if work.SampleEvery < 1 {
		return workload{}, fmt.Errorf("sampleEvery must be at least 1, not %d", work.SampleEvery)
	}
	if len(work.Clients) == 0 {
		return workload{}, fmt.Errorf("clients must not be empty")
	}
	for index, stream := range work.Clients {
		if err := stream.check(index, work.Keys); err != nil {
			return workload{}, fmt.Errorf("clients[%d]%w", index, err)
		}
	}
	return work, nil
}

func parseHold(hold string) (func(), error) {
	if hold == "microtask" || hold == "immediate" {
		return runtime.Gosched, nil
	}
	microseconds, err := strconv.ParseFloat(hold, 64)
	if err != nil {
		return nil, fmt.Errorf("hold must be microtask, immediate or a number of microseconds, not %q", hold)
	}
	duration, err := toDuration(microseconds, time.Microsecond)
	if err != nil {
		return nil, fmt.Errorf("hold %w", err)
	}
	return func() { time.Sleep(duration) }, nil
}

func (s clientStream) check(index int, keyCount int32) error {
	if s.Role != readerRole && s.Role != writerRole && s.Role != updaterRole {
		return fmt.Errorf(".role must be reader, writer or updater, not %q", s.Role)
	}
	if s.Client != index {
		return fmt.Errorf(".client must be %d, its place in the list, not %d", index, s.Client)
	}
	if len(s.Keys) == 0 || len(s.Keys) != len(s.Values) {
		return fmt.Errorf(" must have as many keys as values, and some: it has %d and %d", len(s.Keys), len(s.Values))
	}
	for i, key := range s.Keys {
		if key < 0 || key >= keyCount {
			return fmt.Errorf(".keys[%d] must be from 0 to %d, not %d", i, keyCount-1, key)
		}
		// uniqueValue relies on this.
		if s.Values[i] < 0 || s.Values[i] > 99 {
			return fmt.Errorf(".values[%d] must be from 0 to 99, not %d", i, s.Values[i])
		}
	}
	return nil
}

// uniqueValue is what operation k of a client writes: no other operation of any client writes
// the same, so every value can be traced to the operation it came from.
func uniqueValue(k int64, client, clientCount int, random int32) int64 {
	serial := k*int64(clientCount) + int64(client)
	return serial*100 + int64(random)
}
