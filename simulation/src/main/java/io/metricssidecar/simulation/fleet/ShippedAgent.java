package io.metricssidecar.simulation.fleet;

import io.metricssidecar.sidecar.LoopWiring;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Environment;
import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.agent.Stage;
import io.metricssidecar.simulation.world.time.Timeline;
import java.util.function.Consumer;

/// The shipped loop in a simulated pod, put together as in a process: its API client, permission,
/// schedule and state machine. Only its transport, its clocks, its timers and its source of chance
/// are those of the world.
public final class ShippedAgent implements Agent {
  private final LoopWiring wiring;
  private final Timeline time;

  /// @param context that the world gives to a process
  public ShippedAgent(AgentContext context) {
    time = context.time();
    var wall = context.wall();
    var environment =
        new Environment(
            new Clocks(() -> time.now().toNanos(), wall::get),
            new WorldTimers(time),
            context.random());
    wiring =
        LoopWiring.of(
            context.config(),
            new WorldTransport(new ConnectionPool(context.api(), time)),
            environment);
  }

  @Override
  public void start() {
    wiring.loop().start();
  }

  @Override
  public void probe(Consumer<ProbeAnswer> answer) {
    answer.accept(
        switch (wiring.latest().get().answer(time.now())) {
          case SERVE -> ProbeAnswer.READY;
          case SHED -> ProbeAnswer.SHED;
        });
  }

  @Override
  public Stage stage() {
    var snapshot = wiring.latest().get();
    return Stage.of(snapshot.state(), snapshot.denial(), time.now());
  }

  @Override
  public void terminate() {
    wiring.loop().terminate();
  }
}
