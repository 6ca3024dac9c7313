package io.metricssidecar.webhook.config;

import java.util.Locale;

/// Everything the webhook's process can be told: by environment variable, or by the command line
/// option of the same name, which wins.
public enum WebhookSetting {
  WEBHOOK_PORT("port", "8443", "TLS port of /mutate; 0 takes a free one"),
  HEALTH_PORT("8080", "port of /livez, /readyz and /metrics; 0 takes a free one"),
  TLS_CERT("", "serve with this certificate (PEM file) and leave the cluster alone"),
  TLS_KEY("", "key of that certificate (PEM file, PKCS #8)"),
  POD_NAME("", "name of this pod"),
  POD_NAMESPACE("", "namespace of this pod and of the release"),
  SERVICE_NAME("metrics-sidecar", "Service that the API server calls"),
  CERTIFICATES(
      "self",
      "self: made here; provided: taken from the Secret, with the trust kept here; read-only: taken"
          + " from the Secret, and nothing is written"),
  CA_SECRET(
      "metrics-sidecar-ca", "Secret that holds the certificate authority, or what is provided"),
  WEBHOOK_CONFIGURATION("00-metrics-sidecar", "webhook configurations to keep trusted"),
  ROTATION_WAIT("60s", "how long a new authority is trusted before it signs, at least 60s"),
  ROTATION_OVERLAP("168h", "how long an old authority stays trusted, at least 168h"),
  ROTATION_FLOOR("enforced", "enforced, or off-for-tests to allow shorter waits"),
  SIDECAR_IMAGE("metrics-sidecar:0.1.0", "image of the sidecar"),
  SIDECAR_IMAGE_PULL_POLICY("IfNotPresent", "Always, IfNotPresent or Never"),
  SIDECAR_CPU_REQUEST("10m", "CPU that a sidecar requests"),
  SIDECAR_CPU_LIMIT("250m", "CPU that a sidecar gets at most"),
  SIDECAR_MEMORY_REQUEST("64Mi", "memory that a sidecar requests"),
  SIDECAR_MEMORY_LIMIT("96Mi", "memory that a sidecar gets at most"),
  IMAGE_PULL_SECRETS("", "names of pull secrets that injected pods get, with commas"),
  NATIVE_SIDECAR("auto", "auto (from Kubernetes 1.32 on), true or false"),
  STRICT("false", "true refuses pods with invalid annotations"),
  DENIED_NAMESPACES(
      "kube-system,kube-public,kube-node-lease",
      "namespaces whose pods are never changed, with commas; always also this release's"),
  ALLOW_IMAGE_ANNOTATION("true", "false gives every pod the image above, whatever it asks for"),
  MESH_ANNOTATIONS("true", "false leaves the pods' annotations for service meshes alone"),
  SCALE_TARGETS("", "kinds beyond those of Kubernetes, group/resource/Kind with commas"),
  SHUTDOWN_DRAIN("10s", "how long to go on answering after the order to stop"),
  LOG_LEVEL("info", "debug, info, warn or error");

  private final String option;
  private final String defaultText;
  private final String description;

  WebhookSetting(String defaultText, String description) {
    this.option = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.defaultText = defaultText;
    this.description = description;
  }

  WebhookSetting(String option, String defaultText, String description) {
    this.option = option;
    this.defaultText = defaultText;
    this.description = description;
  }

  /// The environment variable.
  public String env() {
    return name();
  }

  /// The command line option, with its two dashes.
  public String option() {
    return "--" + option;
  }

  /// The default; empty for none.
  public String defaultText() {
    return defaultText;
  }

  /// What it is, for people.
  public String description() {
    return description;
  }
}
