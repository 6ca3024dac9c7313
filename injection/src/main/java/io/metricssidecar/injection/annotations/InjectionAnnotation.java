package io.metricssidecar.injection.annotations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The settings of the injection itself, by annotation alone. README has the same table.
public final class InjectionAnnotation {
  public static final Setting<Boolean> ENABLED =
      new Setting<>(
          Annotations.ENABLED,
          "",
          "",
          Parsers.bool().expecting("\"true\" or \"false\""),
          "`\"true\"` injects, `\"false\"` opts out, also if the namespace opts in by its label"
              + " `metrics-sidecar/injection`");

  public static final Setting<String> IMAGE =
      Setting.annotation(
          "image",
          "",
          Parser.of(
              text -> Optional.of(text).filter(SidecarImage::valid),
              Function.identity(),
              "the name of an image, such as metrics-sidecar:0.1.0",
              "the name of an image"),
          "Image of the sidecar instead of the chart's; not if the chart has"
              + " `allowImageAnnotation: false`");

  public static final Setting<PullPolicy> IMAGE_PULL_POLICY =
      Setting.annotation(
          "image-pull-policy",
          "",
          Parsers.choice(PullPolicy.values(), PullPolicy::text),
          "Pull policy of that image, instead of the chart's");

  public static final Setting<String> CPU_REQUEST =
      quantity("cpu-request", "1m", "CPU request of the sidecar, instead of the chart's");

  public static final Setting<String> CPU_LIMIT =
      quantity("cpu-limit", "1m", "CPU limit of the sidecar, instead of the chart's");

  public static final Setting<String> MEMORY_REQUEST =
      quantity("memory-request", "1m", "Memory request of the sidecar, instead of the chart's");

  /// With less the sidecar does not start, and its pod would never be ready.
  public static final String LOWEST_MEMORY_LIMIT = "32Mi";

  public static final Setting<String> MEMORY_LIMIT =
      quantity(
          "memory-limit",
          LOWEST_MEMORY_LIMIT,
          "Memory limit of the sidecar, instead of the chart's");

  public static final Setting<NativeSidecars> NATIVE_SIDECAR =
      Setting.annotation(
          "native-sidecar",
          "auto",
          Parsers.choice(NativeSidecars.values()),
          "`true`: the sidecar is a restartable init container; `false`: an ordinary container;"
              + " `auto`: as the chart's `sidecar.native` says, where `auto` is `true` on Kubernetes"
              + " 1.32 or newer");

  public static final Setting<ArrayNode> PATCH =
      Setting.annotation(
          "patch",
          "",
          Parser.of(
              ContainerPatch::parse,
              JsonNode::toString,
              "a JSON array of at most "
                  + ContainerPatch.MAX_OPERATIONS
                  + " operations add, remove, replace or test (RFC 6902)",
              "a JSON array of at most "
                  + ContainerPatch.MAX_OPERATIONS
                  + " operations (RFC 6902)"),
          "Operations `add`, `remove`, `replace` and `test` on the sidecar's container");

  /// All of them, in the order of README's table.
  public static final List<Setting<?>> ALL =
      List.of(
          ENABLED,
          IMAGE,
          IMAGE_PULL_POLICY,
          CPU_REQUEST,
          CPU_LIMIT,
          MEMORY_REQUEST,
          MEMORY_LIMIT,
          NATIVE_SIDECAR,
          PATCH);

  private static Setting<String> quantity(String annotation, String min, String meaning) {
    return Setting.annotation(annotation, "", Parsers.quantity(min), meaning);
  }

  private InjectionAnnotation() {}
}
