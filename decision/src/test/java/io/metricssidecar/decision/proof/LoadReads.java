package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.proof.Decisions.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// I3 in the world: when a pod is shed, the load of all pods, spread over those that serve then, is
/// at most 0.875 × the threshold.
///
/// Each pod draws a load of its own for ever. That of a pod that is not Ready moves to the others
/// in equal shares, and back. Slot requests read who is Ready, the Lease, and samples. A pod is
/// noted where it was not Ready when the last samples were taken, which may be long ago: who was
/// out then says what all samples were.
final class LoadReads implements Reads {
  private static final double TOLERANCE = 1e-9;

  private final Size size;
  private final Decisions decisions;
  private final List<Double> loads;
  private final Moments moments;
  private final Map<Integer, Set<Kind>> known = new HashMap<>();

  /// When the samples were taken that a slot request reads.
  enum Moments {
    /// All at one moment.
    ONE,
    /// Each at the last such moment or now.
    SEVERAL
  }

  /// @param loads of the pods, as shares of their limit
  LoadReads(Size size, Decisions decisions, List<Double> loads, Moments moments) {
    if (size.pods() > 3 || loads.size() != size.pods()) {
      throw new IllegalArgumentException("%s, %s".formatted(size, loads));
    }
    this.size = size;
    this.decisions = decisions;
    this.loads = List.copyOf(loads);
    this.moments = moments;
  }

  @Override
  public Set<Kind> kinds(int pod, World world) {
    var holders = world.holders();
    var ready = world.ready();
    var then = world.noted();
    return known.computeIfAbsent(
        (pod << 9) | (holders << 6) | (ready << 3) | then, _ -> ask(pod, holders, ready, then));
  }

  private Set<Kind> ask(int pod, int holders, int ready, int then) {
    var kinds = EnumSet.noneOf(Kind.class);
    for (var fresh : fresh()) {
      var utilization = samples(fresh, ~ready & all(), then);
      kinds.addAll(decisions.on(pod, holders, true, ShedGuard.REDISTRIBUTE, ready, utilization));
    }
    return kinds;
  }

  /// The sets of pods whose samples are of now, as bits.
  private int[] fresh() {
    return switch (moments) {
      case ONE -> new int[] {0};
      case SEVERAL -> IntStream.rangeClosed(0, all()).toArray();
    };
  }

  private int all() {
    return (1 << size.pods()) - 1;
  }

  /// @param now pods that are out
  /// @param then pods that were out when the last samples were taken
  private Map<String, Double> samples(int fresh, int now, int then) {
    var samples = new HashMap<String, Double>();
    for (var pod = 0; pod < size.pods(); pod++) {
      samples.put(Inputs.name(pod), load(pod, ((fresh >> pod) & 1) == 1 ? now : then));
    }
    return samples;
  }

  /// The load of a pod while some are out.
  private double load(int pod, int out) {
    if (((out >> pod) & 1) == 1) {
      return 0;
    }
    var moved =
        IntStream.range(0, size.pods())
            .filter(other -> ((out >> other) & 1) == 1)
            .mapToDouble(loads::get)
            .sum();
    return loads.get(pod) + moved / (size.pods() - Integer.bitCount(out));
  }

  @Override
  public boolean samples() {
    return true;
  }

  @Override
  public void sample(World world) {
    world.note(Pod::unready);
  }

  @Override
  public Optional<String> broken(long before, long now, int pod) {
    var others = World.serving(now, size, pod);
    var total = loads.stream().mapToDouble(load -> load).sum();
    var most = 0.875 * Inputs.THRESHOLDS.threshold().ratio();
    return total <= most * others + TOLERANCE
        ? Optional.empty()
        : Optional.of("I3 violated: %.2f on %d others".formatted(total, others));
  }
}
