package io.metricssidecar.controller;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.PodStage;
import io.metricssidecar.controller.workloads.SidecarBudget;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The budget Lease of the Deployment `web` in the namespace `shop`, and the pods that use it.
public final class TestLeases {
  public static final NamespacedName WEB =
      new NamespacedName(TestWorkloads.NAMESPACE, "metrics-sidecar-deployment-web");
  public static final Owner OWNER = new Owner("apps/v1", "Deployment", "web", "uid-of-web");

  /// The Lease with the annotations besides its format.
  public static Lease lease(Map<String, String> annotations) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(WEB.namespace())
        .withName(WEB.name())
        .withUid("uid-of-lease")
        .withResourceVersion("7")
        .addToLabels("app.kubernetes.io/managed-by", "metrics-sidecar")
        .withOwnerReferences(reference())
        .addToAnnotations(BudgetRecord.EMPTY.annotations())
        .addToAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  /// The Lease with these slots and these holders, `uid` to value.
  public static Lease lease(@Nullable String slots, Map<String, String> holders) {
    var lease = new LeaseBuilder(lease(Map.of())).editMetadata();
    if (slots != null) {
      lease.addToAnnotations(Annotations.SLOTS, slots);
    }
    holders.forEach((uid, value) -> lease.addToAnnotations(Annotations.HOLDER_PREFIX + uid, value));
    return lease.endMetadata().build();
  }

  private static OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(OWNER.apiVersion())
        .withKind(OWNER.kind())
        .withName(OWNER.name())
        .withUid(OWNER.uid())
        .build();
  }

  /// A pod of the Deployment as last seen.
  public static SidecarPod sidecarPod(String uid, Shedding shedding) {
    return sidecarPod(uid, OWNER.uid(), new SidecarBudget(WEB, shedding));
  }

  /// The same pod while it is being deleted.
  public static SidecarPod terminating(SidecarPod pod) {
    return new SidecarPod(
        pod.uid(),
        pod.name(),
        pod.serviceAccount(),
        pod.controller(),
        pod.budget(),
        pod.labels(),
        PodStage.TERMINATING);
  }

  /// A pod with another controller or another budget.
  public static SidecarPod sidecarPod(String uid, String controllerUid, SidecarBudget budget) {
    return new SidecarPod(
        uid,
        "pod-" + uid,
        "default",
        new Owner(OWNER.apiVersion(), OWNER.kind(), OWNER.name(), controllerUid),
        budget,
        Map.of(Labels.INJECTED, Labels.TRUE),
        PodStage.ACTIVE);
  }

  /// Conditions with a floor in percent.
  public static Shedding floor(int percent) {
    return new Shedding(
        ShedMode.AUTO, ShedGuard.REDISTRIBUTE, Percent.of(percent), null, false, Duration.ZERO);
  }

  private TestLeases() {}
}
