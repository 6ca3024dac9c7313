package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.cluster.TokenBucket;
import io.metricssidecar.cluster.loop.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The limit of this replica's writes of the caBundle. Where somebody else writes it again and
/// again, two writers would otherwise answer each other at the speed of a watch, for ever. For one
/// thread; any thread may count.
final class TrustWrites {
  private static final Logger LOGGER = LoggerFactory.getLogger(TrustWrites.class);

  /// At once enough for a rotation and for people; then a rate that no API server notices.
  private static final TokenBucket.Rate RATE = new TokenBucket.Rate(5, Duration.ofSeconds(10));

  private final InstantSource clock;
  private final LongAdder written = new LongAdder();
  private TokenBucket bucket;
  private TrustBundle ours = TrustBundle.EMPTY;
  private @Nullable Loop loop;

  /// @param clock wall clock
  TrustWrites(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
    this.bucket = TokenBucket.full(RATE, clock.instant());
  }

  /// Starts to ask for another run where a write has to wait.
  ///
  /// @param waiting the loop that writes
  void start(Loop waiting) {
    loop = waiting;
  }

  /// Whether a configuration may be written now; otherwise it has to wait, and the log says who
  /// wrote it. Other authorities of ours begin with a full burst: a rotation is no fight.
  ///
  /// @param read the configuration as read
  /// @param authorities that the configuration has to trust
  boolean allows(HasMetadata read, TrustBundle authorities) {
    var now = clock.instant();
    if (!authorities.equals(ours)) {
      ours = authorities;
      bucket = TokenBucket.full(RATE, now);
    }
    bucket = bucket.after(now);
    if (bucket.suppressed() == 1) {
      LOGGER
          .atWarn()
          .addKeyValue("kind", read.getKind())
          .addKeyValue("writers", TrustWriters.of(read.getMetadata().getManagedFields()))
          .log("Somebody else writes the caBundle again and again, restoring it every 10 s only");
    }
    if (bucket.suppressed() > 0 && loop != null) {
      loop.runAgainWithin(RATE.refill());
    }
    return bucket.suppressed() == 0;
  }

  /// Counts a write.
  void count() {
    written.increment();
  }

  /// The number of writes since the start of the process.
  long written() {
    return written.sum();
  }
}
