package io.metricssidecar.webhook.server.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of one review while it is received: held whole, or, once it exceeds a limit, only
/// scanned for its uid. Used by one thread.
public final class ReviewBody implements AutoCloseable {
  /// Bytes that are taken from the budget at a time. The last one is seldom full.
  static final int PAGE = 16 * 1024;

  private final BodyBudget budget;
  private final List<byte[]> pages = new ArrayList<>();
  private final UidScanner scanner = new UidScanner();
  private long size;
  private int freeInLast;
  private @Nullable Excess excess;

  ReviewBody(BodyBudget budget) {
    this.budget = budget;
  }

  /// Adds the next bytes.
  public void add(byte[] bytes) {
    size += bytes.length;
    if (excess == null && size > ReviewLimits.MAX_BYTES) {
      drop(Excess.BYTES);
    }
    if (excess != null) {
      scanner.scan(bytes, 0, bytes.length);
      return;
    }
    hold(bytes);
  }

  private void hold(byte[] bytes) {
    var from = 0;
    while (from < bytes.length) {
      if (freeInLast == 0) {
        budget.take(this);
        if (excess != null) {
          scanner.scan(bytes, from, bytes.length);
          return;
        }
        pages.add(new byte[PAGE]);
        freeInLast = PAGE;
      }
      var count = Math.min(freeInLast, bytes.length - from);
      System.arraycopy(bytes, from, pages.getLast(), PAGE - freeInLast, count);
      from += count;
      freeInLast -= count;
    }
  }

  /// Stops holding the body.
  void drop(Excess because) {
    excess = because;
    for (var index = 0; index < pages.size(); index++) {
      var last = index == pages.size() - 1;
      scanner.scan(pages.get(index), 0, last ? PAGE - freeInLast : PAGE);
    }
    close();
  }

  /// The limit for which the body is no longer held; empty while it is.
  public Optional<Excess> excess() {
    return Optional.ofNullable(excess);
  }

  /// The uid in a body that is no longer held; empty where none was found so far.
  public String uid() {
    return scanner.uid();
  }

  /// The whole body if it is held, and its end: nothing is held afterwards.
  public byte[] take() {
    var bytes = new byte[pages.isEmpty() ? 0 : pages.size() * PAGE - freeInLast];
    for (var index = 0; index < pages.size(); index++) {
      var from = index * PAGE;
      System.arraycopy(pages.get(index), 0, bytes, from, Math.min(PAGE, bytes.length - from));
    }
    close();
    return bytes;
  }

  /// Gives back to the budget what is held.
  @Override
  public void close() {
    pages.clear();
    freeInLast = 0;
    budget.release(this);
  }
}
