package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func workloadFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "workload.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCommandPrintsOneDocument(t *testing.T) {
	file := workloadFile(t, soundWorkload)
	for name := range strategies {
		var stdout, stderr bytes.Buffer
		code := run([]string{"--strategy", name, "--workload", file, "--duration-ms", "20", "--warmup-ms", "1"}, &stdout, &stderr)
		if code != exitFine || stderr.Len() > 0 {
			t.Fatalf("%s: exit %d, %s", name, code, stderr.String())
		}
		var document map[string]any
		if err := json.Unmarshal(stdout.Bytes(), &document); err != nil {
			t.Fatalf("%s: %v in %s", name, err, stdout.String())
		}
		if document["strategy"] != "go-"+name {
			t.Errorf("%s calls itself %v", name, document["strategy"])
		}
		work, _ := parseWorkload([]byte(soundWorkload))
		if document["digest"] != work.digest() {
			t.Errorf("%s: digest %v is not that of the workload", name, document["digest"])
		}
		for _, field := range []string{"goVersion", "gomaxprocs", "readOps", "writeOps", "updateOps", "totalOps", "elapsedMs", "latency", "perClientOps", "finalState", "lostUpdates"} {
			if _, present := document[field]; !present {
				t.Errorf("%s: %s is missing", name, field)
			}
		}
		if _, present := document["finalState"].(map[string]any)["1"]; !present {
			t.Errorf("%s: final state %v has no key 1", name, document["finalState"])
		}
	}
}

func TestWrongInputIsOneLineAndExitCodeTwo(t *testing.T) {
	sound := workloadFile(t, soundWorkload)
	faulty := workloadFile(t, "{")
	for _, args := range []string{
		"",
		"--strategy actor --workload " + sound,
		"--strategy mutex",
		"--strategy mutex --workload /nowhere/at/all.json",
		"--strategy mutex --workload " + filepath.Dir(sound),
		"--strategy mutex --workload " + faulty,
		"--strategy mutex --workload " + sound + " --duration-ms abc",
		"--strategy mutex --workload " + sound + " --duration-ms 0",
		"--strategy mutex --workload " + sound + " --duration-ms NaN",
		"--strategy mutex --workload " + sound + " --warmup-ms -1",
		"--strategy mutex --workload " + sound + " --colour",
		"--strategy mutex --workload " + sound + " more",
	} {
		var stdout, stderr bytes.Buffer
		code := run(strings.Fields(args), &stdout, &stderr)
		text := stderr.String()
		if code != exitWrongInput || stdout.Len() > 0 || strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "reference: ") {
			t.Errorf("%q: exit %d, %q", args, code, text)
		}
	}
}

func TestHelpGoesToStandardOutput(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--help"}, &stdout, &stderr); code != exitFine || stdout.String() != usage || stderr.Len() > 0 {
		t.Errorf("exit %d, %q, %q", code, stdout.String(), stderr.String())
	}
}

type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestResultThatCannotBeWrittenIsReported(t *testing.T) {
	var stderr bytes.Buffer
	args := []string{"--strategy", "mutex", "--workload", workloadFile(t, soundWorkload), "--duration-ms", "1", "--warmup-ms", "0"}
	if code := run(args, closedPipe{}, &stderr); code != exitCannotWork || strings.Count(stderr.String(), "\n") != 1 {
		t.Errorf("exit %d, %q", code, stderr.String())
	}
}
