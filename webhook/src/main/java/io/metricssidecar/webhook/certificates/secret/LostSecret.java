package io.metricssidecar.webhook.certificates.secret;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The recovery of the shared Secret after somebody has deleted it. A replica that has seen it
/// restores it as it was, so that no trust is lost; one that never has gives the others time to do
/// so, and then creates an empty one. For one thread.
public final class LostSecret {
  private static final Logger LOGGER = LoggerFactory.getLogger(LostSecret.class);

  private final SharedSecret secret;
  private final Conditions conditions;
  private OptionalLong since = OptionalLong.empty();

  /// @param secret to restore
  /// @param conditions of a restoration
  public LostSecret(SharedSecret secret, Conditions conditions) {
    this.secret = requireNonNull(secret, "secret is null");
    this.conditions = requireNonNull(conditions, "conditions is null");
  }

  /// The conditions of a restoration.
  ///
  /// @param installed false while the release is being removed, and its Secret with it
  /// @param nanos monotonic clock, in nanoseconds
  /// @param patience time that a replica without memory of the Secret leaves to the others
  public record Conditions(BooleanSupplier installed, LongSupplier nanos, Duration patience) {
    public Conditions {
      requireNonNull(installed, "installed is null");
      requireNonNull(nanos, "nanos is null");
      requireNonNull(patience, "patience is null");
    }
  }

  /// The Secret is there.
  public void found() {
    since = OptionalLong.empty();
  }

  /// The Secret is not there: creates it where it is time to.
  public void restore() {
    var now = conditions.nanos().getAsLong();
    var last = secret.last();
    if (since.isEmpty()) {
      since = OptionalLong.of(now);
      LOGGER
          .atWarn()
          .addKeyValue("secret", secret.name())
          .addKeyValue("seenBefore", last.isPresent())
          .log("The Secret does not exist");
    }
    if (conditions.installed().getAsBoolean()) {
      var absent = Duration.ofNanos(now - since.getAsLong());
      last.map(LostSecret::copy)
          .or(() -> Optional.of(blank()).filter(_ -> absent.compareTo(conditions.patience()) >= 0))
          .ifPresent(secret::create);
    }
  }

  private static Secret copy(Secret seen) {
    var metadata = seen.getMetadata();
    return new SecretBuilder(seen)
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withLabels(metadata.getLabels())
        .withAnnotations(metadata.getAnnotations())
        .endMetadata()
        .build();
  }

  private Secret blank() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(secret.namespace())
        .withName(secret.name())
        .endMetadata()
        .withType("Opaque")
        .build();
  }
}
