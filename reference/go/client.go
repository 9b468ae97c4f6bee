package main

import "time"

// A clientRecord is what one client did. The client's goroutine alone writes it, and it is read
// after that goroutine has ended.
type clientRecord struct {
	operations int64
	latencies  []time.Duration
	// isInFlight tells whether an operation was under way when the deadline passed, and age for how
	// long it had been, at least.
	isInFlight bool
	age        time.Duration
	// changes holds every update that was acknowledged, in this client's order.
	changes []change
}

// A change is one acknowledged update: the value that it found and the one that it left.
type change struct {
	key           int32
	before, after int64
}

// runClient performs one client's operations, one after the other with a pause after each, until
// the deadline. An operation that is under way when the deadline passes completes, but counts only
// as one in flight.
func runClient(client int, work workload, store stateStore, deadline *deadline) clientRecord {
	stream := work.Clients[client]
	var record clientRecord
	moment, hasPassed := deadline.look()
	for k := int64(0); !hasPassed; k++ {
		position := k % int64(len(stream.Keys))
		key := stream.Keys[position]
		value := uniqueValue(k, client, len(work.Clients), stream.Values[position])
		change := change{key: key}

		sampled := k%work.SampleEvery == 0
		var called time.Time
		if sampled {
			called = time.Now()
		}
		switch stream.Role {
		case readerRole:
			store.read(key)
		case writerRole:
			store.write(key, value)
		case updaterRole:
			change.after = store.update(key, func(current int64) int64 {
				change.before = current
				work.hold()
				return value
			})
		}
		var latency time.Duration
		if sampled {
			latency = time.Since(called)
		}
		if stream.Role == updaterRole {
			record.changes = append(record.changes, change)
		}
		next, passed := deadline.look()
		if passed {
			record.isInFlight = true
			record.age = deadline.age(moment, called)
			break
		}
		if sampled {
			record.latencies = append(record.latencies, latency)
		}
		record.operations++
		moment = next
		if work.pause > 0 {
			if !deadline.pause(work.pause) {
				break
			}
			moment, hasPassed = deadline.look()
		}
	}
	return record
}
