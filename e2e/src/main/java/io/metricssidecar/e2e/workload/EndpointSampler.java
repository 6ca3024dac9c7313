package io.metricssidecar.e2e.workload;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.e2e.cluster.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sampler that reads four times a second which pods a Service sends traffic to, until it is
/// closed.
public final class EndpointSampler implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(EndpointSampler.class);
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final Namespace namespace;
  private final String service;
  private final Queue<EndpointSample> samples = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService executor;

  private EndpointSampler(Namespace namespace, String service) {
    this.namespace = namespace;
    this.service = service;
    this.executor = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  }

  /// Starts to sample.
  public static EndpointSampler start(Namespace namespace, String service) {
    var sampler = new EndpointSampler(namespace, service);
    var _ =
        sampler.executor.scheduleAtFixedRate(
            sampler::sample, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return sampler;
  }

  /// The samples so far.
  public EndpointSamples samples() {
    return new EndpointSamples(samples.stream().toList());
  }

  /// Names of the pods that get traffic now.
  public static Set<String> ready(Namespace namespace, String service) {
    return namespace
        .cluster()
        .client()
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace.name())
        .withLabel("kubernetes.io/service-name", service)
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> endpoints(slice).stream())
        .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
        .map(EndpointSampler::pod)
        .collect(Collectors.toSet());
  }

  /// A slice without endpoints may come with null instead of an empty list.
  private static List<Endpoint> endpoints(EndpointSlice slice) {
    return Optional.ofNullable(slice.getEndpoints()).orElse(List.of());
  }

  private static String pod(Endpoint endpoint) {
    return endpoint.getTargetRef() == null ? "" : endpoint.getTargetRef().getName();
  }

  /// Takes a sample. A failed read is none: it shows as a gap.
  private void sample() {
    try {
      var at = Instant.now();
      samples.add(new EndpointSample(at, ready(namespace, service)));
    } catch (KubernetesClientException e) {
      if (!executor.isShutdown()) {
        LOGGER.atWarn().addKeyValue("service", service).setCause(e).log("Sampling failed");
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
