package io.metricssidecar.controller.workloads;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.IdentityVariable;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.controller.ClusterObjects;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects of the namespace `shop`, as an API server holds them.
public final class Shop {
  public static final String NAMESPACE = ClusterObjects.NAMESPACE;
  public static final LeaseName WEB = new LeaseName(NAMESPACE, "metrics-sidecar-deployment-web");
  public static final OwnerReference OWNER =
      new OwnerReferenceBuilder()
          .withApiVersion("apps/v1")
          .withKind("Deployment")
          .withName("web")
          .withUid("uid-of-web")
          .build();

  /// The Lease of the Deployment `web`, with the annotations besides its format.
  public static Lease lease(Map<String, String> annotations) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(WEB.namespace())
        .withName(WEB.name())
        .withUid("uid-of-lease")
        .withResourceVersion("7")
        .addToLabels("app.kubernetes.io/managed-by", "metrics-sidecar")
        .withOwnerReferences(OWNER)
        .addToAnnotations(Annotations.LEASE_FORMAT, Annotations.LEASE_FORMAT_1)
        .addToAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  /// The same with so many slots and these holders, `uid` to value.
  public static Lease lease(@Nullable String slots, Map<String, String> holders) {
    var lease = new LeaseBuilder(lease(Map.of())).editMetadata();
    if (slots != null) {
      lease.addToAnnotations(Annotations.SLOTS, slots);
    }
    holders.forEach((uid, value) -> lease.addToAnnotations(Annotations.HOLDER_PREFIX + uid, value));
    return lease.endMetadata().build();
  }

  /// A pod of the Deployment `web` as last seen.
  public static Member member(String uid, Shedding shedding) {
    return new Member(uid, "pod-" + uid, OWNER.getUid(), new Member.Budget(WEB, shedding), false);
  }

  /// With so much of a floor, in percent.
  public static Shedding floor(int percent) {
    return new Shedding(
        ShedMode.AUTO, ShedGuard.REDISTRIBUTE, Percent.of(percent), null, false, Duration.ZERO);
  }

  /// A pod with a sidecar that goes by the Lease of the Deployment `web`.
  public static Pod pod(String name, HasMetadata owner, int floor) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .addToLabels(Labels.INJECTED, Labels.TRUE)
        .withOwnerReferences(ClusterObjects.controlledBy(owner))
        .endMetadata()
        .withNewSpec()
        .withContainers(
            new ContainerBuilder().withName("app").build(),
            new ContainerBuilder()
                .withName(Names.CONTAINER)
                .withEnv(
                    new EnvVar(IdentityVariable.SHED_LEASE.env(), WEB.name(), null),
                    new EnvVar(SidecarSetting.MINIMUM_PODS.env(), Integer.toString(floor), null))
                .build())
        .endSpec()
        .build();
  }

  private Shop() {}
}
