package io.metricssidecar.simulation.world.watch.overload;

import io.metricssidecar.simulation.world.agent.Stage;
import java.util.List;
import java.util.Map;

/// What is counted of the overloads of a run.
///
/// @param overloads that are over
/// @param sheds of pods whose memory did not decide: those that can be judged
/// @param falseSheds those among them that answered a load which was over by the next sample
/// @param failed requests that were late or dropped in overloaded pods, by what these waited for
public record OverloadFigures(
    List<Overload> overloads, int sheds, int falseSheds, Map<Stage, Double> failed) {
  public OverloadFigures {
    overloads = List.copyOf(overloads);
    failed = Map.copyOf(failed);
  }
}
