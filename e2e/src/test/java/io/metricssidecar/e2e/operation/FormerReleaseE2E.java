package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AdmissionStream;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.fleet.LeaseText;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// `helm upgrade` from a release in which one process was webhook and controller, `helm rollback`
/// to it, and the upgrade again. `FORMER_RELEASE` names the folder of its chart and images.
@ExtendWith(ClusterExtension.class)
@Isolated("the release changes")
@Order(30)
@EnabledIfEnvironmentVariable(
    named = "FORMER_RELEASE",
    matches = ".+",
    disabledReason = "FORMER_RELEASE is not set; `make e2e-long` sets it")
class FormerReleaseE2E {
  private static final String APP = "web";
  private static final String TAG = "former";
  private static final Duration MAX_UNTIL_FREED = Duration.ofSeconds(60);

  @Test
  void everyReviewIsAnsweredAndDeadHoldersAreFreed(Release release, Namespace namespace) {
    var former = System.getenv("FORMER_RELEASE");
    assumeFalse(release.found(), "the release was here before: it is not ours to change");
    release.uninstall();
    try {
      release.installFormer(Path.of(former, "chart"), TAG);
      AnnotatedWorkload.deployment(namespace, APP, 4);
      BudgetLease.of(namespace, APP).awaitSlots(2);

      during("upgrade", namespace, release::install);
      during("rollback", namespace, release::rollBack);
      assertThat(release.controller().pods()).as("the controller after the rollback").isEmpty();
      during("second upgrade", namespace, release::install);
    } finally {
      release.install();
    }
  }

  /// Holders die as a change begins and as it ends; whichever process is at work then frees both.
  private static void during(String change, Namespace namespace, Runnable run) {
    var first = DeadHolder.in(namespace, "first");
    try (var admissions = AdmissionStream.start(namespace)) {
      run.run();
      var last = DeadHolder.in(namespace, "last");
      var report = "%s: %s after its end, %s".formatted(change, first.freed(), last.freed());
      var count = admissions.stop();
      namespace.progress().report("%s; %s".formatted(report, count));
      count.assertNothingLost();
      assertThat(count.attempted()).isPositive();
    }
  }

  /// A slot held by a pod that does not exist.
  ///
  /// @param namespace of the budget Lease
  /// @param uid of the pod, and its name
  private record DeadHolder(Namespace namespace, String uid) {
    static DeadHolder in(Namespace namespace, String name) {
      var holder = new DeadHolder(namespace, name + "-" + System.nanoTime());
      holder
          .lease()
          .asAdministrator(
              lease ->
                  new LeaseBuilder(lease)
                      .editMetadata()
                      .addToAnnotations(
                          LeaseText.holderKey(holder.uid), LeaseText.holderValue(holder.uid))
                      .endMetadata()
                      .build());
      return holder;
    }

    private BudgetLease lease() {
      return BudgetLease.of(namespace, APP);
    }

    /// Waits until the slot is free.
    String freed() {
      var took =
          Waiting.untilTrue(
              "the slot of " + uid,
              MAX_UNTIL_FREED,
              namespace.progress(),
              () -> !lease().holders().contains(uid));
      return "slot freed %d ms".formatted(took.toMillis());
    }
  }
}
