package image;

import module java.base;

/// The native libraries in jars. Netty would extract them into a temporary folder, which a
/// container with a read-only file system does not have.
final class NativeLibraries {
  private static final String FOLDER = "META-INF/native/";

  private NativeLibraries() {}

  /// Extracts the native libraries of a jar that are for this machine's architecture.
  ///
  /// @param folder to extract to; created where it is needed
  /// @return whether the jar is one of native libraries, of any architecture
  static boolean extract(Path jar, Path folder) throws IOException {
    try (var content = new ZipFile(jar.toFile())) {
      var libraries =
          content.stream().filter(entry -> entry.getName().matches(FOLDER + ".+\\.so")).toList();
      for (ZipEntry library : libraries) {
        if (library.getName().endsWith("_" + architecture() + ".so")) {
          Files.createDirectories(folder);
          try (var bytes = content.getInputStream(library)) {
            Files.copy(bytes, folder.resolve(library.getName().substring(FOLDER.length())));
          }
        }
      }
      return !libraries.isEmpty();
    }
  }

  /// The name of this machine's architecture in the names of Netty's libraries.
  private static String architecture() {
    var name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "aarch_64";
      default -> name;
    };
  }
}
