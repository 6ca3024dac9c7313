package image;

import module java.base;

/// The list of the classes in an image's class data archive, in the format of
/// `-XX:DumpLoadedClassList`.
///
/// The part that comes from the JDK and the libraries is in the repository,
/// `scripts/classes/NAME.txt`, because no two recordings are quite the same.
/// `scripts/record-classes.sh` makes it anew. Our own classes come from the jars when an image is
/// built.
final class ClassList {
  /// The start of the names of all our own classes.
  private static final String OWN = "io/metricssidecar/";

  private static final String CLASS = ".class";

  private static final Pattern LOG_LINE =
      Pattern.compile("(?:\\[[^\\]]*\\])+ ([\\w.$]+) source: .*");

  private ClassList() {}

  /// The file with the recorded classes of an image.
  static Path file(String image) {
    return Path.of("scripts/classes", image + ".txt");
  }

  /// The recorded classes and all of our own, in order.
  static SortedSet<String> complete(Image image, Path app) throws IOException {
    var classes = new TreeSet<>(Files.readAllLines(file(image.name())));
    try (var files = Files.walk(app)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (var content = new ZipFile(jar.toFile())) {
          content.stream()
              .map(ZipEntry::getName)
              .filter(entry -> entry.startsWith(OWN) && entry.endsWith(CLASS))
              .filter(entry -> !entry.endsWith("-info" + CLASS))
              .map(entry -> entry.substring(0, entry.length() - CLASS.length()))
              .forEach(classes::add);
        }
      }
    }
    return classes;
  }

  /// Writes the recorded classes of an image anew. From recordings it keeps what can be reproduced:
  /// the names, without their order and the resolved constants.
  ///
  /// Lists of `-XX:DumpLoadedClassList` contain the lambdas. They also contain the classes that
  /// generate lambdas, which an archive makes needless: where there are logs of `class+load` from
  /// runs with an archive, only the classes in these are kept.
  static void record(String image, List<String> recordings) throws IOException {
    var listed = new TreeSet<String>();
    var loaded = new TreeSet<String>();
    for (String recording : recordings) {
      for (String line : Files.readAllLines(Path.of(recording))) {
        var plain = line.replaceFirst(" id: \\d+$", "");
        var log = LOG_LINE.matcher(line);
        if (log.matches()) {
          loaded.add(log.group(1).replace('.', '/'));
        } else if (plain.matches("[\\w/$]+|@lambda-(proxy|form-invoker) .*")) {
          listed.add(plain);
        }
      }
    }
    listed.removeIf(
        line ->
            !line.startsWith("@")
                && (line.startsWith(OWN) || !loaded.isEmpty() && !loaded.contains(line)));
    var file = Files.write(file(image), listed);
    IO.println("%s: %d lines".formatted(file, listed.size()));
  }
}
