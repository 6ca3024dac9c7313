package io.metricssidecar.controller.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarPodsTest {
  private static final Pod POD = web().build();
  private static final SidecarPod READ =
      new SidecarPod(
          "uid-of-a",
          "web-a",
          "default",
          TestLeases.OWNER,
          new SidecarBudget(TestLeases.WEB, shedding("MINIMUM_PODS_TO_KEEP_PERCENT", "70")),
          Map.of("app", "web", Labels.INJECTED, Labels.TRUE),
          PodStage.ACTIVE);

  @Test
  void readsTheSidecarsEnvironment() {
    assertThat(read(POD)).containsExactly(READ);
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

    assertThat(read(restartable)).containsExactly(READ);
  }

  @Test
  void invalidSettingHasItsDefaultAsInTheSidecar() {
    var invalid = new PodBuilder(POD);
    invalid
        .editSpec()
        .editLastContainer()
        .editLastEnv()
        .withValue("half")
        .endEnv()
        .endContainer()
        .endSpec();

    assertThat(read(invalid.build()))
        .extracting(pod -> pod.budget().shedding())
        .containsExactly(shedding("NOTHING", ""));
  }

  @Test
  void parsesTheEnvironmentOfAPodOnce() {
    var pods = new SidecarPods();
    var first = pods.read(List.of(POD)).getFirst();
    var again = pods.read(List.of(web().serviceAccount("web").build())).getFirst();

    assertThat(again.budget()).isSameAs(first.budget());
    assertThat(again.serviceAccount()).isEqualTo("web");
  }

  @Test
  void forgetsPodsThatAreGone() {
    var pods = new SidecarPods();
    var first = pods.read(List.of(POD)).getFirst();

    assertThat(pods.read(List.of())).isEmpty();
    assertThat(pods.read(List.of(POD)).getFirst().budget())
        .isEqualTo(first.budget())
        .isNotSameAs(first.budget());
  }

  @Test
  void podWithoutOurContainerHasNoSidecar() {
    var plain =
        new PodBuilder(POD)
            .editSpec()
            .withContainers(POD.getSpec().getContainers().getFirst())
            .endSpec()
            .build();

    assertThat(read(plain)).isEmpty();
    assertThat(read(new PodBuilder(POD).withSpec(null).build())).isEmpty();
  }

  @Test
  void saysWhetherAPodHasTheLabel() {
    var relabelled =
        new PodBuilder(POD)
            .editMetadata()
            .addToLabels(Labels.INJECTED, Labels.FALSE)
            .endMetadata()
            .build();
    var unlabelled = new PodBuilder(POD).editMetadata().withLabels(null).endMetadata().build();

    assertThat(read(relabelled, unlabelled)).extracting(SidecarPod::labelled).containsOnly(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podThatHasEndedIsNotActive(String phase) {
    var ended = web().phase(phase).build();
    var both = web().phase(phase).terminating().build();

    assertThat(read(ended, both))
        .extracting(SidecarPod::stage)
        .containsExactly(PodStage.ENDED, PodStage.ENDED);
  }

  @Test
  void podThatWasDeletedIsTerminating() {
    assertThat(read(web().terminating().build()))
        .extracting(SidecarPod::stage)
        .containsExactly(PodStage.TERMINATING);
  }

  @Test
  void podWithoutAControllerIsNotRead() {
    var alone = new PodBuilder(POD).editMetadata().withOwnerReferences().endMetadata().build();

    assertThat(read(alone)).isEmpty();
  }

  private static List<SidecarPod> read(Pod... pods) {
    return new SidecarPods().read(List.of(pods));
  }

  private static Shedding shedding(String name, String value) {
    return SidecarSettings.read(SettingsSource.env(Map.of(name, value))).value().shedding();
  }

  private static TestPod web() {
    return TestPod.named("web-a").uid("uid-of-a").controlledBy(owner()).injectedWithFloor(70);
  }

  private static Deployment owner() {
    var owner = TestWorkloads.deployment("web", 3);
    owner.getMetadata().setUid(TestLeases.OWNER.uid());
    return owner;
  }
}
