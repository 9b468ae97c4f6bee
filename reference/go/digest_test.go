package main

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func twoClients() workload {
	return workload{Parameters: "é", Clients: []clientStream{
		{Role: readerRole, Client: 0, Keys: []int32{1, 258}, Values: []int32{3, 4}},
		{Role: writerRole, Client: 1, Keys: []int32{-2}, Values: []int32{99}},
	}}
}

func TestDigestIsTakenOverTheBytesThatBothSidesAgreedOn(t *testing.T) {
	bytes := "\xc3\xa9" +
		"reader" + "\x01\x00\x00\x00" + "\x02\x01\x00\x00" + "\x03\x00\x00\x00" + "\x04\x00\x00\x00" +
		"writer" + "\xfe\xff\xff\xff" + "\x63\x00\x00\x00"
	sum := sha256.Sum256([]byte(bytes))
	if got, want := twoClients().digest(), hex.EncodeToString(sum[:]); got != want {
		t.Errorf("digest is %s, want %s", got, want)
	}
}

func TestDigestChangesWithAnyOperationRoleOrParameter(t *testing.T) {
	mutations := map[string]func(*workload){
		"parameters": func(w *workload) { w.Parameters = "e" },
		"role":       func(w *workload) { w.Clients[1].Role = updaterRole },
		"key":        func(w *workload) { w.Clients[0].Keys[1] = 257 },
		"value":      func(w *workload) { w.Clients[1].Values[0] = 98 },
		"order":      func(w *workload) { w.Clients[0], w.Clients[1] = w.Clients[1], w.Clients[0] },
	}
	original := twoClients().digest()
	for name, mutate := range mutations {
		changed := twoClients()
		mutate(&changed)
		if changed.digest() == original {
			t.Errorf("digest does not depend on the %s", name)
		}
	}
}
