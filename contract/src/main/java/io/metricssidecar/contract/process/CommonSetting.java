package io.metricssidecar.contract.process;

/// The settings that both server processes have.
public enum CommonSetting implements ProcessSetting {
  HEALTH_PORT("8080", "port of /livez, /readyz and /metrics; 0 takes a free one"),
  POD_NAME("", "name of this pod"),
  POD_NAMESPACE("", "namespace of this pod and of the release"),
  LOG_LEVEL("info", "debug, info, warn or error");

  private final String defaultText;
  private final String description;

  CommonSetting(String defaultText, String description) {
    this.defaultText = defaultText;
    this.description = description;
  }

  @Override
  public String defaultText() {
    return defaultText;
  }

  @Override
  public String description() {
    return description;
  }
}
