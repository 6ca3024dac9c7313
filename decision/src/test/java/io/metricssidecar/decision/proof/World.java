package io.metricssidecar.decision.proof;

import static io.metricssidecar.decision.proof.Pod.APPLIED;
import static io.metricssidecar.decision.proof.Pod.EXPIRED;
import static io.metricssidecar.decision.proof.Pod.NO_RELEASE;
import static io.metricssidecar.decision.proof.Pod.OF_AN_OLD_LEASE;
import static io.metricssidecar.decision.proof.Pod.READING;
import static io.metricssidecar.decision.proof.Pod.WRITING;

import java.util.function.IntPredicate;

/// All pods at one moment. Who holds a slot is a bit of each pod; together they are the Lease.
final class World {
  /// The places of the notes, one bit for each of the first three pods; a fourth has none.
  private static final int NOTES = 60;

  private static final long ALL_NOTES = 7L << NOTES;
  private static final int EDITS = 63;
  private static final int STATE = (1 << Pod.BITS) - 1;
  private final int[] pods;
  private int edits;

  World(int size) {
    pods = new int[size];
  }

  void unpack(long packed) {
    for (var pod = 0; pod < pods.length; pod++) {
      pods[pod] = pod(packed, pod);
    }
    edits = edits(packed);
  }

  static int pod(long packed, int pod) {
    var noted = (int) ((packed & ALL_NOTES) >>> (NOTES + pod)) & 1;
    return ((int) (packed >>> (pod * Pod.BITS)) & STATE) | (noted << Pod.BITS);
  }

  static int edits(long packed) {
    return (int) (packed >>> EDITS);
  }

  static long pack(int[] pods, int edits) {
    var packed = (long) edits << EDITS;
    for (var pod = 0; pod < pods.length; pod++) {
      packed |= placed(pods[pod], pod);
    }
    return packed;
  }

  /// The bits of one pod where they belong.
  private static long placed(long pod, int place) {
    return ((pod & STATE) << (place * Pod.BITS)) | ((pod >>> Pod.BITS) << (NOTES + place));
  }

  /// The same world with its pods in an order that does not depend on their names: they are
  /// interchangeable.
  static long sorted(long packed, int size) {
    var sorted = packed;
    for (var last = size - 1; last > 0; last--) {
      for (var pod = 0; pod < last; pod++) {
        sorted = inOrder(sorted, pod);
      }
    }
    return sorted;
  }

  private static long inOrder(long packed, int pod) {
    var one = (long) pod(packed, pod);
    var other = (long) pod(packed, pod + 1);
    var differ = one > other ? one ^ other : 0;
    return packed ^ placed(differ, pod) ^ placed(differ, pod + 1);
  }

  long packed() {
    for (var pod = 0; pod < pods.length; pod++) {
      pods[pod] = Pod.tidied(pods[pod]);
    }
    return pack(pods, edits);
  }

  long save() {
    return pack(pods, edits);
  }

  void restore(long saved) {
    unpack(saved);
  }

  int pod(int pod) {
    return pods[pod];
  }

  void set(int pod, int value) {
    pods[pod] = value;
  }

  int edits() {
    return edits;
  }

  void edited() {
    edits = 1;
  }

  int holders() {
    var bits = 0;
    for (var pod = 0; pod < pods.length; pod++) {
      bits |= Pod.held(pods[pod]) ? 1 << pod : 0;
    }
    return bits;
  }

  /// The pods that are Ready by the API, as bits.
  int ready() {
    var bits = 0;
    for (var pod = 0; pod < pods.length; pod++) {
      bits |= Pod.mode(pods[pod]) != Mode.GONE && !Pod.unready(pods[pod]) ? 1 << pod : 0;
    }
    return bits;
  }

  /// The pods that are noted, as bits.
  int noted() {
    var bits = 0;
    for (var pod = 0; pod < pods.length; pod++) {
      bits |= Pod.noted(pods[pod]) ? 1 << pod : 0;
    }
    return bits;
  }

  /// Notes these pods and no others.
  void note(IntPredicate which) {
    for (var pod = 0; pod < pods.length; pod++) {
      pods[pod] = which.test(pods[pod]) ? Pod.withNoted(pods[pod]) : Pod.withoutNoted(pods[pod]);
    }
  }

  /// The number of pods but one that serve: their sidecars answer 200, and kubelet and API have
  /// seen it.
  static int serving(long packed, Size size, int but) {
    var serving = 0;
    for (var place = 0; place < size.pods(); place++) {
      var pod = pod(packed, place);
      var out = Pod.mode(pod) == Mode.SHEDDING || Pod.mode(pod) == Mode.GONE;
      serving += place != but && !out && Pod.seenReady(pod) ? 1 : 0;
    }
    return serving;
  }

  /// A write is applied: every other write that is under way has lost its base.
  ///
  /// @param sender keeps its own write under way, to be acknowledged; negative for none
  void write(int holders, int sender) {
    for (var pod = 0; pod < pods.length; pod++) {
      var next = pod == sender ? Pod.withoutAbandoned(pods[pod]) : stale(pods[pod]);
      pods[pod] = ((holders >> pod) & 1) == 1 ? Pod.withHeld(next) : Pod.withoutHeld(next);
    }
  }

  /// What a write that can only conflict amounts to.
  static int stale(int pod) {
    var next = Pod.withoutAbandoned(pod);
    next = Pod.request(next) == WRITING ? Pod.withRequest(next, READING) : next;
    return Pod.release(next) == WRITING ? Pod.withRelease(next, NO_RELEASE) : next;
  }

  /// The Lease is deleted and made again, with another UID and no holders.
  void forgetLease() {
    for (var pod = 0; pod < pods.length; pod++) {
      pods[pod] = Protocol.ofDeletedLease(pods[pod]);
    }
  }

  /// Whether any pod still sheds by a slot of an old Lease or is not seen ready because of one.
  boolean anyOfOldLease() {
    for (var pod : pods) {
      if (Pod.origin(pod) == OF_AN_OLD_LEASE
          && (Pod.mode(pod) == Mode.SHEDDING || !Pod.seenReady(pod))) {
        return true;
      }
    }
    return false;
  }

  void expireOldAcknowledgements() {
    for (var pod = 0; pod < pods.length; pod++) {
      if (Pod.origin(pods[pod]) == OF_AN_OLD_LEASE && Pod.request(pods[pod]) == APPLIED) {
        pods[pod] = Pod.withOrigin(pods[pod], EXPIRED);
      }
    }
  }
}
