package image;

import module java.base;

/// The files of the operating system in an image: glibc as this machine has it, and the files in
/// `/etc` that it reads.
final class SystemFiles {
  /// The user and group id that the program runs as.
  static final String USER = "65532";

  /// The libraries that the Java runtime links to. Name resolution is in libc itself since glibc
  /// 2.34.
  private static final List<String> GLIBC =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  private static final List<Path> LIBRARY_FOLDERS =
      List.of(Path.of("/lib/x86_64-linux-gnu"), Path.of("/lib/aarch64-linux-gnu"));

  private static final List<Path> LOADERS =
      List.of(Path.of("/lib64/ld-linux-x86-64.so.2"), Path.of("/lib/ld-linux-aarch64.so.1"));

  private static final Path ROOT = Path.of("/");

  private SystemFiles() {}

  /// Creates the files below `base`, the root of the image's lower layer.
  ///
  /// @throws IllegalStateException if this machine has no glibc where Debian installs it
  static void create(Path base) throws IOException {
    copyGlibc(base);
    var etc = Files.createDirectories(base.resolve("etc"));
    // Programs run without these two as well; they give the user a name in listings.
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0:root:/:/none\nnonroot:x:%1$s:%1$s:nonroot:/:/none\n".formatted(USER));
    Files.writeString(etc.resolve("group"), "root:x:0:\nnonroot:x:%s:\n".formatted(USER));
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    Files.createDirectories(base.resolve("tmp"));
  }

  private static void copyGlibc(Path base) throws IOException {
    var folder =
        LIBRARY_FOLDERS.stream()
            .filter(f -> Files.exists(f.resolve("libc.so.6")))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no glibc below /lib as Debian's package libc6 installs it"));
    for (String library : GLIBC) {
      copy(folder.resolve(library), base);
    }
    for (Path loader : LOADERS) {
      if (Files.exists(loader)) {
        copy(loader, base).toFile().setExecutable(true, false);
      }
    }
  }

  /// Copies a file of this machine, with links followed, to the same path in the image.
  private static Path copy(Path file, Path base) throws IOException {
    var copy = base.resolve(ROOT.relativize(file));
    Files.createDirectories(copy.getParent());
    return Files.copy(file.toRealPath(), copy);
  }
}
