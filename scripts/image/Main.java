package image;

import module java.base;

/// Builder of the container images, without Docker: `java scripts/image/Main.java [NAME]...`, run
/// in the repository's root after `mvn package`. Without a name it builds all images.
///
/// An image is a jlink runtime, the few files of glibc that it links to, the jars of a module, and
/// a class data archive made with exactly these. It is written to `dist/NAME.tar` as a
/// docker-archive, which `docker load`, `kind load image-archive` and `ctr images import` accept.
/// Two builds of the same jars with the same JDK give the same digest.
///
/// `java scripts/image/Main.java record NAME FILE...` rewrites the recorded class list of an image,
/// see [ClassList#record]; `scripts/record-classes.sh` makes the files.
final class Main {
  private static final Path DIST = Path.of("dist");

  private Main() {}

  static void main(String[] arguments) throws Exception {
    var wanted = List.of(arguments);
    if (!wanted.isEmpty() && wanted.getFirst().equals("record")) {
      ClassList.record(wanted.get(1), wanted.subList(2, wanted.size()));
      return;
    }
    for (Image image : Image.ALL) {
      if (wanted.isEmpty() || wanted.contains(image.name())) {
        build(image);
      }
    }
  }

  private static void build(Image image) throws Exception {
    var start = System.nanoTime();
    var work = DIST.resolve("work", image.name()).toAbsolutePath();
    FileTree.delete(work);
    var base = work.resolve("base");
    JavaRuntime.create(image, base);
    SystemFiles.create(base);
    FileTree.normalize(base);

    var top = work.resolve("top");
    var application = Application.copy(image, top);
    // The archive holds the times of the jars.
    FileTree.normalize(top);
    var java = base.resolve("opt/java/bin/java");
    ClassArchive.create(image, java, application.folder());
    FileTree.normalize(top);

    // At another path than where the archive was made, as in a container.
    var moved = Files.move(application.folder(), work.resolve("moved"));
    SmokeTest.run(image, java, new Application(moved, application.version()));
    Files.move(moved, application.folder());

    var archive =
        DockerArchive.of(image, application.version(), List.of(Tar.of(base), Tar.of(top)));
    var file = Files.write(DIST.resolve(image.name() + ".tar"), archive.bytes());
    FileTree.delete(work);
    report(archive, file, Duration.ofNanos(System.nanoTime() - start));
  }

  private static void report(DockerArchive archive, Path file, Duration duration)
      throws IOException {
    var base = archive.layers().getFirst();
    var top = archive.layers().getLast();
    IO.println(
        "%s: %.1f MB uncompressed (runtime and libc %.1f, jars and archive %.1f), %.1f MB compressed, in %d s%n  image id sha256:%s, %s"
            .formatted(
                archive.tag(),
                megabytes(base.length + top.length),
                megabytes(base.length),
                megabytes(top.length),
                megabytes(gzipped(base) + gzipped(top)),
                duration.toSeconds(),
                archive.imageId(),
                file));
  }

  private static long gzipped(byte[] layer) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(layer);
    }
    return out.size();
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }
}
