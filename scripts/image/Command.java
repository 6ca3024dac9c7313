package image;

import module java.base;

/// A program that is run to its end.
final class Command {
  private Command() {}

  /// Runs a program in the current folder, see [#run(Path, List)].
  static String run(List<String> command) throws IOException, InterruptedException {
    return run(Path.of(""), command);
  }

  /// Runs a program in a folder and returns its output, both streams together.
  ///
  /// @throws IllegalStateException if the program reports failure; with the output
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + "\n" + output);
    }
    return output;
  }
}
