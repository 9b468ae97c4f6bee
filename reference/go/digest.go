package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// digest is the SHA-256, in hexadecimal, of what the clients were handed: the parameters, then
// for each client its role, each key and each value. Text is UTF-8, a number four bytes, lowest
// first. Two results may be compared if their digests are the same.
//
// It is taken from the decoded workload and not from the file, so that it tells what was run.
func (w workload) digest() string {
	bytes := []byte(w.Parameters)
	for _, stream := range w.Clients {
		bytes = append(bytes, stream.Role...)
		bytes = appendNumbers(bytes, stream.Keys)
		bytes = appendNumbers(bytes, stream.Values)
	}
	sum := sha256.Sum256(bytes)
	return hex.EncodeToString(sum[:])
}

func appendNumbers(bytes []byte, numbers []int32) []byte {
	var encoded [4]byte
	for _, number := range numbers {
		binary.LittleEndian.PutUint32(encoded[:], uint32(number))
		bytes = append(bytes, encoded[:]...)
	}
	return bytes
}
