package io.metricssidecar.controller.autoscaling;

import static io.metricssidecar.controller.TestEvents.awaitEvents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.loop.Background;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.controller.TestEvents;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class AutoscalingEventsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final MetricSpec CPU_70 = resource("cpu", 70);

  private KubernetesMockServer server;
  private KubernetesClient client;
  private Watched<Pod> pods;
  private Owners owners;
  private ReplicaSet web;

  @BeforeEach
  void prepare() {
    web = replicaSet("web-1", client.resource(TestWorkloads.deployment("web", 2)).create());
    owners = new Owners(client, List.of());
    owners.start();
    pods =
        Watched.startSlim(
            "pods",
            client.pods().inAnyNamespace().withLabel(Labels.INJECTED),
            () -> {},
            pod -> pod);
  }

  @AfterEach
  void close() {
    pods.close();
    owners.close();
  }

  @Test
  void warnsOnceOfAnAutoscalerThatCannotAddPodsAnyMore() {
    create(guaranteed("web-1-a", web, "100m"));
    create(guaranteed("web-1-b", web, "100m"));
    autoscaler("web-hpa", "Deployment", "web", CPU_70);

    try (var _ = started();
        var _ = started()) {
      awaitEvents(
          client,
          Tuple.tuple(
              "Deployment",
              "web",
              "Warning",
              "AutoscalingImpaired",
              "HorizontalPodAutoscaler web-hpa cannot add pods by cpu any more: it divides the use"
                  + " by the requests of all containers, with the sidecar 150m instead of 100m, so"
                  + " with the application at its limit of 100m the utilisation is 70 %, and it"
                  + " must exceed 77 % (target 70 %, tolerance 10 %); a metric of type"
                  + " ContainerResource with container app counts the application alone"));
    }
  }

  @Test
  void tellsWhatAnotherAutoscalerCounts() {
    create(guaranteed("web-1-a", web, "200m"));

    try (var _ = started()) {
      await().atMost(SOON).until(pods::synced);
      autoscaler("web-hpa", "Deployment", "web", CPU_70);

      await().atMost(SOON).until(() -> !recorded().isEmpty());
      assertThat(recorded())
          .extracting(Event::getType, Event::getReason)
          .containsExactly(Tuple.tuple("Normal", "AutoscalingDiluted"));
    }
  }

  @Test
  void readsOnePodOfATemplateOnce() {
    create(guaranteed("web-1-a", web, "100m"));
    create(guaranteed("web-1-b", web, "100m"));
    autoscaler("first", "Deployment", "web", CPU_70);

    try (var _ = started()) {
      await().atMost(SOON).until(() -> recorded().size() == 1);
      autoscaler("second", "Deployment", "web", CPU_70);
      await().atMost(SOON).until(() -> recorded().size() == 2);
      assertThat(reads()).hasSize(1);
    }
  }

  /// A template that differs has other numbers.
  @Test
  void tellsEachTemplateOfAStatefulSetApart() {
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    create(revision(guaranteed("db-0", set, "100m"), "db-1"));
    create(revision(guaranteed("db-1", set, "200m"), "db-2"));
    autoscaler("db-hpa", "StatefulSet", "db", CPU_70);

    try (var _ = started()) {
      await().atMost(SOON).until(() -> recorded().size() == 2);
      assertThat(recorded())
          .extracting(Event::getReason)
          .containsExactlyInAnyOrder("AutoscalingImpaired", "AutoscalingDiluted");
    }
  }

  /// The last one shows that the others have been looked at.
  @Test
  void saysNothingOfAutoscalersThatDoNotCountTheSidecar() {
    create(guaranteed("web-1-a", web, "100m"));
    create(TestPod.named("bare").uid("bare").injected().build());
    var plain = replicaSet("plain-1", deployment("plain"));
    create(TestPod.named("plain-1-a").uid("p").controlledBy(plain).limits("1", "1Gi").build());
    autoscaler("by-container", "Deployment", "web", containerResource());
    autoscaler("by-amount", "Deployment", "web", averageValue());
    autoscaler("of-another", "Deployment", "webb", CPU_70);
    autoscaler("of-another-kind", "StatefulSet", "web", CPU_70);
    autoscaler("without-sidecars", "Deployment", "plain", CPU_70);
    autoscaler("of-nothing-there-can-be", "../../..", "", CPU_70);
    create(guaranteed("large-1-a", replicaSet("large-1", deployment("large")), "500m"));
    autoscaler("shifted-by-no-more-than-its-tolerance", "Deployment", "large", CPU_70);
    autoscaler("by-something-else", "Deployment", "web", resource("nvidia.com/gpu", 70));
    autoscaler("last", "Deployment", "web", CPU_70);

    try (var events = started()) {
      var background = new Background();
      background.include(events.loop());
      background.includeWatches(events::watches);

      await().atMost(SOON).until(() -> !recorded().isEmpty());
      assertThat(recorded())
          .singleElement()
          .satisfies(event -> assertThat(event.getMessage()).contains("Autoscaler last cannot"));
      assertThat(background.failing()).isEmpty();
    }
  }

  private AutoscalingEvents started() {
    var clock = InstantSource.system();
    var made = new AutoscalingEvents(client, owners, new EventRecorder(client, clock), clock);
    made.start(pods);
    return made;
  }

  private void autoscaler(String name, String kind, String scaled, MetricSpec metric) {
    client
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withNamespace(TestWorkloads.NAMESPACE)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", kind, scaled)
                .withMaxReplicas(5)
                .withMetrics(metric)
                .endSpec()
                .build())
        .create();
  }

  private static MetricSpec resource(String name, int percent) {
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName(name)
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(percent)
        .endTarget()
        .endResource()
        .build();
  }

  private static MetricSpec averageValue() {
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("AverageValue")
        .withAverageValue(new Quantity("70m"))
        .endTarget()
        .endResource()
        .build();
  }

  private static MetricSpec containerResource() {
    return new MetricSpecBuilder()
        .withType("ContainerResource")
        .withNewContainerResource()
        .withContainer("app")
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(70)
        .endTarget()
        .endContainerResource()
        .build();
  }

  private static Pod revision(Pod pod, String revision) {
    return new PodBuilder(pod)
        .editMetadata()
        .addToLabels("controller-revision-hash", revision)
        .endMetadata()
        .build();
  }

  /// As an API server holds a pod that was injected.
  private static Pod guaranteed(String name, HasMetadata owner, String cpu) {
    return new PodBuilder(
            TestPod.named(name).uid("uid-of-" + name).controlledBy(owner).injected().build())
        .editSpec()
        .editMatchingContainer(container -> container.getName().equals("app"))
        .withResources(exactly(cpu))
        .endContainer()
        .editMatchingContainer(container -> container.getName().equals(Names.CONTAINER))
        .withResources(exactly("50m"))
        .endContainer()
        .endSpec()
        .build();
  }

  private static ResourceRequirements exactly(String cpu) {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity(cpu))
        .addToLimits("cpu", new Quantity(cpu))
        .build();
  }

  private Deployment deployment(String name) {
    return client.resource(TestWorkloads.deployment(name, 1)).create();
  }

  private ReplicaSet replicaSet(String name, Deployment owner) {
    return client.resource(TestWorkloads.replicaSet(name, owner)).create();
  }

  private void create(Pod pod) {
    client.resource(pod).create();
  }

  /// The requests for single pods.
  private List<String> reads() {
    var reads = new ArrayList<String>();
    try {
      for (var request = server.takeRequest(1, TimeUnit.MILLISECONDS);
          request != null;
          request = server.takeRequest(1, TimeUnit.MILLISECONDS)) {
        var line = request.getMethod() + " " + request.getPath();
        if (line.startsWith("GET /api/v1/namespaces/shop/pods/")) {
          reads.add(line);
        }
      }
      return reads;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<Event> recorded() {
    return TestEvents.recorded(client);
  }
}
