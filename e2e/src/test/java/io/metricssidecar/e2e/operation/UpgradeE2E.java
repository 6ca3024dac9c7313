package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AdmissionStream;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.fleet.Fleet;
import io.metricssidecar.e2e.workload.Sidecar;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// An upgrade of the release while pods run that were injected before.
@ExtendWith(ClusterExtension.class)
@Isolated("the release changes")
@Order(20)
class UpgradeE2E {
  private static final String APP = "web";
  private static final Map<Setting<?>, String> HALF =
      Map.of(SidecarSetting.GUARD, "off", SidecarSetting.MINIMUM_PODS, "50");
  private static final Quantity OTHER_LIMIT = new Quantity("112Mi");

  @Test
  void upgradeChangesNewPodsAndLeavesOldOnesAtWork(Release release, Namespace namespace) {
    assumeFalse(release.found(), "the release was here before: it is not ours to change");
    try (var fleet = Fleet.start(namespace, 2, HALF)) {
      var old = uids(fleet.pods());
      var budget = BudgetLease.of(namespace, APP);
      budget.awaitSlots(1);

      upgradeWithoutLoss(release, namespace);

      assertThat(fleet.endpoints().fewest()).isEqualTo(2);
      if (Boolean.getBoolean("e2e.long")) {
        shedUnderTheNewController(fleet);
      }
      namespace.deployment(APP).scale(4);
      budget.awaitSlots(2);
      for (var pod : namespace.awaitReady(APP, 4)) {
        var before = old.contains(pod.getMetadata().getUid());
        assertThat(hasOtherLimit(pod)).isEqualTo(!before);
        assertThat(restarts(pod)).isZero();
      }
      assertThat(uids(fleet.pods())).containsAll(old);
    }
  }

  private static void upgradeWithoutLoss(Release release, Namespace namespace) {
    try (var admissions = AdmissionStream.start(namespace)) {
      release.install(Map.of("sidecar.resources.limits.memory", OTHER_LIMIT.toString()));
      var count = admissions.stop();
      namespace.progress().report("upgrade: " + count);
      count.assertNothingLost();
      assertThat(count.attempted()).isPositive();
    }
  }

  private static void shedUnderTheNewController(Fleet fleet) {
    try (var _ = fleet.overload()) {
      fleet.awaitShed(1);
      fleet.assertFloor(1, 1);
    }
  }

  private static List<String> uids(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getUid()).toList();
  }

  private static boolean hasOtherLimit(Pod pod) {
    var limits = Sidecar.container(pod).orElseThrow().getResources().getLimits();
    return OTHER_LIMIT.equals(limits.get("memory"));
  }

  private static int restarts(Pod pod) {
    return Pods.statuses(pod)
        .filter(status -> status.getName().equals(Names.CONTAINER))
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }
}
