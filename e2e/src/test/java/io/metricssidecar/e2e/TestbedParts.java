package io.metricssidecar.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Names;
import java.nio.file.Path;
import java.util.List;

/// What only the testbed lets us do to a cluster.
record TestbedParts(Path state) {
  /// The testbed's.
  ///
  /// @throws org.opentest4j.TestAbortedException on any other cluster, which skips the case
  static TestbedParts of(Cluster cluster) {
    assumeTrue(cluster.testbed(), "only the testbed may be disrupted");
    return new TestbedParts(cluster.testbedState());
  }

  /// Ends a part such as `apiserver` and starts it again; returns when it is ready.
  void restart(String part) {
    run(List.of(Program.inRepository("testbed/part.sh").toString(), "restart", part));
  }

  /// Kills the sidecar's process in a pod, as running out of memory would.
  void killSidecar(Pod pod) {
    var container =
        Namespace.statuses(pod)
            .filter(status -> status.getName().equals(Names.CONTAINER))
            .map(ContainerStatus::getContainerID)
            .findFirst()
            .orElseThrow();
    run(
        List.of(
            state.resolve("bin/ctr").toString(),
            "--address",
            state.resolve("containerd.sock").toString(),
            "--namespace",
            "k8s.io",
            "tasks",
            "kill",
            "--signal",
            "SIGKILL",
            container.substring(container.lastIndexOf('/') + 1)));
  }

  private static void run(List<String> command) {
    var _ = Program.run(new ProcessBuilder(command));
  }
}
