package io.metricssidecar.sidecar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed command line.
sealed interface Arguments {
  /// Run.
  ///
  /// @param kubeconfig file named by `--kubeconfig`; null where it was not
  record Run(@Nullable String kubeconfig) implements Arguments {}

  /// Print the version and end.
  record Version() implements Arguments {}

  /// Print the usage and end.
  record Help() implements Arguments {}

  /// An argument that is not known.
  ///
  /// @param message one line for people
  record Unknown(String message) implements Arguments {}

  /// Reads a command line.
  static Arguments read(List<String> arguments) {
    String kubeconfig = null;
    for (var index = 0; index < arguments.size(); index++) {
      var argument = arguments.get(index);
      if (argument.equals("--version")) {
        return new Version();
      } else if (argument.equals("--help") || argument.equals("-h")) {
        return new Help();
      } else if (argument.startsWith("--kubeconfig=")) {
        kubeconfig = argument.substring("--kubeconfig=".length());
      } else if (argument.equals("--kubeconfig") && index + 1 < arguments.size()) {
        kubeconfig = arguments.get(++index);
      } else {
        return new Unknown(
            "unknown argument \"%s\": expected --kubeconfig=FILE, --version or --help"
                .formatted(argument));
      }
    }
    return new Run(kubeconfig);
  }
}
