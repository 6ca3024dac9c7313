package image;

import module java.base;

/// The class data archive of an image: the classes of [ClassList], parsed and linked in advance,
/// mapped by every JVM started in the image.
final class ClassArchive {
  private ClassArchive() {}

  /// Creates the archive in the folder of the program.
  ///
  /// The heap is so large that it is never collected meanwhile: the result of a collection depends
  /// on its moment, and the archive holds a part of the heap. The archive also holds the path of
  /// the jars, which must not be that of this folder; the JVM accepts the jars at another path if
  /// they are arranged in the same way there.
  static void create(Image image, Path java, Path app) throws IOException, InterruptedException {
    var list = Files.write(app.resolveSibling("classes"), ClassList.complete(image, app));
    Command.run(
        app,
        List.of(
            java.toString(),
            "-Xshare:dump",
            "-Xms1g",
            "-Xmx1g",
            "-Xmn700m",
            "-XX:MaxMetaspaceSize=1g",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + app.resolve(image.classArchive()),
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-cp",
            "/proc/self/cwd/" + image.jar()));
    Files.delete(list);
  }
}
