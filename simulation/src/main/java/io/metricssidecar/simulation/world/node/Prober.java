package io.metricssidecar.simulation.world.node;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.time.Chance;
import java.time.Duration;
import java.util.function.Consumer;

/// The kubelet's worker that probes one sidecar: it waits for each answer, at most for the timeout.
final class Prober {
  /// Within one node.
  private static final Duration WAY = Duration.ofMillis(1);

  private final Cluster cluster;
  private final Pod pod;
  private final Agent agent;
  private final ProcessTimeline process;
  private final Probe probe;
  private final Runnable changed;
  private ProbeResult result = ProbeResult.INITIAL;
  private boolean stopped;

  /// @param changed runs when the result has changed
  Prober(Cluster cluster, Pod pod, Agent agent, ProcessTimeline process, Runnable changed) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.pod = requireNonNull(pod, "pod is null");
    this.agent = requireNonNull(agent, "agent is null");
    this.process = requireNonNull(process, "process is null");
    this.changed = requireNonNull(changed, "changed is null");
    probe = cluster.settings().probe();
  }

  /// One probe on its way: the answer that comes in time counts, or the timeout.
  private final class Attempt implements Consumer<ProbeAnswer> {
    private final Duration begin = cluster.time().now();
    private boolean over;

    @Override
    public void accept(ProbeAnswer answer) {
      cluster.time().after(WAY, () -> answered(answer));
    }

    private void answered(ProbeAnswer answer) {
      if (!over) {
        if (answer != pod.answer()) {
          cluster.journal().note(pod + " answers " + answer);
        }
        pod.answered(answer);
        end(answer == ProbeAnswer.READY);
      }
    }

    void timedOut() {
      if (!over) {
        cluster.journal().note(pod + " does not answer its probe in time");
        end(false);
      }
    }

    private void end(boolean success) {
      over = true;
      if (stopped || !pod.node().alive()) {
        return;
      }
      var before = result.ready();
      result = result.after(success, probe);
      if (result.ready() != before) {
        changed.run();
      }
      var took = cluster.time().now().minus(begin);
      var period = Duration.ofSeconds(probe.periodSeconds());
      cluster
          .time()
          .after(
              took.compareTo(period) < 0 ? period.minus(took) : Duration.ZERO, Prober.this::next);
    }
  }

  /// Begins at a random moment of the first period, as kubelets do after their own start.
  void start(Chance chance) {
    var phase = Duration.ofMillis((long) (probe.periodSeconds() * 1000L * chance.nextDouble()));
    cluster.time().after(Duration.ofSeconds(probe.initialDelaySeconds()).plus(phase), this::next);
  }

  private void next() {
    if (stopped || !pod.node().alive()) {
      return;
    }
    var attempt = new Attempt();
    process.wake(() -> agent.probe(attempt));
    cluster.time().after(Duration.ofSeconds(probe.timeoutSeconds()), attempt::timedOut);
  }

  boolean ready() {
    return result.ready();
  }

  void stop() {
    stopped = true;
  }
}
