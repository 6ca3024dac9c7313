package io.metricssidecar.e2e.fleet;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sampler that reads the holders of a Deployment's budget four times a second, until it is
/// closed.
final class LeaseSampler implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LeaseSampler.class);
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final Namespace namespace;
  private final String lease;
  private final Queue<LeaseSample> samples = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService executor;

  private LeaseSampler(Namespace namespace, String lease) {
    this.namespace = namespace;
    this.lease = lease;
    this.executor = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  }

  /// Starts to sample.
  static LeaseSampler start(Namespace namespace, String deployment) {
    var name = new Workload("Deployment", deployment).resourceName();
    var sampler = new LeaseSampler(namespace, name);
    var _ =
        sampler.executor.scheduleAtFixedRate(
            sampler::sample, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return sampler;
  }

  /// The samples so far.
  LeaseSamples samples() {
    return new LeaseSamples(samples.stream().toList());
  }

  /// Takes a sample. A failed read is none.
  private void sample() {
    try {
      var at = Instant.now();
      var found =
          namespace.cluster().client().leases().inNamespace(namespace.name()).withName(lease).get();
      if (found != null) {
        samples.add(LeaseSample.of(at, found));
      }
    } catch (KubernetesClientException e) {
      if (!executor.isShutdown()) {
        LOGGER.atWarn().addKeyValue("lease", lease).setCause(e).log("Sampling failed");
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
