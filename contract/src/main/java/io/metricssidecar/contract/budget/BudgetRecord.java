package io.metricssidecar.contract.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The budget of one workload, as its Lease holds it in annotations:
///
/// | Annotation | Value |
/// |---|---|
/// | `metrics-sidecar/format` | `1`; a Lease with another value, or none, is not read at all: none of its pods sheds, and none of its slots is freed |
/// | `metrics-sidecar/slots` | 1 to 7 ASCII digits, written by the controller; any other text allows no slot; while there is no text, sidecars use their own bound alone |
/// | `metrics-sidecar/paused` | any text: while it is there, no pod takes a slot and holders return ([Pause]) |
/// | `holder.metrics-sidecar/<pod UID>` | 1 to 18 ASCII digits, a space and the pod's name, written by the pod's sidecar; any other text is a taken slot too |
///
/// The chart's admission policy has the same rules in CEL, with one difference: it lets no sidecar
/// take a slot of a Lease without `slots`.
///
/// @param slots as written; null where the controller has not written any
/// @param pause while nobody may shed; null without one
/// @param holders in order of acquisition
public record BudgetRecord(@Nullable String slots, @Nullable Pause pause, List<Holder> holders) {
  /// A Lease that was just created.
  public static final BudgetRecord EMPTY = new BudgetRecord(null, List.of());

  /// The number of holders that fit into one Lease for certain: the annotations of an object share
  /// 256 KiB.
  public static final int MAX_HOLDERS = 1_000;

  private static final Pattern SLOTS = Pattern.compile("[0-9]{1,7}");

  public BudgetRecord {
    requireNonNull(holders, "holders is null");
    holders = holders.stream().sorted(Holder.BY_ACQUISITION).toList();
  }

  /// A budget that is not paused.
  public BudgetRecord(@Nullable String slots, List<Holder> holders) {
    this(slots, null, holders);
  }

  /// Reads the annotations of a Lease, among which others are ignored; empty where the format is
  /// not the one that is known, so that the holders are not known.
  public static Optional<BudgetRecord> read(Map<String, String> annotations) {
    if (!Annotations.LEASE_FORMAT_1.equals(annotations.get(Annotations.LEASE_FORMAT))) {
      return Optional.empty();
    }
    var prefix = Annotations.HOLDER_PREFIX;
    var holders =
        annotations.entrySet().stream()
            .filter(annotation -> annotation.getKey().startsWith(prefix))
            .map(
                annotation ->
                    Holder.read(
                        annotation.getKey().substring(prefix.length()), annotation.getValue()))
            .toList();
    var paused = annotations.get(Annotations.PAUSED);
    var pause = paused == null ? null : Pause.read(paused);
    return Optional.of(new BudgetRecord(annotations.get(Annotations.SLOTS), pause, holders));
  }

  /// The number of slots; 0 where the text cannot be read, null where there is none.
  public @Nullable Integer slotCount() {
    if (slots == null) {
      return null;
    }
    return SLOTS.matcher(slots).matches() ? Integer.valueOf(slots) : Integer.valueOf(0);
  }

  /// The annotations that [#read] reads back.
  public Map<String, String> annotations() {
    var annotations = new TreeMap<String, String>();
    annotations.put(Annotations.LEASE_FORMAT, Annotations.LEASE_FORMAT_1);
    if (slots != null) {
      annotations.put(Annotations.SLOTS, slots);
    }
    if (pause != null) {
      annotations.put(Annotations.PAUSED, pause.text());
    }
    holders.forEach(holder -> annotations.put(holder.key(), holder.text()));
    return annotations;
  }
}
