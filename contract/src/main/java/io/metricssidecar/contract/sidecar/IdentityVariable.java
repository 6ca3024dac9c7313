package io.metricssidecar.contract.sidecar;

import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import java.util.List;

/// The environment variables that tell a sidecar which pod it is in. The webhook writes them; a
/// user sets them only without the webhook. README has the same table.
public final class IdentityVariable {
  public static final Setting<String> NAMESPACE =
      text("NAMESPACE", "the namespace of the pod", "Namespace of the pod");

  public static final Setting<String> POD_NAME =
      text("POD_NAME", "the name of the pod", "Name of the pod");

  public static final Setting<String> POD_UID =
      text("POD_UID", "the UID of the pod", "UID of the pod");

  public static final Setting<String> NODE_NAME =
      text("NODE_NAME", "the name of the node", "Name of the node that the pod runs on");

  /// Named after a Deployment in the original, whatever the owner's kind.
  public static final Setting<String> DEPLOYMENT_NAME =
      text("DEPLOYMENT_NAME", "the name of the owner", "Name of the pod's owner, of any kind");

  public static final Setting<String> OWNER_KIND =
      text(
          "OWNER_KIND",
          "the kind of the owner",
          "Kind of the pod's owner; `Deployment` if only the name is given");

  public static final Setting<Workload.Api> OWNER_API =
      Setting.variable(
          "OWNER_API",
          "",
          Parser.of(
              Workload.Api::parse,
              Workload.Api::text,
              "group/version/resource, such as argoproj.io/v1alpha1/rollouts",
              "group/version/resource"),
          "Group, version and plural of the owner's kind, whose `/scale` is read; absent for the"
              + " kinds of Kubernetes");

  public static final Setting<Long> CPU_LIMIT_MILLICORES =
      Setting.variable(
          "CPU_LIMIT_MILLICORES",
          "",
          Parsers.positive(),
          "CPU limit of the measured container in thousandths of a core; absent if it has none");

  public static final Setting<Long> MEMORY_LIMIT_BYTES =
      Setting.variable(
          "MEMORY_LIMIT_BYTES",
          "",
          Parsers.positive(),
          "Memory limit of the measured container in bytes; absent if it has none");

  public static final Setting<String> SHED_LEASE =
      text("SHED_LEASE", "the name of a Lease", "Name of the workload's budget Lease");

  /// All of them, in the order of README's table.
  public static final List<Setting<?>> ALL =
      List.of(
          NAMESPACE,
          POD_NAME,
          POD_UID,
          NODE_NAME,
          DEPLOYMENT_NAME,
          OWNER_KIND,
          OWNER_API,
          CPU_LIMIT_MILLICORES,
          MEMORY_LIMIT_BYTES,
          SHED_LEASE);

  private static Setting<String> text(String env, String what, String meaning) {
    return Setting.variable(env, "", Parsers.text(what), meaning);
  }

  private IdentityVariable() {}
}
