package main

import (
	"strings"
	"testing"
)

const soundWorkload = `{"parameters": "p", "pauseUs": 0, "hold": "microtask", "keys": 2, "sampleEvery": 1,
	"clients": [
		{"role": "reader", "client": 0, "keys": [0, 1], "values": [1, 2]},
		{"role": "updater", "client": 1, "keys": [1], "values": [99]}]}`

func TestWorkloadIsDecoded(t *testing.T) {
	work, err := parseWorkload([]byte(soundWorkload))
	if err != nil {
		t.Fatal(err)
	}
	if len(work.Clients) != 2 || work.Clients[1].Role != updaterRole || work.Clients[0].Keys[1] != 1 {
		t.Errorf("decoded %+v", work)
	}
}

func TestFaultyWorkloadIsRefusedInOneLineThatNamesTheFault(t *testing.T) {
	faults := []struct{ sound, faulty, named string }{
		{`"p"`, `""`, "parameters"},
		{`"pauseUs": 0,`, ``, "pauseUs"},
		{`"pauseUs": 0`, `"pauseUs": -1`, "pauseUs"},
		{`"pauseUs": 0`, `"pauseUs": 1e300`, "pauseUs"},
		{`"microtask"`, `"forever"`, "hold"},
		{`"microtask"`, `"NaN"`, "hold"},
		{`"microtask"`, `"-1"`, "hold"},
		{`"keys": 2`, `"keys": 0`, "keys"},
		{`"keys": 2`, `"keys": 1`, "clients[0].keys[1]"},
		{`"sampleEvery": 1`, `"sampleEvery": 0`, "sampleEvery"},
		{`"updater"`, `"thief"`, "clients[1].role"},
		{`"client": 1`, `"client": 2`, "clients[1].client"},
		{`[1, 2]`, `[1]`, "clients[0]"},
		{`[99]`, `[100]`, "clients[1].values[0]"},
		{`[99]`, `[-1]`, "clients[1].values[0]"},
		{`[99]`, `[9999999999]`, "clients.values"},
		{`}]}`, `}]`, "unexpected end"},
	}
	for _, fault := range faults {
		_, err := parseWorkload([]byte(strings.Replace(soundWorkload, fault.sound, fault.faulty, 1)))
		if err == nil {
			t.Errorf("%s in place of %s was accepted", fault.faulty, fault.sound)
		} else if text := err.Error(); !strings.Contains(text, fault.named) || strings.Contains(text, "\n") {
			t.Errorf("%s in place of %s: %q does not name %q in one line", fault.faulty, fault.sound, text, fault.named)
		}
	}
	if _, err := parseWorkload([]byte(`{"parameters": "p", "pauseUs": 0, "hold": "0", "keys": 1, "sampleEvery": 1, "clients": []}`)); err == nil {
		t.Error("a workload without clients was accepted")
	}
}

func TestNoTwoOperationsWriteTheSameValue(t *testing.T) {
	const clientCount = 3
	seen := make(map[int64]bool)
	for k := int64(0); k < 4; k++ {
		for client := 0; client < clientCount; client++ {
			for _, random := range []int32{0, 99} {
				value := uniqueValue(k, client, clientCount, random)
				if value < 0 || seen[value] {
					t.Fatalf("operation %d of client %d writes %d, which is taken", k, client, value)
				}
				seen[value] = true
			}
		}
	}
	if got := uniqueValue(2, 1, clientCount, 42); got != 742 {
		t.Errorf("operation 2 of client 1 of 3 writes %d, want 742", got)
	}
	// A serial number beyond 32 bits.
	if got := uniqueValue(1<<40, 0, 1, 7); got != 1<<40*100+7 {
		t.Errorf("a large serial number gives %d", got)
	}
}
