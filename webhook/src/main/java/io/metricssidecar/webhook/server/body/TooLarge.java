package io.metricssidecar.webhook.server.body;

import static java.util.Objects.requireNonNull;

/// A review exceeds a limit.
public final class TooLarge extends Exception {
  private static final long serialVersionUID = 1;

  private final Excess excess;

  /// @param excess the limit
  public TooLarge(Excess excess) {
    super(excess.sentence());
    this.excess = requireNonNull(excess, "excess is null");
  }

  /// The limit.
  public Excess excess() {
    return excess;
  }
}
