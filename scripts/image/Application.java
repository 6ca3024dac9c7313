package image;

import module java.base;

/// The program of an image: its own jar, in `lib` the jars of its class path, and in `native` the
/// native libraries from such jars.
///
/// @param folder the folder with the jar, `/app` in the image
/// @param version version of the program, from the name of the jar that Maven made
record Application(Path folder, String version) {

  /// Copies the jars that Maven has made and collected for the image's module to `app` below `top`,
  /// the root of the image's upper layer.
  ///
  /// @throws IllegalStateException if the module has no jar
  static Application copy(Image image, Path top) throws IOException {
    var target = Path.of(image.module(), "target");
    var name = Pattern.compile(Pattern.quote(image.module()) + "-(\\d[\\w.-]*?)\\.jar");
    var app = top.resolve("app");
    var lib = Files.createDirectories(app.resolve("lib"));
    var jar =
        list(target).stream()
            .map(file -> name.matcher(file.getFileName().toString()))
            .filter(Matcher::matches)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("no jar in " + target + ": mvn package comes first"));
    Files.copy(target.resolve(jar.group()), app.resolve(image.jar()));
    for (Path library : list(target.resolve("lib"))) {
      var file = library.getFileName().toString();
      if (image.excludedJars().stream().noneMatch(file::startsWith)
          && !NativeLibraries.extract(library, app.resolve("native"))) {
        Files.copy(library, lib.resolve(file));
      }
    }
    return new Application(app, jar.group(1));
  }

  /// The files in a folder, in order of their names; none if the folder is missing.
  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
