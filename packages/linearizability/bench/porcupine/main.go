// Command porcupine checks histories of registers and strings with Porcupine, the checker to
// compare ours with. It reads requests from its standard input, one per line: a file of JSON lines
// (see ../../src/file/history-reader.ts), the model, and the initial value as JSON, with tabs
// between them. It answers each by a line: the file, the verdict, and the milliseconds of processor
// time that checking took, without the time to read the file.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/anishathalye/porcupine"
)

// Values are numbers: each content has one of its own, so that comparing them is quick.
type request struct {
	name    string
	key     string
	first   int // what is written, or expected
	second  int // what a compare-and-set writes
	content string
}

type answer struct {
	isKnown   bool
	value     int
	isApplied bool
	content   string
}

type event struct {
	Process json.RawMessage `json:"process"`
	Type    string          `json:"type"`
	F       string          `json:"f"`
	Key     json.RawMessage `json:"key"`
	Value   json.RawMessage `json:"value"`
	Applied *bool           `json:"applied"`
}

func main() {
	timeout := flag.Duration("timeout", 10*time.Second, "of one file; beyond it the verdict is unknown")
	flag.Parse()
	// Porcupine checks partitions at the same time; processor time is compared on one thread.
	runtime.GOMAXPROCS(1)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 {
			fail(fmt.Errorf("a request is a file, a model and an initial value, not %q", lines.Text()))
		}
		verdict, ms := check(fields[0], fields[1], fields[2], *timeout)
		fmt.Printf("%s\t%s\t%.3f\n", fields[0], verdict, ms)
	}
}

func check(file, model, initial string, timeout time.Duration) (string, float64) {
	numbers := newNumbering()
	history := read(file, model, numbers)
	var checked porcupine.Model
	switch model {
	case "register":
		checked = register(numbers.of(json.RawMessage(initial)))
	case "string":
		checked = text(textOf(json.RawMessage(initial)))
	default:
		fail(fmt.Errorf("there is no model %q", model))
	}
	runtime.GC()
	before := processorTime()
	result := porcupine.CheckOperationsTimeout(checked, history, timeout)
	ms := (processorTime() - before).Seconds() * 1000
	switch result {
	case porcupine.Ok:
		return "linearizable", ms
	case porcupine.Illegal:
		return "not-linearizable", ms
	default:
		return "unknown", ms
	}
}

// numbering gives each value a number, the same for the same content.
type numbering struct{ known map[string]int }

func newNumbering() *numbering { return &numbering{map[string]int{"null": 0}} }

func (n *numbering) of(value json.RawMessage) int {
	if len(value) == 0 {
		return 0
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, value); err != nil {
		fail(err)
	}
	number, isKnown := n.known[compact.String()]
	if !isKnown {
		number = len(n.known)
		n.known[compact.String()] = number
	}
	return number
}

func (n *numbering) pair(value json.RawMessage) (int, int) {
	var both [2]json.RawMessage
	if err := json.Unmarshal(value, &both); err != nil {
		fail(err)
	}
	return n.of(both[0]), n.of(both[1])
}

// read returns the operations that took effect or may have. One that was not seen to return ends
// after all others: taking effect there is the same as taking none.
func read(file, model string, numbers *numbering) []porcupine.Operation {
	content, err := os.ReadFile(file)
	if err != nil {
		fail(err)
	}
	var all []porcupine.Operation
	hasFailed := map[int]bool{}
	open := map[string]int{}
	for at, line := range bytes.Split(content, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			fail(fmt.Errorf("%s, line %d: %w", file, at+1, err))
		}
		process := string(e.Process)
		if e.Type == "invoke" {
			asked := request{name: e.F, key: string(e.Key)}
			switch {
			case model == "string":
				asked.content = textOf(e.Value)
			case e.F == "write":
				asked.first = numbers.of(e.Value)
			case e.F == "cas":
				asked.first, asked.second = numbers.pair(e.Value)
			}
			open[process] = len(all)
			all = append(all, porcupine.Operation{
				ClientId: len(open), Input: asked, Output: answer{}, Call: int64(at), Return: math.MaxInt64,
			})
			continue
		}
		row, isOpen := open[process]
		if !isOpen {
			continue
		}
		delete(open, process)
		if e.Type == "fail" {
			hasFailed[row] = true
		}
		if e.Type != "ok" {
			continue
		}
		asked := all[row].Input.(request)
		got := answer{isKnown: true, isApplied: e.Applied == nil || *e.Applied}
		switch {
		case model == "string":
			got.content = textOf(e.Value)
		case e.F == "read":
			got.value = numbers.of(e.Value)
		case e.F == "update":
			// What it was given, and what it made of it.
			asked.first, asked.second = numbers.pair(e.Value)
			all[row].Input = asked
		}
		all[row].Output = got
		all[row].Return = int64(at)
	}
	var history []porcupine.Operation
	for row, operation := range all {
		asked, got := operation.Input.(request), operation.Output.(answer)
		// Unfinished reads say nothing, and of unfinished updates the effect is unknown.
		saysNothing := !got.isKnown && (asked.name == "read" || asked.name == "update")
		if !hasFailed[row] && !saysNothing {
			history = append(history, operation)
		}
	}
	return history
}

func byKey(history []porcupine.Operation) [][]porcupine.Operation {
	places := map[string]int{}
	var parts [][]porcupine.Operation
	for _, operation := range history {
		key := operation.Input.(request).key
		place, isKnown := places[key]
		if !isKnown {
			place = len(parts)
			places[key] = place
			parts = append(parts, nil)
		}
		parts[place] = append(parts[place], operation)
	}
	return parts
}

func register(initial int) porcupine.Model {
	return porcupine.Model{
		Partition: byKey,
		Init:      func() interface{} { return initial },
		Hash:      func(state interface{}) uint64 { return uint64(state.(int)) },
		Step: func(state, input, output interface{}) (bool, interface{}) {
			value, asked, got := state.(int), input.(request), output.(answer)
			switch asked.name {
			case "read":
				return value == got.value, value
			case "write":
				return true, asked.first
			case "update":
				return value == asked.first, asked.second
			default:
				isExpected := value == asked.first
				if got.isKnown && got.isApplied != isExpected {
					return false, value
				}
				if isExpected {
					return true, asked.second
				}
				return true, value
			}
		},
	}
}

func text(initial string) porcupine.Model {
	return porcupine.Model{
		Partition: byKey,
		Init:      func() interface{} { return initial },
		Step: func(state, input, output interface{}) (bool, interface{}) {
			content, asked, got := state.(string), input.(request), output.(answer)
			switch asked.name {
			case "read":
				return content == got.content, content
			case "write":
				return true, asked.content
			default:
				return true, content + asked.content
			}
		},
	}
}

func textOf(value json.RawMessage) string {
	if len(value) == 0 {
		return ""
	}
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		fail(err)
	}
	return text
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}
