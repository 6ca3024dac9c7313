package io.metricssidecar.simulation.world.watch.overload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.agent.Stage;
import io.metricssidecar.simulation.world.api.SliceList.Endpoint;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Follows the overload of each pod, second by second.
public final class Overloads {
  private final Cluster cluster;
  private final Capacity capacity;
  private final Map<String, Open> open = new HashMap<>();
  private final List<Overload> over = new ArrayList<>();
  private final Map<Stage, Double> failed = new EnumMap<>(Stage.class);
  private int sheds;
  private int falseSheds;

  /// An overload that is not over.
  private static final class Open {
    private final Map<Stage, Integer> seconds = new EnumMap<>(Stage.class);
    private boolean answered;

    private Overload end(boolean out) {
      return new Overload(out, seconds);
    }
  }

  public Overloads(Cluster cluster, Capacity capacity) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.capacity = requireNonNull(capacity, "capacity is null");
  }

  /// A pod answers 400 for the first time. The shed is false where the pod would be below its
  /// threshold by the next sample if it stayed.
  public void shed(Pod pod) {
    if (capacity.memoryOverloads(pod)) {
      return;
    }
    sheds++;
    var next = cluster.time().now().plus(cluster.scenario().pipeline().resolution());
    if (capacity.offered(pod, next) <= cluster.settings().cpu().threshold().ratio()) {
      falseSheds++;
    }
  }

  /// Looks at all pods; called every second.
  ///
  /// @param counting whether what is over now counts
  public void second(boolean counting) {
    var endpoints =
        cluster.services().getFirst().endpoints().stream()
            .filter(Endpoint::ready)
            .map(Endpoint::podUid)
            .collect(Collectors.toSet());
    var present = cluster.pods().stream().map(Pod::uid).collect(Collectors.toSet());
    open.keySet().retainAll(present);
    for (var pod : cluster.pods()) {
      var stage = look(pod, endpoints.contains(pod.uid()), counting);
      if (counting && stage != null) {
        failed.merge(stage, pod.use().failed(), Double::sum);
      }
    }
  }

  /// The stage of an overloaded pod; null where it is not overloaded, or out.
  private @Nullable Stage look(Pod pod, boolean endpoint, boolean counting) {
    var answers = pod.answer() == ProbeAnswer.SHED && pod.node().alive();
    var known = open.get(pod.uid());
    if (known == null) {
      if (!endpoint || answers || !capacity.overloaded(pod)) {
        return null;
      }
      known = new Open();
      open.put(pod.uid(), known);
    }
    known.answered |= answers;
    var out = known.answered && !endpoint;
    if (out || (known.answered ? !answers : !capacity.overloaded(pod))) {
      open.remove(pod.uid());
      if (counting) {
        over.add(known.end(out));
      }
      return null;
    }
    var stage = stage(pod, answers);
    known.seconds.merge(stage, 1, Integer::sum);
    return stage;
  }

  private Stage stage(Pod pod, boolean answers) {
    if (answers) {
      return Stage.ANSWERED;
    }
    var stage = pod.stage();
    return stage == Stage.NO_SAMPLE && capacity.sampleOverloads(pod) ? Stage.NOT_POLLED : stage;
  }

  /// The figures so far.
  public OverloadFigures figures() {
    return new OverloadFigures(over, sheds, falseSheds, failed);
  }
}
