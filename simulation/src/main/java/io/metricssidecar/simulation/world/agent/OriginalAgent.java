package io.metricssidecar.simulation.world.agent;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.metricssidecar.simulation.world.api.PodMetricsObject.Usage;
import io.metricssidecar.simulation.world.api.PodObject;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.api.WorkloadObject;
import java.time.Duration;
import java.util.function.Consumer;

/// The algorithm of the program that this product descends from, by its description: three reads of
/// the API server within each probe, and a random draw in each pod for itself.
///
/// A pod that is overloaded leaves with the probability 1 − m at each probe, and then stays out
/// until it is no longer overloaded. While fewer than m of the pods are available, everybody
/// serves. What cannot be read counts as zero: no use is no overload, and no available pod is a
/// shortage.
public final class OriginalAgent implements Agent {
  /// Of all three reads together.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AgentContext context;
  private final SidecarConfig config;
  private boolean caught;

  public OriginalAgent(AgentContext context) {
    this.context = requireNonNull(context, "context is null");
    config = context.config();
  }

  /// What one probe has read.
  private static final class Reads {
    double availablePercent;
    boolean mainReady;
    double cpu;
    double memory;
  }

  @Override
  public void start() {
    // Limits are known from the configuration; everything else is read by each probe.
  }

  @Override
  public void terminate() {
    // It ends without a further answer.
  }

  @Override
  public void probe(Consumer<ProbeAnswer> answer) {
    var reads = new Reads();
    var end = context.time().now().plus(TIMEOUT);
    var workload = new Request.GetWorkload(config.workload().kind(), config.workload().name());
    read(
        workload,
        end,
        found -> reads.availablePercent = availablePercent(found),
        () ->
            read(
                new Request.GetPod(config.pod().name()),
                end,
                found -> reads.mainReady = mainReady(found),
                () ->
                    read(
                        new Request.GetPodMetrics(config.pod().name()),
                        end,
                        found -> use(found, reads),
                        () -> answer.accept(decide(reads)))));
  }

  /// Reads one object; a failure leaves its part of the reads at zero.
  private <T> void read(Request<T> request, Duration end, Consumer<T> found, Runnable next) {
    var left = end.minus(context.time().now());
    if (left.isNegative() || left.isZero()) {
      next.run();
      return;
    }
    context
        .api()
        .send(
            request,
            left,
            reply -> {
              if (reply instanceof Reply.Ok<T>(T body)) {
                found.accept(body);
              }
              next.run();
            });
  }

  private static double availablePercent(WorkloadObject workload) {
    return workload.desired() == 0 ? 0 : 100.0 * workload.available() / workload.desired();
  }

  private boolean mainReady(PodObject pod) {
    return pod.containers().stream()
        .anyMatch(container -> container.name().equals(config.container()) && container.ready());
  }

  private void use(PodMetricsObject sample, Reads reads) {
    for (Usage usage : sample.containers()) {
      if (usage.container().equals(config.container())) {
        var cpu = config.limits().cpuMillicores();
        var memory = config.limits().memoryBytes();
        reads.cpu = cpu == null ? 0 : usage.cpuCores() * 1000 / cpu;
        reads.memory = memory == null ? 0 : usage.memoryBytes() / memory;
      }
    }
  }

  private ProbeAnswer decide(Reads reads) {
    var settings = config.settings();
    var minimum = settings.shedding().minimumPods().ratio();
    if (!reads.mainReady || reads.availablePercent < 100 * minimum) {
      return ProbeAnswer.READY;
    }
    var cpu = reads.cpu > settings.cpu().threshold().ratio();
    var memory = reads.memory > settings.memory().threshold().ratio();
    var overloaded =
        switch (settings.overloadWhen()) {
          case BOTH -> cpu && memory;
          case ANY -> cpu || memory;
          case CPU -> cpu;
          case MEMORY -> memory;
        };
    caught = overloaded && (caught || context.random().nextDouble() > minimum);
    return caught ? ProbeAnswer.SHED : ProbeAnswer.READY;
  }
}
