package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.SidecarPods;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SlimTest {
  private static final OwnedWorkload WEB =
      new OwnedWorkload(
          "shop",
          ScaleTarget.KUBERNETES.getFirst(),
          new Owner("apps/v1", "Deployment", "web", "uid-1"));

  @Test
  void keepsAllThatAPodIsReadFor() {
    var native_ = new PodBuilder(pod().build());
    native_
        .editSpec()
        .withInitContainers(native_.buildSpec().getContainers().getLast())
        .withContainers(native_.buildSpec().getContainers().getFirst())
        .endSpec();

    for (var pod :
        List.of(
            pod().build(),
            native_.build(),
            pod().terminating().build(),
            pod().phase("Failed").build(),
            pod().serviceAccount("web").build())) {
      assertThat(new SidecarPods().read(List.of(Slim.pod(pod))))
          .hasSize(1)
          .isEqualTo(new SidecarPods().read(List.of(pod)));
    }
  }

  /// The limits are those of an API server: 256 KiB of annotations, a request of 1.5 MB or so.
  @Test
  void largestPodLeavesLessThanSixtyFourKilobytes() {
    var huge = "x".repeat(256 * 1024);
    var pod = new PodBuilder(pod().annotated("metrics-sidecar/anything", huge).build());
    pod.editMetadata()
        .addToFinalizers("example.com/" + huge)
        .addToManagedFields(new ManagedFieldsEntryBuilder().withManager(huge).build())
        .editFirstOwnerReference()
        .withName(huge)
        .withApiVersion("apps/" + huge)
        .withKind(huge)
        .withUid(huge)
        .endOwnerReference()
        .endMetadata();
    for (var i = 0; i < 9_000; i++) {
      pod.editMetadata()
          .addToAnnotations("metrics-sidecar/a" + i, "")
          .addToLabels("example.com/a" + i, "x".repeat(63))
          .endMetadata();
    }
    var ours = new ContainerBuilder().withName("metrics-sidecar").addToArgs(huge);
    ours.addToEnv(new EnvVar("ANYTHING", huge, null));
    SidecarConfig.variables().forEach(name -> ours.addToEnv(new EnvVar(name, huge, null)));
    pod.editSpec().withContainers(ours.build()).withNodeName("node").endSpec();

    var slim = Slim.pod(pod.build());

    assertThat(Serialization.asJson(slim).length()).isLessThan(64 * 1024);
    assertThat(slim.getMetadata().getAnnotations()).isEmpty();
    assertThat(slim.getMetadata().getLabels()).isEmpty();
  }

  /// The kubelet takes the last value of a variable that is there twice.
  @Test
  void keepsTheLastValueOfAVariable() {
    var twice = new EnvVar("SHED_LEASE", "first", null);
    var pod = TestPod.named("a").injected(twice, new EnvVar("SHED_LEASE", "last", null)).build();

    assertThat(Slim.pod(pod).getSpec().getContainers().getFirst().getEnv())
        .containsExactly(new EnvVar("SHED_LEASE", "last", null));
  }

  @Test
  void keepsOurObjectsAsWeMakeThem() {
    var role = AccessObjects.role(WEB);
    var binding = AccessObjects.binding(WEB, new TreeSet<>(List.of("web", "batch")));
    var state =
        new AccessState(
            Map.of(WEB, new TreeSet<>(List.of("web", "batch"))),
            java.util.Set.of(),
            List.of(Slim.role(role)),
            List.of(Slim.binding(binding)),
            List.of(Slim.lease(AccessObjects.lease(WEB))));

    assertThat(AccessPlan.grant(state)).isEmpty();
  }

  @Test
  void roleThatIsTooLargeDiffersFromOurs() {
    var rule = new PolicyRuleBuilder().withApiGroups("").withVerbs("get");
    var many =
        new RoleBuilder(AccessObjects.role(WEB))
            .addToRules(rule.withResources("x".repeat(10_000)).build())
            .build();

    assertThat(Slim.role(many).getRules()).isEmpty();
  }

  /// It is written back with everything in it that is not ours.
  @Test
  void keepsALeaseButForTheFieldsThatTheApiServerManages() {
    var lease = TestLeases.lease("2", Map.of("uid", "1 web-a"));
    var managed =
        new LeaseBuilder(lease)
            .editMetadata()
            .addToManagedFields(new ManagedFieldsEntryBuilder().withManager("kubectl").build())
            .endMetadata()
            .build();

    assertThat(Slim.lease(managed)).isEqualTo(lease);
  }

  private static TestPod pod() {
    var owner = TestWorkloads.statefulSet("web");
    owner.getMetadata().setUid("uid-of-web");
    return TestPod.named("web-a").uid("uid-of-a").controlledBy(owner).injectedWithFloor(70);
  }
}
