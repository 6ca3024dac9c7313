package io.metricssidecar.contract.process;

import java.util.Locale;

/// A setting of a server process: an environment variable, and a command line option that overrides
/// it. Implemented by enums, whose constants have the names of the variables.
public interface ProcessSetting {
  /// The environment variable.
  default String env() {
    return name();
  }

  /// The name of the constant.
  String name();

  /// The command line option, with its two dashes.
  default String option() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The default; empty for none.
  String defaultText();

  /// A description for the command's help.
  String description();
}
