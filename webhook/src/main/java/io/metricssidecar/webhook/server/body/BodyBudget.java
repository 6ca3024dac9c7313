package io.metricssidecar.webhook.server.body;

import java.util.LinkedHashMap;
import java.util.Map;

/// The memory for all bodies that are received at the same time. If they need more, the one that
/// began first of those above their share is no longer held: reviews of an API server arrive within
/// milliseconds, so bodies that have been there for long are those of a sender that holds memory on
/// purpose. A body within its share is held whatever others send. Used by one thread.
public final class BodyBudget {
  private final int pages;
  private final int share;

  /// The pages of each body, in the order in which they began.
  private final Map<ReviewBody, Integer> held = new LinkedHashMap<>();

  private int taken;

  /// @param bytes of all bodies together
  /// @param bodies that there can be at the same time
  public BodyBudget(int bytes, int bodies) {
    this.pages = bytes / ReviewBody.PAGE;
    this.share = pages / bodies;
  }

  /// A new body.
  public ReviewBody open() {
    return new ReviewBody(this);
  }

  /// Bytes of a body that is held whatever others send.
  public int share() {
    return share * ReviewBody.PAGE;
  }

  /// Takes one page more for a body, which may end its being held or that of another.
  void take(ReviewBody body) {
    held.merge(body, 1, Integer::sum);
    taken++;
    if (taken > pages) {
      firstAboveShare().drop(Excess.BUDGET);
    }
  }

  /// There is one: all within their share would not need more than there is.
  private ReviewBody firstAboveShare() {
    return held.entrySet().stream()
        .filter(entry -> entry.getValue() > share)
        .findFirst()
        .or(() -> held.entrySet().stream().findFirst())
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  /// Gives back all pages of a body.
  void release(ReviewBody body) {
    var count = held.remove(body);
    taken -= count == null ? 0 : count;
  }

  /// Bytes that are held.
  int held() {
    return taken * ReviewBody.PAGE;
  }
}
