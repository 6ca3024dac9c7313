package io.metricssidecar.controller.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.controller.ClusterObjects;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTest {
  private static final Pod POD = uid(Shop.pod("web-a", owner(), 70), "uid-of-a");

  @Test
  void goesByTheSidecarsEnvironment() {
    assertThat(Member.Budget.of(POD))
        .contains(new Member.Budget(Shop.WEB, shedding("MINIMUM_PODS_TO_KEEP_PERCENT", "70")));
  }

  @Test
  void findsARestartableInitContainer() {
    var containers = POD.getSpec().getContainers();
    var restartable =
        new PodBuilder(POD)
            .editSpec()
            .withContainers(containers.getFirst())
            .withInitContainers(containers.getLast())
            .endSpec()
            .build();

    assertThat(Member.Budget.of(restartable)).isEqualTo(Member.Budget.of(POD));
  }

  @Test
  void badSettingHasItsDefaultAsInTheSidecar() {
    var bad = new PodBuilder(POD);
    bad.editSpec()
        .editLastContainer()
        .editLastEnv()
        .withValue("half")
        .endEnv()
        .endContainer()
        .endSpec();

    assertThat(Member.Budget.of(bad.build()).orElseThrow().shedding())
        .isEqualTo(shedding("NOTHING", ""));
  }

  @Test
  void podWithoutOurContainerHasNoBudget() {
    var plain =
        new PodBuilder(POD)
            .editSpec()
            .withContainers(POD.getSpec().getContainers().getFirst())
            .endSpec()
            .build();

    assertThat(Member.Budget.of(plain)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podThatHasEndedIsNoMember(String phase) {
    var ended = new PodBuilder(POD).withNewStatus().withPhase(phase).endStatus().build();

    assertThat(member(ended)).isEmpty();
  }

  @Test
  void podOnItsWayOutIsAMember() {
    var leaving =
        new PodBuilder(POD)
            .editMetadata()
            .withDeletionTimestamp("2026-11-21T12:00:00Z")
            .endMetadata()
            .build();

    assertThat(member(leaving).map(Member::leaving)).contains(true);
  }

  @Test
  void podThatNobodyControlsIsNoMember() {
    var alone = new PodBuilder(POD).editMetadata().withOwnerReferences().endMetadata().build();

    assertThat(member(alone)).isEmpty();
  }

  private static Optional<Member> member(Pod pod) {
    return Member.of(pod, new Member.Budget(Shop.WEB, Shop.floor(50)));
  }

  private static Shedding shedding(String name, String value) {
    return SidecarSettings.read(SettingsSource.env(Map.of(name, value))).value().shedding();
  }

  private static Deployment owner() {
    var owner = ClusterObjects.deployment("web", 3);
    owner.getMetadata().setUid(Shop.OWNER.getUid());
    return owner;
  }

  private static Pod uid(Pod pod, String uid) {
    return new PodBuilder(pod).editMetadata().withUid(uid).endMetadata().build();
  }
}
