package io.metricssidecar.decision.proof;

import static io.metricssidecar.decision.proof.Pod.APPLIED;
import static io.metricssidecar.decision.proof.Pod.WRITING;

import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.proof.Decisions.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// I2 in the world: when a pod is shed, max(1, N − B) others serve. N is the same for ever; a pod
/// that is deleted and not yet replaced is the pod that is down for another reason. Slot requests
/// read who is Ready, and the Lease, as both are. What a pod cannot know is excepted: a pod is
/// noted where another stopped to serve after it had read.
final class FloorReads implements Reads {
  private final Size size;
  private final Decisions decisions;
  private final Late late;
  private final Map<Integer, Set<Kind>> known = new HashMap<>();

  /// What becomes of a promise where a pod stopped to serve between another's read and its shed.
  enum Late {
    EXCEPTED,
    /// For the test that shows what is excepted.
    HELD_AGAINST_IT
  }

  FloorReads(Size size, Decisions decisions, Late late) {
    if (size.pods() > 3) {
      throw new IllegalArgumentException("no place for notes: " + size);
    }
    this.size = size;
    this.decisions = decisions;
    this.late = late;
  }

  @Override
  public Set<Kind> kinds(int pod, World world) {
    var holders = world.holders();
    var ready = world.ready();
    var settled = !Pod.unsettled(world.pod(pod));
    return known.computeIfAbsent(
        (pod << 7) | (holders << 4) | (ready << 1) | (settled ? 1 : 0),
        _ -> decisions.on(pod, holders, settled, ShedGuard.OFF, ready, Map.of()));
  }

  @Override
  public void stopped(World world) {
    world.note(FloorReads::hasRead);
  }

  @Override
  public void tidy(World world) {
    world.note(pod -> Pod.noted(pod) && hasRead(pod));
  }

  private static boolean hasRead(int pod) {
    return Pod.request(pod) == WRITING || Pod.request(pod) == APPLIED;
  }

  @Override
  public Optional<String> broken(long before, long now, int pod) {
    var others = World.serving(now, size, pod);
    var excepted = late == Late.EXCEPTED && Pod.noted(World.pod(before, pod));
    return excepted || others >= size.floor()
        ? Optional.empty()
        : Optional.of("I2 violated: %d others serve".formatted(others));
  }
}
