package io.metricssidecar.decision.proof;

/// One pod of the model, packed into 15 bits so that four of them fit into a `long`, and a note
/// beside them. Zero is a pod that serves, holds nothing and asks nothing.
@SuppressWarnings("EnumOrdinal") // three of the bits are the mode
final class Pod {
  static final int BITS = 15;

  /// What the sidecar's slot request has come to; only one is under way at a time. While
  /// [#asksAgain], it is not the one whose result is awaited.
  static final int NO_REQUEST = 0;

  /// Fleet and Lease are being read, or a write is under way that can only conflict.
  static final int READING = 1;

  /// A write is under way whose base is still current.
  static final int WRITING = 2;

  /// The write was applied, its acknowledgement is under way.
  static final int APPLIED = 3;

  /// What giving the slot back has come to; [#WRITING] and [#APPLIED] mean the same as above.
  static final int NO_RELEASE = 0;

  /// The slot, if any, is of the present Lease.
  static final int OF_THIS_LEASE = 0;

  /// The slot, or the pod's not being ready, is from a Lease that was deleted.
  static final int OF_AN_OLD_LEASE = 1;

  /// As before, and an acknowledgement that comes now comes after a slot counts unconfirmed.
  static final int EXPIRED = 2;

  private static final int REQUEST = 3;
  private static final int RELEASE = 5;
  private static final int HELD = 7;
  private static final int ABANDONED = 8;
  private static final int VERDICT = 9;
  private static final int CONDITION = 10;
  private static final int UNSETTLED = 11;
  private static final int ORIGIN = 12;
  private static final int AGAIN = 14;
  private static final int NOTED = BITS;

  private Pod() {}

  static Mode mode(int pod) {
    return MODES[pod & 7];
  }

  private static final Mode[] MODES = Mode.values();

  static int with(int pod, Mode mode) {
    return put(pod, 0, 7, mode.ordinal());
  }

  static int request(int pod) {
    return (pod >> REQUEST) & 3;
  }

  static int withRequest(int pod, int request) {
    return put(pod, REQUEST, 3, request);
  }

  static int release(int pod) {
    return (pod >> RELEASE) & 3;
  }

  static int withRelease(int pod, int release) {
    return put(pod, RELEASE, 3, release);
  }

  /// Whether the sidecar has made another slot request, which reads the own pod, while an earlier
  /// one is under way.
  static boolean asksAgain(int pod) {
    return flag(pod, AGAIN);
  }

  static int asking(int pod) {
    return request(pod) == NO_REQUEST ? withRequest(pod, READING) : pod | (1 << AGAIN);
  }

  static int notAskingAgain(int pod) {
    return pod & ~(1 << AGAIN);
  }

  /// Once the earlier request has ended, the other one is the only one. A sidecar that no longer
  /// awaits it drops it. (If it is hot again by then, it may carry on: it stands where a sidecar
  /// does that asked after the earlier request had ended, cooled and became hot again.)
  private static int askingOnce(int pod) {
    if (!asksAgain(pod)) {
      return pod;
    }
    if (mode(pod) != Mode.AWAITING) {
      return notAskingAgain(pod);
    }
    return request(pod) == NO_REQUEST ? withRequest(notAskingAgain(pod), READING) : pod;
  }

  /// Whether the Lease names it.
  static boolean held(int pod) {
    return flag(pod, HELD);
  }

  static int withHeld(int pod) {
    return pod | (1 << HELD);
  }

  static int withoutHeld(int pod) {
    return pod & ~(1 << HELD);
  }

  /// Whether a write that its sender gave up is still under way, with a base that is still current.
  /// It takes a slot where the pod holds none and gives it back where it does. One bit is enough:
  /// two such writes have the same base, so the same effect, and only the first is applied.
  static boolean abandoned(int pod) {
    return flag(pod, ABANDONED);
  }

  static int withAbandoned(int pod) {
    return pod | (1 << ABANDONED);
  }

  static int withoutAbandoned(int pod) {
    return pod & ~(1 << ABANDONED);
  }

  /// Whether the kubelet's last probe failed for a 400.
  static boolean failed(int pod) {
    return flag(pod, VERDICT);
  }

  static int withFailed(int pod) {
    return pod | (1 << VERDICT);
  }

  static int withoutFailed(int pod) {
    return pod & ~(1 << VERDICT);
  }

  /// Whether the condition Ready in the API is False for that reason.
  static boolean unready(int pod) {
    return flag(pod, CONDITION);
  }

  static int withUnready(int pod) {
    return pod | (1 << CONDITION);
  }

  static int withoutUnready(int pod) {
    return pod & ~(1 << CONDITION);
  }

  /// Whether its sidecar has not yet seen the present Lease for long enough to take a slot.
  static boolean unsettled(int pod) {
    return flag(pod, UNSETTLED);
  }

  static int withUnsettled(int pod) {
    return pod | (1 << UNSETTLED);
  }

  static int settled(int pod) {
    return pod & ~(1 << UNSETTLED);
  }

  static int origin(int pod) {
    return (pod >> ORIGIN) & 3;
  }

  static int withOrigin(int pod, int origin) {
    return put(pod, ORIGIN, 3, origin);
  }

  /// Whether the checker has noted something of it: what, is the business of [Reads]. The protocol
  /// does not know of it.
  static boolean noted(int pod) {
    return flag(pod, NOTED);
  }

  static int withNoted(int pod) {
    return pod | (1 << NOTED);
  }

  static int withoutNoted(int pod) {
    return pod & ~(1 << NOTED);
  }

  /// Whether the kubelet and the API agree that it is ready.
  static boolean seenReady(int pod) {
    return !failed(pod) && !unready(pod);
  }

  /// Without what can no longer have an effect.
  static int tidied(int pod) {
    return ofThisLeaseIfSettled(askingOnce(pod));
  }

  /// Forgets an old Lease once nothing of it is left.
  private static int ofThisLeaseIfSettled(int pod) {
    if (origin(pod) == OF_THIS_LEASE || request(pod) == APPLIED) {
      return pod;
    }
    return mode(pod) != Mode.SHEDDING && seenReady(pod) ? withOrigin(pod, OF_THIS_LEASE) : pod;
  }

  private static int put(int pod, int shift, int mask, int value) {
    return (pod & ~(mask << shift)) | (value << shift);
  }

  private static boolean flag(int pod, int bit) {
    return ((pod >> bit) & 1) == 1;
  }

  /// For traces.
  static String words(int pod) {
    var words = new StringBuilder(mode(pod).name());
    words.append(
        switch (request(pod)) {
          case READING -> ", asking";
          case WRITING -> ", write to take a slot under way";
          case APPLIED -> ", its acknowledgement under way";
          default -> "";
        });
    words.append(asksAgain(pod) ? ", asking again" : "");
    words.append(
        switch (release(pod)) {
          case WRITING -> ", write to give the slot back under way";
          case APPLIED -> ", acknowledgement of the return under way";
          default -> "";
        });
    words.append(abandoned(pod) ? ", an abandoned write under way" : "");
    words.append(held(pod) ? ", holds a slot" : "");
    words.append(failed(pod) ? ", probe failed" : "").append(unready(pod) ? ", Ready=False" : "");
    words.append(unsettled(pod) ? ", waits for the new Lease" : "");
    words.append(
        switch (origin(pod)) {
          case OF_AN_OLD_LEASE -> ", of an old Lease";
          case EXPIRED -> ", of an old Lease and expired";
          default -> "";
        });
    words.append(noted(pod) ? ", noted" : "");
    return words.toString();
  }
}
