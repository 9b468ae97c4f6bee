package main

import (
	"reflect"
	"runtime"
	"testing"
)

func TestStoresReadWhatWasWrittenAndEndWithIt(t *testing.T) {
	for name, createStore := range strategies {
		store := createStore()
		if got := store.read(1); got != absent {
			t.Errorf("%s: a key that was never written reads as %d", name, got)
		}
		store.write(1, 0)
		if got := store.read(1); got != 0 {
			t.Errorf("%s: 0 was written, %d is read", name, got)
		}
		next := store.update(1, func(current int64) int64 { return current + 7 })
		if got := store.read(1); next != 7 || got != 7 {
			t.Errorf("%s: the update returned %d and left %d, want 7", name, next, got)
		}
		store.write(2, 3)
		want := stateMap{1: 7, 2: 3}
		if got := store.close(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s ended with %v, want %v", name, got, want)
		}
	}
}

func TestAnUpdaterKeepsEveryOtherOperationOut(t *testing.T) {
	for name, createStore := range strategies {
		store := createStore()
		updating, release, done := make(chan bool), make(chan bool), make(chan int64, 2)
		go store.update(1, func(int64) int64 {
			updating <- true
			<-release
			return 10
		})
		<-updating
		go func() { done <- store.update(1, func(current int64) int64 { return current + 1 }) }()
		go func() { done <- store.read(1) }()
		// Should one of them get in, it does so while this goroutine gives way.
		for i := 0; i < 1000; i++ {
			runtime.Gosched()
		}
		if len(done) > 0 {
			t.Errorf("%s: an operation completed amid an update", name)
		}
		release <- true
		for i := 0; i < 2; i++ {
			if got := <-done; got != 10 && got != 11 {
				t.Errorf("%s: an operation saw the state from before the update: %d", name, got)
			}
		}
		store.close()
	}
}
