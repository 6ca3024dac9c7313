package image;

import module java.base;

/// A folder with everything below it, as an image is put together in it.
final class FileTree {
  /// The time of every file in an image: the JVM compares the time of a jar with the time it had
  /// when the archive was made.
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private FileTree() {}

  /// Sets the time of all files to [#TIME].
  static void normalize(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(TIME));
      }
    }
  }

  /// Deletes the folder, if there is one.
  static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
