package io.metricssidecar.simulation.world.node;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.agent.AgentFactory;
import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.time.Chance;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/// The kubelet as far as one pod is concerned: it starts the containers, probes the sidecar, pushes
/// the status to the API server and ends the pod.
public final class Kubelet {
  /// A status that could not be pushed is pushed again after this time.
  private static final Duration PUSH_AGAIN = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Pod pod;
  private final Chance chance;
  private final ProcessTimeline process;
  private final AgentContext context;
  private final AgentFactory agents;
  private boolean pushing;

  /// @param agents that decide in the pods
  /// @param apis makes the API server as one pod reaches it
  public Kubelet(Cluster cluster, Pod pod, AgentFactory agents, Function<Chance, Api> apis) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.pod = requireNonNull(pod, "pod is null");
    this.agents = requireNonNull(agents, "agents is null");
    chance = cluster.chance(pod.uid());
    process = new ProcessTimeline(cluster.time(), pod.node(), chance.of("stalls"));
    context =
        new AgentContext(
            config(),
            new Woken(apis.apply(chance.of("api"))),
            process,
            () -> cluster.wall(pod.node(), cluster.time().now()),
            chance.of("agent"));
  }

  private SidecarConfig config() {
    return new SidecarConfig(
        new PodIdentity("shop", pod.name(), pod.uid(), pod.node().name()),
        cluster.deployment().reference(),
        cluster.leases().lease().name(),
        "app",
        cluster.scenario().fleet().limits(),
        cluster.settings());
  }

  /// The API server, whose answers wake up the process.
  private final class Woken implements Api {
    private final Api api;

    Woken(Api api) {
      this.api = api;
    }

    @Override
    public <T> void send(Request<T> request, Duration timeout, Consumer<Reply<T>> reply) {
      api.send(request, timeout, answer -> process.wake(() -> reply.accept(answer)));
    }
  }

  /// Starts the pod: the sidecar first, then the application.
  public void start() {
    cluster.time().after(millis(500, 2_000), this::startSidecar);
  }

  private void startSidecar() {
    if (pod.gone() || !pod.node().alive()) {
      return;
    }
    var agent = agents.create(context);
    pod.decidedBy(agent::stage);
    var prober = new Prober[1];
    prober[0] =
        new Prober(
            cluster,
            pod,
            agent,
            process,
            () -> {
              pod.sidecarReady(prober[0].ready());
              statusChanged();
            });
    process.wake(agent::start);
    prober[0].start(chance.of("probe"));
    cluster.time().after(millis(200, 1_000), this::startApp);
    pod.whenDeleted(() -> cluster.time().after(millis(50, 1_000), () -> end(agent, prober[0])));
  }

  private void startApp() {
    if (pod.gone() || pod.deleted() != null) {
      return;
    }
    pod.use().reset();
    pod.appStarted(cluster.time().now());
    statusChanged();
    cluster
        .time()
        .after(
            cluster.scenario().fleet().appStart(),
            () -> {
              if (pod.appRuns()) {
                pod.appReady(true);
                statusChanged();
              }
            });
  }

  /// The application's container ends by a fault, and is started again.
  public void crash() {
    if (pod.appRuns()) {
      cluster.journal().note(pod + ": its application crashes");
      pod.appEnded();
      statusChanged();
      cluster.time().after(millis(500, 2_000), this::startApp);
    }
  }

  private void end(Agent agent, Prober prober) {
    process.wake(agent::terminate);
    // Until its end the application serves what it still gets.
    cluster
        .time()
        .after(
            cluster.scenario().fleet().grace(),
            () -> {
              prober.stop();
              process.end();
              pod.appEnded();
              removeOnceApiAnswers();
            });
  }

  private void removeOnceApiAnswers() {
    if (!pod.node().alive() || pod.gone()) {
      return;
    }
    if (cluster.apiUp()) {
      cluster.remove(pod);
    } else {
      cluster.time().after(PUSH_AGAIN, this::removeOnceApiAnswers);
    }
  }

  private void statusChanged() {
    if (!pushing) {
      pushing = true;
      cluster.time().after(millis(50, 1_000), this::push);
    }
  }

  /// Pushes the status of this moment, not of the one in which it changed.
  private void push() {
    if (!pod.node().alive() || pod.gone()) {
      return;
    }
    if (!cluster.apiUp()) {
      cluster.time().after(PUSH_AGAIN, this::push);
      return;
    }
    pushing = false;
    var status = pod.status();
    if (status.ready() != pod.shown().ready()) {
      cluster.journal().note(pod + (status.ready() ? " is Ready" : " is not Ready"));
    }
    pod.show(status);
  }

  private Duration millis(long from, long to) {
    return Duration.ofMillis(chance.nextLong(from, to));
  }
}
