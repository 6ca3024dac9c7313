# The commands of this repository; `make` alone lists them.
JDK = JAVA_HOME="$$(scripts/java-home.sh)" && export JAVA_HOME
MVN = mvn -B --no-transfer-progress
# One case: make e2e CASE=SheddingE2E, or CASE=SheddingE2E#overloadedPodLeavesAloneAndComesBack
CASE = *E2E
E2E = -Pe2e -pl e2e -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false '-Dit.test=$(CASE)' -Dfailsafe.failIfNoSpecifiedTests=false
.SHELLFLAGS = -euo pipefail -c
SHELL = bash
# Fleets of make simulate, and the first seed; SEED=7 runs that one alone; PLOT=docs/simulation draws them there too.
RUNS = 10000
FROM = 1
SEED =
PLOT =
.PHONY: help verify quick format images testbed testbed-down e2e e2e-long demo proof simulate search mutants hooks bench bench-admission bench-scale bench-start clean cluster

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

verify: ## format check, compile with all checks, unit and integration tests, chart lint
	$(JDK) && $(MVN) verify

quick: ## compile and unit tests without the checks
	$(JDK) && $(MVN) -Dquick test

format: ## format the Java sources
	$(JDK) && $(MVN) -q spotless:apply

images: ## dist/*.tar, the two container images, without Docker
	$(JDK) && $(MVN) -q -pl sidecar,cli -am package -DskipTests && "$$JAVA_HOME/bin/java" scripts/image/Main.java

testbed: ## start a real one-node Kubernetes, without Docker (the first time: built, 15 minutes)
	@testbed/up.sh

testbed-down: ## end it and remove all it made
	@testbed/down.sh

e2e: cluster images ## the end-to-end tests (CASE=SheddingE2E: one), on KUBECONFIG's cluster or else on the testbed
	$(JDK) && scripts/with-cluster.sh $(MVN) $(E2E)

e2e-long: cluster images ## the same with the cases that take minutes
	$(JDK) && FORMER_RELEASE="$$(scripts/former-release.sh)" && export FORMER_RELEASE && scripts/with-cluster.sh $(MVN) $(E2E) -De2e.long=true

demo: cluster images ## the main job in six steps to watch; KEEP=1 leaves it up
	$(JDK) && $(MVN) -q -Pe2e -pl e2e -am package -DskipTests -Dquick && \
	  scripts/with-cluster.sh "$$JAVA_HOME/bin/java" -jar e2e/target/e2e-*.jar

# Where no cluster can be had, say so before anything is built.
cluster:
	@scripts/with-cluster.sh --check

proof: ## the floor proved for more pods than verify does, in minutes: states, time and verdict of each
	$(JDK) && $(MVN) -q -Dquick -pl decision -am test -Dtest=LongProof -Dsurefire.failIfNoSpecifiedTests=false

simulate: ## fleets of the shipped loop in virtual time, and a table (RUNS=500 FROM=1: a range; SEED=7: one, with its events; PLOT=dir)
	$(JDK) && $(MVN) -q -pl simulation -am package -DskipTests -Dquick && \
	  "$$JAVA_HOME/bin/java" -XX:+UseParallelGC -cp "simulation/target/classes:simulation/target/lib/*" \
	  io.metricssidecar.simulation.SimulateMain \
	  $(if $(SEED),--seed=$(SEED),--runs=$(RUNS) --from=$(FROM)) $(if $(PLOT),--plot=$(PLOT))

search: ## unit tests with a fresh seed and ten times the tries; a failure says how to replay it
	$(JDK) && $(MVN) --fail-at-end -Dquick test -Dseed=random -Dtries.factor=10

mutants: ## do the tests of the floor notice changes to it? see docs/mutants.md
	$(JDK) && $(MVN) -Dquick -Pmutants -pl decision,sidecar,controller -am process-test-classes

hooks: ## a pre-commit hook that formats what is committed
	git config core.hooksPath scripts/hooks

bench: ## benchmarks, each with the ratio to a baseline of the same run
	$(JDK) && $(MVN) -q -pl bench -am package -Dmaven.test.skip=true -Dquick && \
	  "$$JAVA_HOME/bin/java" -cp "bench/target/classes:bench/target/lib/*" io.metricssidecar.webhook.server.AdmissionBenchmark

bench-admission: images ## the webhook beside an injector in Go: CPU, memory, bursts, start; needs root and Go
	bench/run.sh admission

bench-scale: images ## webhook and controller in a cluster of 5,000 pods and 50,000 ReplicaSets, in minutes; needs root and Go
	$(JDK) && bench/run.sh scale

bench-start: images ## the start of a sidecar below limits of CPU; needs root and Go
	bench/run.sh start

clean: ## remove what was built here (not the testbed's cache)
	rm -rf dist
	$(JDK) && $(MVN) -q clean
